//===- Debug.h - What VIROBJECT_DEBUG adds to objects -----------*- C++ -*-===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//
//
// The core calls these only for classes that have a record, or on its slow
// paths.
//
//===----------------------------------------------------------------------===//

#ifndef VIROBJECT_SRC_DEBUG_H
#define VIROBJECT_SRC_DEBUG_H

#include "Internal.h"

namespace vir::debug {

/// Called for each new class, which is complete but for this: fills in its
/// record, and its magic if its objects are traced, if VIROBJECT_DEBUG asks for
/// anything about it.
void enroll(virClass *Class);

/// \returns zeroed memory for an object of \p Class, which has a record; the
/// caller fills in the header. Null if memory is short.
virObject *allocate(virClass *Class);

/// The object of a class with a record is complete: it is counted from here on.
void born(virObject *Obj);

/// The dispose functions of \p Obj, whose class has a record, have run: frees
/// or keeps its memory, after poisoning it. If it is \p Parked somebody has
/// taken a reference meanwhile, and it must not be freed.
void died(virObject *Obj, bool Parked);

/// virObjectRef and virObjectUnref for an object with TracedMagic, or for one
/// whose holder is named. \p Holder may be null.
void take(virObject *Obj, const char *Holder, const char *Function);
bool give(virObject *Obj, const char *Holder, const char *Function);

/// \p Message has been said about \p Obj, which may be null, freed or no object
/// at all: reports what is known about it, with the stacks of its birth, its
/// death and this one.
void explain(const void *Obj, const char *Function, const char *Message);

/// \returns the name of the class of \p Obj if it is an object that has been
/// freed and is still remembered, or null.
const char *nameOfFreed(const void *Obj);

} // namespace vir::debug

#endif // VIROBJECT_SRC_DEBUG_H
