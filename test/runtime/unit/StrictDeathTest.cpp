//===- StrictDeathTest.cpp - What ends the program ------------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "Support.h"

#include <limits.h>
#include <signal.h>

namespace {
class StrictDeathTest : public testing::Test {
protected:
  void SetUp() override { setenv("VIROBJECT_STRICT", "1", 1); }
  void TearDown() override { unsetenv("VIROBJECT_STRICT"); }
};

class GuardDeathTest : public testing::Test {};

/// Memory that is no object.
struct Junk {
  unsigned Words[32] = {0x12345678};
};
} // namespace

static const testing::KilledBySignal Aborted(SIGABRT);

// Guards, always. 9.0.0 dies of a null pointer.

TEST(GuardDeathTest, OnNull) {
  EXPECT_EXIT((void)virObjectLockGuard(nullptr), Aborted,
              "^virobject: warning: virObjectLockGuard: .*cannot be ");
}

TEST(GuardDeathTest, OnAnotherClass) {
  Thing *Obj = newThing();
  EXPECT_EXIT((void)virObjectLockGuard(Obj), Aborted,
              "virObjectLockGuard: .*virObjectLockable");
  RWThing *RW = newRWThing();
  EXPECT_EXIT((void)virObjectLockGuard(RW), Aborted,
              "virObjectLockGuard: .*virObjectLockable");
  virObjectUnref(RW);
  virObjectUnref(Obj);
}

TEST(GuardDeathTest, OnJunk) {
  Junk J;
  EXPECT_EXIT((void)virObjectLockGuard(&J), Aborted, "virObjectLockGuard: ");
}

TEST(GuardDeathTest, TheBlockDoesNotRun) {
  Thing *Obj = newThing();
  auto Block = [&] {
    VIR_WITH_OBJECT_LOCK_GUARD(Obj) { exit(0); }
  };
  EXPECT_EXIT(Block(), Aborted, "virObjectLockGuard: ");
  virObjectUnref(Obj);
}

static void writeAndLeave(const char *Message, void *Opaque) {
  fprintf(stderr, "[%s|%s]", Message, static_cast<char *>(Opaque));
  _exit(77);
}

TEST(GuardDeathTest, CallsTheAbortHook) {
  char Mine[] = "opaque";
  auto Statement = [&] {
    virObjectSetAbortHook(writeAndLeave, Mine);
    (void)virObjectLockGuard(nullptr);
  };
  EXPECT_EXIT(Statement(), testing::ExitedWithCode(77),
              "\\[.*cannot be .*\\|opaque\\]");
}

static void justReturn(const char *, void *) {}

TEST(GuardDeathTest, AnAbortHookThatReturnsChangesNothing) {
  auto Statement = [] {
    virObjectSetAbortHook(justReturn, nullptr);
    (void)virObjectLockGuard(nullptr);
  };
  EXPECT_EXIT(Statement(), Aborted, "");
}

// VIROBJECT_STRICT=1: each misuse, with its message.

TEST_F(StrictDeathTest, BadPointers) {
  Junk J;
  const char Bad[] =
      "has a bad magic number 12345678 .virref-use-after-release";
  EXPECT_EXIT(virObjectRef(&J), Aborted, Bad);
  EXPECT_EXIT(virObjectUnref(&J), Aborted, Bad);
  EXPECT_EXIT(virObjectIsClass(&J, thingClass()), Aborted, Bad);
  EXPECT_EXIT(virObjectLock(&J), Aborted, Bad);
  EXPECT_EXIT(virObjectRWUnlock(&J), Aborted, Bad);
}

TEST_F(StrictDeathTest, LocksOfNullAndOfOtherClasses) {
  Thing *Obj = newThing();
  EXPECT_EXIT(virObjectLock(nullptr), Aborted,
              "^virobject: warning: virObjectLock: Object cannot be NULL\n$");
  EXPECT_EXIT(virObjectUnlock(Obj), Aborted,
              "virObjectUnlock: .*is not a virObjectLockable instance");
  EXPECT_EXIT(virObjectRWLockRead(Obj), Aborted,
              "virObjectRWLockRead: .*is not a virObjectRWLockable instance");
  EXPECT_EXIT(virObjectRWLockWrite(nullptr), Aborted, "cannot be NULL");
  virObjectUnref(Obj);
}

TEST_F(StrictDeathTest, WrongCounts) {
  Thing *Obj = newThing();
  refsOf(Obj) = INT_MAX;
  EXPECT_EXIT(virObjectRef(Obj), Aborted, "too many references");
  refsOf(Obj) = 0;
  EXPECT_EXIT(virObjectUnref(Obj), Aborted, "no reference to give back");
  refsOf(Obj) = 1;
  Obj->WhenDying = [](Thing *Self) { virObjectRef(Self); };
  EXPECT_EXIT(virObjectUnref(Obj), Aborted, "nobody can take a reference");
  Obj->WhenDying = nullptr;
  virObjectUnref(Obj);
}

TEST_F(StrictDeathTest, ReleaseWhileLocked) {
  LockedThing *Obj = newLockedThing();
  auto Statement = [&] {
    virObjectLock(Obj);
    virObjectUnref(Obj);
  };
  setenv("VIROBJECT_STRICT", "2", 1);
  EXPECT_EXIT(Statement(), Aborted, "virref-release-while-locked");
  virObjectUnref(Obj);
}

TEST_F(StrictDeathTest, ReleaseWhileLockedIsOnlyARisk) {
  Messages Said;
  LockedThing *Obj = newLockedThing();
  virObjectLock(Obj);
  virObjectUnref(Obj);
  EXPECT_EQ(1u, Said.count());
}

TEST_F(StrictDeathTest, TwoIsStricterThanOne) {
  setenv("VIROBJECT_STRICT", "2", 1);
  EXPECT_EXIT(virObjectLock(nullptr), Aborted, "cannot be NULL");
}

TEST_F(StrictDeathTest, CallsTheHooks) {
  auto Statement = [&] {
    virObjectSetMessageHook([](virObjectMessageKind, const char *Function,
                               const char *,
                               void *) { fprintf(stderr, "<%s>", Function); },
                            nullptr);
    virObjectSetAbortHook(writeAndLeave, const_cast<char *>("x"));
    virObjectLock(nullptr);
  };
  EXPECT_EXIT(Statement(), testing::ExitedWithCode(77),
              "^<virObjectLock>.Object cannot be NULL.x.$");
}

// What is no misuse goes on.

TEST_F(StrictDeathTest, NullAndErrorsAreNoMisuse) {
  Messages Said;
  EXPECT_EQ(nullptr, virObjectRef(nullptr));
  virObjectUnref(nullptr);
  EXPECT_FALSE(virObjectIsClass(nullptr, thingClass()));
  EXPECT_FALSE(virObjectNew(nullptr));
  EXPECT_FALSE(virObjectLockableNew(thingClass()));
  EXPECT_FALSE(virClassNew(nullptr, "orphan", 100, 16, nullptr));
  for (const auto &M : Said.all())
    EXPECT_EQ(VIR_OBJECT_ERROR, M.Kind);
}

TEST_F(StrictDeathTest, OnlyOneAndTwoAreStrict) {
  Messages Said;
  for (const char *Value : {"", "0", "yes", "11"}) {
    setenv("VIROBJECT_STRICT", Value, 1);
    virObjectLock(nullptr);
  }
  unsetenv("VIROBJECT_STRICT");
  virObjectLock(nullptr);
  EXPECT_EQ(5u, Said.count());
}
