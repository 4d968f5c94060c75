//===- DebugOptions.h - The words of VIROBJECT_DEBUG ------------*- C++ -*-===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#ifndef VIROBJECT_SRC_DEBUGOPTIONS_H
#define VIROBJECT_SRC_DEBUGOPTIONS_H

#include <virobject/virobject.h>

#include <stddef.h>

namespace vir::debug {

/// Names of classes that the user gave.
struct ClassNames {
  const char **Names = nullptr;
  size_t Count = 0;

  bool add(const char *Name);
  /// Whether \p Class or a parent of it is named, * being a name of all.
  bool cover(virClass *Class) const;
};

struct Options {
  bool Leaks = false;
  bool Json = false;
  bool Signals = false;
  /// How many freed objects are kept.
  size_t Quarantine = 0;
  /// 0 is to leave as the program wants to.
  int ExitCode = 0;
  const char *File = nullptr;
  ClassNames Traced;
  ClassNames Expected;

  /// Whether there is something to find out.
  bool any() const { return Leaks || Quarantine || Traced.Count; }
};

/// Adds the words of \p Text, which is changed and must live forever, to
/// \p Into. Says what it does not understand, and goes on without it.
void parseOptions(char *Text, Options &Into);

} // namespace vir::debug

#endif // VIROBJECT_SRC_DEBUGOPTIONS_H
