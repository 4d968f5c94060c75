//===- ClassTest.cpp - Classes --------------------------------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "Faults.h"
#include "Support.h"

#include <string.h>

namespace {
struct Derived {
  Thing parent;
  int More;
};
} // namespace

static const size_t ObjectSize = sizeof(virObject);

// What can be made.

TEST(ClassNew, HasItsParentAndItsName) {
  Messages Said;
  virClass *Class = virClassNew(virClassForObject(), "simple", ObjectSize + 1,
                                ObjectSize, nullptr);
  ASSERT_TRUE(Class);
  EXPECT_STREQ("simple", virClassName(Class));
  EXPECT_TRUE(virClassIsDerivedFrom(Class, virClassForObject()));
  EXPECT_EQ("", Said.text());
}

TEST(ClassNew, CopiesTheName) {
  char Name[] = "before";
  virClass *Class = virClassNew(virClassForObject(), Name, ObjectSize + 1,
                                ObjectSize, nullptr);
  ASSERT_TRUE(Class);
  strcpy(Name, "after");
  EXPECT_STREQ("before", virClassName(Class));
}

TEST(ClassNew, TwoMayHaveOneName) {
  virClass *One = virClassNew(virClassForObject(), "twin", ObjectSize + 1,
                              ObjectSize, nullptr);
  virClass *Two = virClassNew(virClassForObject(), "twin", ObjectSize + 1,
                              ObjectSize, nullptr);
  ASSERT_TRUE(One && Two);
  EXPECT_NE(One, Two);
  EXPECT_FALSE(virClassIsDerivedFrom(One, Two));
  void *Obj = virObjectNew(Two);
  EXPECT_TRUE(virObjectIsClass(Obj, Two));
  EXPECT_FALSE(virObjectIsClass(Obj, One));
  virObjectUnref(Obj);
}

TEST(ClassNew, MacroKeepsTheClassAndNamesItLikeTheStruct) {
  EXPECT_STREQ("Thing", virClassName(thingClass()));
}

#define DerivedDispose NULL
TEST(ClassNew, MacroTakesNoDisposeFunction) {
  virClass *DerivedClass = nullptr;
  virClass *Result = VIR_CLASS_NEW(Derived, thingClass());
  ASSERT_TRUE(Result);
  EXPECT_EQ(DerivedClass, Result);
  EXPECT_TRUE(virClassIsDerivedFrom(Result, thingClass()));
}

TEST(ClassNew, MacroLeavesNullIfItFails) {
  Messages Said;
  virClass *DerivedClass = thingClass();
  EXPECT_FALSE(VIR_CLASS_NEW(Derived, nullptr));
  EXPECT_EQ(nullptr, DerivedClass);
}

// libvirt 1.2.12 had a limit of 65,535 classes, 9.0.0 has none.
TEST(ClassNew, ThereIsNoLimit) {
  virClass *Class = nullptr;
  for (unsigned I = 0; I != 70000; ++I) {
    Class = virClassNew(virClassForObject(), "many", ObjectSize + 1, ObjectSize,
                        nullptr);
    ASSERT_TRUE(Class);
  }
  void *Obj = virObjectNew(Class);
  EXPECT_TRUE(virObjectIsClass(Obj, Class));
  EXPECT_EQ(Obj, virObjectRef(Obj));
  virObjectUnref(Obj);
  virObjectUnref(Obj);
}

// What cannot. All of it is an error, not misuse: libvirt's callers check.

TEST(ClassNew, NeedsAParent) {
  Messages Said;
  EXPECT_FALSE(virClassNew(nullptr, "orphan", 100, ObjectSize, nullptr));
  EXPECT_EQ(error("virClassNew", "Class orphan needs a parent"), Said.text());
}

// libvirt lets the class named virObject have none: it makes it that way.
TEST(ClassNew, NeedsAParentAlsoIfItIsCalledVirObject) {
  Messages Said;
  EXPECT_FALSE(virClassNew(nullptr, "virObject", 100, 0, nullptr));
  EXPECT_EQ(error("virClassNew", "Class virObject needs a parent"),
            Said.text());
}

TEST(ClassNew, NeedsAName) {
  Messages Said;
  EXPECT_FALSE(
      virClassNew(virClassForObject(), nullptr, 100, ObjectSize, nullptr));
  EXPECT_FALSE(virClassNew(nullptr, nullptr, 100, 3, nullptr));
  EXPECT_EQ(error("virClassNew", "The name of a class cannot be NULL") +
                error("virClassNew", "The name of a class cannot be NULL"),
            Said.text());
}

TEST(ClassNew, MustBeLargerThanItsParent) {
  Messages Said;
  EXPECT_FALSE(virClassNew(virClassForObject(), "same", ObjectSize, ObjectSize,
                           nullptr));
  EXPECT_EQ(error("virClassNew",
                  "Objects of class same (16 bytes) must be larger than those "
                  "of its parent virObject (16 bytes)"),
            Said.take());
  EXPECT_FALSE(
      virClassNew(virClassForObject(), "less", 1, ObjectSize, nullptr));
  EXPECT_FALSE(virClassNew(thingClass(), "Thing2", sizeof(Thing), sizeof(Thing),
                           nullptr));
  EXPECT_EQ(2u, Said.count());
}

// 5.x and 9.0.0; 1.2.12 is not told the size.
TEST(ClassNew, MustKnowTheSizeOfItsParent) {
  Messages Said;
  EXPECT_FALSE(virClassNew(virClassForObject(), "shifted", 100, ObjectSize + 8,
                           nullptr));
  EXPECT_EQ(error("virClassNew",
                  "The parent of class shifted has 24 bytes, but objects of "
                  "virObject have 16"),
            Said.take());
  EXPECT_FALSE(virClassNew(virClassForObject(), "zero", 100, 0, nullptr));
  EXPECT_EQ(1u, Said.count());
}

TEST(ClassNew, FailsWithoutMemory) {
  ASSERT_TRUE(virClassForObject());
  for (unsigned After : {0, 1}) {
    Messages Said;
    faults::AllocationsFail Fail(After);
    virClass *Class = virClassNew(virClassForObject(), "poor", ObjectSize + 1,
                                  ObjectSize, nullptr);
    // The names of the recorder need memory, too: libstdc++ has its own.
    EXPECT_FALSE(Class);
    EXPECT_LT(0u, Fail.failed());
    EXPECT_EQ(error("virClassNew", "Out of memory for class poor"),
              Said.text());
  }
}

// The classes to derive from.

TEST(BaseClass, HaveTheirNames) {
  EXPECT_STREQ("virObject", virClassName(virClassForObject()));
  EXPECT_STREQ("virObjectLockable", virClassName(virClassForObjectLockable()));
  EXPECT_STREQ("virObjectRWLockable",
               virClassName(virClassForObjectRWLockable()));
}

TEST(BaseClass, AreMadeOnce) {
  EXPECT_EQ(virClassForObject(), virClassForObject());
  EXPECT_EQ(virClassForObjectLockable(), virClassForObjectLockable());
  EXPECT_EQ(virClassForObjectRWLockable(), virClassForObjectRWLockable());
}

TEST(BaseClass, HaveTheSizesOfLibvirtBeforeGObject) {
  EXPECT_EQ(16u, sizeof(virObject));
  EXPECT_EQ(56u, sizeof(virObjectLockable));
  EXPECT_EQ(72u, sizeof(virObjectRWLockable));
}

static void *askForClasses(void *) {
  return virClassForObjectLockable() && virClassForObject() ? nullptr
                                                            : thingClass();
}

using BaseClassDeathTest = testing::Test;

TEST(BaseClassDeathTest, MayBeAskedForByTwoThreadsAtOnce) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  auto Both = [] {
    pthread_t One, Two;
    pthread_create(&One, nullptr, askForClasses, nullptr);
    pthread_create(&Two, nullptr, askForClasses, nullptr);
    void *First, *Second;
    pthread_join(One, &First);
    pthread_join(Two, &Second);
    exit(First || Second ? 1 : 0);
  };
  EXPECT_EXIT(Both(), testing::ExitedWithCode(0), "");
}

/// Runs in a process of its own, in which no class has been made: \returns
/// which of the base classes are there if memory is short after so many
/// allocations, and what all of them say the second time.
static int classesWithout(unsigned After) {
  Messages Said;
  int There;
  {
    faults::AllocationsFail Fail(After);
    There = (virClassForObject() ? 1 : 0) +
            (virClassForObjectLockable() ? 2 : 0) +
            (virClassForObjectRWLockable() ? 4 : 0);
  }
  // It stays that way when there is memory again.
  int Later = (virClassForObject() ? 1 : 0) +
              (virClassForObjectLockable() ? 2 : 0) +
              (virClassForObjectRWLockable() ? 4 : 0);
  fprintf(stderr, "%s", Said.text().c_str());
  return There == Later ? There : 100;
}

TEST(BaseClassDeathTest, AreNullWithoutMemory) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(exit(classesWithout(0)), testing::ExitedWithCode(0),
              "^error: virClassNew: Out of memory for class virObject\n$");
  EXPECT_EXIT(exit(classesWithout(2)), testing::ExitedWithCode(1),
              "class virObjectLockable\n.*class virObjectRWLockable\n$");
}

// What is asked of them.

TEST(ClassName, IsSaidOfNullToo) {
  EXPECT_STREQ("(none)", virClassName(nullptr));
}

TEST(ClassIsDerivedFrom, ItselfAndItsParents) {
  virClass *Object = virClassForObject();
  virClass *Lockable = virClassForObjectLockable();
  virClass *RWLockable = virClassForObjectRWLockable();
  EXPECT_TRUE(virClassIsDerivedFrom(Object, Object));
  EXPECT_TRUE(virClassIsDerivedFrom(Lockable, Object));
  EXPECT_TRUE(virClassIsDerivedFrom(RWLockable, Object));
  EXPECT_TRUE(virClassIsDerivedFrom(lockedThingClass(), Object));
  EXPECT_TRUE(virClassIsDerivedFrom(lockedThingClass(), Lockable));
}

TEST(ClassIsDerivedFrom, NotChildrenAndNotSiblings) {
  EXPECT_FALSE(
      virClassIsDerivedFrom(virClassForObject(), virClassForObjectLockable()));
  EXPECT_FALSE(virClassIsDerivedFrom(virClassForObjectLockable(),
                                     virClassForObjectRWLockable()));
  EXPECT_FALSE(virClassIsDerivedFrom(thingClass(), lockedThingClass()));
}

// In libvirt a parent that is NULL crashes.
TEST(ClassIsDerivedFrom, NullIsFalseAndNothingIsSaid) {
  Messages Said;
  EXPECT_FALSE(virClassIsDerivedFrom(nullptr, virClassForObject()));
  EXPECT_FALSE(virClassIsDerivedFrom(virClassForObject(), nullptr));
  EXPECT_FALSE(virClassIsDerivedFrom(nullptr, nullptr));
  EXPECT_EQ("", Said.text());
}
