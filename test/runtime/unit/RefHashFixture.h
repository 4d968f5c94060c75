//===- RefHashFixture.h - What the tests of the hash table share -*- C++ -*-===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#ifndef VIROBJECT_TEST_REFHASHFIXTURE_H
#define VIROBJECT_TEST_REFHASHFIXTURE_H

#include "ContainerFixture.h"
#include "RefKeyHash.h"

#include <map>
#include <set>

class RefHash : public ContainerTest<virRefHash, virRefHashNew> {
protected:
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

  virRefHash *&Table = Tested;
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
