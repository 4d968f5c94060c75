//===- RefThread.cpp - Threads that own a reference -----------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "RefContainer.h"

#include <virobject/virrefthread.h>

#include <stdlib.h>
#include <string.h>

using namespace vir;

namespace {
/// What a thread is to run. It frees this when it starts.
struct Start {
  virRefThreadFunc Function;
  void *Obj;
};
} // namespace

static void *run(void *Opaque) {
  auto *Given = static_cast<Start *>(Opaque);
  // Freed first: the function may leave by pthread_exit.
  Start Copy = *Given;
  free(Given);
  Copy.Function(Copy.Obj);
  return nullptr;
}

/// pthread_create, for a thread that nobody joins if \p Detached.
static int createThread(pthread_t *Thread, bool Detached, Start *Given) {
  if (!Detached)
    return pthread_create(Thread, nullptr, run, Given);
  pthread_attr_t Attributes;
  if (int Failure = pthread_attr_init(&Attributes))
    return Failure;
  pthread_attr_setdetachstate(&Attributes, PTHREAD_CREATE_DETACHED);
  int Failure = pthread_create(Thread, &Attributes, run, Given);
  pthread_attr_destroy(&Attributes);
  return Failure;
}

extern "C" int virRefThreadStart(pthread_t *Thread, virRefThreadFunc Function,
                                 void *Any) {
  auto *Obj = static_cast<virObject *>(Any);
  if (!isGiven(Function, "function", __func__))
    return -1;
  if (unlikely(!isObject(Obj))) {
    warnUsage(Obj, __func__, nullptr);
    return -1;
  }
  auto *Given = static_cast<Start *>(malloc(sizeof(Start)));
  if (!Given) {
    error(__func__, "Out of memory for a thread");
    return -1;
  }
  *Given = {Function, Obj};
  pthread_t Started;
  if (int Failure = createThread(&Started, !Thread, Given)) {
    error(__func__, "Cannot start a thread: %s", strerror(Failure));
    free(Given);
    return -1;
  }
  if (Thread)
    *Thread = Started;
  return 0;
}
