//===- RefContainer.h - What the containers have in common ------*- C++ -*-===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//
//
// A container never runs code of the user's with its lock held: virObjectUnref,
// which may run a dispose function, comes after the scope of the lock. This is
// why adding takes its reference and its memory first, and why removing only
// takes out, in that scope.
//
//===----------------------------------------------------------------------===//

#ifndef VIROBJECT_SRC_REFCONTAINER_H
#define VIROBJECT_SRC_REFCONTAINER_H

#include "Internal.h"

#include <pthread.h>

namespace vir {

/// The lock of a container, for a scope, for any number of threads at a time.
class ReadScope {
public:
  explicit ReadScope(virObjectRWLockable &Container)
      : Lock(&Container.lock.lock) {
    pthread_rwlock_rdlock(Lock);
  }
  ~ReadScope() { pthread_rwlock_unlock(Lock); }
  ReadScope(const ReadScope &) = delete;
  ReadScope &operator=(const ReadScope &) = delete;

private:
  pthread_rwlock_t *Lock;
};

/// The same for one thread alone.
class WriteScope {
public:
  explicit WriteScope(virObjectRWLockable &Container)
      : Lock(&Container.lock.lock) {
    pthread_rwlock_wrlock(Lock);
  }
  ~WriteScope() { pthread_rwlock_unlock(Lock); }
  WriteScope(const WriteScope &) = delete;
  WriteScope &operator=(const WriteScope &) = delete;

private:
  pthread_rwlock_t *Lock;
};

/// \returns whether \p Container is of \p Class, of which no other class is
/// derived: after a warning if not.
inline bool isContainer(const void *Container, virClass *Class,
                        const char *Function) {
  auto *Obj = static_cast<const virObject *>(Container);
  if (!unlikely(!isObject(Obj) || Obj->klass != Class))
    return true;
  warnUsage(Obj, Function, virClassName(Class));
  return false;
}

/// \returns whether \p Argument is there: after a warning if not.
template <typename T>
bool isGiven(T *Argument, const char *What, const char *Function) {
  if (!unlikely(!Argument))
    return true;
  warn(nullptr, Function, "The %s cannot be NULL", What);
  return false;
}

/// Takes a reference for a container. \returns \p Any, or null after a warning
/// if it is no object.
inline void *refToKeep(void *Any, const char *Function) {
  auto *Obj = static_cast<virObject *>(Any);
  if (!unlikely(!isObject(Obj)))
    return virObjectRef(Obj);
  warnUsage(Obj, Function, nullptr);
  return nullptr;
}

} // namespace vir

#endif // VIROBJECT_SRC_REFCONTAINER_H
