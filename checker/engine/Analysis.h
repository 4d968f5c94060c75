//===- Analysis.h - The one entrance to the analysis ------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every door calls one of these two functions, once per translation unit,
// after parsing. They build clang's path-sensitive engine themselves instead
// of running inside the static analyzer's: only so can the control flow graph
// be prepared (calls of cleanup functions, slicing) before the engine sees it.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_ANALYSIS_H
#define VIRREF_ENGINE_ANALYSIS_H

#include "engine/Options.h"
#include "report/Finding.h"
#include "llvm/ADT/ArrayRef.h"
#include <string>
#include <vector>

namespace clang {
class ASTContext;
class Preprocessor;
namespace ento {
class PathDiagnosticConsumer;
} // namespace ento
} // namespace clang

namespace virref {

struct AnalysisStats {
  unsigned Functions = 0; ///< with a body, in this file or its own headers
  unsigned Relevant = 0;  ///< of these, functions that can matter
  unsigned Explored = 0;  ///< of these, explored by the engine
  /// Those that hit MaxNodes: what was proven in them is reported all the same.
  std::vector<std::string> OverBudget; ///< "function (file:line)"
  /// Functions with a loop that never comes to rest, because every trip is about
  /// another object: its first trips are explored, and what follows it.
  unsigned CutLoops = 0;
};

/// Analyses the translation unit and returns its findings, sorted by place.
/// With Options.Verbose the statistics are printed to standard error as well.
std::vector<Finding> findOwnershipBugs(clang::ASTContext &Ctx,
                                       clang::Preprocessor &PP,
                                       const AnalysisOptions &Options,
                                       AnalysisStats *Stats = nullptr);

/// The same, but hands the findings with their full paths to consumers that a
/// host analyzer owns, so that its plist, HTML and SARIF output contains them.
void reportOwnershipBugsTo(
    llvm::ArrayRef<clang::ento::PathDiagnosticConsumer *> Host,
    clang::ASTContext &Ctx, clang::Preprocessor &PP,
    const AnalysisOptions &Options, AnalysisStats *Stats = nullptr);

} // namespace virref

#endif // VIRREF_ENGINE_ANALYSIS_H
