//===- DebugMutex.h - A mutex that outlives fork() --------------*- C++ -*-===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//
//
// While a thread forks it holds all mutexes of debugging, so that no other is in
// the middle of something. But what the program itself has registered with
// pthread_atfork() runs meanwhile, in the same thread, and may use objects. So
// the thread that holds a mutex may lock it again. (A recursive mutex of pthread
// does not do: in the child its owner would be a stranger.)
//
//===----------------------------------------------------------------------===//

#ifndef VIROBJECT_SRC_DEBUGMUTEX_H
#define VIROBJECT_SRC_DEBUGMUTEX_H

#include <pthread.h>

namespace vir::debug {

class DebugMutex {
public:
  constexpr DebugMutex() = default;
  DebugMutex(const DebugMutex &) = delete;
  DebugMutex &operator=(const DebugMutex &) = delete;

  void lock() {
    // Nobody but this thread stores what it compares with here.
    pthread_t Self = pthread_self();
    if (__atomic_load_n(&Owner, __ATOMIC_RELAXED) == Self) {
      ++Again;
      return;
    }
    pthread_mutex_lock(&Mutex);
    __atomic_store_n(&Owner, Self, __ATOMIC_RELAXED);
  }

  void unlock() {
    if (Again) {
      --Again;
      return;
    }
    __atomic_store_n(&Owner, pthread_t(), __ATOMIC_RELAXED);
    pthread_mutex_unlock(&Mutex);
  }

private:
  pthread_mutex_t Mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_t Owner = {};
  /// How often the owner has locked it again.
  unsigned Again = 0;
};

} // namespace vir::debug

#endif // VIROBJECT_SRC_DEBUGMUTEX_H
