//===- DebugRecords.h - What debugging remembers ----------------*- C++ -*-===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//
//
// One mutex protects all of this, rather than one for each part of the table:
// it is held for some 50 ns, and an operation that needs it has spent 20 times
// that on unwinding the stack before, without it. It is a leaf: nobody calls
// anything that waits, prints or looks up symbols with it held, as the thread
// that holds the dynamic linker's lock may wait for it.
//
//===----------------------------------------------------------------------===//

#ifndef VIROBJECT_SRC_DEBUGRECORDS_H
#define VIROBJECT_SRC_DEBUGRECORDS_H

#include "DebugOptions.h"
#include "DebugStacks.h"
#include "Internal.h"

#include <pthread.h>
#include <stdint.h>

struct vir::ClassRecord {
  ClassRecord *Next;
  virClass *Class;
  /// A number from 0 on.
  size_t Index;
  size_t Created;
  size_t Freed;
  bool Traced;
  bool Expected;
};

namespace vir::debug {

struct Slot;

/// Somebody who holds, or has held, references to an object.
struct Holder {
  Holder *Next;
  /// Of internName().
  const char *Name;
  int Count;
  const Stack *Taken;
  const Stack *Given;
};

/// What one path of calls did to the count of an object.
struct Path {
  Path *Next;
  /// Null for all paths that were too many to remember.
  const Stack *Where;
  size_t Taken;
  size_t Given;
};

enum class State : char {
  /// virObjectNew is at it.
  Unborn,
  Alive,
  /// Disposed of, but kept for good: somebody has a reference.
  Parked,
  /// In quarantine.
  Dead,
};

struct ObjectRecord {
  ObjectRecord *NextInBucket;
  ObjectRecord *NextDead;
  /// The address, inverted: LeakSanitizer must not take this for a reference.
  uintptr_t Hidden;
  ClassRecord *Class;
  /// Counts all objects in the order in which they were made.
  uint64_t Number;
  /// In milliseconds, see now().
  int64_t BornAt;
  int64_t DiedAt;
  const Stack *Birth;
  const Stack *Death;
  Holder *Holders;
  /// Who has just given back what he does not hold, for explain().
  Holder *Accused;
  Path *Paths;
  size_t PathCount;
  /// Where it is if not in malloc's memory.
  Slot *Place;
  /// In malloc's memory, but in quarantine: no leak.
  void *Kept;
  State Now;
  bool Expected;
  /// Memory was short for a holder: nobody can be accused any more.
  bool HoldersLost;

  virObject *object() const { return reinterpret_cast<virObject *>(~Hidden); }
  void setObject(const void *Obj) {
    Hidden = ~reinterpret_cast<uintptr_t>(Obj);
  }
};

/// What VIROBJECT_DEBUG says; constant once classes exist.
extern Options TheOptions;

void lockRecords();
void unlockRecords();

/// Holds the mutex for a scope.
class RecordScope {
public:
  RecordScope() { lockRecords(); }
  ~RecordScope() { unlockRecords(); }
  RecordScope(const RecordScope &) = delete;
  RecordScope &operator=(const RecordScope &) = delete;
};

/// Milliseconds of a clock that only goes forward.
int64_t now();

/// \returns the copy of \p Text that lives forever, or null if memory is short.
/// Without the mutex: \p Text is the user's, and may be in a freed object.
const char *internName(const char *Text);

// The following need the mutex.

extern ClassRecord *Classes;
extern size_t ClassCount;
/// The number of the last object.
extern uint64_t LastNumber;

/// \returns false if memory is short.
bool insertRecord(ObjectRecord *Record);
void removeRecord(ObjectRecord *Record);
ObjectRecord *findRecord(const void *Obj);
/// Calls \p Call with each record and \p Opaque.
void forEachRecord(void (*Call)(ObjectRecord *, void *), void *Opaque);

/// \returns what is remembered of \p Name, of internName(), for \p Record; null
/// if memory is short.
Holder *findHolder(ObjectRecord *Record, const char *Name);

/// \p Where has taken or given back a reference.
void countPath(ObjectRecord *Record, const Stack *Where, bool Taken);

/// Whether objects of \p Class may be left.
bool isExpected(const ClassRecord *Class);

/// Frees what belongs to the record.
void freeLists(Holder *Holders, Path *Paths);

} // namespace vir::debug

#endif // VIROBJECT_SRC_DEBUGRECORDS_H
