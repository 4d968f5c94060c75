//===- Locks.cpp - Objects that can be locked -----------------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "Class.h"
#include "Internal.h"

#include <pthread.h>
#include <string.h>

using namespace vir;

// Making and unmaking.

/// Makes an object of \p Class, which must be derived from \p Base.
static void *newDerived(virClass *Class, virClass *Base, const char *Function) {
  if (Class && !virClassIsDerivedFrom(Class, Base)) {
    error(Function, "Class %s is not derived from %s", virClassName(Class),
          virClassName(Base));
    return nullptr;
  }
  return virObjectNew(Class);
}

extern "C" void *virObjectLockableNew(virClass *Class) {
  void *Any = newDerived(Class, virClassForObjectLockable(), __func__);
  if (!Any)
    return nullptr;
  auto *Obj = static_cast<virObjectLockable *>(Any);
  if (int Failure = pthread_mutex_init(&Obj->lock.lock, nullptr)) {
    error(__func__, "Cannot make the mutex of a %s: %s", virClassName(Class),
          strerror(Failure));
    virObjectUnref(Obj);
    return nullptr;
  }
  return Obj;
}

extern "C" void *virObjectRWLockableNew(virClass *Class) {
  void *Any = newDerived(Class, virClassForObjectRWLockable(), __func__);
  if (!Any)
    return nullptr;
  auto *Obj = static_cast<virObjectRWLockable *>(Any);
  if (int Failure = pthread_rwlock_init(&Obj->lock.lock, nullptr)) {
    error(__func__, "Cannot make the lock of a %s: %s", virClassName(Class),
          strerror(Failure));
    virObjectUnref(Obj);
    return nullptr;
  }
  return Obj;
}

/// The last reference is gone, but somebody still has the lock.
static void warnLocked(virObject *Obj) {
  warnOfRisk(Obj, "virObjectUnref",
             "Object %p (%s) is disposed of while it is "
             "locked" VIRREF_ID_RELEASE_WHILE_LOCKED,
             static_cast<void *>(Obj), Obj->klass->name);
}

void vir::disposeLockable(void *Any) {
  auto *Obj = static_cast<virObjectLockable *>(Any);
  if (pthread_mutex_destroy(&Obj->lock.lock))
    warnLocked(&Obj->parent);
}

void vir::disposeRWLockable(void *Any) {
  auto *Obj = static_cast<virObjectRWLockable *>(Any);
  // pthread_rwlock_destroy says nothing about a lock that is held.
  if (pthread_rwlock_trywrlock(&Obj->lock.lock))
    warnLocked(&Obj->parent);
  else
    pthread_rwlock_unlock(&Obj->lock.lock);
  pthread_rwlock_destroy(&Obj->lock.lock);
}

// Using.

/// \returns \p Any as an object of \p Class, or null if it is none.
static virObject *checked(void *Any, virClass *Class) {
  auto *Obj = static_cast<virObject *>(Any);
  return isObject(Obj) && virClassIsDerivedFrom(Obj->klass, Class) ? Obj
                                                                   : nullptr;
}

static pthread_mutex_t *mutexOf(void *Any, const char *Function) {
  if (virObject *Obj = checked(Any, virClassForObjectLockable()))
    return &reinterpret_cast<virObjectLockable *>(Obj)->lock.lock;
  warnUsage(static_cast<virObject *>(Any), Function, "virObjectLockable");
  return nullptr;
}

static pthread_rwlock_t *rwlockOf(void *Any, const char *Function) {
  if (virObject *Obj = checked(Any, virClassForObjectRWLockable()))
    return &reinterpret_cast<virObjectRWLockable *>(Obj)->lock.lock;
  warnUsage(static_cast<virObject *>(Any), Function, "virObjectRWLockable");
  return nullptr;
}

extern "C" void virObjectLock(void *Any) {
  if (pthread_mutex_t *Mutex = mutexOf(Any, __func__))
    pthread_mutex_lock(Mutex);
}

extern "C" void virObjectUnlock(void *Any) {
  if (pthread_mutex_t *Mutex = mutexOf(Any, __func__))
    pthread_mutex_unlock(Mutex);
}

extern "C" void virObjectRWLockRead(void *Any) {
  if (pthread_rwlock_t *Lock = rwlockOf(Any, __func__))
    pthread_rwlock_rdlock(Lock);
}

extern "C" void virObjectRWLockWrite(void *Any) {
  if (pthread_rwlock_t *Lock = rwlockOf(Any, __func__))
    pthread_rwlock_wrlock(Lock);
}

extern "C" void virObjectRWUnlock(void *Any) {
  if (pthread_rwlock_t *Lock = rwlockOf(Any, __func__))
    pthread_rwlock_unlock(Lock);
}

extern "C" virLockGuard virObjectLockGuard(void *Any) {
  virObject *Obj = checked(Any, virClassForObjectLockable());
  if (!Obj)
    fatal(Any, __func__, "%p cannot be locked: it is not a virObjectLockable",
          Any);
  auto *Mutex = &reinterpret_cast<virObjectLockable *>(Obj)->lock;
  pthread_mutex_lock(&Mutex->lock);
  return {Mutex};
}

extern "C" void virLockGuardUnlock(virLockGuard *Guard) {
  if (!Guard || !Guard->mutex)
    return;
  virMutex *Mutex = Guard->mutex;
  Guard->mutex = nullptr;
  pthread_mutex_unlock(&Mutex->lock);
}
