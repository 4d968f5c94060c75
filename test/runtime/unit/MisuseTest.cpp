//===- MisuseTest.cpp - What is no object, and counts that are wrong ------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "Faults.h"
#include "Support.h"

#include <limits.h>
#include <string.h>

// Memory that is no object.

namespace {
/// Memory with some other content than an object.
struct Junk {
  explicit Junk(unsigned Magic) {
    memset(Bytes, 0x5a, sizeof(Bytes));
    memcpy(Bytes, &Magic, sizeof(Magic));
    memcpy(Before, Bytes, sizeof(Bytes));
  }
  bool isUnchanged() const { return memcmp(Before, Bytes, sizeof(Bytes)) == 0; }

  alignas(16) char Bytes[128];
  char Before[128];
};
} // namespace

static std::string badMagic(const char *Function, const void *Any,
                            const char *Magic) {
  return warning(Function, "Object " + pointer(Any) +
                               " has a bad magic number " + Magic +
                               " [virref-use-after-release]");
}

/// 1.2.12 and 9.0.0 crash, 5.x returns and says nothing but in lock functions.
TEST(BadPointer, OneWarningAndNothingElseInEveryFunction) {
  Messages Said;
  Junk J(0x12345678);
  void *Any = J.Bytes;
  EXPECT_EQ(nullptr, virObjectRef(Any));
  EXPECT_EQ(badMagic("virObjectRef", Any, "12345678"), Said.take());
  virObjectUnref(Any);
  EXPECT_EQ(badMagic("virObjectUnref", Any, "12345678"), Said.take());
  virObjectFreeCallback(Any);
  EXPECT_EQ(1u, Said.count());
  Said.clear();
  virObjectFreeHashData(Any);
  EXPECT_EQ(1u, Said.count());
  Said.clear();
  void *Variable = Any;
  virObjectAutoUnref(&Variable);
  EXPECT_EQ(nullptr, Variable);
  EXPECT_EQ(1u, Said.count());
  Said.clear();
  EXPECT_FALSE(virObjectIsClass(Any, thingClass()));
  EXPECT_EQ(badMagic("virObjectIsClass", Any, "12345678"), Said.take());
  virObjectLock(Any);
  EXPECT_EQ(badMagic("virObjectLock", Any, "12345678"), Said.take());
  virObjectUnlock(Any);
  EXPECT_EQ(badMagic("virObjectUnlock", Any, "12345678"), Said.take());
  virObjectRWLockRead(Any);
  EXPECT_EQ(badMagic("virObjectRWLockRead", Any, "12345678"), Said.take());
  virObjectRWLockWrite(Any);
  EXPECT_EQ(badMagic("virObjectRWLockWrite", Any, "12345678"), Said.take());
  virObjectRWUnlock(Any);
  EXPECT_EQ(badMagic("virObjectRWUnlock", Any, "12345678"), Said.take());
  EXPECT_TRUE(J.isUnchanged());
}

TEST(BadPointer, OnlyTheWholePrefixIsAnObject) {
  for (unsigned Magic : {0x0u, 0xCAFFu, 0xCAFF0001u, 0xCAFC0001u, 0xCABE0001u,
                         0x4AFE0001u, 0xDEADBEEFu, 0xFFFFFFFFu}) {
    Messages Said;
    Junk J(Magic);
    EXPECT_EQ(nullptr, virObjectRef(J.Bytes));
    virObjectUnref(J.Bytes);
    EXPECT_EQ(2u, Said.count()) << Magic;
    EXPECT_TRUE(J.isUnchanged()) << Magic;
  }
}

TEST(BadPointer, AListGoesOnBehindIt) {
  Messages Said;
  int Deaths = 0;
  Junk J(1);
  auto **List = static_cast<void **>(calloc(4, sizeof(void *)));
  List[0] = newThing(&Deaths);
  List[1] = J.Bytes;
  List[2] = newThing(&Deaths);
  virObjectListFree(List);
  EXPECT_EQ(2, Deaths);
  EXPECT_EQ(badMagic("virObjectUnref", J.Bytes, "1"), Said.text());
}

// Counts that are wrong.

static std::string tooMany(const void *Obj) {
  return "Object " + pointer(Obj) +
         " (Thing) has too many references to count, it will never be freed "
         "[virref-leak]";
}

namespace {
/// Has an object whose count it makes wrong.
class Saturation : public testing::Test {
protected:
  void SetUp() override { Obj = newThing(&Deaths); }
  void TearDown() override {
    EXPECT_EQ(0, Deaths);
    freeParked(Obj);
  }

  int Deaths = 0;
  Thing *Obj;
  Messages Said;
};
} // namespace

TEST_F(Saturation, TheLargestCountIsStillOne) {
  refsOf(Obj) = INT_MAX - 1;
  EXPECT_EQ(Obj, virObjectRef(Obj));
  EXPECT_EQ(INT_MAX, refsOf(Obj));
  virObjectUnref(Obj);
  EXPECT_EQ(INT_MAX - 1, refsOf(Obj));
  EXPECT_EQ("", Said.text());
}

TEST_F(Saturation, OneMoreParksTheObject) {
  refsOf(Obj) = INT_MAX;
  EXPECT_EQ(Obj, virObjectRef(Obj));
  EXPECT_EQ(warning("virObjectRef", tooMany(Obj)), Said.text());
  EXPECT_GT(INT_MIN / 4, refsOf(Obj));
}

TEST_F(Saturation, AParkedObjectIsUsableAndNeverFreedAndReportedOnce) {
  refsOf(Obj) = INT_MAX;
  virObjectRef(Obj);
  Said.clear();
  for (int I = 0; I != 100; ++I) {
    ASSERT_EQ(Obj, virObjectRef(Obj));
    virObjectUnref(Obj);
    virObjectUnref(Obj);
  }
  EXPECT_TRUE(virObjectIsClass(Obj, thingClass()));
  EXPECT_EQ("", Said.text());
  EXPECT_GT(INT_MIN / 4, refsOf(Obj));
}

TEST_F(Saturation, AParkedObjectComesBackToItsPlace) {
  refsOf(Obj) = INT_MAX;
  virObjectRef(Obj);
  int Parked = refsOf(Obj);
  // Each operation puts it back, so that no number of them adds up.
  virObjectRef(Obj);
  EXPECT_EQ(Parked, refsOf(Obj));
  virObjectUnref(Obj);
  EXPECT_EQ(Parked, refsOf(Obj));
}

// Another thread has counted over the end, and has not parked the object yet.
TEST_F(Saturation, BehindTheEndItIsTheSameMistake) {
  for (auto *Function : {+[](void *Any) { virObjectRef(Any); },
                         +[](void *Any) { virObjectUnref(Any); }}) {
    refsOf(Obj) = INT_MIN;
    Function(Obj);
    EXPECT_NE(std::string::npos, Said.take().find(tooMany(Obj)));
    EXPECT_GT(INT_MIN / 4, refsOf(Obj));
    EXPECT_LT(INT_MIN / 4 * 3, refsOf(Obj));
  }
}

TEST_F(Saturation, ReleasingMoreThanThereIsParksTheObject) {
  refsOf(Obj) = 0;
  virObjectUnref(Obj);
  EXPECT_EQ(warning("virObjectUnref",
                    "Object " + pointer(Obj) +
                        " (Thing) is being disposed of, there is no reference "
                        "to give back [virref-over-release]"),
            Said.take());
  virObjectUnref(Obj);
  virObjectRef(Obj);
  virObjectUnref(Obj);
  EXPECT_EQ("", Said.text());
}

/// Takes and releases references to \p Any, as if two threads had done so
/// often enough for the count to run over.
static void *overflow(void *Any) {
  for (int I = 0; I != 2000; ++I)
    virObjectRef(Any);
  for (int I = 0; I != 4000; ++I)
    virObjectUnref(Any);
  return nullptr;
}

TEST(SaturationRace, TwoThreadsAreToldOnce) {
  for (int Round = 0; Round != 200; ++Round) {
    Messages Said;
    int Deaths = 0;
    Thing *Obj = newThing(&Deaths);
    refsOf(Obj) = INT_MAX - 5;
    pthread_t One, Two;
    ASSERT_EQ(0, pthread_create(&One, nullptr, overflow, Obj));
    ASSERT_EQ(0, pthread_create(&Two, nullptr, overflow, Obj));
    pthread_join(One, nullptr);
    pthread_join(Two, nullptr);
    ASSERT_EQ(0, Deaths);
    std::string Text = Said.text();
    std::string Expected = tooMany(Obj);
    ASSERT_EQ(1u, Said.count()) << Text;
    ASSERT_NE(std::string::npos, Text.find(Expected)) << Text;
    freeParked(Obj);
  }
}

static void *releaseOften(void *Any) {
  for (int I = 0; I != 1000; ++I)
    virObjectUnref(Any);
  return nullptr;
}

TEST(SaturationRace, TwoThreadsThatReleaseTooOftenAreToldOnce) {
  for (int Round = 0; Round != 200; ++Round) {
    Messages Said;
    int Deaths = 0;
    Thing *Obj = newThing(&Deaths);
    refsOf(Obj) = 0;
    pthread_t One, Two;
    ASSERT_EQ(0, pthread_create(&One, nullptr, releaseOften, Obj));
    ASSERT_EQ(0, pthread_create(&Two, nullptr, releaseOften, Obj));
    pthread_join(One, nullptr);
    pthread_join(Two, nullptr);
    ASSERT_EQ(0, Deaths);
    ASSERT_EQ(1u, Said.count()) << Said.text();
    freeParked(Obj);
  }
}
