//===- Support.cpp - What the tests of objects share ----------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "Support.h"

// Classes live forever, also those that a test does not keep. Asked by
// LeakSanitizer.
extern "C" const char *__lsan_default_suppressions() {
  return "leak:makeClass\n";
}

// The end of a locked mutex ends a test if ThreadSanitizer reports it: that is
// left to the library.
extern "C" const char *__tsan_default_options() {
  return "report_destroy_locked=0";
}

static void ThingDispose(void *Any) {
  auto *Self = static_cast<Thing *>(Any);
  if (Self->Deaths)
    ++*Self->Deaths;
  if (Self->WhenDying)
    Self->WhenDying(Self);
}

static void LockedThingDispose(void *Any) {
  auto *Self = static_cast<LockedThing *>(Any);
  if (Self->Deaths)
    ++*Self->Deaths;
}

static void RWThingDispose(void *Any) {
  auto *Self = static_cast<RWThing *>(Any);
  if (Self->Deaths)
    ++*Self->Deaths;
}

virClass *thingClass() {
  static virClass *ThingClass;
  static virClass *Made = VIR_CLASS_NEW(Thing, virClassForObject());
  return Made;
}

virClass *lockedThingClass() {
  static virClass *LockedThingClass;
  static virClass *Made =
      VIR_CLASS_NEW(LockedThing, virClassForObjectLockable());
  return Made;
}

virClass *rwThingClass() {
  static virClass *RWThingClass;
  static virClass *Made = VIR_CLASS_NEW(RWThing, virClassForObjectRWLockable());
  return Made;
}

template <typename T> static T *made(void *Any, int *Deaths) {
  if (!Any)
    abort();
  auto *New = static_cast<T *>(Any);
  New->Deaths = Deaths;
  return New;
}

Thing *newThing(int *Deaths, void (*WhenDying)(Thing *Self)) {
  auto *New = made<Thing>(virObjectNew(thingClass()), Deaths);
  New->WhenDying = WhenDying;
  return New;
}

LockedThing *newLockedThing(int *Deaths) {
  return made<LockedThing>(virObjectLockableNew(lockedThingClass()), Deaths);
}

RWThing *newRWThing(int *Deaths) {
  return made<RWThing>(virObjectRWLockableNew(rwThingClass()), Deaths);
}
