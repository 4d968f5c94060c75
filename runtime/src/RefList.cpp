//===- RefList.cpp - A list of references ---------------------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "RefContainer.h"

#include <virobject/virreflist.h>

#include <stdlib.h>
#include <string.h>

using namespace vir;

struct _virRefList {
  virObjectRWLockable parent;
  /// Each element owns a reference. Null while there is no room.
  void **Elements;
  size_t Count;
  size_t Room;
};

static constexpr size_t LeastRoom = 8;

// The class.

static virClass *ListClass;

/// Takes all elements out, and then gives them up.
static void clear(virRefList *List) {
  void **Old;
  size_t Count;
  {
    WriteScope Lock(List->parent);
    Old = List->Elements;
    Count = List->Count;
    List->Elements = nullptr;
    List->Count = List->Room = 0;
  }
  virObjectListFreeCount(Old, Count);
}

static void disposeList(void *Any) {
  auto *List = static_cast<virRefList *>(Any);
  // What dies now may add something, with a pointer back to the list.
  do
    clear(List);
  while (List->Count);
}

static void makeListClass() {
  ListClass =
      virClassNew(virClassForObjectRWLockable(), "virRefList",
                  sizeof(virRefList), sizeof(virObjectRWLockable), disposeList);
}

static virClass *listClass() {
  static pthread_once_t Once = PTHREAD_ONCE_INIT;
  pthread_once(&Once, makeListClass);
  return ListClass;
}

static bool isList(virRefList *List, const char *Function) {
  return isContainer(List, listClass(), Function);
}

extern "C" virRefList *virRefListNew(void) {
  return static_cast<virRefList *>(virObjectRWLockableNew(listClass()));
}

// Elements. All of these are called with the lock held.

/// \returns false if there is not enough memory: nothing is changed then.
static bool setRoom(virRefList *List, size_t Room) {
  void *New = realloc(List->Elements, Room * sizeof(void *));
  if (!New)
    return false;
  List->Elements = static_cast<void **>(New);
  List->Room = Room;
  return true;
}

/// \returns where \p Obj comes first, or the number of elements.
static size_t positionOf(virRefList *List, const void *Obj) {
  size_t I = 0;
  while (I != List->Count && List->Elements[I] != Obj)
    ++I;
  return I;
}

/// \returns the object at \p Position with the reference of the list, or null
/// if it is not that long.
static void *takeOut(virRefList *List, size_t Position) {
  if (Position >= List->Count)
    return nullptr;
  void **Element = List->Elements + Position;
  void *Obj = *Element;
  --List->Count;
  memmove(Element, Element + 1, (List->Count - Position) * sizeof(void *));
  // Far from where it grows. It is no harm if that fails.
  if (List->Room > LeastRoom && List->Count < List->Room / 4)
    (void)setRoom(List, List->Room / 2);
  return Obj;
}

// Adding.

extern "C" int virRefListAdd(virRefList *List, void *Any) {
  if (!isList(List, __func__))
    return -1;
  void *Obj = refToKeep(Any, __func__);
  if (!Obj)
    return -1;
  {
    WriteScope Lock(List->parent);
    if (List->Count != List->Room ||
        setRoom(List, List->Room ? List->Room * 2 : LeastRoom)) {
      List->Elements[List->Count++] = Obj;
      return 0;
    }
  }
  error(__func__, "Out of memory for one more object");
  virObjectUnref(Obj);
  return -1;
}

// Looking up.

extern "C" void *virRefListGet(virRefList *List, size_t Position) {
  if (!isList(List, __func__))
    return nullptr;
  ReadScope Lock(List->parent);
  return Position < List->Count ? virObjectRef(List->Elements[Position])
                                : nullptr;
}

extern "C" bool virRefListHas(virRefList *List, const void *Obj) {
  if (!isList(List, __func__))
    return false;
  ReadScope Lock(List->parent);
  return positionOf(List, Obj) != List->Count;
}

extern "C" size_t virRefListCount(virRefList *List) {
  if (!isList(List, __func__))
    return 0;
  ReadScope Lock(List->parent);
  return List->Count;
}

// Removing.

extern "C" bool virRefListRemove(virRefList *List, void *Obj) {
  if (!isList(List, __func__))
    return false;
  void *Old;
  {
    WriteScope Lock(List->parent);
    Old = takeOut(List, positionOf(List, Obj));
  }
  virObjectUnref(Old);
  return Old;
}

extern "C" void *virRefListSteal(virRefList *List, size_t Position) {
  if (!isList(List, __func__))
    return nullptr;
  WriteScope Lock(List->parent);
  return takeOut(List, Position);
}

extern "C" void virRefListClear(virRefList *List) {
  if (!isList(List, __func__))
    return;
  clear(List);
}

// All of them.

/// \returns all objects, in an array with a null at its end, and a reference to
/// each; null after an error.
static void **snapshot(virRefList *List, size_t &Count, const char *Function) {
  void **Array;
  size_t Asked;
  Count = 0;
  {
    ReadScope Lock(List->parent);
    Asked = List->Count;
    Array = static_cast<void **>(malloc((Asked + 1) * sizeof(void *)));
    // One that somebody has freed behind our back is left out.
    for (size_t I = 0; Array && I != Asked; ++I)
      if (void *Obj = virObjectRef(List->Elements[I]))
        Array[Count++] = Obj;
  }
  if (Array)
    Array[Count] = nullptr;
  else
    error(Function, "Out of memory for an array of %zu objects", Asked);
  return Array;
}

extern "C" void *virRefListFind(virRefList *List, virRefListMatcher Match,
                                void *Opaque) {
  if (!isList(List, __func__) || !isGiven(Match, "callback", __func__))
    return nullptr;
  size_t Count;
  void **Objects = snapshot(List, Count, __func__);
  if (!Objects)
    return nullptr;
  size_t I = 0;
  while (I != Count && !Match(Objects[I], Opaque))
    ++I;
  void *Found = nullptr;
  if (I != Count) {
    Found = Objects[I];
    Objects[I] = nullptr; // Its reference is the caller's.
  }
  virObjectListFreeCount(Objects, Count);
  return Found;
}

extern "C" int virRefListForEach(virRefList *List, virRefListIterator Call,
                                 void *Opaque) {
  if (!isList(List, __func__) || !isGiven(Call, "callback", __func__))
    return -1;
  size_t Count;
  void **Objects = snapshot(List, Count, __func__);
  if (!Objects)
    return -1;
  int Result = 0;
  for (size_t I = 0; I != Count && Result == 0; ++I)
    Result = Call(Objects[I], Opaque);
  virObjectListFreeCount(Objects, Count);
  return Result;
}

extern "C" void **virRefListObjects(virRefList *List, size_t *CountOut) {
  size_t Count = 0;
  void **Objects =
      isList(List, __func__) ? snapshot(List, Count, __func__) : nullptr;
  if (CountOut)
    *CountOut = Count;
  return Objects;
}
