//===- Call.cpp - What a call into a library costs ------------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//
//
// Counting with nothing but the call and a check for null: what is left to
// libvirobject for all of its own checks is the difference to this.
//
//===----------------------------------------------------------------------===//

#include "Call.h"

#include <stdlib.h>

extern "C" void *callNew(void) {
  auto *Obj = static_cast<CallObject *>(calloc(1, sizeof(CallObject)));
  if (Obj)
    Obj->Refs = 1;
  return Obj;
}

extern "C" void *callRef(void *Any) {
  if (!Any)
    return nullptr;
  auto *Obj = static_cast<CallObject *>(Any);
  __atomic_fetch_add(&Obj->Refs, 1, __ATOMIC_RELAXED);
  return Obj;
}

extern "C" void callUnref(void *Any) {
  if (!Any)
    return;
  auto *Obj = static_cast<CallObject *>(Any);
  if (__atomic_fetch_sub(&Obj->Refs, 1, __ATOMIC_ACQ_REL) == 1)
    free(Obj);
}
