//===- Options.h - Options of the analysis ----------------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_OPTIONS_H
#define VIRREF_ENGINE_OPTIONS_H

#include "model/Checks.h"
#include "model/Contract.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace virref {

/// How sure a finding must be to be shown.
enum class Level { Default, All };

struct AnalysisOptions {
  CheckSet Checks = CheckSet::all();
  Level ReportLevel = Level::Default;
  unsigned MaxNodes = 40000;
  std::vector<std::string> ModelFiles;
  bool ShippedModels = true;
  bool Verbose = false;
  bool Fingerprint = false;

  /// Sets the option called \p Name (see Options.def) from text. \returns
  /// false, and a sentence that says what is wrong and what is allowed in
  /// \p Error, if there is no such option or it cannot have this value.
  bool set(llvm::StringRef Name, llvm::StringRef Value, std::string &Error);

  /// What loadModels() has read from ModelFiles; doors may share it.
  ModelList Models;
  /// Reads ModelFiles. \returns false, and what is wrong in \p Errors, one text
  /// an error, if one of them cannot be used.
  bool loadModels(std::vector<std::string> &Errors);

  static bool exists(llvm::StringRef Name);

  /// The value of the option called \p Name as text that set() understands;
  /// empty if there is no such option.
  std::string text(llvm::StringRef Name) const;
};

/// What a door must know about an option to offer it.
struct OptionInfo {
  llvm::StringLiteral Name;
  llvm::StringLiteral Values; ///< "N", "true|false"
  llvm::StringLiteral Help;
};

/// Every option, in the order of Options.def.
llvm::ArrayRef<OptionInfo> allOptions();

/// One paragraph an option: name, values and help, for a door's `help`.
std::string optionsHelp();

} // namespace virref

#endif // VIRREF_ENGINE_OPTIONS_H
