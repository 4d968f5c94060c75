//===- DisposeTest.cpp - The end of objects -------------------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "Faults.h"
#include "Support.h"

#include <string.h>

// Four classes, each derived from the one before; the third has no dispose
// function.

namespace {
struct First {
  virObject parent;
  int Number;
};
struct Second {
  First parent;
  int Number;
};
struct Third {
  Second parent;
  int Number;
};
struct Fourth {
  Third parent;
  int Number;
};

struct Chain {
  virClass *FirstClass, *SecondClass, *ThirdClass, *FourthClass;
};
} // namespace

static const Chain &chain();

/// What dispose functions have seen.
static std::string Calls;

/// Writes down that the dispose function \p Name runs, and what \p Any looks
/// like there.
static void seen(const char *Name, void *Any) {
  Calls += Name;
  EXPECT_EQ(0, refsOf(Any));
  EXPECT_STREQ("Fourth", virClassName(static_cast<virObject *>(Any)->klass));
  EXPECT_TRUE(virObjectIsClass(Any, chain().FourthClass));
  EXPECT_TRUE(virObjectIsClass(Any, chain().FirstClass));
  EXPECT_TRUE(virObjectIsClass(Any, virClassForObject()));
  // Nothing of it is gone as long as one of them runs.
  auto *Obj = static_cast<Fourth *>(Any);
  EXPECT_EQ(4, Obj->Number);
  EXPECT_EQ(1, Obj->parent.parent.parent.Number);
}

static void FirstDispose(void *Any) { seen("First ", Any); }
static void SecondDispose(void *Any) { seen("Second ", Any); }
#define ThirdDispose NULL
static void FourthDispose(void *Any) { seen("Fourth ", Any); }

static Chain makeChain() {
  virClass *FirstClass, *SecondClass, *ThirdClass, *FourthClass;
  VIR_CLASS_NEW(First, virClassForObject());
  VIR_CLASS_NEW(Second, FirstClass);
  VIR_CLASS_NEW(Third, SecondClass);
  VIR_CLASS_NEW(Fourth, ThirdClass);
  return {FirstClass, SecondClass, ThirdClass, FourthClass};
}

static const Chain &chain() {
  static const Chain All = makeChain();
  return All;
}

static Fourth *newFourth() {
  auto *Obj = static_cast<Fourth *>(virObjectNew(chain().FourthClass));
  Obj->Number = 4;
  Obj->parent.parent.parent.Number = 1;
  Calls = "";
  return Obj;
}

TEST(Dispose, MostDerivedFirstEachOnceAndNullSkipped) {
  Messages Said;
  Fourth *Obj = newFourth();
  virObjectRef(Obj);
  virObjectUnref(Obj);
  EXPECT_EQ("", Calls);
  virObjectUnref(Obj);
  // seen() has checked what the object is like meanwhile.
  EXPECT_EQ("Fourth Second First ", Calls);
  EXPECT_EQ("", Said.text());
}

TEST(Dispose, EveryWayOfReleasingRunsIt) {
  virObjectFreeCallback(newFourth());
  EXPECT_EQ("Fourth Second First ", Calls);
  virObjectFreeHashData(newFourth());
  EXPECT_EQ("Fourth Second First ", Calls);
  void *Variable = newFourth();
  virObjectAutoUnref(&Variable);
  EXPECT_EQ("Fourth Second First ", Calls);
  auto **List = static_cast<void **>(calloc(2, sizeof(void *)));
  List[0] = newFourth();
  virObjectListFree(List);
  EXPECT_EQ("Fourth Second First ", Calls);
}

// An object may own another one of its own class, to any depth.
TEST(Dispose, MayReleaseOtherObjects) {
  static int Deaths;
  Deaths = 0;
  Thing *Last = nullptr;
  for (int I = 0; I != 100; ++I) {
    Thing *Next = newThing(&Deaths, [](Thing *Self) {
      Thing *Owned;
      memcpy(&Owned, Self->Body, sizeof(Owned));
      virObjectUnref(Owned);
    });
    memcpy(Next->Body, &Last, sizeof(Last));
    Last = Next;
  }
  virObjectUnref(Last);
  EXPECT_EQ(100, Deaths);
}

TEST(Dispose, MayTakeAndDropTheObjectsLock) {
  struct Self {
    virObjectLockable parent;
    int Field;
  };
  Messages Said;
  virClass *Class =
      virClassNew(virClassForObjectLockable(), "Self", sizeof(Self),
                  sizeof(virObjectLockable), [](void *Any) {
                    virObjectLock(Any);
                    virObjectUnlock(Any);
                  });
  virObjectUnref(virObjectLockableNew(Class));
  EXPECT_EQ("", Said.text());
}

// The memory.

TEST(Dispose, PoisonsTheObjectBeforeItIsFreed) {
  Thing *Obj = newThing();
  memset(Obj->Body, 'x', sizeof(Obj->Body));
  faults::FreeWatch Watch(Obj, sizeof(Thing));
  virObjectUnref(Obj);
  ASSERT_EQ(1u, Watch.times());
  virObject Header;
  memcpy(&Header, Watch.bytes().data(), sizeof(Header));
  EXPECT_EQ(0xDEADBEEFu, Header.magic);
  EXPECT_EQ(0, Header.refs);
  EXPECT_EQ(0xDEADBEEFu, reinterpret_cast<size_t>(Header.klass));
  for (size_t I = sizeof(Header); I != sizeof(Thing); ++I)
    ASSERT_EQ(0, Watch.bytes()[I]) << "at " << I;
}

// References in a dispose function. 9.0.0 runs it again, to any depth.

static std::string dying(const void *Obj, const char *Rest) {
  return "Object " + pointer(Obj) + " (Thing) is being disposed of, " + Rest;
}

static const char NobodyCan[] =
    "nobody can take a reference to it [virref-contract-mismatch]";
static const char NoneLeft[] =
    "there is no reference to give back [virref-over-release]";

/// Releases an object whose dispose function does \p WhenDying. It is never
/// freed, but dead all the same.
static std::string afterDying(void (*WhenDying)(Thing *Self), Thing **Where) {
  int Deaths = 0;
  Messages Said;
  Thing *Obj = *Where = newThing(&Deaths, WhenDying);
  memset(Obj->Body, 'x', sizeof(Obj->Body));
  faults::FreeWatch Watch(Obj, 0);
  virObjectUnref(Obj);
  EXPECT_EQ(1, Deaths);
  EXPECT_EQ(0u, Watch.times());
  std::string Text = Said.take();
  EXPECT_EQ(0xDEADBEEFu, Obj->parent.magic);
  EXPECT_EQ(0, Obj->Body[0]);
  // Whoever kept a reference finds that it is dead.
  EXPECT_EQ(nullptr, virObjectRef(Obj));
  virObjectUnref(Obj);
  EXPECT_EQ(1, Deaths);
  EXPECT_EQ(2u, Said.count());
  return Text;
}

TEST(Dispose, AReferenceTakenMeanwhileIsReportedOnceAndLeaksTheMemory) {
  Thing *Obj;
  std::string Text = afterDying(
      [](Thing *Self) { EXPECT_EQ(Self, virObjectRef(Self)); }, &Obj);
  EXPECT_EQ(warning("virObjectRef", dying(Obj, NobodyCan)), Text);
  freeParked(Obj);
}

TEST(Dispose, AReferenceTakenAndReleasedMeanwhileIsReportedOnce) {
  Thing *Obj;
  std::string Text = afterDying(
      [](Thing *Self) {
        for (int I = 0; I != 3; ++I) {
          virObjectRef(Self);
          virObjectUnref(Self);
        }
      },
      &Obj);
  EXPECT_EQ(warning("virObjectRef", dying(Obj, NobodyCan)), Text);
  freeParked(Obj);
}

TEST(Dispose, AReleaseMeanwhileIsReportedOnceAndLeaksTheMemory) {
  Thing *Obj;
  std::string Text = afterDying(
      [](Thing *Self) {
        virObjectUnref(Self);
        virObjectUnref(Self);
      },
      &Obj);
  EXPECT_EQ(warning("virObjectUnref", dying(Obj, NoneLeft)), Text);
  freeParked(Obj);
}

TEST(Dispose, AReferenceTakenByAParentIsFound) {
  struct Child {
    Thing parent;
    int Number;
  };
  static int ChildDeaths;
  ChildDeaths = 0;
  virClass *Class = virClassNew(thingClass(), "Child", sizeof(Child),
                                sizeof(Thing), [](void *) { ++ChildDeaths; });
  auto *Obj = static_cast<Child *>(virObjectNew(Class));
  int Deaths = 0;
  Obj->parent.Deaths = &Deaths;
  Obj->parent.WhenDying = [](Thing *Self) { virObjectRef(Self); };
  Messages Said;
  virObjectUnref(Obj);
  EXPECT_EQ(1, ChildDeaths);
  EXPECT_EQ(1, Deaths);
  EXPECT_EQ(1u, Said.count());
  freeParked(Obj);
}
