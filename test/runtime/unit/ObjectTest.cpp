//===- ObjectTest.cpp - Objects and their references ----------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "Faults.h"
#include "Support.h"

#include <string.h>

// Making.

TEST(ObjectNew, HasOneReferenceAndItsClass) {
  Messages Said;
  int Deaths = 0;
  auto *Obj = static_cast<Thing *>(virObjectNew(thingClass()));
  ASSERT_TRUE(Obj);
  Obj->Deaths = &Deaths;
  EXPECT_EQ(1, refsOf(Obj));
  EXPECT_TRUE(virObjectIsClass(Obj, thingClass()));
  virObjectUnref(Obj);
  EXPECT_EQ(1, Deaths);
  EXPECT_EQ("", Said.text());
}

TEST(ObjectNew, IsZeroBehindItsHeader) {
  for (int Round = 0; Round != 50; ++Round) {
    Thing *Obj = newThing();
    for (char C : Obj->Body)
      ASSERT_EQ(0, C);
    ASSERT_EQ(nullptr, Obj->WhenDying);
    // The next one may get the same memory.
    memset(Obj->Body, 0x5a, sizeof(Obj->Body));
    virObjectUnref(Obj);
  }
}

TEST(ObjectNew, OfABaseClassWorks) {
  void *Obj = virObjectNew(virClassForObject());
  EXPECT_TRUE(virObjectIsClass(Obj, virClassForObject()));
  virObjectUnref(Obj);
}

// 1.2.12 and 5.x; in 9.0.0 the program ends.
TEST(ObjectNew, IsNullWithoutMemory) {
  virClass *Class = thingClass();
  Messages Said;
  void *Obj;
  {
    faults::AllocationsFail Fail;
    Obj = virObjectNew(Class);
    EXPECT_EQ(1u, Fail.failed());
  }
  EXPECT_FALSE(Obj);
  EXPECT_EQ(error("virObjectNew", "Out of memory for an object of Thing (" +
                                      std::to_string(sizeof(Thing)) +
                                      " bytes)"),
            Said.text());
}

TEST(ObjectNew, NullClassIsAnError) {
  Messages Said;
  EXPECT_FALSE(virObjectNew(nullptr));
  EXPECT_EQ(error("virObjectNew", "The class of a new object cannot be NULL"),
            Said.text());
}

// Counting.

TEST(ObjectRef, ReturnsItsArgumentAndCounts) {
  int Deaths = 0;
  Thing *Obj = newThing(&Deaths);
  EXPECT_EQ(Obj, virObjectRef(Obj));
  EXPECT_EQ(2, refsOf(Obj));
  EXPECT_EQ(Obj, virObjectRef(Obj));
  EXPECT_EQ(3, refsOf(Obj));
  virObjectUnref(Obj);
  virObjectUnref(Obj);
  EXPECT_EQ(1, refsOf(Obj));
  EXPECT_EQ(0, Deaths);
  virObjectUnref(Obj);
  EXPECT_EQ(1, Deaths);
}

TEST(ObjectRef, NullIsNullAndNothingIsSaid) {
  Messages Said;
  EXPECT_EQ(nullptr, virObjectRef(nullptr));
  EXPECT_EQ("", Said.text());
}

TEST(ObjectUnref, NullIsNothing) {
  Messages Said;
  virObjectUnref(nullptr);
  virObjectFreeCallback(nullptr);
  virObjectFreeHashData(nullptr);
  EXPECT_EQ("", Said.text());
}

TEST(ObjectUnref, FreesTheMemoryOnce) {
  Thing *Obj = newThing();
  faults::FreeWatch Watch(Obj, 0);
  virObjectRef(Obj);
  virObjectUnref(Obj);
  EXPECT_EQ(0u, Watch.times());
  virObjectUnref(Obj);
  EXPECT_EQ(1u, Watch.times());
}

TEST(ObjectIsClass, ItsClassAndItsParents) {
  LockedThing *Obj = newLockedThing();
  EXPECT_TRUE(virObjectIsClass(Obj, lockedThingClass()));
  EXPECT_TRUE(virObjectIsClass(Obj, virClassForObjectLockable()));
  EXPECT_TRUE(virObjectIsClass(Obj, virClassForObject()));
  EXPECT_FALSE(virObjectIsClass(Obj, virClassForObjectRWLockable()));
  EXPECT_FALSE(virObjectIsClass(Obj, thingClass()));
  EXPECT_EQ(1, refsOf(Obj));
  virObjectUnref(Obj);
}

// In 9.0.0 a class that is NULL crashes.
TEST(ObjectIsClass, NullIsFalseAndNothingIsSaid) {
  Messages Said;
  Thing *Obj = newThing();
  EXPECT_FALSE(virObjectIsClass(nullptr, thingClass()));
  EXPECT_FALSE(virObjectIsClass(Obj, nullptr));
  EXPECT_FALSE(virObjectIsClass(nullptr, nullptr));
  virObjectUnref(Obj);
  EXPECT_EQ("", Said.text());
}

// Releasing from elsewhere.

TEST(FreeCallback, IsUnref) {
  int Deaths = 0;
  void (*Callback)(void *) = virObjectFreeCallback;
  Thing *Obj = newThing(&Deaths);
  virObjectRef(Obj);
  Callback(Obj);
  EXPECT_EQ(0, Deaths);
  Callback(Obj);
  EXPECT_EQ(1, Deaths);
}

TEST(FreeHashData, IsUnref) {
  int Deaths = 0;
  void (*Callback)(void *) = virObjectFreeHashData;
  Callback(newThing(&Deaths));
  EXPECT_EQ(1, Deaths);
}

// 9.0.0: used as a callback in 95 places of libvirt.
TEST(ObjectUnref, IsACallbackItself) {
  int Deaths = 0;
  void (*Callback)(void *) = virObjectUnref;
  Callback(newThing(&Deaths));
  EXPECT_EQ(1, Deaths);
}

TEST(AutoUnref, ClearsTheVariableFirst) {
  static Thing *Variable;
  static Thing *Seen;
  int Deaths = 0;
  Variable = newThing(&Deaths, [](Thing *) { Seen = Variable; });
  Seen = Variable;
  virObjectAutoUnref(&Variable);
  EXPECT_EQ(1, Deaths);
  EXPECT_EQ(nullptr, Variable);
  EXPECT_EQ(nullptr, Seen);
  virObjectAutoUnref(&Variable);
  EXPECT_EQ(1, Deaths);
}

TEST(AutoUnref, MacroReleasesAtTheEndOfTheScope) {
  int Deaths = 0;
  {
    VIR_AUTOUNREF(Thing *) Owned = newThing(&Deaths);
    VIR_AUTOUNREF(Thing *) Nothing = nullptr;
    EXPECT_EQ(1, refsOf(Owned));
    EXPECT_EQ(0, Deaths);
    (void)Nothing;
  }
  EXPECT_EQ(1, Deaths);
  {
    VIR_AUTOUNREF(Thing *) Owned = newThing(&Deaths);
    Thing *Stolen = Owned;
    Owned = nullptr;
    virObjectUnref(Stolen);
  }
  EXPECT_EQ(2, Deaths);
}

/// \returns an array of \p Count pointers that are null, for malloc's owner.
static void **newArray(size_t Count) {
  return static_cast<void **>(calloc(Count, sizeof(void *)));
}

TEST(ListFree, ReleasesUpToNullAndFreesTheArray) {
  int Deaths = 0;
  void **List = newArray(5);
  for (int I : {0, 1, 2})
    List[I] = newThing(&Deaths);
  Thing *Behind = newThing(&Deaths);
  List[4] = Behind;
  Thing *Shared = static_cast<Thing *>(virObjectRef(List[1]));
  faults::FreeWatch Watch(List, 0);
  virObjectListFree(List);
  EXPECT_EQ(2, Deaths);
  EXPECT_EQ(1u, Watch.times());
  EXPECT_EQ(1, refsOf(Shared));
  virObjectUnref(Shared);
  virObjectUnref(Behind);
}

TEST(ListFree, TakesOneObjectTwice) {
  int Deaths = 0;
  void **List = newArray(3);
  List[0] = newThing(&Deaths);
  List[1] = virObjectRef(List[0]);
  virObjectListFree(List);
  EXPECT_EQ(1, Deaths);
}

TEST(ListFree, NullAndEmpty) {
  Messages Said;
  virObjectListFree(nullptr);
  virObjectListFree(newArray(1));
  virObjectListFreeCount(nullptr, 0);
  virObjectListFreeCount(nullptr, 3);
  virObjectListFreeCount(newArray(1), 0);
  EXPECT_EQ("", Said.text());
}

TEST(ListFreeCount, ReleasesSoManyAndSkipsNull) {
  Messages Said;
  int Deaths = 0;
  void **List = newArray(4);
  List[1] = newThing(&Deaths);
  List[2] = newThing(&Deaths);
  Thing *Behind = newThing(&Deaths);
  List[3] = Behind;
  faults::FreeWatch Watch(List, 0);
  virObjectListFreeCount(List, 3);
  EXPECT_EQ(2, Deaths);
  EXPECT_EQ(1u, Watch.times());
  virObjectUnref(Behind);
  EXPECT_EQ(3, Deaths);
  EXPECT_EQ("", Said.text());
}
