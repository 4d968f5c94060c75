//===- RefHash.cpp - A hash table of references ---------------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//
//
//   table --> buckets --> entry --> entry --> null      entry --> object
//                           ^
//   iteration --> snapshot -+
//
// An entry owns a reference to its object, and is not changed once it is in the
// table: replacing an object replaces the entry. So an iteration holds entries,
// by their count of holders, and needs no copy of keys.
//
//===----------------------------------------------------------------------===//

#include "RefContainer.h"
#include "RefKeyHash.h"

#include <virobject/virrefhash.h>

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

using namespace vir;

struct _virRefHash {
  struct Entry {
    Entry *Next;
    uint64_t Hash;
    void *Obj;
    /// The table, if it is in there, and iterations.
    int Holders;

    /// The copy of the key follows in the same memory.
    char *key() { return reinterpret_cast<char *>(this + 1); }
  };
  static constexpr size_t FewBuckets = 8;

  virObjectRWLockable parent;
  /// Points to Few while they are enough: emptying a table needs no memory.
  /// While they are not, Few is all null.
  Entry **Buckets;
  /// The number of buckets is a power of two.
  size_t Size;
  size_t Count;
  Entry *Few[FewBuckets];
};

using Entry = _virRefHash::Entry;

// Entries.

/// Makes an entry with a reference of its own to \p Any.
static Entry *newEntry(const char *Key, void *Any, const char *Function) {
  void *Obj = refToKeep(Any, Function);
  if (!Obj)
    return nullptr;
  size_t Size = strlen(Key) + 1;
  auto *New = static_cast<Entry *>(malloc(sizeof(Entry) + Size));
  if (!New) {
    error(Function, "Out of memory for a key of %zu bytes", Size);
    virObjectUnref(Obj);
    return nullptr;
  }
  New->Obj = Obj;
  New->Holders = 1;
  memcpy(New->key(), Key, Size);
  return New;
}

/// Gives up a hold on \p Old, which may be the last one: never with the lock of
/// a table held.
static void drop(Entry *Old) {
  if (__atomic_fetch_sub(&Old->Holders, 1, __ATOMIC_ACQ_REL) != 1)
    return;
  virObjectUnref(Old->Obj);
  free(Old);
}

static void dropAll(Entry **Buckets, size_t Size) {
  for (size_t I = 0; I != Size; ++I)
    while (Entry *Old = Buckets[I]) {
      Buckets[I] = Old->Next;
      drop(Old);
    }
}

// The class.

static virClass *HashClass;
static HashSecret Secret;

/// Takes all entries out, and then gives them up.
static void clear(virRefHash *Table) {
  Entry *Few[_virRefHash::FewBuckets];
  Entry **Old;
  size_t Size;
  {
    WriteScope Lock(Table->parent);
    Old = Table->Buckets;
    Size = Table->Size;
    if (Old == Table->Few)
      Old = static_cast<Entry **>(memcpy(Few, Table->Few, sizeof(Few)));
    memset(Table->Few, 0, sizeof(Few));
    Table->Buckets = Table->Few;
    Table->Size = _virRefHash::FewBuckets;
    Table->Count = 0;
  }
  dropAll(Old, Size);
  if (Old != Few)
    free(Old);
}

static void disposeHash(void *Any) {
  auto *Table = static_cast<virRefHash *>(Any);
  // What dies now may add something, with a pointer back to the table.
  do
    clear(Table);
  while (Table->Count);
}

static void makeHashClass() {
  if (getentropy(&Secret, sizeof(Secret)) != 0) {
    // A sandbox may forbid it. Harder to guess than nothing.
    timespec Now = {};
    clock_gettime(CLOCK_MONOTONIC, &Now);
    Secret.First = reinterpret_cast<uintptr_t>(&Now);
    Secret.Second = static_cast<uint64_t>(Now.tv_nsec) << 32 ^ Now.tv_sec;
  }
  HashClass =
      virClassNew(virClassForObjectRWLockable(), "virRefHash",
                  sizeof(virRefHash), sizeof(virObjectRWLockable), disposeHash);
}

static virClass *hashClass() {
  static pthread_once_t Once = PTHREAD_ONCE_INIT;
  pthread_once(&Once, makeHashClass);
  return HashClass;
}

static bool isTable(virRefHash *Table, const char *Function) {
  return isContainer(Table, hashClass(), Function);
}

static bool areTableAndKey(virRefHash *Table, const char *Key,
                           const char *Function) {
  return isTable(Table, Function) && isGiven(Key, "key", Function);
}

extern "C" virRefHash *virRefHashNew(void) {
  auto *Table = static_cast<virRefHash *>(virObjectRWLockableNew(hashClass()));
  if (Table) {
    Table->Buckets = Table->Few;
    Table->Size = _virRefHash::FewBuckets;
  }
  return Table;
}

// Buckets. All of these are called with the lock held.

static uint64_t hashOf(const char *Key) {
  return KeyHash::of(Secret, Key, strlen(Key));
}

/// \returns the link to the entry under \p Key, or the one to add it at.
static Entry **linkOf(virRefHash *Table, const char *Key, uint64_t Hash) {
  Entry **Link = &Table->Buckets[Hash & (Table->Size - 1)];
  while (*Link && ((*Link)->Hash != Hash || strcmp((*Link)->key(), Key) != 0))
    Link = &(*Link)->Next;
  return Link;
}

/// Goes on with \p Size buckets, or with those that are there if memory is
/// short: it takes longer then, and that is all.
static void resize(virRefHash *Table, size_t Size) {
  Entry **Old = Table->Buckets;
  Entry **New = Size == _virRefHash::FewBuckets
                    ? Table->Few
                    : static_cast<Entry **>(calloc(Size, sizeof(Entry *)));
  if (!New)
    return;
  for (size_t I = 0; I != Table->Size; ++I)
    while (Entry *Moved = Old[I]) {
      Old[I] = Moved->Next;
      Moved->Next = New[Moved->Hash & (Size - 1)];
      New[Moved->Hash & (Size - 1)] = Moved;
    }
  Table->Buckets = New;
  Table->Size = Size;
  if (Old != Table->Few)
    free(Old);
}

/// Takes the entry out that \p Link leads to. \returns it with the hold of the
/// table, or null if there is none.
static Entry *takeOut(virRefHash *Table, Entry **Link) {
  Entry *Old = *Link;
  if (!Old)
    return nullptr;
  *Link = Old->Next;
  --Table->Count;
  // Far from where it grows: adding and removing one does not resize each time.
  if (Table->Size > _virRefHash::FewBuckets && Table->Count < Table->Size / 4)
    resize(Table, Table->Size / 2);
  return Old;
}

// Adding.

/// Adds, or if \p Replaces adds instead of what is there.
static int add(virRefHash *Table, const char *Key, void *Obj, bool Replaces,
               const char *Function) {
  if (!areTableAndKey(Table, Key, Function))
    return -1;
  Entry *New = newEntry(Key, Obj, Function);
  if (!New)
    return -1;
  New->Hash = hashOf(Key);

  // Of an old entry and the new one, the one that is not needed.
  Entry *Other;
  {
    WriteScope Lock(Table->parent);
    Entry **Link = linkOf(Table, Key, New->Hash);
    Other = *Link;
    if (Other && !Replaces) {
      Other = New;
    } else {
      New->Next = Other ? Other->Next : nullptr;
      *Link = New;
      if (!Other && ++Table->Count > Table->Size)
        resize(Table, Table->Size * 2);
    }
  }
  bool Kept = Other != New;
  if (Other)
    drop(Other);
  return Kept ? 0 : -1;
}

extern "C" int virRefHashAdd(virRefHash *Table, const char *Key, void *Obj) {
  return add(Table, Key, Obj, false, __func__);
}

extern "C" int virRefHashSet(virRefHash *Table, const char *Key, void *Obj) {
  return add(Table, Key, Obj, true, __func__);
}

// Looking up.

extern "C" void *virRefHashFind(virRefHash *Table, const char *Key) {
  if (!areTableAndKey(Table, Key, __func__))
    return nullptr;
  uint64_t Hash = hashOf(Key);
  ReadScope Lock(Table->parent);
  Entry *Found = *linkOf(Table, Key, Hash);
  return Found ? virObjectRef(Found->Obj) : nullptr;
}

extern "C" bool virRefHashHas(virRefHash *Table, const char *Key) {
  if (!areTableAndKey(Table, Key, __func__))
    return false;
  uint64_t Hash = hashOf(Key);
  ReadScope Lock(Table->parent);
  return *linkOf(Table, Key, Hash);
}

extern "C" size_t virRefHashCount(virRefHash *Table) {
  if (!isTable(Table, __func__))
    return 0;
  ReadScope Lock(Table->parent);
  return Table->Count;
}

// Removing.

static Entry *takeOutKey(virRefHash *Table, const char *Key) {
  uint64_t Hash = hashOf(Key);
  WriteScope Lock(Table->parent);
  return takeOut(Table, linkOf(Table, Key, Hash));
}

extern "C" bool virRefHashRemove(virRefHash *Table, const char *Key) {
  if (!areTableAndKey(Table, Key, __func__))
    return false;
  Entry *Old = takeOutKey(Table, Key);
  if (Old)
    drop(Old);
  return Old;
}

extern "C" bool virRefHashRemoveObject(virRefHash *Table, const char *Key,
                                       void *Obj) {
  if (!areTableAndKey(Table, Key, __func__))
    return false;
  uint64_t Hash = hashOf(Key);
  Entry *Old = nullptr;
  {
    WriteScope Lock(Table->parent);
    Entry **Link = linkOf(Table, Key, Hash);
    if (*Link && (*Link)->Obj == Obj)
      Old = takeOut(Table, Link);
  }
  if (Old)
    drop(Old);
  return Old;
}

extern "C" void *virRefHashSteal(virRefHash *Table, const char *Key) {
  if (!areTableAndKey(Table, Key, __func__))
    return nullptr;
  Entry *Old = takeOutKey(Table, Key);
  if (!Old)
    return nullptr;
  // An iteration may hold the entry, and needs its reference.
  void *Obj = virObjectRef(Old->Obj);
  drop(Old);
  return Obj;
}

extern "C" void virRefHashClear(virRefHash *Table) {
  if (!isTable(Table, __func__))
    return;
  clear(Table);
}

// All of them.

/// Calls \p Visit for each entry, with the lock held.
template <typename Visitor>
static void forEachEntry(virRefHash *Table, Visitor Visit) {
  for (size_t I = 0; I != Table->Size; ++I)
    for (Entry *E = Table->Buckets[I]; E; E = E->Next)
      Visit(E);
}

/// Makes an array with room for one more than there are entries, and for what
/// \p Visit stores there.
template <typename T, typename Visitor>
static T **snapshot(virRefHash *Table, const char *Function, Visitor Visit) {
  T **Array;
  size_t Count;
  {
    ReadScope Lock(Table->parent);
    Count = Table->Count;
    Array = static_cast<T **>(malloc((Count + 1) * sizeof(T *)));
    if (Array)
      forEachEntry(Table, [&](Entry *E) { Visit(Array, E); });
  }
  if (!Array)
    error(Function, "Out of memory for an array of %zu objects", Count);
  return Array;
}

extern "C" int virRefHashForEach(virRefHash *Table, virRefHashIterator Call,
                                 void *Opaque) {
  if (!isTable(Table, __func__) || !isGiven(Call, "callback", __func__))
    return -1;
  size_t Count = 0;
  auto **Entries =
      snapshot<Entry>(Table, __func__, [&](Entry **Array, Entry *E) {
        __atomic_fetch_add(&E->Holders, 1, __ATOMIC_RELAXED);
        Array[Count++] = E;
      });
  if (!Entries)
    return -1;
  int Result = 0;
  for (size_t I = 0; I != Count && Result == 0; ++I)
    Result = Call(Entries[I]->key(), Entries[I]->Obj, Opaque);
  for (size_t I = 0; I != Count; ++I)
    drop(Entries[I]);
  free(Entries);
  return Result;
}

extern "C" void **virRefHashObjects(virRefHash *Table, size_t *CountOut) {
  if (CountOut)
    *CountOut = 0;
  if (!isTable(Table, __func__))
    return nullptr;
  size_t Count = 0;
  auto **Objects =
      snapshot<void>(Table, __func__, [&](void **Array, Entry *E) {
        // One that somebody has freed behind our back is left out.
        if (void *Obj = virObjectRef(E->Obj))
          Array[Count++] = Obj;
      });
  if (!Objects)
    return nullptr;
  Objects[Count] = nullptr;
  if (CountOut)
    *CountOut = Count;
  return Objects;
}
