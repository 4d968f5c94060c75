//===- Faults.h - Making the library's calls fail ---------------*- C++ -*-===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//
//
// What the library asks of libc comes by Faults.cpp, be it linked statically or
// shared. It is per thread: other threads notice nothing.
//
//     {
//       faults::AllocationsFail Fail(/*After=*/1);
//       EXPECT_EQ(nullptr, virClassNew(...)); // its second allocation fails
//     }
//
//===----------------------------------------------------------------------===//

#ifndef VIROBJECT_TEST_FAULTS_H
#define VIROBJECT_TEST_FAULTS_H

#include <errno.h>
#include <stddef.h>
#include <vector>

namespace faults {

/// What can fail, apart from allocations.
enum class Call { CreateThread, InitMutex, InitRWLock };

/// While it lives, allocations that the library makes in this thread (malloc, calloc, realloc, strdup)
/// fail, once \p After of them have worked.
class AllocationsFail {
public:
  explicit AllocationsFail(unsigned After = 0);
  ~AllocationsFail();
  AllocationsFail(const AllocationsFail &) = delete;
  AllocationsFail &operator=(const AllocationsFail &) = delete;

  /// \returns how many have failed.
  unsigned failed() const;
};

/// While it lives, \p What fails with \p Error in this thread, once \p After
/// of them have worked.
class CallsFail {
public:
  explicit CallsFail(Call What, int Error = EAGAIN, unsigned After = 0);
  ~CallsFail();
  CallsFail(const CallsFail &) = delete;
  CallsFail &operator=(const CallsFail &) = delete;

private:
  Call What;
};

/// While it lives, sees whether \p Block is freed, by any thread, and what was
/// in its first \p Size bytes then. There is one at a time.
class FreeWatch {
public:
  FreeWatch(const void *Block, size_t Size);
  ~FreeWatch();
  FreeWatch(const FreeWatch &) = delete;
  FreeWatch &operator=(const FreeWatch &) = delete;

  /// \returns how often it was freed.
  unsigned times() const;
  const std::vector<unsigned char> &bytes() const;
};

} // namespace faults

#endif // VIROBJECT_TEST_FAULTS_H
