//===- Text.cpp - A report in the form of clang's diagnostics -------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "report/Report.h"
#include "report/SourceLines.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

namespace virref {

/// The line of the source, and a caret below the column.
static void writeExcerpt(llvm::raw_ostream &OS, SourceLines &Sources,
                         const Place &At) {
  StringRef Line = Sources.line(At.File, At.Line);
  if (Line.empty() || At.Column == 0 || At.Column > Line.size())
    return;
  OS << Line << "\n";
  // Tabs stay tabs, so that the caret stands below what it means.
  for (char C : Line.take_front(At.Column - 1))
    OS << (C == '\t' ? '\t' : ' ');
  OS << "^\n";
}

static void writeLine(llvm::raw_ostream &OS, SourceLines &Sources,
                      const Place &At, StringRef Kind, StringRef Text,
                      StringRef Id = StringRef()) {
  OS << displayPath(At.File) << ":" << At.Line << ":" << At.Column << ": "
     << Kind << ": " << Text;
  if (!Id.empty())
    OS << " [" << Id << "]";
  OS << "\n";
  writeExcerpt(OS, Sources, At);
}

void writeText(llvm::raw_ostream &OS, const Report &R) {
  SourceLines Sources;
  for (const ReportedFinding &F : R.Findings) {
    writeLine(OS, Sources, F.At, "warning", F.Message,
              qualifiedCheckName(F.Check));
    for (const ReportedStep &Step : F.Path)
      writeLine(OS, Sources, Step.At, "note", Step.Text);
  }
}

} // namespace virref
