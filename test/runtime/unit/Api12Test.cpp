//===- Api12Test.cpp - The API of libvirt 1.2 next to the other one -------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "Api12.h"
#include "Support.h"

#include <limits.h>
#include <string.h>

TEST(Api12, UnrefIsTrueWhileReferencesRemain) {
  int Deaths = 0;
  Thing *Obj = newThing(&Deaths);
  virObjectRef(Obj);
  EXPECT_EQ(1, oldUnref(Obj));
  EXPECT_EQ(0, Deaths);
  EXPECT_EQ(0, oldUnref(Obj));
  EXPECT_EQ(1, Deaths);
}

TEST(Api12, UnrefOfNullIsFalseAndNothingIsSaid) {
  Messages Said;
  EXPECT_EQ(0, oldUnref(nullptr));
  EXPECT_EQ("", Said.text());
}

TEST(Api12, UnrefOfNoObjectIsFalseAndReported) {
  Messages Said;
  int Junk[32] = {1};
  EXPECT_EQ(0, oldUnref(Junk));
  EXPECT_EQ(warning("virObjectUnref", "Object " + pointer(Junk) +
                                          " has a bad magic number 1 "
                                          "[virref-use-after-release]"),
            Said.text());
}

TEST(Api12, UnrefOfWhatIsNeverFreedIsTrue) {
  Messages Said;
  Thing *Obj = newThing();
  refsOf(Obj) = INT_MAX;
  virObjectRef(Obj);
  EXPECT_EQ(1, oldUnref(Obj));
  EXPECT_EQ(1u, Said.count());
  freeParked(Obj);
}

TEST(Api12, FreeHashDataTakesANameAndReleases) {
  int Deaths = 0;
  Thing *Obj = newThing(&Deaths);
  virObjectRef(Obj);
  oldFreeHashData(Obj, "name");
  EXPECT_EQ(0, Deaths);
  oldFreeHashData(Obj, nullptr);
  EXPECT_EQ(1, Deaths);
  oldFreeHashData(nullptr, "name");
}

TEST(Api12, ClassNewIsNotToldTheSizeOfTheParent) {
  virClass *Class =
      oldClassNew(thingClass(), "old", sizeof(Thing) + 8, nullptr);
  ASSERT_TRUE(Class);
  EXPECT_STREQ("old", virClassName(Class));
  EXPECT_TRUE(virClassIsDerivedFrom(Class, thingClass()));
  // Both kinds of classes derive from each other.
  virClass *New =
      virClassNew(Class, "new", sizeof(Thing) + 16, sizeof(Thing) + 8, nullptr);
  EXPECT_TRUE(virClassIsDerivedFrom(New, Class));
}

TEST(Api12, ClassNewChecksTheRest) {
  Messages Said;
  EXPECT_FALSE(oldClassNew(nullptr, "orphan", 100, nullptr));
  EXPECT_FALSE(oldClassNew(virClassForObject(), nullptr, 100, nullptr));
  EXPECT_FALSE(
      oldClassNew(virClassForObject(), "same", sizeof(virObject), nullptr));
  EXPECT_EQ(error("virClassNew", "Class orphan needs a parent") +
                error("virClassNew", "The name of a class cannot be NULL") +
                error("virClassNew",
                      "Objects of class same (16 bytes) must be larger than "
                      "those of its parent virObject (16 bytes)"),
            Said.text());
}

TEST(Api12, ASourceWrittenForItWorks) { EXPECT_EQ(0, oldLife()); }
