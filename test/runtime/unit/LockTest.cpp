//===- LockTest.cpp - Objects that can be locked --------------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "Faults.h"
#include "Support.h"

#include <thread>

/// Whether another thread could take the mutex of \p Obj now.
static bool isFree(LockedThing *Obj) {
  bool Free = false;
  std::thread([&] {
    Free = pthread_mutex_trylock(&Obj->parent.lock.lock) == 0;
    if (Free)
      pthread_mutex_unlock(&Obj->parent.lock.lock);
  }).join();
  return Free;
}

static bool mayRead(RWThing *Obj) {
  bool Free = false;
  std::thread([&] {
    Free = pthread_rwlock_tryrdlock(&Obj->parent.lock.lock) == 0;
    if (Free)
      pthread_rwlock_unlock(&Obj->parent.lock.lock);
  }).join();
  return Free;
}

static bool mayWrite(RWThing *Obj) {
  bool Free = false;
  std::thread([&] {
    Free = pthread_rwlock_trywrlock(&Obj->parent.lock.lock) == 0;
    if (Free)
      pthread_rwlock_unlock(&Obj->parent.lock.lock);
  }).join();
  return Free;
}

// Making.

TEST(LockableNew, IsNotLockedAndHasOneReference) {
  int Deaths = 0;
  LockedThing *Obj = newLockedThing(&Deaths);
  EXPECT_EQ(1, refsOf(Obj));
  EXPECT_TRUE(isFree(Obj));
  virObjectUnref(Obj);
  EXPECT_EQ(1, Deaths);
}

TEST(LockableNew, NeedsAClassDerivedFromLockable) {
  Messages Said;
  EXPECT_FALSE(virObjectLockableNew(thingClass()));
  EXPECT_EQ(error("virObjectLockableNew",
                  "Class Thing is not derived from virObjectLockable"),
            Said.take());
  EXPECT_FALSE(virObjectLockableNew(rwThingClass()));
  EXPECT_FALSE(virObjectLockableNew(virClassForObject()));
  EXPECT_EQ(2u, Said.count());
}

TEST(RWLockableNew, NeedsAClassDerivedFromRWLockable) {
  Messages Said;
  EXPECT_FALSE(virObjectRWLockableNew(lockedThingClass()));
  EXPECT_EQ(error("virObjectRWLockableNew",
                  "Class LockedThing is not derived from virObjectRWLockable"),
            Said.text());
}

TEST(LockableNew, NullClassIsOneError) {
  Messages Said;
  EXPECT_FALSE(virObjectLockableNew(nullptr));
  EXPECT_FALSE(virObjectRWLockableNew(nullptr));
  EXPECT_EQ(2u, Said.count());
  EXPECT_EQ(VIR_OBJECT_ERROR, Said.all()[0].Kind);
}

TEST(LockableNew, OfTheBaseClassWorks) {
  Messages Said;
  void *Obj = virObjectLockableNew(virClassForObjectLockable());
  virObjectLock(Obj);
  virObjectUnlock(Obj);
  virObjectUnref(Obj);
  EXPECT_EQ("", Said.text());
}

TEST(LockableNew, IsNullWithoutMemory) {
  virClass *Classes[] = {lockedThingClass(), rwThingClass()};
  Messages Said;
  void *Obj, *Other;
  {
    faults::AllocationsFail Fail;
    Obj = virObjectLockableNew(Classes[0]);
    Other = virObjectRWLockableNew(Classes[1]);
  }
  EXPECT_FALSE(Obj);
  EXPECT_FALSE(Other);
  EXPECT_EQ(2u, Said.count());
}

TEST(LockableNew, IsNullWithoutAMutexAndNothingIsLeft) {
  virClass *Class = lockedThingClass();
  Messages Said;
  faults::CallsFail Fail(faults::Call::InitMutex, EAGAIN);
  // LeakSanitizer looks for what is left.
  EXPECT_FALSE(virObjectLockableNew(Class));
  EXPECT_EQ(error("virObjectLockableNew", "Cannot make the mutex of a "
                                          "LockedThing: Resource temporarily "
                                          "unavailable"),
            Said.text());
}

TEST(RWLockableNew, IsNullWithoutALockAndNothingIsLeft) {
  virClass *Class = rwThingClass();
  Messages Said;
  faults::CallsFail Fail(faults::Call::InitRWLock, ENOMEM);
  EXPECT_FALSE(virObjectRWLockableNew(Class));
  EXPECT_EQ(error("virObjectRWLockableNew",
                  "Cannot make the lock of a RWThing: "
                  "Cannot allocate memory"),
            Said.text());
}

// Locking.

TEST(Lock, KeepsOthersOutUntilUnlock) {
  LockedThing *Obj = newLockedThing();
  virObjectLock(Obj);
  EXPECT_FALSE(isFree(Obj));
  virObjectUnlock(Obj);
  EXPECT_TRUE(isFree(Obj));
  EXPECT_EQ(1, refsOf(Obj));
  virObjectUnref(Obj);
}

TEST(Lock, WaitsForTheOther) {
  LockedThing *Obj = newLockedThing();
  int Value = 0;
  auto Add = [&] {
    for (int I = 0; I != 10000; ++I) {
      virObjectLock(Obj);
      ++Value;
      virObjectUnlock(Obj);
    }
  };
  std::thread One(Add), Two(Add);
  One.join();
  Two.join();
  EXPECT_EQ(20000, Value);
  virObjectUnref(Obj);
}

// libvirt waits on the field itself, in 12 places.
TEST(Lock, MayBeWaitedUponWithACondition) {
  LockedThing *Obj = newLockedThing();
  pthread_cond_t Condition = PTHREAD_COND_INITIALIZER;
  bool Ready = false;
  std::thread Other([&] {
    virObjectLock(Obj);
    Ready = true;
    pthread_cond_signal(&Condition);
    virObjectUnlock(Obj);
  });
  virObjectLock(Obj);
  while (!Ready)
    pthread_cond_wait(&Condition, &Obj->parent.lock.lock);
  virObjectUnlock(Obj);
  Other.join();
  pthread_cond_destroy(&Condition);
  virObjectUnref(Obj);
}

TEST(RWLock, ManyReadOneWrites) {
  RWThing *Obj = newRWThing();
  EXPECT_TRUE(mayWrite(Obj));
  virObjectRWLockRead(Obj);
  EXPECT_TRUE(mayRead(Obj));
  EXPECT_FALSE(mayWrite(Obj));
  virObjectRWUnlock(Obj);
  virObjectRWLockWrite(Obj);
  EXPECT_FALSE(mayRead(Obj));
  EXPECT_FALSE(mayWrite(Obj));
  virObjectRWUnlock(Obj);
  EXPECT_TRUE(mayWrite(Obj));
  virObjectUnref(Obj);
}

// Misuse. 9.0.0 says nothing about a wrong class, and two things about NULL.

TEST(Lock, NullIsOneWarning) {
  Messages Said;
  virObjectLock(nullptr);
  EXPECT_EQ(warning("virObjectLock", "Object cannot be NULL"), Said.take());
  virObjectUnlock(nullptr);
  EXPECT_EQ(warning("virObjectUnlock", "Object cannot be NULL"), Said.take());
}

TEST(RWLock, NullIsOneWarning) {
  Messages Said;
  virObjectRWLockRead(nullptr);
  EXPECT_EQ(warning("virObjectRWLockRead", "Object cannot be NULL"),
            Said.take());
  virObjectRWLockWrite(nullptr);
  EXPECT_EQ(warning("virObjectRWLockWrite", "Object cannot be NULL"),
            Said.take());
  virObjectRWUnlock(nullptr);
  EXPECT_EQ(warning("virObjectRWUnlock", "Object cannot be NULL"), Said.take());
}

static std::string wrongClass(const char *Function, const void *Obj,
                              const char *Class, const char *Needed) {
  return warning(Function, "Object " + pointer(Obj) + " (" + Class +
                               ") is not a " + Needed + " instance");
}

TEST(Lock, AnotherClassIsOneWarningAndNoLock) {
  Messages Said;
  Thing *Plain = newThing();
  RWThing *RW = newRWThing();
  virObjectLock(Plain);
  virObjectUnlock(Plain);
  EXPECT_EQ(
      wrongClass("virObjectLock", Plain, "Thing", "virObjectLockable") +
          wrongClass("virObjectUnlock", Plain, "Thing", "virObjectLockable"),
      Said.take());
  virObjectLock(RW);
  EXPECT_EQ(wrongClass("virObjectLock", RW, "RWThing", "virObjectLockable"),
            Said.take());
  EXPECT_TRUE(mayWrite(RW));
  virObjectUnref(RW);
  virObjectUnref(Plain);
  EXPECT_EQ("", Said.text());
}

TEST(RWLock, AnotherClassIsOneWarningAndNoLock) {
  Messages Said;
  LockedThing *Obj = newLockedThing();
  virObjectRWLockRead(Obj);
  virObjectRWLockWrite(Obj);
  virObjectRWUnlock(Obj);
  EXPECT_EQ(wrongClass("virObjectRWLockRead", Obj, "LockedThing",
                       "virObjectRWLockable") +
                wrongClass("virObjectRWLockWrite", Obj, "LockedThing",
                           "virObjectRWLockable") +
                wrongClass("virObjectRWUnlock", Obj, "LockedThing",
                           "virObjectRWLockable"),
            Said.text());
  EXPECT_TRUE(isFree(Obj));
  virObjectUnref(Obj);
}

// The end of an object that is locked.

static std::string locked(const void *Obj, const char *Class) {
  return warning("virObjectUnref", "Object " + pointer(Obj) + " (" + Class +
                                       ") is disposed of while it is locked "
                                       "[virref-release-while-locked]");
}

TEST(Lock, ReleasingTheLastReferenceWhileLockedIsReported) {
  Messages Said;
  int Deaths = 0;
  LockedThing *Obj = newLockedThing(&Deaths);
  std::string Expected = locked(Obj, "LockedThing");
  virObjectLock(Obj);
  virObjectUnref(Obj);
  EXPECT_EQ(1, Deaths);
  EXPECT_EQ(Expected, Said.text());
}

TEST(RWLock, ReleasingTheLastReferenceWhileLockedIsReported) {
  for (auto *Lock : {virObjectRWLockRead, virObjectRWLockWrite}) {
    Messages Said;
    int Deaths = 0;
    RWThing *Obj = newRWThing(&Deaths);
    std::string Expected = locked(Obj, "RWThing");
    Lock(Obj);
    virObjectUnref(Obj);
    EXPECT_EQ(1, Deaths);
    EXPECT_EQ(Expected, Said.text());
  }
}

TEST(Lock, ReleasingOneOfTwoWhileLockedIsFine) {
  Messages Said;
  LockedThing *Obj = newLockedThing();
  virObjectRef(Obj);
  virObjectLock(Obj);
  virObjectUnref(Obj);
  virObjectUnlock(Obj);
  virObjectUnref(Obj);
  EXPECT_EQ("", Said.text());
}

// Guards.

TEST(Guard, HoldsTheLockUntilTheEndOfItsScope) {
  LockedThing *Obj = newLockedThing();
  {
    __attribute__((__cleanup__(virLockGuardUnlock))) virLockGuard Guard =
        virObjectLockGuard(Obj);
    (void)Guard;
    EXPECT_FALSE(isFree(Obj));
    EXPECT_EQ(1, refsOf(Obj));
  }
  EXPECT_TRUE(isFree(Obj));
  virObjectUnref(Obj);
}

TEST(Guard, UnlockIsDoneOnce) {
  Messages Said;
  LockedThing *Obj = newLockedThing();
  virLockGuard Guard = virObjectLockGuard(Obj);
  virLockGuardUnlock(&Guard);
  EXPECT_TRUE(isFree(Obj));
  EXPECT_EQ(nullptr, Guard.mutex);
  virObjectLock(Obj);
  virLockGuardUnlock(&Guard);
  EXPECT_FALSE(isFree(Obj));
  virObjectUnlock(Obj);
  virLockGuardUnlock(nullptr);
  virLockGuard Empty = {};
  virLockGuardUnlock(&Empty);
  virObjectUnref(Obj);
  EXPECT_EQ("", Said.text());
}

TEST(WithGuard, RunsTheBlockOnceWithTheLock) {
  LockedThing *Obj = newLockedThing();
  int Times = 0;
  VIR_WITH_OBJECT_LOCK_GUARD(Obj) {
    ++Times;
    EXPECT_FALSE(isFree(Obj));
  }
  EXPECT_EQ(1, Times);
  EXPECT_TRUE(isFree(Obj));
  virObjectUnref(Obj);
}

TEST(WithGuard, BreakAndContinueLeaveTheBlockAndUnlock) {
  LockedThing *Obj = newLockedThing();
  int Times = 0;
  VIR_WITH_OBJECT_LOCK_GUARD(Obj) {
    ++Times;
    if (Times)
      break;
    Times += 100;
  }
  EXPECT_TRUE(isFree(Obj));
  VIR_WITH_OBJECT_LOCK_GUARD(Obj) {
    ++Times;
    if (Times)
      continue;
    Times += 100;
  }
  EXPECT_TRUE(isFree(Obj));
  EXPECT_EQ(2, Times);
  virObjectUnref(Obj);
}

static int returnInside(LockedThing *Obj) {
  VIR_WITH_OBJECT_LOCK_GUARD(Obj) { return 7; }
  return 8;
}

TEST(WithGuard, ReturnUnlocks) {
  LockedThing *Obj = newLockedThing();
  EXPECT_EQ(7, returnInside(Obj));
  EXPECT_TRUE(isFree(Obj));
  virObjectUnref(Obj);
}

TEST(WithGuard, GotoUnlocks) {
  LockedThing *Obj = newLockedThing();
  VIR_WITH_OBJECT_LOCK_GUARD(Obj) { goto done; }
  ADD_FAILURE();
done:
  EXPECT_TRUE(isFree(Obj));
  virObjectUnref(Obj);
}

TEST(WithGuard, TwoObjectsAreNestedAndTheExpressionIsEvaluatedOnce) {
  LockedThing *Objs[] = {newLockedThing(), newLockedThing()};
  int Next = 0;
  VIR_WITH_OBJECT_LOCK_GUARD(Objs[Next++]) {
    VIR_WITH_OBJECT_LOCK_GUARD(Objs[Next++]) {
      EXPECT_FALSE(isFree(Objs[0]));
      EXPECT_FALSE(isFree(Objs[1]));
    }
    EXPECT_FALSE(isFree(Objs[0]));
    EXPECT_TRUE(isFree(Objs[1]));
  }
  EXPECT_EQ(2, Next);
  for (LockedThing *Obj : Objs) {
    EXPECT_TRUE(isFree(Obj));
    virObjectUnref(Obj);
  }
}
