//===- Unit.h - One file and how it is compiled -----------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_DRIVER_UNIT_H
#define VIRREF_DRIVER_UNIT_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace virref {

struct Unit {
  std::string File;      ///< absolute
  std::string Directory; ///< where it is compiled
  /// What of the build's command line matters for parsing, without the compiler
  /// and the file.
  std::vector<std::string> Arguments;
};

/// Makes a unit of a compiler's command line: takes away the compiler, the
/// file, what writes files, and what makes errors of warnings.
Unit makeUnit(llvm::StringRef File, llvm::StringRef Directory,
              std::vector<std::string> CommandLine);

/// The C and C++ files in BuildDir/compile_commands.json, each with its first
/// entry, in the order of their names. \returns false, and a sentence in
/// \p Error, if there is no such file or nothing in it.
bool readDatabase(llvm::StringRef BuildDir, std::vector<Unit> &Units,
                  std::string &Error);

/// The nearest folder at or above that of \p File that has a
/// compile_commands.json; empty if there is none.
std::string findDatabase(llvm::StringRef File);

/// Puts those that \p Patterns name into \p Selected, and the others into
/// \p Rest. A pattern is a path, the end of one, or a glob. \returns false if
/// one names no unit.
bool selectUnits(const std::vector<Unit> &Units,
                 llvm::ArrayRef<std::string> Patterns,
                 std::vector<Unit> &Selected, std::vector<Unit> &Rest,
                 std::string &Error);

} // namespace virref

#endif // VIRREF_DRIVER_UNIT_H
