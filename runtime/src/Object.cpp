//===- Object.cpp - Objects and their references --------------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "Debug.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

using namespace vir;

/// For small functions that are called all the time: one cache line has all of
/// it, wherever the linker puts it.
#define VIROBJECT_HOT __attribute__((aligned(64)))

// Making.

/// \returns memory that is zero, or null.
static void *allocate(size_t Size) {
  // glibc's calloc takes a lock where malloc takes what this thread has freed.
  // Only for much memory it is better: that may be zero already.
  if (Size > 4096)
    return calloc(1, Size);
  void *Memory = malloc(Size);
  // Without this the compiler makes it a calloc.
  __asm__("" : "+r"(Memory));
  return Memory ? memset(Memory, 0, Size) : nullptr;
}

extern "C" void *virObjectNew(virClass *Class) {
  if (unlikely(!Class)) {
    error(__func__, "The class of a new object cannot be NULL");
    return nullptr;
  }
  auto *Obj = static_cast<virObject *>(
      unlikely(Class->record) ? debug::allocate(Class)
                              : allocate(Class->objectSize));
  if (unlikely(!Obj)) {
    error(__func__, "Out of memory for an object of %s (%zu bytes)",
          Class->name, Class->objectSize);
    return nullptr;
  }
  Obj->magic = Class->magic;
  Obj->klass = Class;
  Obj->refs = 1;
  if (unlikely(Class->record))
    debug::born(Obj);
  VIROBJECT_PROBE(object_new, Obj, Class->name);
  return Obj;
}

// Unmaking.

// Without the barrier the compiler drops these stores.
void vir::poison(virObject *Obj, size_t Size) {
  memset(static_cast<void *>(Obj), 0, Size);
  Obj->magic = DeadMagic;
  Obj->klass = reinterpret_cast<virClass *>(static_cast<size_t>(DeadMagic));
  __asm__ volatile("" : : "r"(Obj) : "memory");
}

void vir::dispose(virObject *Obj) {
  virClass *Class = Obj->klass;
  VIROBJECT_PROBE(object_dispose, Obj, Class->name);
  for (virClass *C = Class; C; C = C->parent)
    if (C->dispose)
      C->dispose(Obj);

  // A dispose function that takes a reference may have kept it.
  bool Parked = __atomic_load_n(&Obj->refs, __ATOMIC_RELAXED) != 0;
  if (unlikely(Class->record)) {
    debug::died(Obj, Parked);
    return;
  }
  poison(Obj, Class->objectSize);
  if (!unlikely(Parked))
    free(Obj);
}

// Counting.

/// A count that was \p Old before it was changed is wrong: park the object.
/// \returns \p Obj, so that a caller can end in this call.
__attribute__((cold, noinline)) static virObject *
park(virObject *Obj, int Old, const char *Function) {
  // Another thread may have freed it since it was checked.
  if (!isObject(Obj)) {
    warnUsage(Obj, Function, nullptr);
    return Obj;
  }
  int Before = __atomic_exchange_n(&Obj->refs, ParkedCount, __ATOMIC_RELAXED);
  // Once is enough: another thread may have been here since, and later calls
  // find it where it was parked.
  if (Before < ParkedCount / 2 && Before > ParkedCount + ParkedCount / 2)
    return Obj;
  const char *Name = Obj->klass->name;
  if (Old != 0)
    warn(Obj, Function,
         "Object %p (%s) has too many references to count, it will never be "
         "freed" VIRREF_ID_LEAK,
         static_cast<void *>(Obj), Name);
  else if (Before > 0)
    warn(Obj, Function,
         "Object %p (%s) is being disposed of, nobody can take a reference to "
         "it" VIRREF_ID_CONTRACT_MISMATCH,
         static_cast<void *>(Obj), Name);
  else
    warn(Obj, Function,
         "Object %p (%s) is being disposed of, there is no reference to give "
         "back" VIRREF_ID_OVER_RELEASE,
         static_cast<void *>(Obj), Name);
  return Obj;
}

/// What is left of giving back if the count was \p Old, which is at most 1.
__attribute__((noinline)) static bool giveLast(virObject *Obj, int Old,
                                               const char *Function) {
  if (Old == 1) {
    // Acquire, by a load: ThreadSanitizer does not know of fences.
    (void)__atomic_load_n(&Obj->refs, __ATOMIC_ACQUIRE);
    dispose(Obj);
    return false;
  }
  park(Obj, Old, Function);
  return true;
}

// These two are the fast path of virObjectRef and virObjectUnref: one test of
// the count, no stack frame, and all that is slow is a tail call.

__attribute__((always_inline)) static inline virObject *
countUp(virObject *Obj, const char *Function) {
  // Whoever may take a reference knows of the object already: relaxed is enough.
  int Old = __atomic_fetch_add(&Obj->refs, 1, __ATOMIC_RELAXED);
  VIROBJECT_PROBE(object_ref, Obj, Old);
  if (unlikely(Old <= 0 || Old == INT_MAX))
    return park(Obj, Old, Function);
  return Obj;
}

__attribute__((always_inline)) static inline bool
countDown(virObject *Obj, const char *Function) {
  // Release: what this thread did to the object comes before its end.
  int Old = __atomic_fetch_sub(&Obj->refs, 1, __ATOMIC_RELEASE);
  VIROBJECT_PROBE(object_unref, Obj, Old);
  if (unlikely(Old <= 1))
    return giveLast(Obj, Old, Function);
  return true;
}

virObject *vir::take(virObject *Obj, const char *Function) {
  return countUp(Obj, Function);
}

bool vir::give(virObject *Obj, const char *Function) {
  return countDown(Obj, Function);
}

// References.

/// virObjectRef for all that is not plain.
__attribute__((noinline, cold)) static void *refSlow(virObject *Obj) {
  if (!Obj)
    return nullptr;
  if (!isObject(Obj)) {
    warnUsage(Obj, "virObjectRef", nullptr);
    return nullptr;
  }
  debug::take(Obj, nullptr, "virObjectRef");
  return Obj;
}

extern "C" VIROBJECT_HOT void *virObjectRef(void *Any) {
  auto *Obj = static_cast<virObject *>(Any);
  if (unlikely(!isPlain(Obj)))
    return refSlow(Obj);
  return countUp(Obj, "virObjectRef");
}

/// virObjectUnref for all that is not plain.
__attribute__((noinline, cold)) static bool unrefSlow(virObject *Obj) {
  if (!Obj)
    return false;
  if (!isObject(Obj)) {
    warnUsage(Obj, "virObjectUnref", nullptr);
    return false;
  }
  return debug::give(Obj, nullptr, "virObjectUnref");
}

__attribute__((always_inline)) static inline bool unref(void *Any) {
  auto *Obj = static_cast<virObject *>(Any);
  if (unlikely(!isPlain(Obj)))
    return unrefSlow(Obj);
  return countDown(Obj, "virObjectUnref");
}

extern "C" VIROBJECT_HOT void virObjectUnref(void *Any) { unref(Any); }

extern "C" void virObjectAutoUnref(void *Pointer) {
  auto **Variable = static_cast<void **>(Pointer);
  void *Any = *Variable;
  *Variable = nullptr;
  unref(Any);
}

extern "C" void virObjectFreeCallback(void *Opaque) { unref(Opaque); }

extern "C" void virObjectFreeHashData(void *Opaque) { unref(Opaque); }

extern "C" void virObjectListFree(void *List) {
  if (!List)
    return;
  for (auto **Element = static_cast<void **>(List); *Element; ++Element)
    unref(*Element);
  free(List);
}

extern "C" void virObjectListFreeCount(void *List, size_t Count) {
  if (!List)
    return;
  auto **Elements = static_cast<void **>(List);
  for (size_t I = 0; I != Count; ++I)
    unref(Elements[I]);
  free(List);
}

// The API of libvirt 1.2, where it differs.

extern "C" VIROBJECT_API VIROBJECT_HOT bool
virObjectUnref_1_2(void *Any) {
  return unref(Any);
}

extern "C" VIROBJECT_API void virObjectFreeHashData_1_2(void *Opaque,
                                                        const void *) {
  unref(Opaque);
}
