//===- AtomicTest.cpp - Atomic integers -----------------------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include <virobject/viratomic.h>

#include <gtest/gtest.h>
#include <limits.h>
#include <thread>
#include <type_traits>

// The rules of libvirt 1.2: Inc returns the new value; Add, And, Or and Xor the
// old one; DecAndTest is true at zero.

namespace {
template <typename T> class Atomic : public testing::Test {};
using IntTypes = testing::Types<int, unsigned, volatile int, volatile unsigned>;
} // namespace
TYPED_TEST_SUITE(Atomic, IntTypes);

TYPED_TEST(Atomic, GetAndSet) {
  TypeParam Value = 3;
  EXPECT_EQ(TypeParam(3), virAtomicIntGet(&Value));
  virAtomicIntSet(&Value, 9);
  EXPECT_EQ(TypeParam(9), virAtomicIntGet(&Value));
  static_assert(std::is_void<decltype(virAtomicIntSet(&Value, 9))>::value, "");
}

TYPED_TEST(Atomic, IncIsTheNewValue) {
  TypeParam Value = 4;
  EXPECT_EQ(TypeParam(5), virAtomicIntInc(&Value));
  EXPECT_EQ(TypeParam(5), Value);
}

TYPED_TEST(Atomic, DecAndTestIsTrueAtZeroOnly) {
  TypeParam Value = 2;
  EXPECT_FALSE(virAtomicIntDecAndTest(&Value));
  EXPECT_TRUE(virAtomicIntDecAndTest(&Value));
  EXPECT_FALSE(virAtomicIntDecAndTest(&Value));
  EXPECT_EQ(TypeParam(-1), Value);
}

TYPED_TEST(Atomic, AddIsTheOldValue) {
  TypeParam Value = 10;
  EXPECT_EQ(TypeParam(10), virAtomicIntAdd(&Value, 5));
  EXPECT_EQ(TypeParam(15), virAtomicIntAdd(&Value, -20));
  EXPECT_EQ(TypeParam(-5), Value);
}

TYPED_TEST(Atomic, AndOrXorAreTheOldValue) {
  TypeParam Value = 0xc;
  EXPECT_EQ(TypeParam(0xc), virAtomicIntAnd(&Value, 0xa));
  EXPECT_EQ(TypeParam(0x8), virAtomicIntOr(&Value, 0x3));
  EXPECT_EQ(TypeParam(0xb), virAtomicIntXor(&Value, 0xf));
  EXPECT_EQ(TypeParam(0x4), Value);
}

TYPED_TEST(Atomic, CompareExchangeSetsWhatIsExpected) {
  TypeParam Value = 1;
  EXPECT_FALSE(virAtomicIntCompareExchange(&Value, 2, 3));
  EXPECT_EQ(TypeParam(1), Value);
  EXPECT_TRUE(virAtomicIntCompareExchange(&Value, 1, 3));
  EXPECT_EQ(TypeParam(3), Value);
}

TYPED_TEST(Atomic, ThePointerIsEvaluatedOnce) {
  TypeParam Values[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  TypeParam *Next = Values;
  (void)virAtomicIntGet(Next++);
  virAtomicIntSet(Next++, 1);
  (void)virAtomicIntInc(Next++);
  (void)virAtomicIntDecAndTest(Next++);
  (void)virAtomicIntAdd(Next++, 1);
  (void)virAtomicIntAnd(Next++, 1);
  (void)virAtomicIntOr(Next++, 1);
  (void)virAtomicIntXor(Next++, 1);
  (void)virAtomicIntCompareExchange(Next++, 1, 2);
  EXPECT_EQ(Values + 9, Next);
}

// Two threads: nothing is lost.

TYPED_TEST(Atomic, TwoThreadsCount) {
  TypeParam Value = 0;
  const int Times = 20000;
  auto Work = [&](auto Once) {
    auto Often = [&] {
      for (int I = 0; I != Times; ++I)
        Once();
    };
    std::thread One(Often), Two(Often);
    One.join();
    Two.join();
  };
  Work([&] { (void)virAtomicIntInc(&Value); });
  EXPECT_EQ(TypeParam(2 * Times), Value);
  Work([&] { (void)virAtomicIntAdd(&Value, 3); });
  EXPECT_EQ(TypeParam(8 * Times), Value);
  TypeParam Zeros = 0;
  virAtomicIntSet(&Value, 2 * Times);
  Work([&] {
    if (virAtomicIntDecAndTest(&Value))
      (void)virAtomicIntInc(&Zeros);
  });
  EXPECT_EQ(TypeParam(0), Value);
  EXPECT_EQ(TypeParam(1), Zeros);
  Work([&] {
    TypeParam Old;
    do
      Old = virAtomicIntGet(&Value);
    while (!virAtomicIntCompareExchange(&Value, Old, Old + 1));
  });
  EXPECT_EQ(TypeParam(2 * Times), Value);
  virAtomicIntSet(&Value, 0);
  Work([&] { (void)virAtomicIntXor(&Value, 0x55); });
  EXPECT_EQ(TypeParam(0), Value);
}

// What one thread wrote before is seen by the one that sees the result: under
// ThreadSanitizer this fails if it is not.
TEST(AtomicOrder, SetPublishes) {
  int Data = 0;
  int Ready = 0;
  std::thread Writer([&] {
    Data = 42;
    virAtomicIntSet(&Ready, 1);
  });
  while (!virAtomicIntGet(&Ready))
    std::this_thread::yield();
  EXPECT_EQ(42, Data);
  Writer.join();
}

// The ends of the range.

TEST(AtomicWrap, IntWrapsAround) {
  int Value = INT_MAX;
  EXPECT_EQ(INT_MIN, virAtomicIntInc(&Value));
  EXPECT_FALSE(virAtomicIntDecAndTest(&Value));
  EXPECT_EQ(INT_MAX, Value);
  EXPECT_EQ(INT_MAX, virAtomicIntAdd(&Value, 2));
  EXPECT_EQ(INT_MIN + 1, Value);
}

TEST(AtomicWrap, UnsignedWrapsAround) {
  unsigned Value = UINT_MAX;
  EXPECT_EQ(0u, virAtomicIntInc(&Value));
  EXPECT_FALSE(virAtomicIntDecAndTest(&Value));
  EXPECT_EQ(UINT_MAX, Value);
  EXPECT_EQ(UINT_MAX, virAtomicIntAdd(&Value, 2));
  EXPECT_EQ(1u, Value);
}
