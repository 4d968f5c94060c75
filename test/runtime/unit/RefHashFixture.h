//===- RefHashFixture.h - What the tests of the hash table share -*- C++ -*-===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#ifndef VIROBJECT_TEST_REFHASHFIXTURE_H
#define VIROBJECT_TEST_REFHASHFIXTURE_H

#include "Faults.h"
#include "RefKeyHash.h"

#include <gtest/gtest.h>
#include <virobject/virrefhash.h>
#include <virobject/virreflist.h>

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <stdlib.h>
#include <string.h>
#include <string>
#include <thread>
#include <utility>
#include <vector>

struct Item {
  virObject parent;
  int Number;
  /// Called when it dies, if there is one.
  std::function<void()> *Last;
};

inline std::atomic<int> Living;

inline void ItemDispose(void *Any) {
  auto *Self = static_cast<Item *>(Any);
  if (Self->Last)
    (*Self->Last)();
  --Living;
}

inline virClass *itemClass() {
  static virClass *ItemClass;
  static virClass *Made = VIR_CLASS_NEW(Item, virClassForObject());
  return Made;
}

inline Item *newItem(int Number = 0, std::function<void()> *Last = nullptr) {
  auto *New = static_cast<Item *>(virObjectNew(itemClass()));
  New->Number = Number;
  New->Last = Last;
  ++Living;
  return New;
}

/// Every test starts with an empty table, and ends with no object, no table and
/// no message that it has not asked for.
class RefHash : public testing::Test {
protected:
  void SetUp() override {
    Living = 0;
    virObjectSetMessageHook(collect, this);
    Table = virRefHashNew();
    ASSERT_NE(Table, nullptr);
  }

  void TearDown() override {
    virObjectUnref(Table);
    virObjectSetMessageHook(nullptr, nullptr);
    EXPECT_EQ(Living, 0);
    EXPECT_EQ(messages(), "");
  }

  /// Adds a new object that the table alone owns. Borrowed.
  Item *put(const std::string &Key, int Number = 0,
            std::function<void()> *Last = nullptr) {
    Item *New = newItem(Number, Last);
    EXPECT_EQ(virRefHashAdd(Table, Key.c_str(), New), 0);
    virObjectUnref(New);
    return New;
  }

  /// The number under \p Key, -1 if there is none.
  int number(const std::string &Key) {
    auto *Found = static_cast<Item *>(virRefHashFind(Table, Key.c_str()));
    int Number = Found ? Found->Number : -1;
    virObjectUnref(Found);
    return Number;
  }

  /// What has been said since the last call, a line each.
  std::string messages() {
    std::lock_guard<std::mutex> Lock(Mutex);
    return std::exchange(Messages, "");
  }

  virRefHash *Table = nullptr;

private:
  static void collect(virObjectMessageKind Kind, const char *Function,
                      const char *Message, void *Opaque) {
    auto *Self = static_cast<RefHash *>(Opaque);
    std::lock_guard<std::mutex> Lock(Self->Mutex);
    Self->Messages += Kind == VIR_OBJECT_WARNING ? "warning: " : "error: ";
    Self->Messages += std::string(Function) + ": " + Message + "\n";
  }

  std::mutex Mutex;
  std::string Messages;
};

using Seen = std::multimap<std::string, int>;

int see(const char *Key, void *Obj, void *Opaque) {
  static_cast<Seen *>(Opaque)->emplace(Key, static_cast<Item *>(Obj)->Number);
  return 0;
}

/// Calls a function for each, by way of virRefHashForEach.
int forEach(virRefHash *Table,
            std::function<int(const char *, Item *)> Function) {
  return virRefHashForEach(
      Table,
      [](const char *Key, void *Obj, void *Opaque) {
        return (*static_cast<decltype(Function) *>(Opaque))(
            Key, static_cast<Item *>(Obj));
      },
      &Function);
}

#endif // VIROBJECT_TEST_REFHASHFIXTURE_H
