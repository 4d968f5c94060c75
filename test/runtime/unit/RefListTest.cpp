//===- RefListTest.cpp - The list of references ---------------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "ContainerFixture.h"

namespace {

using Numbers = std::vector<int>;

class RefList : public ContainerTest<virRefList, virRefListNew> {
protected:
  /// Adds a new object that the list alone owns. Borrowed.
  Item *put(int Number, std::function<void()> *Last = nullptr) {
    Item *New = newItem(Number, Last);
    EXPECT_EQ(virRefListAdd(List, New), 0);
    virObjectUnref(New);
    return New;
  }

  /// The number at \p Position, -1 if there is none.
  int number(size_t Position) {
    auto *Found = static_cast<Item *>(virRefListGet(List, Position));
    int Number = Found ? Found->Number : -1;
    virObjectUnref(Found);
    return Number;
  }

  Numbers numbers() {
    Numbers Result;
    size_t Count = virRefListCount(List);
    for (size_t I = 0; I != Count; ++I)
      Result.push_back(number(I));
    EXPECT_EQ(number(Count), -1);
    return Result;
  }

  virRefList *&List = Tested;
};

// Adding.

TEST_F(RefList, AddTakesAReferenceOfItsOwn) {
  Item *Mine = newItem(7);
  EXPECT_EQ(virRefListAdd(List, Mine), 0);
  virObjectUnref(Mine);
  EXPECT_EQ(Living, 1);
  EXPECT_EQ(numbers(), Numbers{7});
  EXPECT_TRUE(virRefListRemove(List, Mine));
  EXPECT_EQ(Living, 0);
}

TEST_F(RefList, KeepsTheOrder) {
  for (int I = 0; I != 5; ++I)
    put(I);
  EXPECT_EQ(numbers(), (Numbers{0, 1, 2, 3, 4}));
  virObjectUnref(virRefListSteal(List, 2));
  EXPECT_EQ(numbers(), (Numbers{0, 1, 3, 4}));
  put(2);
  EXPECT_EQ(numbers(), (Numbers{0, 1, 3, 4, 2}));
  virObjectUnref(virRefListSteal(List, 4));
  virObjectUnref(virRefListSteal(List, 0));
  EXPECT_EQ(numbers(), (Numbers{1, 3, 4}));
}

TEST_F(RefList, OneObjectManyTimes) {
  Item *Mine = newItem(1);
  EXPECT_EQ(virRefListAdd(List, Mine), 0);
  put(2);
  EXPECT_EQ(virRefListAdd(List, Mine), 0);
  EXPECT_EQ(virRefListAdd(List, Mine), 0);
  virObjectUnref(Mine);
  EXPECT_EQ(numbers(), (Numbers{1, 2, 1, 1}));
  // Where it comes first.
  EXPECT_TRUE(virRefListRemove(List, Mine));
  EXPECT_EQ(numbers(), (Numbers{2, 1, 1}));
  EXPECT_TRUE(virRefListRemove(List, Mine));
  EXPECT_TRUE(virRefListHas(List, Mine));
  EXPECT_TRUE(virRefListRemove(List, Mine));
  EXPECT_EQ(Living, 1);
  EXPECT_FALSE(virRefListHas(List, Mine));
  EXPECT_FALSE(virRefListRemove(List, Mine));
}

TEST_F(RefList, GrowsAndShrinks) {
  constexpr int Many = 100000;
  for (int I = 0; I != Many; ++I)
    put(I);
  EXPECT_EQ(virRefListCount(List), static_cast<size_t>(Many));
  for (int I = 0; I != Many; ++I)
    ASSERT_EQ(number(I), I);
  for (int I = Many; I != 100; --I)
    virObjectUnref(virRefListSteal(List, I - 1));
  EXPECT_EQ(Living, 100);
  for (int I = 0; I != 100; ++I)
    ASSERT_EQ(number(I), I);
  while (void *Stolen = virRefListSteal(List, 0))
    virObjectUnref(Stolen);
  EXPECT_EQ(virRefListCount(List), 0u);
  put(1);
  EXPECT_EQ(numbers(), Numbers{1});
}

// Looking up.

TEST_F(RefList, GetHandsOutAReference) {
  Item *Borrowed = put(4);
  auto *Found = static_cast<Item *>(virRefListGet(List, 0));
  EXPECT_EQ(Found, Borrowed);
  virRefListClear(List);
  ASSERT_EQ(Living, 1);
  EXPECT_EQ(Found->Number, 4);
  virObjectUnref(Found);
}

TEST_F(RefList, NothingIsInAnEmptyList) {
  Item *Mine = newItem();
  EXPECT_EQ(virRefListGet(List, 0), nullptr);
  EXPECT_EQ(virRefListGet(List, SIZE_MAX), nullptr);
  EXPECT_EQ(virRefListSteal(List, 0), nullptr);
  EXPECT_EQ(virRefListSteal(List, SIZE_MAX), nullptr);
  EXPECT_FALSE(virRefListHas(List, Mine));
  EXPECT_FALSE(virRefListRemove(List, Mine));
  EXPECT_EQ(virRefListCount(List), 0u);
  virRefListClear(List);
  virObjectUnref(Mine);
}

TEST_F(RefList, HasAndRemoveOnlyCompare) {
  put(1);
  void *Nowhere = reinterpret_cast<void *>(16);
  EXPECT_FALSE(virRefListHas(List, Nowhere));
  EXPECT_FALSE(virRefListRemove(List, Nowhere));
  EXPECT_FALSE(virRefListHas(List, nullptr));
  EXPECT_FALSE(virRefListRemove(List, nullptr));
  EXPECT_EQ(virRefListCount(List), 1u);
}

bool isEven(void *Obj, void *Calls) {
  if (Calls)
    ++*static_cast<int *>(Calls);
  return static_cast<Item *>(Obj)->Number % 2 == 0;
}

TEST_F(RefList, FindHandsOutTheFirstThatMatches) {
  EXPECT_EQ(virRefListFind(List, isEven, nullptr), nullptr);
  put(1);
  put(3);
  EXPECT_EQ(virRefListFind(List, isEven, nullptr), nullptr);
  put(4);
  put(6);
  int Calls = 0;
  auto *Found = static_cast<Item *>(virRefListFind(List, isEven, &Calls));
  EXPECT_EQ(Calls, 3);
  virRefListClear(List);
  ASSERT_EQ(Living, 1);
  EXPECT_EQ(Found->Number, 4);
  virObjectUnref(Found);
}

TEST_F(RefList, MatcherMayChangeTheList) {
  for (int I = 1; I != 5; ++I)
    put(I);
  auto *Found = static_cast<Item *>(virRefListFind(
      List,
      [](void *Obj, void *Any) {
        virRefListClear(static_cast<virRefList *>(Any));
        return static_cast<Item *>(Obj)->Number == 3;
      },
      List));
  ASSERT_EQ(Living, 1);
  EXPECT_EQ(Found->Number, 3);
  virObjectUnref(Found);
}

// Removing.

TEST_F(RefList, RemoveLeavesTheCallersReference) {
  Item *Mine = newItem(1);
  EXPECT_EQ(virRefListAdd(List, Mine), 0);
  EXPECT_TRUE(virRefListRemove(List, Mine));
  EXPECT_EQ(Living, 1);
  virObjectUnref(Mine);
}

TEST_F(RefList, StealHandsTheReferenceOver) {
  put(1);
  Item *Borrowed = put(2);
  auto *Stolen = static_cast<Item *>(virRefListSteal(List, 1));
  EXPECT_EQ(Stolen, Borrowed);
  EXPECT_EQ(virRefListSteal(List, 1), nullptr);
  EXPECT_EQ(Living, 2);
  virObjectUnref(Stolen);
  EXPECT_EQ(Living, 1);
}

TEST_F(RefList, ClearGivesAllBack) {
  for (int Many : {0, 1, 8, 9, 1000}) {
    for (int I = 0; I != Many; ++I)
      put(I);
    EXPECT_EQ(Living, Many);
    virRefListClear(List);
    EXPECT_EQ(Living, 0);
    EXPECT_EQ(virRefListCount(List), 0u);
  }
}

TEST_F(RefList, DyingListGivesAllBack) {
  for (int I = 0; I != 100; ++I)
    put(I);
  virObjectUnref(std::exchange(List, nullptr));
  EXPECT_EQ(Living, 0);
}

// All of them.

/// Calls a function for each, by way of virRefListForEach.
int forEach(virRefList *List, std::function<int(Item *)> Function) {
  return virRefListForEach(
      List,
      [](void *Obj, void *Opaque) {
        return (*static_cast<decltype(Function) *>(Opaque))(
            static_cast<Item *>(Obj));
      },
      &Function);
}

TEST_F(RefList, ForEachSeesAllInOrder) {
  Numbers Expected, Actual;
  auto See = [&](Item *Self) {
    Actual.push_back(Self->Number);
    return 0;
  };
  EXPECT_EQ(forEach(List, See), 0);
  EXPECT_EQ(Actual, Expected);
  for (int I = 0; I != 100; ++I) {
    put(I);
    Expected.push_back(I);
  }
  EXPECT_EQ(forEach(List, See), 0);
  EXPECT_EQ(Actual, Expected);
  EXPECT_EQ(Living, 100);
}

TEST_F(RefList, ForEachStopsAtWhatIsNotZero) {
  for (int I = 0; I != 10; ++I)
    put(I);
  for (int Result : {1, -1, -7}) {
    int Calls = 0;
    EXPECT_EQ(forEach(List, [&](Item *) { return ++Calls == 3 ? Result : 0; }),
              Result);
    EXPECT_EQ(Calls, 3);
  }
}

TEST_F(RefList, ForEachIsAboutWhatWasThereAtTheStart) {
  for (int I = 0; I != 50; ++I)
    put(I);
  Numbers Actual;
  EXPECT_EQ(forEach(List,
                    [&](Item *Self) {
                      Actual.push_back(Self->Number);
                      if (Self->Number == 0)
                        virRefListClear(List);
                      put(100);
                      EXPECT_GE(Living, 50);
                      return 0;
                    }),
            0);
  ASSERT_EQ(Actual.size(), 50u);
  EXPECT_EQ(Actual.back(), 49);
  EXPECT_EQ(Living, 50);
  EXPECT_EQ(number(0), 100);
}

TEST_F(RefList, LastReferenceToTheListIsGivenBackDuringAnIteration) {
  for (int I = 0; I != 10; ++I)
    put(I);
  int Calls = 0;
  forEach(List, [&](Item *) {
    ++Calls;
    virObjectUnref(std::exchange(List, nullptr));
    EXPECT_EQ(Living, 10);
    return 0;
  });
  EXPECT_EQ(Calls, 10);
  EXPECT_EQ(Living, 0);
}

TEST_F(RefList, ObjectsHoldsReferences) {
  Item *Twice = put(0);
  for (int I = 1; I != 20; ++I)
    put(I);
  EXPECT_EQ(virRefListAdd(List, Twice), 0);
  size_t Count = 0;
  void **Objects = virRefListObjects(List, &Count);
  ASSERT_EQ(Count, 21u);
  virRefListClear(List);
  EXPECT_EQ(Living, 20);
  for (int I = 0; I != 21; ++I)
    EXPECT_EQ(static_cast<Item *>(Objects[I])->Number, I % 20);
  EXPECT_EQ(Objects[Count], nullptr);
  virObjectListFree(Objects);
  EXPECT_EQ(Living, 0);
}

TEST_F(RefList, ObjectsOfAnEmptyList) {
  size_t Count = 1;
  void **Objects = virRefListObjects(List, &Count);
  ASSERT_NE(Objects, nullptr);
  EXPECT_EQ(Count, 0u);
  EXPECT_EQ(Objects[0], nullptr);
  virObjectListFree(Objects);
  virObjectListFree(virRefListObjects(List, nullptr));
}

// Dispose functions that use the list: no lock is held then.

TEST_F(RefList, DisposeUsesTheList) {
  int Died = 0;
  std::function<void()> Last = [&] {
    ++Died;
    put(Died);
    EXPECT_GT(virRefListCount(List), 0u);
    forEach(List, [](Item *) { return 0; });
    virObjectUnref(virRefListSteal(List, 0));
  };
  EXPECT_TRUE(virRefListRemove(List, put(0, &Last)));
  put(0, &Last);
  virRefListClear(List);
  put(0, &Last);
  virObjectUnref(virRefListSteal(List, 0));
  EXPECT_EQ(Died, 3);
  EXPECT_EQ(virRefListCount(List), 0u);
}

TEST_F(RefList, DisposeRemovesTheNextOne) {
  std::function<void()> Last = [&] {
    virObjectUnref(virRefListSteal(List, 0));
  };
  for (int I = 0; I != 1000; ++I)
    put(I, &Last);
  virObjectUnref(virRefListSteal(List, 0));
  EXPECT_EQ(Living, 0);
}

// Not allowed, as nothing keeps the list alive then, but likely: a pointer back
// to the list, without a reference.
TEST_F(RefList, DisposeUsesTheListThatDies) {
  virRefList *Dying = List;
  std::function<void()> Last = [&] {
    while (void *Next = virRefListSteal(Dying, 0))
      virObjectUnref(Next);
    if (Living != 1)
      return;
    Item *Other = newItem();
    EXPECT_EQ(virRefListAdd(Dying, Other), 0);
    virObjectUnref(Other);
  };
  for (int I = 0; I != 100; ++I)
    put(I, &Last);
  virObjectUnref(std::exchange(List, nullptr));
  EXPECT_EQ(Living, 0);
}

// Lists as objects.

TEST_F(RefList, ListInAList) {
  put(1);
  virRefList *Outer = virRefListNew();
  EXPECT_EQ(virRefListAdd(Outer, List), 0);
  virObjectUnref(std::exchange(List, nullptr));
  EXPECT_EQ(Living, 1);
  virObjectUnref(Outer);
  EXPECT_EQ(Living, 0);
}

TEST_F(RefList, ListInItselfLivesUntilItIsRemoved) {
  put(1);
  EXPECT_EQ(virRefListAdd(List, List), 0);
  virRefList *Borrowed = std::exchange(List, nullptr);
  virObjectUnref(Borrowed);
  EXPECT_EQ(Living, 1);
  EXPECT_TRUE(virRefListRemove(Borrowed, Borrowed));
  EXPECT_EQ(Living, 0);
}

// Misuse.

TEST_F(RefList, NullIsMisuse) {
  auto Warning = [&](const char *Function, const char *Text) {
    EXPECT_EQ(messages(),
              std::string("warning: ") + Function + ": " + Text + "\n");
  };
  const char *Object = "Object cannot be NULL";
  const char *Callback = "The callback cannot be NULL";
  Item *Mine = newItem();
  size_t Count = 1;

  EXPECT_EQ(virRefListAdd(nullptr, Mine), -1);
  Warning("virRefListAdd", Object);
  EXPECT_EQ(virRefListAdd(List, nullptr), -1);
  Warning("virRefListAdd", Object);
  EXPECT_EQ(virRefListGet(nullptr, 0), nullptr);
  Warning("virRefListGet", Object);
  EXPECT_EQ(virRefListFind(nullptr, isEven, nullptr), nullptr);
  Warning("virRefListFind", Object);
  EXPECT_EQ(virRefListFind(List, nullptr, nullptr), nullptr);
  Warning("virRefListFind", Callback);
  EXPECT_FALSE(virRefListHas(nullptr, Mine));
  Warning("virRefListHas", Object);
  EXPECT_FALSE(virRefListRemove(nullptr, Mine));
  Warning("virRefListRemove", Object);
  EXPECT_EQ(virRefListSteal(nullptr, 0), nullptr);
  Warning("virRefListSteal", Object);
  virRefListClear(nullptr);
  Warning("virRefListClear", Object);
  EXPECT_EQ(virRefListCount(nullptr), 0u);
  Warning("virRefListCount", Object);
  EXPECT_EQ(virRefListForEach(
                nullptr, [](void *, void *) { return 0; }, nullptr),
            -1);
  Warning("virRefListForEach", Object);
  EXPECT_EQ(virRefListForEach(List, nullptr, nullptr), -1);
  Warning("virRefListForEach", Callback);
  EXPECT_EQ(virRefListObjects(nullptr, &Count), nullptr);
  Warning("virRefListObjects", Object);
  EXPECT_EQ(Count, 0u);
  virObjectUnref(Mine);
  EXPECT_EQ(Living, 0);
}

TEST_F(RefList, WhatIsNoObjectIsNotKept) {
  virObject Nothing = {};
  EXPECT_EQ(virRefListAdd(List, &Nothing), -1);
  EXPECT_NE(messages().find("bad magic number 0 [virref-use-after-release]"),
            std::string::npos);
  EXPECT_EQ(virRefListCount(List), 0u);
}

TEST_F(RefList, OtherObjectsAreNoLists) {
  virRefHash *Table = virRefHashNew();
  EXPECT_EQ(virRefListCount(reinterpret_cast<virRefList *>(Table)), 0u);
  EXPECT_NE(messages().find("(virRefHash) is not a virRefList instance"),
            std::string::npos);
  virObjectUnref(Table);
}

// Memory that is short.

class RefListWithoutMemory : public RefList {
protected:
  /// Calls \p Function while no allocation works.
  template <typename Function> auto fail(Function Call) {
    faults::AllocationsFail Fail;
    return Call();
  }
};

TEST_F(RefListWithoutMemory, New) {
  EXPECT_EQ(fail(virRefListNew), nullptr);
  EXPECT_NE(messages().find("error: virObjectNew: Out of memory"),
            std::string::npos);
}

TEST_F(RefListWithoutMemory, AddChangesNothing) {
  Item *Mine = newItem(8);
  EXPECT_EQ(fail([&] { return virRefListAdd(List, Mine); }), -1);
  EXPECT_EQ(messages(),
            "error: virRefListAdd: Out of memory for one more object\n");
  EXPECT_EQ(virRefListCount(List), 0u);
  for (int I = 0; I != 8; ++I)
    put(I);
  EXPECT_EQ(fail([&] { return virRefListAdd(List, Mine); }), -1);
  EXPECT_NE(messages(), "");
  EXPECT_EQ(numbers(), (Numbers{0, 1, 2, 3, 4, 5, 6, 7}));
  EXPECT_EQ(virRefListAdd(List, Mine), 0);
  EXPECT_EQ(number(8), 8);
  virObjectUnref(Mine);
  EXPECT_EQ(Living, 9);
}

TEST_F(RefListWithoutMemory, RemovingNeedsNone) {
  for (int I = 0; I != 100; ++I)
    put(I);
  for (int I = 99; I != 2; --I)
    virObjectUnref(fail([&] { return virRefListSteal(List, I); }));
  EXPECT_EQ(numbers(), (Numbers{0, 1, 2}));
  put(3);
  EXPECT_EQ(numbers(), (Numbers{0, 1, 2, 3}));
  fail([&] { virRefListClear(List); });
  EXPECT_EQ(Living, 0);
}

TEST_F(RefListWithoutMemory, Iterations) {
  put(2);
  int Calls = 0;
  EXPECT_EQ(fail([&] { return virRefListFind(List, isEven, &Calls); }),
            nullptr);
  EXPECT_EQ(messages(), "error: virRefListFind: Out of memory for an array of "
                        "1 objects\n");
  EXPECT_EQ(fail([&] {
              return virRefListForEach(
                  List,
                  [](void *, void *Calls) { return ++*static_cast<int *>(Calls); },
                  &Calls);
            }),
            -1);
  EXPECT_EQ(Calls, 0);
  size_t Count = 1;
  EXPECT_EQ(fail([&] { return virRefListObjects(List, &Count); }), nullptr);
  EXPECT_EQ(Count, 0u);
  EXPECT_NE(messages().find("virRefListObjects"), std::string::npos);
}

// Threads. ThreadSanitizer and AddressSanitizer see what these do not.

TEST_F(RefList, ThreadsUseOneList) {
  std::atomic<int> Met(0);
  inThreads(Threads, [&](int Thread) {
    unsigned Random = Thread + 1;
    for (int I = 0; I != 3000; ++I) {
      Random = Random * 1103515245 + 12345;
      size_t Position = Random >> 16 & 7;
      Item *Mine = newItem(Thread);
      switch (Random >> 24 & 7) {
      case 0:
      case 1:
      case 2:
        EXPECT_EQ(virRefListAdd(List, Mine), 0);
        break;
      case 3:
        if (auto *Found = static_cast<Item *>(virRefListGet(List, Position))) {
          Met += Found->Number < Threads;
          virRefListRemove(List, Found);
          virObjectUnref(Found);
        }
        break;
      case 4:
        virObjectUnref(virRefListSteal(List, Position));
        break;
      case 5:
        EXPECT_EQ(virRefListAdd(List, Mine), 0);
        virRefListRemove(List, Mine);
        break;
      case 6:
        virObjectUnref(virRefListFind(List, isEven, nullptr));
        if (virRefListCount(List) > 50)
          virRefListClear(List);
        break;
      case 7:
        forEach(List, [&](Item *Self) {
          Met += Self->Number < Threads;
          return 0;
        });
        virObjectListFree(virRefListObjects(List, nullptr));
        break;
      }
      virObjectUnref(Mine);
    }
  });
  EXPECT_GT(Met, 0);
  EXPECT_EQ(Living, static_cast<int>(virRefListCount(List)));
}

TEST_F(RefList, EachIsStolenByOneThread) {
  for (int I = 0; I != 4000; ++I)
    put(I);
  std::vector<std::atomic<int>> Stolen(4000);
  inThreads(Threads, [&](int) {
    while (auto *Mine = static_cast<Item *>(virRefListSteal(List, 0))) {
      ++Stolen[Mine->Number];
      virObjectUnref(Mine);
    }
  });
  for (auto &Times : Stolen)
    ASSERT_EQ(Times, 1);
  EXPECT_EQ(Living, 0);
}

TEST_F(RefList, WhatAThreadAddsStaysInOrder) {
  inThreads(Threads, [&](int Thread) {
    for (int I = 0; I != 1000; ++I)
      put(Thread * 1000 + I);
  });
  Numbers Next = {0, 1000, 2000, 3000};
  for (int Number : numbers())
    ASSERT_EQ(Number, Next[Number / 1000]++);
  EXPECT_EQ(Living, 4000);
}

} // namespace
