//===- Commands.h - What the driver can do ----------------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each returns the exit status of the process.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_DRIVER_COMMANDS_H
#define VIRREF_DRIVER_COMMANDS_H

#include "driver/CommandLine.h"

namespace virref {

/// "virref: error: ..." \returns 2.
int fail(llvm::StringRef Message);

int runCheck(const CommandLine &Options, llvm::StringRef Program);
int runReport(const CommandLine &Options);
int runExplain(const CommandLine &Options, llvm::StringRef Program);
int runCollect(const CommandLine &Options);
int runMerge(const CommandLine &Options);
int runInfer(const CommandLine &Options, llvm::StringRef Program);
/// `virref explain` of what is no check.
int explainContractOf(const CommandLine &Options, llvm::StringRef Program);

/// What could not be checked, to standard error.
void printErrors(const Report &R);

/// Sorts and writes the report, and what is to be said about it. The last
/// sentence ends in \p AndThat.
int finishReport(const CommandLine &Options, Report R,
                 llvm::StringRef AndThat = "");

} // namespace virref

#endif // VIRREF_DRIVER_COMMANDS_H
