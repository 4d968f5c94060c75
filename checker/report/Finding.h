//===- Finding.h - What the analysis found, as plain data -------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_REPORT_FINDING_H
#define VIRREF_REPORT_FINDING_H

#include "model/Checks.h"
#include "clang/Basic/SourceLocation.h"
#include <string>
#include <vector>

namespace virref {

/// One step of the path that leads to a finding.
struct PathNote {
  clang::SourceLocation Loc;
  std::string Text;
};

/// A contract that a finding relies on.
struct ContractUse {
  std::string Function; ///< whose it is
  std::string Says;     ///< "returns owned, parameter 1 consumed"
  std::string From;     ///< "built-in", "shipped", "model", "annotation", "inferred"
  /// Where it stands, "file:line", or what it was seen in, "file:function";
  /// empty for what is built in.
  std::string Where;

  bool operator==(const ContractUse &Other) const {
    return Function == Other.Function && Says == Other.Says &&
           From == Other.From && Where == Other.Where;
  }
};

/// One finding. Printing is the doors' business.
struct Finding {
  CheckId Check;
  clang::SourceLocation Loc;
  /// Without the trailing `[virref-<id>]`.
  std::string Message;
  std::vector<PathNote> Path;
  /// In the order in which the path comes by them, each once.
  std::vector<ContractUse> Contracts;
  /// What identifies the finding when lines move: the function at fault and
  /// the variable that held the reference. Either can be empty.
  std::string Function;
  std::string Variable;
};

} // namespace virref

#endif // VIRREF_REPORT_FINDING_H
