//===- DebugRecords.cpp - What debugging remembers ------------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "DebugRecords.h"
#include "DebugMutex.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

using namespace vir;
using namespace vir::debug;

Options debug::TheOptions;
ClassRecord *debug::Classes;
size_t debug::ClassCount;
uint64_t debug::LastNumber;

static DebugMutex Mutex;

void debug::lockRecords() { Mutex.lock(); }
void debug::unlockRecords() { Mutex.unlock(); }

int64_t debug::now() {
  timespec Time;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &Time);
  return static_cast<int64_t>(Time.tv_sec) * 1000 + Time.tv_nsec / 1000000;
}

// The table: by address, with chains.

static ObjectRecord **Buckets;
/// A power of two, or 0.
static size_t BucketCount;
static size_t RecordCount;

static size_t bucketOf(uintptr_t Hidden) {
  // Objects in quarantine are at starts of pages: the lower bits say nothing.
  uint64_t Hash = static_cast<uint64_t>(Hidden) * 0x9E3779B97F4A7C15;
  return (Hash >> 32) & (BucketCount - 1);
}

static void grow() {
  size_t OldCount = BucketCount;
  size_t NewCount = OldCount ? OldCount * 2 : 1024;
  auto **New =
      static_cast<ObjectRecord **>(calloc(NewCount, sizeof(ObjectRecord *)));
  if (!New)
    return;
  ObjectRecord **Old = Buckets;
  Buckets = New;
  BucketCount = NewCount;
  for (size_t I = 0; I != OldCount; ++I)
    for (ObjectRecord *R = Old[I]; R;) {
      ObjectRecord *Next = R->NextInBucket;
      ObjectRecord **To = &Buckets[bucketOf(R->Hidden)];
      R->NextInBucket = *To;
      *To = R;
      R = Next;
    }
  free(Old);
}

bool debug::insertRecord(ObjectRecord *Record) {
  if (RecordCount >= BucketCount)
    grow();
  if (!BucketCount)
    return false;
  ObjectRecord **To = &Buckets[bucketOf(Record->Hidden)];
  Record->NextInBucket = *To;
  *To = Record;
  ++RecordCount;
  return true;
}

void debug::removeRecord(ObjectRecord *Record) {
  for (ObjectRecord **Link = &Buckets[bucketOf(Record->Hidden)]; *Link;
       Link = &(*Link)->NextInBucket)
    if (*Link == Record) {
      *Link = Record->NextInBucket;
      --RecordCount;
      return;
    }
}

ObjectRecord *debug::findRecord(const void *Obj) {
  if (!BucketCount)
    return nullptr;
  uintptr_t Hidden = ~reinterpret_cast<uintptr_t>(Obj);
  ObjectRecord *R = Buckets[bucketOf(Hidden)];
  while (R && R->Hidden != Hidden)
    R = R->NextInBucket;
  return R;
}

void debug::forEachRecord(void (*Call)(ObjectRecord *, void *), void *Opaque) {
  for (size_t I = 0; I != BucketCount; ++I)
    for (ObjectRecord *R = Buckets[I]; R; R = R->NextInBucket)
      Call(R, Opaque);
}

// Names of holders, one of each, that live forever: chains that are added to at
// the front, without a lock.

namespace {
struct Name {
  Name *Next;
  char Text[];
};
} // namespace

static Name *Names[256];

static const char *findName(const Name *Chain, const char *Text) {
  for (; Chain; Chain = Chain->Next)
    if (strcmp(Chain->Text, Text) == 0)
      return Chain->Text;
  return nullptr;
}

const char *debug::internName(const char *Text) {
  unsigned Hash = 0;
  size_t Size = 0;
  while (char C = Text[Size++])
    Hash = Hash * 31 + static_cast<unsigned char>(C);
  Name **Chain = &Names[(Hash ^ Hash >> 8) & 255];
  Name *Front = __atomic_load_n(Chain, __ATOMIC_ACQUIRE);
  if (const char *Known = findName(Front, Text))
    return Known;
  auto *New = static_cast<Name *>(malloc(sizeof(Name) + Size));
  if (!New)
    return nullptr;
  memcpy(New->Text, Text, Size);
  New->Next = Front;
  while (!__atomic_compare_exchange_n(Chain, &New->Next, New, false,
                                      __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
    if (const char *Known = findName(New->Next, Text)) {
      free(New);
      return Known;
    }
  return New->Text;
}

// What a record holds.

Holder *debug::findHolder(ObjectRecord *Record, const char *Name) {
  for (Holder *H = Record->Holders; H; H = H->Next)
    if (H->Name == Name)
      return H;
  auto *H = static_cast<Holder *>(calloc(1, sizeof(Holder)));
  if (!H)
    return nullptr;
  H->Name = Name;
  H->Next = Record->Holders;
  Record->Holders = H;
  return H;
}

/// An object to which more paths lead does not need a list of them, but another
/// design.
static constexpr size_t MaxPaths = 256;

void debug::countPath(ObjectRecord *Record, const Stack *Where, bool Taken) {
  Path **Link = &Record->Paths;
  while (*Link && (*Link)->Where != Where)
    Link = &(*Link)->Next;
  if (!*Link && Record->PathCount >= MaxPaths && Where)
    return countPath(Record, nullptr, Taken);
  Path *P = *Link;
  if (P) {
    *Link = P->Next;
  } else {
    P = static_cast<Path *>(calloc(1, sizeof(Path)));
    if (!P)
      return;
    P->Where = Where;
    ++Record->PathCount;
  }
  // To the front: a loop comes again.
  P->Next = Record->Paths;
  Record->Paths = P;
  ++(Taken ? P->Taken : P->Given);
}

bool debug::isExpected(const ClassRecord *Class) {
  for (virClass *C = Class->Class; C; C = C->parent)
    if (C->record && C->record->Expected)
      return true;
  return false;
}

void debug::freeLists(Holder *Holders, Path *Paths) {
  while (Holders) {
    Holder *Next = Holders->Next;
    free(Holders);
    Holders = Next;
  }
  while (Paths) {
    Path *Next = Paths->Next;
    free(Paths);
    Paths = Next;
  }
}
