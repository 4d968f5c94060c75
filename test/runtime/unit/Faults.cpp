//===- Faults.cpp - Making the library's calls fail -----------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "Faults.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// The linker's names for the functions of libc; null if it wraps none.
#define WEAK __attribute__((weak))
extern "C" {
WEAK void *__real_malloc(size_t Size);
WEAK void *__real_calloc(size_t Count, size_t Size);
WEAK void *__real_realloc(void *Old, size_t Size);
WEAK char *__real_strdup(const char *Text);
WEAK void __real_free(void *Block);
WEAK int __real_pthread_create(pthread_t *, const pthread_attr_t *,
                               void *(*)(void *), void *);
WEAK int __real_pthread_mutex_init(pthread_mutex_t *,
                                   const pthread_mutexattr_t *);
WEAK int __real_pthread_rwlock_init(pthread_rwlock_t *,
                                    const pthread_rwlockattr_t *);
}

namespace {
/// Calls that still work; none fail while it is negative.
struct Countdown {
  long Left = -1;
  unsigned Failed = 0;
  int Error = 0;

  bool failsNow() {
    if (Left < 0)
      return false;
    if (Left > 0) {
      --Left;
      return false;
    }
    ++Failed;
    return true;
  }
};
} // namespace

static thread_local Countdown Allocations;
static thread_local Countdown Calls[3];

/// What a FreeWatch looks at. The block is compared and no more by threads that
/// free other blocks.
static const void *WatchedBlock;
static unsigned WatchedTimes;
static std::vector<unsigned char> WatchedBytes;

bool faults::work() { return __real_malloc; }

faults::AllocationsFail::AllocationsFail(unsigned After) {
  Allocations = {static_cast<long>(After), 0, 0};
}
faults::AllocationsFail::~AllocationsFail() { Allocations = {}; }
unsigned faults::AllocationsFail::failed() const { return Allocations.Failed; }

faults::CallsFail::CallsFail(Call What, int Error, unsigned After)
    : What(What) {
  Calls[static_cast<int>(What)] = {static_cast<long>(After), 0, Error};
}
faults::CallsFail::~CallsFail() { Calls[static_cast<int>(What)] = {}; }

faults::FreeWatch::FreeWatch(const void *Block, size_t Size) {
  WatchedBytes.assign(Size, 0);
  WatchedTimes = 0;
  __atomic_store_n(&WatchedBlock, Block, __ATOMIC_RELEASE);
}
faults::FreeWatch::~FreeWatch() {
  __atomic_store_n(&WatchedBlock, nullptr, __ATOMIC_RELEASE);
}
unsigned faults::FreeWatch::times() const {
  return __atomic_load_n(&WatchedTimes, __ATOMIC_ACQUIRE);
}
const std::vector<unsigned char> &faults::FreeWatch::bytes() const {
  return WatchedBytes;
}

extern "C" {
void *__wrap_malloc(size_t Size) {
  return Allocations.failsNow() ? nullptr : __real_malloc(Size);
}

void *__wrap_calloc(size_t Count, size_t Size) {
  return Allocations.failsNow() ? nullptr : __real_calloc(Count, Size);
}

void *__wrap_realloc(void *Old, size_t Size) {
  return Allocations.failsNow() ? nullptr : __real_realloc(Old, Size);
}

char *__wrap_strdup(const char *Text) {
  return Allocations.failsNow() ? nullptr : __real_strdup(Text);
}

void __wrap_free(void *Block) {
  if (Block && Block == __atomic_load_n(&WatchedBlock, __ATOMIC_ACQUIRE)) {
    if (!WatchedBytes.empty())
      memcpy(WatchedBytes.data(), Block, WatchedBytes.size());
    __atomic_add_fetch(&WatchedTimes, 1, __ATOMIC_RELEASE);
  }
  __real_free(Block);
}

int __wrap_pthread_create(pthread_t *Thread, const pthread_attr_t *Attributes,
                          void *(*Function)(void *), void *Argument) {
  Countdown &C = Calls[static_cast<int>(faults::Call::CreateThread)];
  return C.failsNow()
             ? C.Error
             : __real_pthread_create(Thread, Attributes, Function, Argument);
}

int __wrap_pthread_mutex_init(pthread_mutex_t *Mutex,
                              const pthread_mutexattr_t *Attributes) {
  Countdown &C = Calls[static_cast<int>(faults::Call::InitMutex)];
  return C.failsNow() ? C.Error : __real_pthread_mutex_init(Mutex, Attributes);
}

int __wrap_pthread_rwlock_init(pthread_rwlock_t *Lock,
                               const pthread_rwlockattr_t *Attributes) {
  Countdown &C = Calls[static_cast<int>(faults::Call::InitRWLock)];
  return C.failsNow() ? C.Error : __real_pthread_rwlock_init(Lock, Attributes);
}
}
