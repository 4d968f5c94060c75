//===- DebugStacks.cpp - Who called ---------------------------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "DebugStacks.h"
#include "Internal.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <link.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

using namespace vir;
using namespace vir::debug;

namespace {
struct Range {
  const char *Begin;
  const char *End;
};
} // namespace

// Where the linker has put what Internal.h says in each file.
extern "C" {
__attribute__((
    visibility("hidden"))) extern const Range __start_virobject_ranges[];
__attribute__((
    visibility("hidden"))) extern const Range __stop_virobject_ranges[];
}

/// How many frames of this library come first, usually and at most: those of
/// containers that release containers are the most. Each costs time.
static constexpr int UsualOwnFrames = 5;
static constexpr int MaxOwnFrames = 24;

void debug::preloadStacks() {
  void *PCs[2];
  backtrace(PCs, 2);
}

bool debug::isOurCode(const void *PC) {
  for (const Range *R = __start_virobject_ranges; R != __stop_virobject_ranges;
       ++R)
    if (PC >= R->Begin && PC < R->End)
      return true;
  return false;
}

/// A return address may be the first of the next function: what it stands for
/// is the instruction before.
static void *callAt(void *PC) { return static_cast<char *>(PC) - 1; }

static Frames copy(void *const *From, int Count) {
  Frames Result;
  Result.Count = Count < MaxFrames ? Count : MaxFrames;
  memcpy(Result.PCs, From, Result.Count * sizeof(void *));
  return Result;
}

static int countOwn(void *const *PCs, int Count) {
  int Own = 0;
  while (Own < Count && isOurCode(callAt(PCs[Own])))
    ++Own;
  return Own;
}

Frames debug::framesHere() {
  void *PCs[MaxOwnFrames + MaxFrames];
  int Wanted = UsualOwnFrames + MaxFrames;
  int Count = backtrace(PCs, Wanted);
  int First = countOwn(PCs, Count);
  if (First > UsualOwnFrames && Count == Wanted) {
    Count = backtrace(PCs, MaxOwnFrames + MaxFrames);
    First = countOwn(PCs, Count);
  }
  return copy(PCs + First, Count - First);
}

Frames debug::framesAt(void *PC) {
  void *PCs[MaxOwnFrames + MaxFrames];
  int Count = backtrace(PCs, MaxOwnFrames + MaxFrames);
  int First = 0;
  while (First < Count && PCs[First] != PC)
    ++First;
  // The unwinder may not get past the handler.
  if (First == Count) {
    PCs[0] = PC;
    First = 0;
    Count = 1;
  }
  // Not a return address, but it is going to be taken for one.
  PCs[First] = static_cast<char *>(PC) + 1;
  First += countOwn(PCs + First, Count - First);
  return copy(PCs + First, Count - First);
}

/// The depot. It does not grow and has no lock: stacks are added to the front
/// of a chain, and never removed.
static constexpr size_t BucketCount = 1 << 14;
static Stack **Buckets;

static Stack *findIn(Stack *Chain, size_t Hash, const Frames &What) {
  for (Stack *S = Chain; S; S = S->Next)
    if (S->Hash == Hash && S->Count == What.Count &&
        memcmp(S->PCs, What.PCs, What.Count * sizeof(void *)) == 0)
      return S;
  return nullptr;
}

static Stack **buckets() {
  Stack **All = __atomic_load_n(&Buckets, __ATOMIC_ACQUIRE);
  if (All)
    return All;
  auto **New = static_cast<Stack **>(calloc(BucketCount, sizeof(Stack *)));
  if (New && !__atomic_compare_exchange_n(&Buckets, &All, New, false,
                                          __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
    free(New);
  else
    All = New;
  return All;
}

const Stack *debug::intern(const Frames &From) {
  Stack **All = buckets();
  if (!All)
    return nullptr;
  size_t Hash = From.Count;
  for (int I = 0; I != From.Count; ++I)
    Hash = (Hash ^ reinterpret_cast<uintptr_t>(From.PCs[I])) *
           static_cast<size_t>(0x9E3779B97F4A7C15);
  Hash ^= Hash >> (sizeof(size_t) * 4);

  Stack **Bucket = &All[Hash % BucketCount];
  Stack *Front = __atomic_load_n(Bucket, __ATOMIC_ACQUIRE);
  if (Stack *Known = findIn(Front, Hash, From))
    return Known;
  auto *New =
      static_cast<Stack *>(malloc(sizeof(Stack) + From.Count * sizeof(void *)));
  if (!New)
    return nullptr;
  New->Hash = Hash;
  New->Count = From.Count;
  memcpy(New->PCs, From.PCs, From.Count * sizeof(void *));
  New->Next = Front;
  while (!__atomic_compare_exchange_n(Bucket, &New->Next, New, false,
                                      __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
    if (Stack *Known = findIn(New->Next, Hash, From)) {
      free(New);
      return Known;
    }
  return New;
}

Symbol debug::symbolOf(void *PC) {
  auto *Call = static_cast<char *>(callAt(PC));
  Dl_info Info;
  link_map *Map = nullptr;
  if (!dladdr1(Call, &Info, reinterpret_cast<void **>(&Map), RTLD_DL_LINKMAP))
    return {nullptr, 0, nullptr, reinterpret_cast<size_t>(Call)};
  // What addr2line wants is relative to where the file asks to be loaded, which
  // is 0 but for executables that are not position independent.
  return {Info.dli_sname,
          Info.dli_saddr
              ? static_cast<size_t>(Call - static_cast<char *>(Info.dli_saddr))
              : 0,
          Info.dli_fname, reinterpret_cast<size_t>(Call) - Map->l_addr};
}

int debug::withoutStart(void *const *PCs, int Count) {
  for (int I = 1; I < Count; ++I) {
    Symbol S = symbolOf(PCs[I]);
    if (!S.Function || strcmp(S.Function, "__libc_start_main") != 0)
      continue;
    // It calls main by a function of its own, which has no name.
    Symbol Before = symbolOf(PCs[I - 1]);
    return Before.Module && strcmp(Before.Module, S.Module) == 0 ? I - 1 : I;
  }
  return Count;
}
