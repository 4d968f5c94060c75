//===- DebugOutput.h - Where reports go -------------------------*- C++ -*-===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#ifndef VIROBJECT_SRC_DEBUGOUTPUT_H
#define VIROBJECT_SRC_DEBUGOUTPUT_H

#include <stddef.h>

namespace vir::debug {

/// Where reports go from now on: the file \p Path, in which %p is the number
/// of the process, or standard error if that cannot be written (after an
/// error).
void setOutputFile(const char *Path);

/// Whether reports go to standard error.
bool isOutputStandardError();

/// Holds back reports of other threads while this one forks.
void lockOutput();
void unlockOutput();

/// A report. It is written at once at the end, as far as memory allows, so that
/// those of several threads and processes do not mix, and no lock is held while
/// it is made.
class Writer {
public:
  Writer() : Grows(true) {}
  /// For a signal handler: does with \p Size bytes.
  Writer(char *Buffer, size_t Size)
      : Data(Buffer), Capacity(Size), Grows(false) {}
  ~Writer();
  Writer(const Writer &) = delete;
  Writer &operator=(const Writer &) = delete;

  __attribute__((format(printf, 2, 3))) void print(const char *Format, ...);

  /// \p Text as a string of JSON; null is null.
  void quote(const char *Text);

private:
  char *Data = nullptr;
  size_t Size = 0;
  size_t Capacity = 0;
  bool Grows;

  bool makeRoom(size_t Needed);
  void flush();
  void put(const char *Text, size_t Length);
};

} // namespace vir::debug

#endif // VIROBJECT_SRC_DEBUGOUTPUT_H
