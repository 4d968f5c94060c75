//===- RefHashStressTest.cpp - The same, with little memory and threads ----===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "RefHashFixture.h"

namespace {

// Memory that is short.

/// Calls \p Function, for which \p Works allocations work and no more.
template <typename Function>
auto whenMemoryIsShort(unsigned Works, Function Call) {
  faults::AllocationsFail Fail(Works);
  return Call();
}

TEST_F(RefHash, NewFailsWithoutMemory) {
  EXPECT_EQ(whenMemoryIsShort(0, virRefHashNew), nullptr);
  EXPECT_NE(messages().find("error: virObjectNew: Out of memory"),
            std::string::npos);
}

TEST_F(RefHash, AddAndSetFailWithoutMemory) {
  Item *Mine = newItem(2);
  put("a", 1);
  for (auto Function : {virRefHashAdd, virRefHashSet}) {
    for (const char *Key : {"a", "b"}) {
      EXPECT_EQ(whenMemoryIsShort(0, [&] { return Function(Table, Key, Mine); }),
                -1);
      EXPECT_NE(messages().find("Out of memory for a key of 2 bytes"),
                std::string::npos);
    }
    EXPECT_EQ(number("a"), 1);
    EXPECT_EQ(virRefHashCount(Table), 1u);
  }
  virObjectUnref(Mine);
  EXPECT_EQ(Living, 1);
}

TEST_F(RefHash, WithoutMemoryToGrowItIsOnlySlower) {
  for (int I = 0; I != 200; ++I) {
    Item *Mine = newItem(I);
    std::string Key = std::to_string(I);
    // One is for the entry.
    ASSERT_EQ(whenMemoryIsShort(
                  1, [&] { return virRefHashAdd(Table, Key.c_str(), Mine); }),
              0);
    virObjectUnref(Mine);
  }
  for (int I = 0; I != 200; ++I)
    ASSERT_EQ(number(std::to_string(I)), I);
  put("grow", 200);
  for (int I = 0; I != 200; ++I)
    ASSERT_EQ(number(std::to_string(I)), I);
}

TEST_F(RefHash, RemovingNeedsNoMemory) {
  for (int I = 0; I != 200; ++I)
    put(std::to_string(I), I);
  for (int I = 0; I != 100; ++I) {
    std::string Key = std::to_string(I);
    ASSERT_TRUE(whenMemoryIsShort(
        0, [&] { return virRefHashRemove(Table, Key.c_str()); }));
  }
  for (int I = 100; I != 190; ++I) {
    std::string Key = std::to_string(I);
    void *Stolen = whenMemoryIsShort(
        0, [&] { return virRefHashSteal(Table, Key.c_str()); });
    ASSERT_NE(Stolen, nullptr);
    virObjectUnref(Stolen);
  }
  for (int I = 190; I != 200; ++I)
    ASSERT_EQ(number(std::to_string(I)), I);
  whenMemoryIsShort(0, [&] { virRefHashClear(Table); });
  EXPECT_EQ(Living, 0);
}

TEST_F(RefHash, IterationsFailWithoutMemory) {
  put("a", 1);
  Seen Nothing;
  EXPECT_EQ(whenMemoryIsShort(
                0, [&] { return virRefHashForEach(Table, see, &Nothing); }),
            -1);
  EXPECT_TRUE(Nothing.empty());
  EXPECT_EQ(messages(), "error: virRefHashForEach: Out of memory for an array "
                        "of 1 objects\n");
  size_t Count = 1;
  EXPECT_EQ(
      whenMemoryIsShort(0, [&] { return virRefHashObjects(Table, &Count); }),
      nullptr);
  EXPECT_EQ(Count, 0u);
  EXPECT_EQ(messages(), "error: virRefHashObjects: Out of memory for an array "
                        "of 1 objects\n");
}

// Threads. ThreadSanitizer and AddressSanitizer see what these do not.

TEST_F(RefHash, ThreadsUseTheSameKeys) {
  std::atomic<int> Met(0);
  inThreads(Threads, [&](int Thread) {
    unsigned Random = Thread + 1;
    for (int I = 0; I != 3000; ++I) {
      Random = Random * 1103515245 + 12345;
      std::string Name = "key " + std::to_string(Random >> 16 & 15);
      const char *Key = Name.c_str();
      Item *Mine = newItem(Thread);
      switch (Random >> 24 & 7) {
      case 0:
      case 1:
        virRefHashAdd(Table, Key, Mine);
        break;
      case 2:
        EXPECT_EQ(virRefHashSet(Table, Key, Mine), 0);
        break;
      case 3:
        if (auto *Found = static_cast<Item *>(virRefHashFind(Table, Key))) {
          Met += Found->Number >= 0 && Found->Number < Threads;
          virObjectUnref(Found);
        }
        break;
      case 4:
        virRefHashRemove(Table, Key);
        break;
      case 5:
        virObjectUnref(virRefHashSteal(Table, Key));
        break;
      case 6:
        if (virRefHashAdd(Table, Key, Mine) == 0)
          virRefHashRemoveObject(Table, Key, Mine);
        break;
      case 7:
        forEach(Table, [&](const char *, Item *Self) {
          Met += Self->Number >= 0 && Self->Number < Threads;
          return 0;
        });
        if (I % 16 == 0)
          virRefHashClear(Table);
        virObjectListFree(virRefHashObjects(Table, nullptr));
        Met += virRefHashHas(Table, Key) && virRefHashCount(Table) > 0;
        break;
      }
      virObjectUnref(Mine);
    }
  });
  EXPECT_GT(Met, 0);
  EXPECT_EQ(Living, static_cast<int>(virRefHashCount(Table)));
}

TEST_F(RefHash, OneThreadAddsOneRemoves) {
  std::atomic<int> Added(0), Removed(0), Stolen(0);
  inThreads(Threads, [&](int Thread) {
    for (int I = 0; I != 2000; ++I) {
      std::string Key = std::to_string(I);
      Item *Mine = newItem(Thread);
      Added += virRefHashAdd(Table, Key.c_str(), Mine) == 0;
      EXPECT_GE(virRefHashCount(Table), static_cast<size_t>(I + 1));
      virObjectUnref(Mine);
    }
  });
  EXPECT_EQ(Added, 2000);
  EXPECT_EQ(Living, 2000);
  inThreads(Threads, [&](int Thread) {
    for (int I = 0; I != 2000; ++I) {
      std::string Key = std::to_string(I);
      if (Thread % 2) {
        Removed += virRefHashRemove(Table, Key.c_str());
      } else if (void *Mine = virRefHashSteal(Table, Key.c_str())) {
        ++Stolen;
        virObjectUnref(Mine);
      }
    }
  });
  EXPECT_EQ(Removed + Stolen, 2000);
  EXPECT_EQ(Living, 0);
}

TEST_F(RefHash, FoundObjectsLiveWhileOthersReplaceThem) {
  put("a", 0);
  inThreads(Threads, [&](int Thread) {
    for (int I = 1; I != 2000; ++I) {
      if (Thread == 0) {
        Item *Mine = newItem(I);
        EXPECT_EQ(virRefHashSet(Table, "a", Mine), 0);
        virObjectUnref(Mine);
      } else {
        // It is never absent, and never goes back.
        static thread_local int Least;
        if (I == 1)
          Least = 0;
        int Now = number("a");
        EXPECT_GE(Now, Least);
        Least = Now;
      }
    }
  });
  EXPECT_EQ(Living, 1);
  EXPECT_EQ(number("a"), 1999);
}

TEST_F(RefHash, IterationsHoldWhatOthersRemove) {
  std::atomic<int> Met(0);
  put("4", 4);
  inThreads(Threads, [&](int Thread) {
    for (int I = 0; I != 500; ++I) {
      if (Thread % 2) {
        forEach(Table, [&](const char *Key, Item *Self) {
          std::this_thread::yield();
          EXPECT_EQ(std::to_string(Self->Number), Key);
          ++Met;
          return 0;
        });
        continue;
      }
      for (int Number = 0; Number != 4; ++Number) {
        std::string Key = std::to_string(Number);
        Item *Mine = newItem(Number);
        EXPECT_EQ(virRefHashSet(Table, Key.c_str(), Mine), 0);
        virObjectUnref(Mine);
        if (I % 3 == 0)
          virRefHashRemove(Table, Key.c_str());
      }
    }
  });
  EXPECT_GT(Met, 0);
  EXPECT_EQ(Living, static_cast<int>(virRefHashCount(Table)));
}

TEST_F(RefHash, DisposeUsesTheTableInThreads) {
  std::function<void()> Last = [&] {
    virRefHashHas(Table, "a");
    virRefHashRemove(Table, "b");
  };
  inThreads(Threads, [&](int Thread) {
    for (int I = 0; I != 1000; ++I) {
      Item *Mine = newItem(I, &Last);
      EXPECT_EQ(virRefHashSet(Table, Thread % 2 ? "a" : "b", Mine), 0);
      virObjectUnref(Mine);
    }
  });
  virRefHashClear(Table);
  EXPECT_EQ(Living, 0);
}

TEST_F(RefHash, LastThreadEndsTheTable) {
  put("a");
  for (int I = 0; I != Threads; ++I)
    virObjectRef(Table);
  virRefHash *Shared = Table;
  inThreads(Threads, [&](int Thread) {
    Item *Mine = newItem(Thread);
    virRefHashAdd(Shared, std::to_string(Thread).c_str(), Mine);
    virObjectUnref(Mine);
    virObjectUnref(Shared);
  });
  EXPECT_EQ(Living, Threads + 1);
  virObjectUnref(std::exchange(Table, nullptr));
  EXPECT_EQ(Living, 0);
}

} // namespace
