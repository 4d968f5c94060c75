//===- Report.cpp - Findings that go from process to process --------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "report/Report.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <iterator>

namespace virref {

int Report::exitStatus() const {
  return !Errors.empty() ? 2 : !Findings.empty() ? 1 : 0;
}

template <typename T>
static void append(std::vector<T> &To, std::vector<T> &&From) {
  To.insert(To.end(), std::make_move_iterator(From.begin()),
            std::make_move_iterator(From.end()));
}

void mergeReport(Report &Into, Report From) {
  Into.Files += From.Files;
  Into.Functions += From.Functions;
  Into.Relevant += From.Relevant;
  Into.Explored += From.Explored;
  append(Into.OverBudget, std::move(From.OverBudget));
  append(Into.Findings, std::move(From.Findings));
  append(Into.Errors, std::move(From.Errors));
}

/// True if \p A is the path to show of two that lead to the same finding.
static bool isBetterPath(const std::vector<ReportedStep> &A,
                         const std::vector<ReportedStep> &B) {
  if (A.size() != B.size())
    return A.size() < B.size();
  return std::lexicographical_compare(
      A.begin(), A.end(), B.begin(), B.end(),
      [](const ReportedStep &X, const ReportedStep &Y) {
        return X.key() < Y.key();
      });
}

void sortReport(Report &R) {
  llvm::sort(R.Findings,
             [](const ReportedFinding &A, const ReportedFinding &B) {
               if (A.identity() != B.identity())
                 return A.identity() < B.identity();
               return isBetterPath(A.Path, B.Path);
             });
  R.Findings.erase(
      std::unique(R.Findings.begin(), R.Findings.end(),
                  [](const ReportedFinding &A, const ReportedFinding &B) {
                    return A.identity() == B.identity();
                  }),
      R.Findings.end());
  llvm::sort(R.Errors, [](const ReportedError &A, const ReportedError &B) {
    return A.key() < B.key();
  });
  llvm::sort(R.OverBudget);
  R.OverBudget.erase(std::unique(R.OverBudget.begin(), R.OverBudget.end()),
                     R.OverBudget.end());
}

void writeReport(llvm::raw_ostream &OS, const Report &R, ReportFormat Format) {
  switch (Format) {
  case ReportFormat::Text:
    return writeText(OS, R);
  case ReportFormat::Json:
    return writeJson(OS, R);
  case ReportFormat::Sarif:
    return writeSarif(OS, R);
  case ReportFormat::Html:
    return writeHtml(OS, R);
  }
}

std::string displayPath(llvm::StringRef Path) {
  llvm::SmallString<256> Here;
  if (llvm::sys::fs::current_path(Here))
    return Path.str();
  llvm::StringRef Rest = Path;
  if (Here != "/" && Rest.consume_front(Here) && Rest.consume_front("/"))
    return Rest.str();
  return Path.str();
}

static constexpr llvm::StringLiteral Pages[] = {
#include "CheckPages.inc"
};
static_assert(sizeof(Pages) / sizeof(*Pages) == NumChecks,
              "every check has a page");

llvm::StringRef checkPage(CheckId Check) {
  return Pages[static_cast<unsigned>(Check)];
}

} // namespace virref
