//===- CheckUnit.h - Parses one file and analyses it ------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_DRIVER_CHECKUNIT_H
#define VIRREF_DRIVER_CHECKUNIT_H

#include "driver/Unit.h"
#include "engine/Options.h"
#include "report/Report.h"
#include "llvm/ADT/STLExtras.h"

namespace clang {
class ASTContext;
class Preprocessor;
} // namespace clang

namespace virref {

using UnitWork =
    llvm::function_ref<void(clang::ASTContext &, clang::Preprocessor &)>;

/// Parses \p U and calls \p Work if it has no errors. \returns the errors that
/// it has, as text; empty means that \p Work was called. The working directory
/// of the process becomes that of the unit. With a \p Depfile, the files that
/// were read are written there, for make and Ninja, as what \p Target is made
/// of.
std::string parseUnit(const Unit &U, llvm::StringRef Depfile,
                      llvm::StringRef Target, UnitWork Work);

/// Parses and analyses \p U: the whole step as a function of its inputs.
Report checkUnit(const Unit &U, const AnalysisOptions &Options,
                 llvm::StringRef Depfile, llvm::StringRef Target);

/// Calls \p Work in a process of its own, so that nothing that it does, and
/// nothing that is done to it, ends this one. \returns how it ended, as the end
/// of a sentence ("was killed by signal 9 (Killed)"); empty if it ended well.
std::string inOwnProcess(llvm::function_ref<void()> Work);

} // namespace virref

#endif // VIRREF_DRIVER_CHECKUNIT_H
