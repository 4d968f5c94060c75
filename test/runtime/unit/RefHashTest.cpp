//===- RefHashTest.cpp - The hash table of references ----------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "RefHashFixture.h"

namespace {

using RefHashDeathTest = RefHash;

// Adding.

TEST_F(RefHash, AddTakesAReferenceOfItsOwn) {
  Item *Mine = newItem(7);
  EXPECT_EQ(virRefHashAdd(Table, "a", Mine), 0);
  virObjectUnref(Mine);
  EXPECT_EQ(Living, 1);
  EXPECT_EQ(number("a"), 7);
  EXPECT_TRUE(virRefHashRemove(Table, "a"));
  EXPECT_EQ(Living, 0);
}

TEST_F(RefHash, AddLeavesTheCallersReference) {
  Item *Mine = newItem();
  EXPECT_EQ(virRefHashAdd(Table, "a", Mine), 0);
  EXPECT_TRUE(virRefHashRemove(Table, "a"));
  EXPECT_EQ(Living, 1);
  virObjectUnref(Mine);
}

TEST_F(RefHash, AddOfAKeyInUseChangesNothingAndSaysNothing) {
  put("a", 1);
  Item *Mine = newItem(2);
  EXPECT_EQ(virRefHashAdd(Table, "a", Mine), -1);
  EXPECT_EQ(number("a"), 1);
  EXPECT_EQ(virRefHashCount(Table), 1u);
  virObjectUnref(Mine);
  EXPECT_EQ(Living, 1);
}

TEST_F(RefHash, OneObjectUnderTwoKeys) {
  Item *Mine = newItem(3);
  EXPECT_EQ(virRefHashAdd(Table, "a", Mine), 0);
  EXPECT_EQ(virRefHashAdd(Table, "b", Mine), 0);
  EXPECT_EQ(virRefHashAdd(Table, "a", Mine), -1);
  virObjectUnref(Mine);
  EXPECT_TRUE(virRefHashRemove(Table, "a"));
  EXPECT_EQ(number("b"), 3);
}

TEST_F(RefHash, KeyIsCopied) {
  char Key[] = "before";
  put(Key, 1);
  strcpy(Key, "after!");
  EXPECT_EQ(number("before"), 1);
  EXPECT_FALSE(virRefHashHas(Table, Key));
}

TEST_F(RefHash, SetReplaces) {
  put("a", 1);
  Item *Mine = newItem(2);
  EXPECT_EQ(virRefHashSet(Table, "a", Mine), 0);
  EXPECT_EQ(Living, 1);
  EXPECT_EQ(number("a"), 2);
  EXPECT_EQ(virRefHashCount(Table), 1u);
  virObjectUnref(Mine);
  EXPECT_EQ(Living, 1);
}

TEST_F(RefHash, SetAdds) {
  Item *Mine = newItem(2);
  EXPECT_EQ(virRefHashSet(Table, "a", Mine), 0);
  virObjectUnref(Mine);
  EXPECT_EQ(number("a"), 2);
  EXPECT_EQ(virRefHashCount(Table), 1u);
}

TEST_F(RefHash, SetOfWhatIsThere) {
  Item *Mine = put("a", 1);
  EXPECT_EQ(virRefHashSet(Table, "a", Mine), 0);
  EXPECT_EQ(number("a"), 1);
  EXPECT_TRUE(virRefHashRemove(Table, "a"));
  EXPECT_EQ(Living, 0);
}

TEST_F(RefHash, AddAgainAfterRemoval) {
  for (int I = 0; I != 3; ++I) {
    put("a", I);
    EXPECT_EQ(number("a"), I);
    EXPECT_TRUE(virRefHashRemove(Table, "a"));
  }
}

// Looking up.

TEST_F(RefHash, FindHandsOutAReference) {
  put("a", 4);
  auto *Found = static_cast<Item *>(virRefHashFind(Table, "a"));
  EXPECT_TRUE(virRefHashRemove(Table, "a"));
  ASSERT_EQ(Living, 1);
  EXPECT_EQ(Found->Number, 4);
  virObjectUnref(Found);
  EXPECT_EQ(Living, 0);
}

TEST_F(RefHash, NothingIsFoundInAnEmptyTable) {
  EXPECT_EQ(virRefHashFind(Table, "a"), nullptr);
  EXPECT_FALSE(virRefHashHas(Table, "a"));
  EXPECT_EQ(virRefHashCount(Table), 0u);
  EXPECT_FALSE(virRefHashRemove(Table, "a"));
  EXPECT_EQ(virRefHashSteal(Table, "a"), nullptr);
  virRefHashClear(Table);
}

TEST_F(RefHash, OddKeys) {
  const std::vector<std::string> Keys = {
      "",      " ",     "a",          "A",          "a ",
      "aa",    "\xff",  "\x80\xff",   "\x01\x02",   "\xc3\xa4\xc3\xb6",
      "seven b", "eight by", "nine byte", std::string(255, 'x'),
      std::string(256, 'x'), std::string(1000000, 'x'),
      std::string(1000001, 'x'), "%s%n", "a\nb"};
  for (size_t I = 0; I != Keys.size(); ++I)
    put(Keys[I], static_cast<int>(I));
  EXPECT_EQ(virRefHashCount(Table), Keys.size());
  for (size_t I = 0; I != Keys.size(); ++I)
    EXPECT_EQ(number(Keys[I]), static_cast<int>(I));
  for (const std::string &Key : Keys)
    EXPECT_TRUE(virRefHashRemove(Table, Key.c_str()));
}

TEST_F(RefHash, KeyHashIsSipHash13) {
  // From CPython's hash() of bytes, with PYTHONHASHSEED=0.
  auto Hash = [](const char *Key) {
    return vir::KeyHash::of({0, 0}, Key, strlen(Key));
  };
  EXPECT_EQ(Hash("a"), 0x407448d2b89b1813u);
  EXPECT_EQ(Hash("seven b"), 0xab2262fcb5199654u);
  EXPECT_EQ(Hash("eight by"), 0xd54cf3f0e0ee2aadu);
  EXPECT_EQ(Hash("nine byte"), 0xbf1900b61a2cf12cu);
  EXPECT_EQ(Hash("sixteen bytes..."), 0x742d55b16d84c7bcu);
}

TEST_F(RefHash, GrowsAndShrinks) {
  constexpr int Many = 100000;
  for (int I = 0; I != Many; ++I)
    put(std::to_string(I), I);
  EXPECT_EQ(virRefHashCount(Table), static_cast<size_t>(Many));
  for (int I = 0; I != Many; ++I)
    ASSERT_EQ(number(std::to_string(I)), I);
  EXPECT_FALSE(virRefHashHas(Table, "100000"));

  // All but every 1000th, then all.
  for (int I = 0; I != Many; ++I)
    ASSERT_EQ(I % 1000 == 0 ||
                  virRefHashRemove(Table, std::to_string(I).c_str()),
              true);
  EXPECT_EQ(Living, Many / 1000);
  for (int I = 0; I != Many; ++I)
    ASSERT_EQ(number(std::to_string(I)), I % 1000 == 0 ? I : -1);
  for (int I = 0; I != Many; I += 1000)
    ASSERT_TRUE(virRefHashRemove(Table, std::to_string(I).c_str()));
  EXPECT_EQ(virRefHashCount(Table), 0u);
  EXPECT_EQ(Living, 0);

  put("again", 1);
  EXPECT_EQ(number("again"), 1);
}

// Removing.

TEST_F(RefHash, RemoveObjectOnlyRemovesThatObject) {
  Item *First = newItem(1);
  EXPECT_EQ(virRefHashAdd(Table, "a", First), 0);
  Item *Second = newItem(2);
  EXPECT_EQ(virRefHashSet(Table, "a", Second), 0);
  EXPECT_FALSE(virRefHashRemoveObject(Table, "a", First));
  EXPECT_FALSE(virRefHashRemoveObject(Table, "b", Second));
  EXPECT_FALSE(virRefHashRemoveObject(Table, "a", nullptr));
  EXPECT_FALSE(virRefHashRemoveObject(Table, "b", nullptr));
  virObjectUnref(First);
  EXPECT_EQ(number("a"), 2);
  EXPECT_TRUE(virRefHashRemoveObject(Table, "a", Second));
  EXPECT_FALSE(virRefHashRemoveObject(Table, "a", Second));
  EXPECT_EQ(Living, 1);
  virObjectUnref(Second);
}

TEST_F(RefHash, RemoveObjectOnlyComparesIt) {
  put("a");
  EXPECT_FALSE(
      virRefHashRemoveObject(Table, "a", reinterpret_cast<void *>(16)));
  EXPECT_EQ(virRefHashCount(Table), 1u);
}

TEST_F(RefHash, StealHandsTheReferenceOver) {
  put("a", 5);
  auto *Stolen = static_cast<Item *>(virRefHashSteal(Table, "a"));
  ASSERT_NE(Stolen, nullptr);
  EXPECT_EQ(virRefHashCount(Table), 0u);
  EXPECT_EQ(Living, 1);
  EXPECT_EQ(Stolen->Number, 5);
  virObjectUnref(Stolen);
  EXPECT_EQ(Living, 0);
}

TEST_F(RefHash, ClearGivesAllBack) {
  for (int Many : {0, 1, 8, 9, 1000}) {
    for (int I = 0; I != Many; ++I)
      put(std::to_string(I));
    EXPECT_EQ(Living, Many);
    virRefHashClear(Table);
    EXPECT_EQ(Living, 0);
    EXPECT_EQ(virRefHashCount(Table), 0u);
    EXPECT_FALSE(virRefHashHas(Table, "0"));
  }
}

TEST_F(RefHash, DyingTableGivesAllBack) {
  for (int I = 0; I != 100; ++I)
    put(std::to_string(I));
  virObjectUnref(std::exchange(Table, nullptr));
  EXPECT_EQ(Living, 0);
}

// All of them.

TEST_F(RefHash, ForEachSeesEachOnce) {
  Seen Expected, Actual;
  EXPECT_EQ(virRefHashForEach(Table, see, &Actual), 0);
  EXPECT_EQ(Actual, Expected);
  for (int I = 0; I != 100; ++I) {
    put(std::to_string(I), I);
    Expected.emplace(std::to_string(I), I);
  }
  EXPECT_EQ(virRefHashForEach(Table, see, &Actual), 0);
  EXPECT_EQ(Actual, Expected);
  EXPECT_EQ(Living, 100);
}

TEST_F(RefHash, ForEachStopsAtWhatIsNotZero) {
  for (int I = 0; I != 10; ++I)
    put(std::to_string(I), I);
  for (int Result : {1, -1, -7}) {
    int Calls = 0;
    EXPECT_EQ(forEach(Table,
                      [&](const char *, Item *) {
                        return ++Calls == 3 ? Result : 0;
                      }),
              Result);
    EXPECT_EQ(Calls, 3);
  }
}

TEST_F(RefHash, ForEachHoldsWhatIsRemovedMeanwhile) {
  for (int I = 0; I != 50; ++I)
    put(std::to_string(I), I);
  int Sum = 0;
  EXPECT_EQ(forEach(Table,
                    [&](const char *Key, Item *Self) {
                      virRefHashClear(Table);
                      EXPECT_EQ(Living, 50);
                      EXPECT_EQ(std::to_string(Self->Number), Key);
                      Sum += Self->Number;
                      return 0;
                    }),
            0);
  EXPECT_EQ(Sum, 49 * 50 / 2);
  EXPECT_EQ(Living, 0);
}

TEST_F(RefHash, ForEachDoesNotSeeWhatIsAddedMeanwhile) {
  for (int I = 0; I != 50; ++I)
    put(std::to_string(I), I);
  int Calls = 0;
  EXPECT_EQ(forEach(Table,
                    [&](const char *Key, Item *Self) {
                      EXPECT_GE(Self->Number, 0);
                      ++Calls;
                      put("new " + std::string(Key), -1);
                      Item *Other = newItem(-2);
                      EXPECT_EQ(virRefHashSet(Table, "49", Other), 0);
                      virObjectUnref(Other);
                      return 0;
                    }),
            0);
  EXPECT_EQ(Calls, 50);
  EXPECT_EQ(virRefHashCount(Table), 100u);
}

TEST_F(RefHash, StolenDuringAnIteration) {
  put("a", 1);
  Item *Stolen = nullptr;
  forEach(Table, [&](const char *, Item *Self) {
    Stolen = static_cast<Item *>(virRefHashSteal(Table, "a"));
    EXPECT_EQ(Stolen, Self);
    return 0;
  });
  EXPECT_EQ(Living, 1);
  virObjectUnref(Stolen);
  EXPECT_EQ(Living, 0);
}

TEST_F(RefHash, LastReferenceToTheTableIsGivenBackDuringAnIteration) {
  for (int I = 0; I != 10; ++I)
    put(std::to_string(I), I);
  int Calls = 0;
  forEach(Table, [&](const char *, Item *) {
    ++Calls;
    virObjectUnref(std::exchange(Table, nullptr));
    EXPECT_EQ(Living, 10);
    return 0;
  });
  EXPECT_EQ(Calls, 10);
  EXPECT_EQ(Living, 0);
}

TEST_F(RefHash, ObjectsHoldsReferences) {
  std::set<int> Numbers;
  for (int I = 0; I != 20; ++I)
    put(std::to_string(I), I);
  size_t Count = 0;
  void **Objects = virRefHashObjects(Table, &Count);
  ASSERT_EQ(Count, 20u);
  virRefHashClear(Table);
  EXPECT_EQ(Living, 20);
  for (size_t I = 0; I != Count; ++I)
    Numbers.insert(static_cast<Item *>(Objects[I])->Number);
  EXPECT_EQ(Numbers.size(), 20u);
  EXPECT_EQ(Objects[Count], nullptr);
  virObjectListFree(Objects);
  EXPECT_EQ(Living, 0);
}

TEST_F(RefHash, ObjectsOfAnEmptyTable) {
  size_t Count = 1;
  void **Objects = virRefHashObjects(Table, &Count);
  ASSERT_NE(Objects, nullptr);
  EXPECT_EQ(Count, 0u);
  EXPECT_EQ(Objects[0], nullptr);
  virObjectListFree(Objects);
  virObjectListFree(virRefHashObjects(Table, nullptr));
}

// Dispose functions that use the table: no lock is held then.

TEST_F(RefHash, DisposeUsesTheTable) {
  int Died = 0;
  std::function<void()> Last = [&] {
    ++Died;
    EXPECT_FALSE(virRefHashHas(Table, "never"));
    Item *Other = newItem(Died);
    EXPECT_EQ(virRefHashAdd(Table, std::to_string(Died).c_str(), Other), 0);
    virObjectUnref(Other);
    forEach(Table, [](const char *, Item *) { return 0; });
    virRefHashRemove(Table, "other");
  };
  put("other");
  put("a", 1, &Last);
  EXPECT_TRUE(virRefHashRemove(Table, "a"));
  EXPECT_EQ(Died, 1);
  EXPECT_EQ(virRefHashCount(Table), 1u);

  Item *Stranger = newItem();
  put("b", 1, &Last);
  EXPECT_EQ(virRefHashSet(Table, "b", Stranger), 0);
  EXPECT_EQ(Died, 2);
  put("c", 1, &Last);
  virRefHashClear(Table);
  EXPECT_EQ(Died, 3);
  EXPECT_EQ(number("3"), 3);
  put("d", 1, &Last);
  EXPECT_TRUE(virRefHashRemoveObject(
      Table, "d", [&] {
        void *Found = virRefHashFind(Table, "d");
        virObjectUnref(Found);
        return Found;
      }()));
  EXPECT_EQ(Died, 4);
  put("e", 1, &Last);
  virObjectUnref(virRefHashSteal(Table, "e"));
  EXPECT_EQ(Died, 5);
  // A failed addition may be the end of an object.
  put("f");
  EXPECT_EQ(virRefHashAdd(Table, "f", Stranger), -1);
  virObjectUnref(Stranger);
}

TEST_F(RefHash, DisposeThatIsCalledBySetFindsTheNewObject) {
  std::function<void()> Last = [&] { EXPECT_EQ(number("a"), 2); };
  put("a", 1, &Last);
  Item *Second = newItem(2);
  EXPECT_EQ(virRefHashSet(Table, "a", Second), 0);
  virObjectUnref(Second);
  EXPECT_EQ(Living, 1);
}

TEST_F(RefHash, DisposeRemovesTheNextOne) {
  std::vector<std::function<void()>> Last(1000);
  for (int I = 0; I != 1000; ++I) {
    Last[I] = [this, I] {
      virRefHashRemove(Table, std::to_string(I + 1).c_str());
    };
    put(std::to_string(I), I, &Last[I]);
  }
  EXPECT_TRUE(virRefHashRemove(Table, "0"));
  EXPECT_EQ(Living, 0);
}

// Not allowed, as nothing keeps the table alive then, but likely: a pointer back
// to the table, without a reference.
TEST_F(RefHash, DisposeUsesTheTableThatDies) {
  virRefHash *Dying = Table;
  std::function<void()> Last = [&] {
    for (int I = 0; I != 100; ++I)
      virRefHashRemove(Dying, std::to_string(I).c_str());
    if (Living != 1)
      return;
    Item *Other = newItem();
    EXPECT_EQ(virRefHashAdd(Dying, "other", Other), 0);
    virObjectUnref(Other);
  };
  for (int I = 0; I != 100; ++I)
    put(std::to_string(I), I, &Last);
  virObjectUnref(std::exchange(Table, nullptr));
  EXPECT_EQ(Living, 0);
}

// Tables as objects.

TEST_F(RefHash, TableInATable) {
  put("a", 1);
  virRefHash *Outer = virRefHashNew();
  EXPECT_EQ(virRefHashAdd(Outer, "inner", Table), 0);
  virObjectUnref(std::exchange(Table, nullptr));
  EXPECT_EQ(Living, 1);
  virObjectUnref(Outer);
  EXPECT_EQ(Living, 0);
}

TEST_F(RefHash, TableInItselfLivesUntilItIsRemoved) {
  put("a", 1);
  EXPECT_EQ(virRefHashAdd(Table, "self", Table), 0);
  virRefHash *Borrowed = std::exchange(Table, nullptr);
  virObjectUnref(Borrowed);
  EXPECT_EQ(Living, 1);
  EXPECT_TRUE(virRefHashRemove(Borrowed, "self"));
  EXPECT_EQ(Living, 0);
}

// Misuse.

TEST_F(RefHash, NullIsMisuse) {
  auto Warning = [&](const char *Function, const char *Text) {
    EXPECT_EQ(messages(),
              std::string("warning: ") + Function + ": " + Text + "\n");
  };
  const char *Object = "Object cannot be NULL";
  const char *Key = "The key cannot be NULL";
  Item *Mine = newItem();
  size_t Count = 1;

  EXPECT_EQ(virRefHashAdd(nullptr, "a", Mine), -1);
  Warning("virRefHashAdd", Object);
  EXPECT_EQ(virRefHashAdd(Table, nullptr, Mine), -1);
  Warning("virRefHashAdd", Key);
  EXPECT_EQ(virRefHashAdd(Table, "a", nullptr), -1);
  Warning("virRefHashAdd", Object);
  EXPECT_EQ(virRefHashSet(nullptr, nullptr, Mine), -1);
  Warning("virRefHashSet", Object);
  EXPECT_EQ(virRefHashSet(Table, nullptr, Mine), -1);
  Warning("virRefHashSet", Key);
  EXPECT_EQ(virRefHashSet(Table, "a", nullptr), -1);
  Warning("virRefHashSet", Object);
  EXPECT_EQ(virRefHashFind(nullptr, "a"), nullptr);
  Warning("virRefHashFind", Object);
  EXPECT_EQ(virRefHashFind(Table, nullptr), nullptr);
  Warning("virRefHashFind", Key);
  EXPECT_FALSE(virRefHashHas(nullptr, "a"));
  Warning("virRefHashHas", Object);
  EXPECT_FALSE(virRefHashHas(Table, nullptr));
  Warning("virRefHashHas", Key);
  EXPECT_FALSE(virRefHashRemove(nullptr, "a"));
  Warning("virRefHashRemove", Object);
  EXPECT_FALSE(virRefHashRemove(Table, nullptr));
  Warning("virRefHashRemove", Key);
  EXPECT_FALSE(virRefHashRemoveObject(nullptr, "a", Mine));
  Warning("virRefHashRemoveObject", Object);
  EXPECT_FALSE(virRefHashRemoveObject(Table, nullptr, Mine));
  Warning("virRefHashRemoveObject", Key);
  EXPECT_EQ(virRefHashSteal(nullptr, "a"), nullptr);
  Warning("virRefHashSteal", Object);
  EXPECT_EQ(virRefHashSteal(Table, nullptr), nullptr);
  Warning("virRefHashSteal", Key);
  virRefHashClear(nullptr);
  Warning("virRefHashClear", Object);
  EXPECT_EQ(virRefHashCount(nullptr), 0u);
  Warning("virRefHashCount", Object);
  EXPECT_EQ(virRefHashForEach(nullptr, see, nullptr), -1);
  Warning("virRefHashForEach", Object);
  EXPECT_EQ(virRefHashForEach(Table, nullptr, nullptr), -1);
  Warning("virRefHashForEach", "The callback cannot be NULL");
  EXPECT_EQ(virRefHashObjects(nullptr, &Count), nullptr);
  Warning("virRefHashObjects", Object);
  EXPECT_EQ(Count, 0u);
  EXPECT_EQ(virRefHashCount(Table), 0u);
  virObjectUnref(Mine);
  EXPECT_EQ(Living, 0);
}

TEST_F(RefHash, WhatIsNoObjectIsNotKept) {
  virObject Nothing = {};
  EXPECT_EQ(virRefHashAdd(Table, "a", &Nothing), -1);
  EXPECT_NE(messages().find("warning: virRefHashAdd: Object"),
            std::string::npos);
  put("a", 1);
  EXPECT_EQ(virRefHashSet(Table, "a", &Nothing), -1);
  EXPECT_NE(messages().find("bad magic number 0 [virref-use-after-release]"),
            std::string::npos);
  EXPECT_EQ(number("a"), 1);
}

TEST_F(RefHash, OtherObjectsAreNoTables) {
  Item *Mine = newItem();
  EXPECT_EQ(virRefHashAdd(reinterpret_cast<virRefHash *>(Mine), "a", Mine), -1);
  EXPECT_NE(messages().find("(Item) is not a virRefHash instance"),
            std::string::npos);
  virRefList *List = virRefListNew();
  virRefHashClear(reinterpret_cast<virRefHash *>(List));
  EXPECT_NE(messages().find("(virRefList) is not a virRefHash instance"),
            std::string::npos);
  virObjectUnref(List);
  virObjectUnref(Mine);
}

TEST_F(RefHashDeathTest, StrictMode) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_DEATH(
      {
        virObjectSetMessageHook(nullptr, nullptr);
        setenv("VIROBJECT_STRICT", "1", 1);
        virRefHashFind(Table, nullptr);
      },
      "warning: virRefHashFind: The key cannot be NULL");
}

} // namespace
