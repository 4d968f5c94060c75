//===- ContainerFixture.h - What the tests of containers share --*- C++ -*-===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#ifndef VIROBJECT_TEST_CONTAINERFIXTURE_H
#define VIROBJECT_TEST_CONTAINERFIXTURE_H

#include "Faults.h"

#include <gtest/gtest.h>
#include <virobject/virrefhash.h>
#include <virobject/virreflist.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <stdint.h>
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

/// Every test starts with an empty container, and ends with no object, no
/// container and no message that it has not asked for.
template <typename Container, Container *New()>
class ContainerTest : public testing::Test {
protected:
  void SetUp() override {
    Living = 0;
    virObjectSetMessageHook(collect, this);
    Tested = New();
    ASSERT_NE(Tested, nullptr);
  }

  void TearDown() override {
    virObjectUnref(Tested);
    virObjectSetMessageHook(nullptr, nullptr);
    EXPECT_EQ(Living, 0);
    EXPECT_EQ(messages(), "");
  }

  /// What has been said since the last call, a line each.
  std::string messages() {
    std::lock_guard<std::mutex> Lock(Mutex);
    return std::exchange(Messages, "");
  }

  Container *Tested = nullptr;

private:
  static void collect(virObjectMessageKind Kind, const char *Function,
                      const char *Message, void *Opaque) {
    auto *Self = static_cast<ContainerTest *>(Opaque);
    std::lock_guard<std::mutex> Lock(Self->Mutex);
    Self->Messages += Kind == VIR_OBJECT_WARNING ? "warning: " : "error: ";
    Self->Messages += std::string(Function) + ": " + Message + "\n";
  }

  std::mutex Mutex;
  std::string Messages;
};

/// Runs \p Function in some threads at once, with the number of the thread.
template <typename Function> void inThreads(int Count, Function Call) {
  std::vector<std::thread> Threads;
  std::atomic<int> Ready(0);
  for (int I = 0; I != Count; ++I)
    Threads.emplace_back([&, I] {
      ++Ready;
      while (Ready != Count)
        std::this_thread::yield();
      Call(I);
    });
  for (std::thread &Thread : Threads)
    Thread.join();
}

constexpr int Threads = 4;

#endif // VIROBJECT_TEST_CONTAINERFIXTURE_H
