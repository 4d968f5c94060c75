//===- DebugProcess.cpp - Exit, fork and signals --------------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//
//
// A child that fork() has made has copies of its parent's objects, and usually
// leaves without freeing them: only the process in which this began reports at
// exit. A daemon is a child, too, but it has left its parent's session with
// setsid(), and does report. If it forks once more to leave the session's leader
// as well, that one has ended, while the parent of a daemon's own children lives.
//
//===----------------------------------------------------------------------===//

#include "DebugProcess.h"
#include "DebugQuarantine.h"
#include "DebugReport.h"

#include <virobject/virobjectdebug.h>

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

using namespace vir;
using namespace vir::debug;

/// Where this began.
static pid_t FirstProcess;
static pid_t FirstSession;
/// Who has made this process, if it was not the first; and who forked last. (That
/// one may have left before its child can ask for it.)
static pid_t Parent, Forking;

static bool reportsAtExit() {
  if (getpid() == FirstProcess)
    return true;
  pid_t Session = getsid(0);
  return Session != FirstSession &&
         (Session == getpid() || getppid() != Parent);
}

static void onExit() {
  if (!reportsAtExit())
    return;
  size_t Left = report(Occasion::Exit, 0);
  if (!Left || !TheOptions.ExitCode)
    return;
  // glibc goes on where it was, with the new status. (Leaving by _exit() would
  // need fflush(nullptr) before, which waits for threads that wait for input.)
  exit(TheOptions.ExitCode);
}

// Signals. The handler only counts and wakes up a thread, which reports.

static sem_t Wakeup;
static int WantedDumps, WantedDiffs;
static bool WatcherIsGone;

static void onSignal(int Signal) {
  int Before = errno;
  __atomic_fetch_add(Signal == SIGUSR1 ? &WantedDumps : &WantedDiffs, 1,
                     __ATOMIC_RELAXED);
  sem_post(&Wakeup);
  errno = Before;
}

static void checkpointOrDiff() {
  static bool AnyCheckpoint;
  if (AnyCheckpoint) {
    virObjectDebugDiff();
  } else if (!TheOptions.Json) {
    Writer W;
    W.print("virobject: checkpoint set (process %d)\n",
            static_cast<int>(getpid()));
  }
  AnyCheckpoint = true;
  // Each report covers the time since the one before.
  virObjectDebugCheckpoint();
}

static void *watch(void *) {
  for (;;) {
    while (sem_wait(&Wakeup) != 0 && errno == EINTR)
      ;
    while (__atomic_exchange_n(&WantedDumps, 0, __ATOMIC_RELAXED))
      virObjectDebugDump();
    for (int N = __atomic_exchange_n(&WantedDiffs, 0, __ATOMIC_RELAXED); N; --N)
      checkpointOrDiff();
  }
  return nullptr;
}

static void startWatcher() {
  // It inherits that it gets no signals.
  sigset_t All, Before;
  sigfillset(&All);
  pthread_sigmask(SIG_SETMASK, &All, &Before);
  pthread_t Thread;
  int Problem = pthread_create(&Thread, nullptr, watch, nullptr);
  pthread_sigmask(SIG_SETMASK, &Before, nullptr);
  if (Problem)
    error("VIROBJECT_DEBUG", "signals: cannot start a thread: %s",
          strerror(Problem));
  else
    pthread_detach(Thread);
}

static void catchSignal(int Signal, const char *Name) {
  struct sigaction Old;
  if (sigaction(Signal, nullptr, &Old) != 0)
    return;
  if ((Old.sa_flags & SA_SIGINFO) ||
      (Old.sa_handler != SIG_DFL && Old.sa_handler != SIG_IGN)) {
    error("VIROBJECT_DEBUG",
          "signals: the program handles %s itself, it does not report. Call "
          "virObjectDebugDump() or virObjectDebugDiff() there",
          Name);
    return;
  }
  struct sigaction Action;
  memset(&Action, 0, sizeof(Action));
  Action.sa_handler = onSignal;
  Action.sa_flags = SA_RESTART;
  sigemptyset(&Action.sa_mask);
  sigaction(Signal, &Action, nullptr);
}

void debug::resumeAfterFork() {
  if (__atomic_load_n(&WatcherIsGone, __ATOMIC_RELAXED) &&
      __atomic_exchange_n(&WatcherIsGone, false, __ATOMIC_RELAXED))
    startWatcher();
}

// fork(): no other thread may be in the middle of something then.

static void beforeFork() {
  lockFaults();
  lockOutput();
  lockRecords();
  Forking = getpid();
}
static void afterForkInParent() {
  unlockRecords();
  unlockOutput();
  unlockFaults();
}
static void afterForkInChild() {
  afterForkInParent();
  Parent = Forking;
  // Those were for the parent.
  WantedDumps = WantedDiffs = 0;
  __atomic_store_n(&WatcherIsGone, TheOptions.Signals, __ATOMIC_RELAXED);
}

void debug::startProcess() {
  FirstProcess = getpid();
  FirstSession = getsid(0);
  pthread_atfork(beforeFork, afterForkInParent, afterForkInChild);
  if (TheOptions.Leaks || TheOptions.Traced.Count)
    atexit(onExit);
  if (TheOptions.Signals) {
    sem_init(&Wakeup, 0, 0);
    catchSignal(SIGUSR1, "SIGUSR1");
    catchSignal(SIGUSR2, "SIGUSR2");
    startWatcher();
  }
}
