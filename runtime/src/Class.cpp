//===- Class.cpp - Classes and their parents ------------------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "Class.h"
#include "Debug.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

using namespace vir;

/// The number of the last class, which goes into the magic of its objects.
static unsigned LastNumber;

static virClass *makeClass(virClass *Parent, const char *Name, size_t Size,
                           virObjectDisposeCallback Dispose) {
  auto *Class = static_cast<virClass *>(calloc(1, sizeof(virClass)));
  char *Copy = strdup(Name);
  if (!Class || !Copy) {
    error("virClassNew", "Out of memory for class %s", Name);
    free(Copy);
    free(Class);
    return nullptr;
  }
  Class->parent = Parent;
  Class->name = Copy;
  Class->objectSize = Size;
  Class->dispose = Dispose;
  // It wraps around after 65,535 classes; only people look at it.
  Class->magic =
      LiveMagic |
      (__atomic_add_fetch(&LastNumber, 1, __ATOMIC_RELAXED) & ~PrefixMask);
  debug::enroll(Class);
  return Class;
}

/// virClassNew with what both of its APIs check.
static virClass *newClass(virClass *Parent, const char *Name, size_t Size,
                          virObjectDisposeCallback Dispose) {
  if (!Name) {
    error("virClassNew", "The name of a class cannot be NULL");
    return nullptr;
  }
  if (!Parent) {
    error("virClassNew", "Class %s needs a parent", Name);
    return nullptr;
  }
  if (Size <= Parent->objectSize) {
    error("virClassNew",
          "Objects of class %s (%zu bytes) must be larger than those of its "
          "parent %s (%zu bytes)",
          Name, Size, Parent->name, Parent->objectSize);
    return nullptr;
  }
  return makeClass(Parent, Name, Size, Dispose);
}

extern "C" virClass *virClassNew(virClass *Parent, const char *Name,
                                 size_t Size, size_t ParentSize,
                                 virObjectDisposeCallback Dispose) {
  if (Name && Parent && ParentSize != Parent->objectSize) {
    error("virClassNew",
          "The parent of class %s has %zu bytes, but objects of %s have %zu",
          Name, ParentSize, Parent->name, Parent->objectSize);
    return nullptr;
  }
  return newClass(Parent, Name, Size, Dispose);
}

/// virClassNew of libvirt 1.2.
extern "C" VIROBJECT_API virClass *
virClassNew_1_2(virClass *Parent, const char *Name, size_t Size,
                virObjectDisposeCallback Dispose) {
  return newClass(Parent, Name, Size, Dispose);
}

extern "C" const char *virClassName(virClass *Class) {
  return Class ? Class->name : "(none)";
}

extern "C" bool virClassIsDerivedFrom(virClass *Class, virClass *Parent) {
  if (!Parent)
    return false;
  while (Class && Class != Parent)
    Class = Class->parent;
  return Class;
}

extern "C" bool virObjectIsClass(void *Any, virClass *Class) {
  auto *Obj = static_cast<virObject *>(Any);
  if (!Obj)
    return false;
  if (unlikely(!isObject(Obj))) {
    warnUsage(Obj, __func__, nullptr);
    return false;
  }
  return virClassIsDerivedFrom(Obj->klass, Class);
}

// The classes that all others derive from.

static virClass *ObjectClass;
static virClass *LockableClass;
static virClass *RWLockableClass;

static void makeBaseClasses() {
  ObjectClass = makeClass(nullptr, "virObject", sizeof(virObject), nullptr);
  if (!ObjectClass)
    return;
  LockableClass = makeClass(ObjectClass, "virObjectLockable",
                            sizeof(virObjectLockable), disposeLockable);
  RWLockableClass = makeClass(ObjectClass, "virObjectRWLockable",
                              sizeof(virObjectRWLockable), disposeRWLockable);
}

static void makeBaseClassesOnce() {
  // Not a static that is initialised by a call: C++ would guard that with a
  // function of its own library, which we do without.
  static pthread_once_t Once = PTHREAD_ONCE_INIT;
  pthread_once(&Once, makeBaseClasses);
}

extern "C" virClass *virClassForObject(void) {
  makeBaseClassesOnce();
  return ObjectClass;
}

extern "C" virClass *virClassForObjectLockable(void) {
  makeBaseClassesOnce();
  return LockableClass;
}

extern "C" virClass *virClassForObjectRWLockable(void) {
  makeBaseClassesOnce();
  return RWLockableClass;
}
