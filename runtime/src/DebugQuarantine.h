//===- DebugQuarantine.h - Freed objects that are kept ----------*- C++ -*-===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//
//
// With quarantine:N an object lives in a slot, some pages of its own, so that
// they can be made unreadable when it dies:
//
//   readable ----> readable, with an object ----> unreadable, in quarantine
//       ^                                              |            |
//       |   (made readable when used again)            | N others   | touched:
//       +---------- unreadable, free <-----------------+ died since | SIGSEGV
//       +---------- readable, poisoned <----------------------------+
//
// Objects that are too large for that, or all if the system does not allow so
// many regions of memory, are malloc'ed, and only poisoned when they die: the
// functions of this library notice.
//
//===----------------------------------------------------------------------===//

#ifndef VIROBJECT_SRC_DEBUGQUARANTINE_H
#define VIROBJECT_SRC_DEBUGQUARANTINE_H

#include "DebugRecords.h"

namespace vir::debug {

/// Makes the quarantine ready for TheOptions, and catches SIGSEGV and SIGBUS.
void startQuarantine();

// The following need the mutex of the records.

/// \returns a slot for \p Size bytes, with zeros in it, or null if malloc is to
/// be used.
Slot *takeSlot(size_t Size);
/// Gives back a slot in which no object has lived.
void giveSlot(Slot *S);
void *memoryOf(Slot *S);

/// Keeps \p Dead, which is poisoned, and forgets the oldest if there are more
/// than N.
void quarantine(ObjectRecord *Dead);

/// Holds back reports of faults in other threads while this one forks.
void lockFaults();
void unlockFaults();

/// After quarantine(), without the mutex: says what has gone wrong there.
void complainAboutQuarantine();

} // namespace vir::debug

#endif // VIROBJECT_SRC_DEBUGQUARANTINE_H
