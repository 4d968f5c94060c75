//===- DebugMisuse.h - What is known of a mistake ---------------*- C++ -*-===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#ifndef VIROBJECT_SRC_DEBUGMISUSE_H
#define VIROBJECT_SRC_DEBUGMISUSE_H

#include "DebugOutput.h"
#include "DebugRecords.h"

namespace vir::debug {

struct Misuse {
  const char *Message = nullptr;
  /// Whether the message has been said, by virObjectSetMessageHook's hook or on
  /// standard error.
  bool IsSaid = true;
  const char *Function = nullptr;
  const void *Object = nullptr;
  /// Null if nothing is known of the object.
  const char *ClassName = nullptr;
  bool IsAlive = false;
  long References = 0;
  int64_t Age = 0;
  int64_t SinceDeath = 0;
  const Stack *Birth = nullptr;
  const Stack *Death = nullptr;
  /// Who gave back what he did not hold, and where he did so before.
  const char *Holder = nullptr;
  const Stack *GivenBefore = nullptr;
  Frames Now;
};

/// Fills in what \p Record says. Needs the mutex of the records.
void describe(const ObjectRecord *Record, Misuse &What);

/// Writes \p What. Can be called in a signal handler.
void writeMisuse(Writer &W, const Misuse &What);

} // namespace vir::debug

#endif // VIROBJECT_SRC_DEBUGMISUSE_H
