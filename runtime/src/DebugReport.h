//===- DebugReport.h - What is alive ----------------------------*- C++ -*-===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//
//
// A report is made in two steps: DebugReport.cpp finds out and puts in order
// what is to be said, DebugText.cpp and DebugJson.cpp say it.
//
//===----------------------------------------------------------------------===//

#ifndef VIROBJECT_SRC_DEBUGREPORT_H
#define VIROBJECT_SRC_DEBUGREPORT_H

#include "DebugMisuse.h"

namespace vir::debug {

enum class Occasion { Exit, Dump, Diff };

/// Stacks, paths and objects that are told apart in one list; the rest is
/// counted.
constexpr size_t TopCount = 8;

struct ClassRow {
  ClassRecord *Class;
  size_t Created;
  size_t Freed;
  /// Neither counts objects that are expected in the other.
  size_t Left;
  size_t Expected;
};

struct Summary {
  Occasion When;
  size_t Created, Freed, Left, Expected;
  /// Classes of which there has been an object, and those of them of which
  /// nothing is left.
  size_t Classes, Clean;
  /// The rows of the others, most left first.
  const ClassRow *Rows;
  size_t RowCount;
};

struct Share {
  /// Null is nobody in particular.
  const char *Name;
  long Count;
};

/// Objects of one class that were made at one place.
struct Group {
  const ClassRow *Row;
  const Stack *Birth;
  size_t Objects;
  long References;
  /// Of which the count is not to be trusted: they were misused.
  size_t Parked;
  int64_t Youngest, Oldest;
  const void *First;
  const Share *Holders;
  size_t HolderCount;
};

/// Objects of one class with the same references on the same paths.
struct History {
  const ClassRow *Row;
  size_t Objects;
  const void *First;
  long Taken, Given;
  /// Taken on paths that balance with others that start at the same call.
  size_t Folded;
  const Path *Lines;
  size_t LineCount;
};

/// How a report looks.
struct Format {
  void (*Begin)(Writer &, const Summary &);
  /// Before the groups of a class.
  void (*WriteClass)(Writer &, const Summary &, const ClassRow &);
  void (*WriteGroup)(Writer &, const Group &);
  void (*WriteHistory)(Writer &, const History &);
  /// Some of \p What, with \p Objects objects, were not written.
  void (*WriteSkipped)(Writer &, const ClassRow &, const char *What,
                       size_t Count, size_t Objects);
  void (*End)(Writer &, const Summary &);
  void (*WriteMisuse)(Writer &, const Misuse &);
};
extern const Format TextFormat, JsonFormat;
inline const Format &format() {
  return TheOptions.Json ? JsonFormat : TextFormat;
}

/// Reports objects that were made after number \p Since and are alive.
/// \returns how many, but for those that are expected.
size_t report(Occasion When, uint64_t Since);

/// Writes which references of \p Obj, about which something else is being said,
/// were taken and given back where, if its class is traced.
void writeHistoryOf(Writer &W, const void *Obj);

/// Makes the paths of objects alike into lines: those that balance are left
/// out. \p Lines has place for \p Count, and gets LineCount of them, largest
/// first.
void foldPaths(const Path *const *Paths, size_t Count, Path *Lines,
               History &Into);

} // namespace vir::debug

#endif // VIROBJECT_SRC_DEBUGREPORT_H
