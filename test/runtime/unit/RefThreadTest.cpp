//===- RefThreadTest.cpp - Threads that own a reference -------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "Faults.h"

#include <gtest/gtest.h>
#include <virobject/virrefthread.h>

#include <chrono>
#include <condition_variable>
#include <errno.h>
#include <mutex>
#include <string.h>
#include <string>
#include <utility>
#include <vector>

namespace {

struct Job {
  virObjectLockable parent;
  int Input;
  int Output;
};

/// The number of jobs that are alive, for several threads to wait for.
class {
public:
  void add(int Change) {
    std::lock_guard<std::mutex> Lock(Mutex);
    Number += Change;
    Changed.notify_all();
  }
  bool becomes(int Expected) {
    std::unique_lock<std::mutex> Lock(Mutex);
    return Changed.wait_for(Lock, std::chrono::seconds(60),
                            [&] { return Number == Expected; });
  }
  int now() {
    std::lock_guard<std::mutex> Lock(Mutex);
    return Number;
  }

private:
  std::mutex Mutex;
  std::condition_variable Changed;
  int Number = 0;
} Living;

void JobDispose(void *) { Living.add(-1); }

virClass *jobClass() {
  static virClass *JobClass;
  static virClass *Made = VIR_CLASS_NEW(Job, virClassForObjectLockable());
  return Made;
}

Job *newJob(int Input = 0) {
  auto *New = static_cast<Job *>(virObjectLockableNew(jobClass()));
  New->Input = Input;
  Living.add(1);
  return New;
}

/// Without a lock: what was written before the start is seen.
void square(void *Any) {
  auto *Self = static_cast<Job *>(Any);
  Self->Output = Self->Input * Self->Input;
  virObjectUnref(Self);
}

class RefThread : public testing::Test {
protected:
  void SetUp() override { virObjectSetMessageHook(collect, this); }

  void TearDown() override {
    virObjectSetMessageHook(nullptr, nullptr);
    EXPECT_EQ(Living.now(), 0);
    EXPECT_EQ(messages(), "");
  }

  std::string messages() { return std::exchange(Messages, ""); }

private:
  static void collect(virObjectMessageKind Kind, const char *Function,
                      const char *Message, void *Opaque) {
    auto &Messages = static_cast<RefThread *>(Opaque)->Messages;
    Messages += Kind == VIR_OBJECT_WARNING ? "warning: " : "error: ";
    Messages += std::string(Function) + ": " + Message + "\n";
  }

  std::string Messages;
};

TEST_F(RefThread, JoinedThreadGivesItsReferenceBack) {
  Job *Mine = newJob(7);
  pthread_t Thread;
  ASSERT_EQ(virRefThreadStart(&Thread, square, virObjectRef(Mine)), 0);
  ASSERT_EQ(pthread_join(Thread, nullptr), 0);
  EXPECT_EQ(Mine->Output, 49);
  virObjectUnref(Mine);
  EXPECT_EQ(Living.now(), 0);
}

TEST_F(RefThread, ThreadMayOwnTheOnlyReference) {
  pthread_t Thread;
  ASSERT_EQ(virRefThreadStart(&Thread, square, newJob(7)), 0);
  ASSERT_EQ(pthread_join(Thread, nullptr), 0);
  EXPECT_EQ(Living.now(), 0);
}

TEST_F(RefThread, ThreadThatNobodyJoins) {
  ASSERT_EQ(virRefThreadStart(nullptr, square, newJob(7)), 0);
  EXPECT_TRUE(Living.becomes(0));
}

TEST_F(RefThread, ThreadMayPassTheReferenceOn) {
  pthread_t Thread;
  ASSERT_EQ(virRefThreadStart(
                &Thread,
                [](void *Any) {
                  if (virRefThreadStart(nullptr, square, Any) < 0)
                    virObjectUnref(Any);
                },
                newJob(7)),
            0);
  ASSERT_EQ(pthread_join(Thread, nullptr), 0);
  EXPECT_TRUE(Living.becomes(0));
}

TEST_F(RefThread, ThreadMayEndItself) {
  pthread_t Thread;
  ASSERT_EQ(virRefThreadStart(
                &Thread,
                [](void *Any) {
                  virObjectUnref(Any);
                  pthread_exit(nullptr);
                },
                newJob()),
            0);
  void *Result = &Thread;
  ASSERT_EQ(pthread_join(Thread, &Result), 0);
  EXPECT_EQ(Result, nullptr);
}

TEST_F(RefThread, ManyThreadsShareAnObject) {
  Job *Mine = newJob();
  std::vector<pthread_t> Threads(16);
  for (pthread_t &Thread : Threads)
    ASSERT_EQ(virRefThreadStart(
                  &Thread,
                  [](void *Any) {
                    for (int I = 0; I != 100; ++I) {
                      virObjectLock(Any);
                      ++static_cast<Job *>(Any)->Output;
                      virObjectUnlock(Any);
                      virObjectUnref(virObjectRef(Any));
                    }
                    virObjectUnref(Any);
                  },
                  virObjectRef(Mine)),
              0);
  for (pthread_t Thread : Threads)
    ASSERT_EQ(pthread_join(Thread, nullptr), 0);
  EXPECT_EQ(Mine->Output, 1600);
  virObjectUnref(Mine);
}

TEST_F(RefThread, ManyThreadsThatNobodyJoins) {
  for (int I = 0; I != 200; ++I)
    ASSERT_EQ(virRefThreadStart(nullptr, square, newJob(I)), 0);
  EXPECT_TRUE(Living.becomes(0));
}

// Misuse and failure: the caller still owns its reference.

TEST_F(RefThread, NullIsMisuse) {
  Job *Mine = newJob();
  pthread_t Thread;
  EXPECT_EQ(virRefThreadStart(&Thread, nullptr, Mine), -1);
  EXPECT_EQ(messages(),
            "warning: virRefThreadStart: The function cannot be NULL\n");
  EXPECT_EQ(virRefThreadStart(&Thread, square, nullptr), -1);
  EXPECT_EQ(messages(),
            "warning: virRefThreadStart: Object cannot be NULL\n");
  EXPECT_EQ(Living.now(), 1);
  virObjectUnref(Mine);
}

TEST_F(RefThread, WhatIsNoObjectIsMisuse) {
  virObject Nothing = {};
  EXPECT_EQ(virRefThreadStart(nullptr, square, &Nothing), -1);
  EXPECT_NE(messages().find("bad magic number 0 [virref-use-after-release]"),
            std::string::npos);
}

TEST_F(RefThread, CallerOwnsTheReferenceIfNoThreadStarts) {
  Job *Mine = newJob();
  pthread_t Before = pthread_self(), Thread = Before;
  for (pthread_t *Where : {&Thread, static_cast<pthread_t *>(nullptr)}) {
    {
      faults::CallsFail Fail(faults::Call::CreateThread, EAGAIN);
      EXPECT_EQ(virRefThreadStart(Where, square, Mine), -1);
    }
    EXPECT_EQ(messages(), "error: virRefThreadStart: Cannot start a thread: " +
                              std::string(strerror(EAGAIN)) + "\n");
  }
  EXPECT_TRUE(pthread_equal(Thread, Before));
  EXPECT_EQ(Living.now(), 1);
  virObjectUnref(Mine);
}

TEST_F(RefThread, CallerOwnsTheReferenceIfMemoryIsShort) {
  Job *Mine = newJob();
  pthread_t Thread;
  {
    faults::AllocationsFail Fail;
    EXPECT_EQ(virRefThreadStart(&Thread, square, Mine), -1);
  }
  EXPECT_EQ(messages(),
            "error: virRefThreadStart: Out of memory for a thread\n");
  EXPECT_EQ(Living.now(), 1);
  virObjectUnref(Mine);
}

} // namespace
