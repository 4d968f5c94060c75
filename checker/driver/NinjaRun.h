//===- NinjaRun.h - Ninja at work, in our words -----------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_DRIVER_NINJARUN_H
#define VIRREF_DRIVER_NINJARUN_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace virref {

/// How a run of Ninja ended.
enum class NinjaResult { Done, Failed, Interrupted };

/// Runs Ninja on \p Folder/\p File, with \p Jobs processes at a time (0:
/// Ninja's own choice), and shows on standard error how far it is, if that is a
/// terminal, and what went wrong. \p StepsDone is 0 if all was up to date.
NinjaResult runNinja(llvm::StringRef Folder, llvm::StringRef File,
                     unsigned Jobs, unsigned &StepsDone, std::string &Error);

} // namespace virref

#endif // VIRREF_DRIVER_NINJARUN_H
