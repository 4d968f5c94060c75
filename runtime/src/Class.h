//===- Class.h - What the base classes need of each other -------*- C++ -*-===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#ifndef VIROBJECT_SRC_CLASS_H
#define VIROBJECT_SRC_CLASS_H

namespace vir {

/// The dispose functions of the classes with locks: they destroy the lock.
void disposeLockable(void *Obj);
void disposeRWLockable(void *Obj);

} // namespace vir

#endif // VIROBJECT_SRC_CLASS_H
