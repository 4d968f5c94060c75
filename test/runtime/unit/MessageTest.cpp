//===- MessageTest.cpp - Where warnings and errors go ---------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "Support.h"

TEST(MessageHook, GetsKindFunctionTextAndOpaque) {
  Messages Said;
  virObjectLock(nullptr);
  virObjectNew(nullptr);
  auto All = Said.all();
  ASSERT_EQ(2u, All.size());
  EXPECT_EQ(VIR_OBJECT_WARNING, All[0].Kind);
  EXPECT_EQ("virObjectLock", All[0].Function);
  EXPECT_EQ("Object cannot be NULL", All[0].Text);
  EXPECT_EQ(VIR_OBJECT_ERROR, All[1].Kind);
  EXPECT_EQ("virObjectNew", All[1].Function);
  EXPECT_EQ("The class of a new object cannot be NULL", All[1].Text);
}

TEST(MessageHook, WithoutOneItIsStandardError) {
  testing::internal::CaptureStderr();
  virObjectUnlock(nullptr);
  virObjectNew(nullptr);
  EXPECT_EQ("virobject: warning: virObjectUnlock: Object cannot be NULL\n"
            "virobject: error: virObjectNew: The class of a new object cannot "
            "be NULL\n",
            testing::internal::GetCapturedStderr());
}

TEST(MessageHook, NullIsStandardErrorAgain) {
  testing::internal::CaptureStderr();
  {
    Messages Said;
    virObjectUnlock(nullptr);
    EXPECT_EQ(1u, Said.count());
  }
  virObjectUnlock(nullptr);
  EXPECT_EQ("virobject: warning: virObjectUnlock: Object cannot be NULL\n",
            testing::internal::GetCapturedStderr());
}

TEST(MessageHook, LongNamesAreCutOff) {
  Messages Said;
  std::string Name(5000, 'n');
  EXPECT_FALSE(virClassNew(nullptr, Name.c_str(), 100, 16, nullptr));
  ASSERT_EQ(1u, Said.count());
  EXPECT_EQ(0u, Said.all()[0].Text.find("Class nnn"));
  EXPECT_GT(5000u, Said.all()[0].Text.size());
}

TEST(MessageHook, MayUseTheLibrary) {
  static Thing *Obj;
  static int Times;
  Obj = newThing();
  Times = 0;
  virObjectSetMessageHook(
      [](virObjectMessageKind, const char *, const char *, void *) {
        ++Times;
        virObjectRef(Obj);
      },
      nullptr);
  virObjectLock(nullptr);
  virObjectSetMessageHook(nullptr, nullptr);
  EXPECT_EQ(1, Times);
  EXPECT_EQ(2, refsOf(Obj));
  virObjectUnref(Obj);
  virObjectUnref(Obj);
}
