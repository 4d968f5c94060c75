//===- Html.cpp - A report as one page to read ----------------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The page needs nothing but itself: no network, no other files. Without
// JavaScript it shows everything, and cannot be filtered.
//
//===----------------------------------------------------------------------===//

#include "report/Report.h"
#include "report/SourceLines.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <map>

using llvm::StringRef;

namespace virref {

static constexpr llvm::StringLiteral Style =
#include "PageStyle.inc"
    ;

static constexpr llvm::StringLiteral Script = R"(
for (const box of document.querySelectorAll('nav input'))
  box.addEventListener('change', () => {
    for (const item of document.querySelectorAll('article'))
      if (item.dataset.id === box.value)
        item.hidden = !box.checked;
  });
)";

namespace {

class Page {
public:
  Page(llvm::raw_ostream &OS, const Report &R) : OS(OS), R(R) {}

  void write();

private:
  void writeHead();
  void writeError(const ReportedError &E);
  void writeFinding(const ReportedFinding &F);
  void writeStep(const Place &At, StringRef Text, bool IsEnd);
  void writeExcerpt(const Place &At);

  /// Text that is shown as it is.
  struct Escaped {
    StringRef Text;
  };
  friend llvm::raw_ostream &operator<<(llvm::raw_ostream &OS,
                                       const Escaped &E) {
    llvm::printHTMLEscaped(E.Text, OS);
    return OS;
  }

  llvm::raw_ostream &OS;
  const Report &R;
  SourceLines Sources;
};

void Page::write() {
  OS << "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<title>virref: "
     << R.Findings.size() << " findings</title>\n<style>" << Style
     << "</style></head><body>\n";
  writeHead();
  OS << "<main>\n";
  for (const ReportedError &E : R.Errors)
    writeError(E);
  for (const ReportedFinding &F : R.Findings)
    writeFinding(F);
  if (R.Findings.empty())
    OS << "<p class=\"none\">Nothing was found.</p>\n";
  OS << "</main>\n<script>" << Script << "</script>\n</body></html>\n";
}

void Page::writeHead() {
  std::map<CheckId, unsigned> Counts;
  for (const ReportedFinding &F : R.Findings)
    ++Counts[F.Check];
  OS << "<header><h1>" << R.Findings.size()
     << (R.Findings.size() == 1 ? " finding" : " findings") << " <small>in "
     << R.Files << " files, " << R.Explored << " functions explored";
  if (!R.Errors.empty())
    OS << ", " << R.Errors.size() << " files not checked";
  OS << "</small></h1><nav>";
  for (auto [Check, Count] : Counts)
    OS << "<label title=\"" << Escaped{checkSummary(Check)}
       << "\"><input type=\"checkbox\" checked value=\"" << checkName(Check)
       << "\"><span>" << checkName(Check) << " " << Count << "</span></label>";
  OS << "</nav></header>\n";
}

void Page::writeError(const ReportedError &E) {
  std::string File = displayPath(E.File);
  OS << "<div class=\"error\"><b>Not checked:</b> <span class=\"place\">"
     << Escaped{File} << "</span><pre>" << Escaped{StringRef(E.Message).rtrim()}
     << "</pre></div>\n";
}

void Page::writeFinding(const ReportedFinding &F) {
  std::string File = displayPath(F.At.File);
  OS << "<article data-id=\"" << checkName(F.Check)
     << "\"><details><summary><span class=\"id\">"
     << qualifiedCheckName(F.Check) << "</span><b>" << Escaped{F.Message}
     << "</b><br><span class=\"place\">" << Escaped{File} << ":" << F.At.Line
     << ":" << F.At.Column;
  if (!F.Function.empty())
    OS << " in " << Escaped{F.Function};
  OS << "</span></summary>\n<ol>\n";
  for (const ReportedStep &Step : F.Path)
    writeStep(Step.At, Step.Text, /*IsEnd=*/false);
  writeStep(F.At, F.Message, /*IsEnd=*/true);
  OS << "</ol>\n<details class=\"page\"><summary>About this check</summary>"
        "<pre>"
     << Escaped{checkPage(F.Check)} << "</pre></details></details></article>\n";
}

void Page::writeStep(const Place &At, StringRef Text, bool IsEnd) {
  std::string File = displayPath(At.File);
  OS << "<li" << (IsEnd ? " class=\"end\"" : "") << ">" << Escaped{Text}
     << " <span class=\"place\">" << Escaped{File} << ":" << At.Line
     << "</span>";
  writeExcerpt(At);
  OS << "</li>\n";
}

void Page::writeExcerpt(const Place &At) {
  static constexpr unsigned Around = 2;
  if (Sources.line(At.File, At.Line).empty())
    return;
  OS << "<pre>";
  for (unsigned Line = At.Line > Around ? At.Line - Around : 1;
       Line <= At.Line + Around; ++Line)
    OS << "<span" << (Line == At.Line ? " class=\"here\"" : "") << "><i>"
       << Line << "</i>" << Escaped{Sources.line(At.File, Line)} << "</span>";
  OS << "</pre>";
}

} // namespace

void writeHtml(llvm::raw_ostream &OS, const Report &R) { Page(OS, R).write(); }

} // namespace virref
