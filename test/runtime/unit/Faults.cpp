//===- Faults.cpp - Making the library's calls fail -----------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "Faults.h"

#include <dlfcn.h>
#include <link.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// Two ways to get between the library and libc. Where the library is part of
// the program the linker's --wrap does it: functions are called __wrap_malloc,
// and those of libc __real_malloc. A shared library finds the functions of a
// program of the same name instead of libc's: they are called malloc then,
// serve the whole process, and let fail only what the library asks for.
#ifdef FAULTS_IN_SHARED_LIBRARY
#define WRAPPED(Name) Name
#define REAL(Name) Real::Name
#else
#define WRAPPED(Name) __wrap_##Name
#define REAL(Name) __real_##Name
#endif

#ifdef FAULTS_IN_SHARED_LIBRARY
// What glibc calls them for those who replace malloc: dlsym may need memory.
extern "C" {
void *__libc_malloc(size_t Size);
void *__libc_calloc(size_t Count, size_t Size);
void *__libc_realloc(void *Old, size_t Size);
void __libc_free(void *Block);
}

namespace {
/// The functions of libc.
namespace Real {
void *malloc(size_t Size) { return __libc_malloc(Size); }
void *calloc(size_t Count, size_t Size) { return __libc_calloc(Count, Size); }
void *realloc(void *Old, size_t Size) { return __libc_realloc(Old, Size); }
void free(void *Block) { __libc_free(Block); }

template <typename Function> Function *next(Function *, const char *Name) {
  return reinterpret_cast<Function *>(dlsym(RTLD_NEXT, Name));
}
#define NEXT(Name) static auto *Next = next(&::Name, #Name)
char *strdup(const char *Text) {
  NEXT(strdup);
  return Next(Text);
}
int pthread_create(pthread_t *Thread, const pthread_attr_t *Attributes,
                   void *(*Function)(void *), void *Argument) {
  NEXT(pthread_create);
  return Next(Thread, Attributes, Function, Argument);
}
int pthread_mutex_init(pthread_mutex_t *Mutex,
                       const pthread_mutexattr_t *Attributes) {
  NEXT(pthread_mutex_init);
  return Next(Mutex, Attributes);
}
int pthread_rwlock_init(pthread_rwlock_t *Lock,
                        const pthread_rwlockattr_t *Attributes) {
  NEXT(pthread_rwlock_init);
  return Next(Lock, Attributes);
}
} // namespace Real

/// The code of the library.
struct Range {
  uintptr_t Begin, End;
};
} // namespace

static int findLibrary(dl_phdr_info *Info, size_t, void *Opaque) {
  if (!strstr(Info->dlpi_name, "/libvirobject.so"))
    return 0;
  for (int I = 0; I != Info->dlpi_phnum; ++I) {
    const ElfW(Phdr) &Segment = Info->dlpi_phdr[I];
    if (Segment.p_type == PT_LOAD && Segment.p_flags & PF_X) {
      uintptr_t Begin = Info->dlpi_addr + Segment.p_vaddr;
      *static_cast<Range *>(Opaque) = {Begin, Begin + Segment.p_memsz};
    }
  }
  return 1;
}

static bool isLibrary(const void *Caller) {
  static const Range Code = [] {
    Range Found = {};
    if (!dl_iterate_phdr(findLibrary, &Found) || !Found.End)
      abort(); // Not one test would test anything.
    return Found;
  }();
  auto Address = reinterpret_cast<uintptr_t>(Caller);
  return Address >= Code.Begin && Address < Code.End;
}
#else
extern "C" {
void *__real_malloc(size_t Size);
void *__real_calloc(size_t Count, size_t Size);
void *__real_realloc(void *Old, size_t Size);
char *__real_strdup(const char *Text);
void __real_free(void *Block);
int __real_pthread_create(pthread_t *, const pthread_attr_t *,
                          void *(*)(void *), void *);
int __real_pthread_mutex_init(pthread_mutex_t *, const pthread_mutexattr_t *);
int __real_pthread_rwlock_init(pthread_rwlock_t *,
                               const pthread_rwlockattr_t *);
}

static bool isLibrary(const void *) { return true; }
#endif

namespace {
/// Calls that still work; none fail while it is negative.
struct Countdown {
  long Left = -1;
  unsigned Failed = 0;
  int Error = 0;

  /// Whether this call of \p Caller is to fail.
  bool failsNow(const void *Caller) {
    if (Left < 0 || !isLibrary(Caller))
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

#define CALLER __builtin_return_address(0)

extern "C" {
void *WRAPPED(malloc)(size_t Size) {
  return Allocations.failsNow(CALLER) ? nullptr : REAL(malloc)(Size);
}

void *WRAPPED(calloc)(size_t Count, size_t Size) {
  return Allocations.failsNow(CALLER) ? nullptr : REAL(calloc)(Count, Size);
}

void *WRAPPED(realloc)(void *Old, size_t Size) {
  return Allocations.failsNow(CALLER) ? nullptr : REAL(realloc)(Old, Size);
}

char *WRAPPED(strdup)(const char *Text) {
  return Allocations.failsNow(CALLER) ? nullptr : REAL(strdup)(Text);
}

void WRAPPED(free)(void *Block) {
  if (Block && Block == __atomic_load_n(&WatchedBlock, __ATOMIC_ACQUIRE)) {
    if (!WatchedBytes.empty())
      memcpy(WatchedBytes.data(), Block, WatchedBytes.size());
    __atomic_add_fetch(&WatchedTimes, 1, __ATOMIC_RELEASE);
  }
  REAL(free)(Block);
}

int WRAPPED(pthread_create)(pthread_t *Thread, const pthread_attr_t *Attributes,
                            void *(*Function)(void *), void *Argument) {
  Countdown &C = Calls[static_cast<int>(faults::Call::CreateThread)];
  return C.failsNow(CALLER)
             ? C.Error
             : REAL(pthread_create)(Thread, Attributes, Function, Argument);
}

int WRAPPED(pthread_mutex_init)(pthread_mutex_t *Mutex,
                                const pthread_mutexattr_t *Attributes) {
  Countdown &C = Calls[static_cast<int>(faults::Call::InitMutex)];
  return C.failsNow(CALLER) ? C.Error
                            : REAL(pthread_mutex_init)(Mutex, Attributes);
}

int WRAPPED(pthread_rwlock_init)(pthread_rwlock_t *Lock,
                                 const pthread_rwlockattr_t *Attributes) {
  Countdown &C = Calls[static_cast<int>(faults::Call::InitRWLock)];
  return C.failsNow(CALLER) ? C.Error
                            : REAL(pthread_rwlock_init)(Lock, Attributes);
}
}
