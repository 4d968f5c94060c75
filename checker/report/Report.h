//===- Report.h - Findings that go from process to process ------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A Finding has places that only mean something beside the syntax tree. Here
// they are names of files and numbers, so that what one process found can be
// written down, and merged and printed by another:
//
//   check FILE ──> Report ──writeJson()──> FILE.json ──readJson()──┐
//   check FILE ──> Report ──writeJson()──> FILE.json ──readJson()──┴─> merge()
//                                  text, JSON, SARIF, HTML <── Report <──┘
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_REPORT_REPORT_H
#define VIRREF_REPORT_REPORT_H

#include "model/Checks.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <tuple>
#include <vector>

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace virref {

struct Place {
  std::string File; ///< absolute
  unsigned Line = 0;
  unsigned Column = 0;

  auto key() const { return std::tie(File, Line, Column); }
};

struct ReportedStep {
  Place At;
  std::string Text;

  auto key() const { return std::tuple_cat(At.key(), std::tie(Text)); }
};

/// A contract that a finding relies on, and where it stands.
struct ReportedContract {
  std::string Function;
  std::string Says; ///< "returns owned, parameter 1 consumed"
  std::string From; ///< see ContractUse
  /// Empty of what is built in; of what comes with virref the bare name; of what
  /// was inferred as in the model, if it cannot be found. The line is 0 where
  /// only SeenIn is known.
  std::string File;
  unsigned Line = 0;
  std::string SeenIn; ///< a function of that file
};

/// A Finding, with places that outlive the process.
struct ReportedFinding {
  CheckId Check = CheckId::Leak;
  Place At;
  std::string Message;
  std::string Function;
  std::string Variable;
  std::vector<ReportedStep> Path;
  std::vector<ReportedContract> Contracts;

  /// Two that agree in this are the same finding, seen by two files.
  auto identity() const {
    return std::tuple_cat(At.key(), std::tie(Check, Message));
  }
};

/// What could not be checked, and why.
struct ReportedError {
  std::string File;
  std::string Message; ///< can have several lines
  /// Not the fault of the file: the process that looked at it died. It may well
  /// live the next time.
  bool Died = false;

  auto key() const { return std::tie(File, Message); }
};

struct Report {
  unsigned Files = 0;
  unsigned Functions = 0; ///< see AnalysisStats
  unsigned Relevant = 0;
  unsigned Explored = 0;
  std::vector<std::string> OverBudget; ///< "function (file:line)"
  std::vector<ReportedFinding> Findings;
  std::vector<ReportedError> Errors;

  /// 0 nothing found, 1 findings, 2 a file that could not be checked.
  int exitStatus() const;
};

/// Adds \p From to \p Into. sortReport() makes the result independent of the
/// order.
void mergeReport(Report &Into, Report From);

/// Sorts everything, and drops what several files have seen alike.
void sortReport(Report &R);

/// "Format" as it is called on the command line.
enum class ReportFormat { Text, Json, Sarif, Html };

/// Writes a sorted report. All formats but JSON are for people: they name files
/// relative to the working directory if they are below it.
void writeReport(llvm::raw_ostream &OS, const Report &R, ReportFormat Format);

void writeText(llvm::raw_ostream &OS, const Report &R);
void writeJson(llvm::raw_ostream &OS, const Report &R);
void writeSarif(llvm::raw_ostream &OS, const Report &R);
void writeHtml(llvm::raw_ostream &OS, const Report &R);

/// Reads what writeJson() wrote. \returns false, and a sentence in \p Error, if
/// \p Text is something else.
bool readJson(llvm::StringRef Text, Report &Out, std::string &Error);

/// \p Path, relative to the working directory if it is below it.
std::string displayPath(llvm::StringRef Path);

/// The page of a check, docs/checks/<id>.md, as it was when this was built.
llvm::StringRef checkPage(CheckId Check);

} // namespace virref

#endif // VIRREF_REPORT_REPORT_H
