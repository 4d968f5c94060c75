//===- Check.cpp - virref check, virref report ----------------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "driver/CheckUnit.h"
#include "driver/Commands.h"
#include "driver/DatabaseRun.h"
#include "driver/Files.h"
#include "driver/Inference.h"
#include "driver/NinjaFile.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <map>
#include <unistd.h>

using llvm::StringRef;

namespace virref {

static void countFindings(llvm::raw_ostream &OS, const Report &R) {
  std::map<CheckId, unsigned> Counts;
  for (const ReportedFinding &F : R.Findings)
    ++Counts[F.Check];
  OS << R.Findings.size()
     << (R.Findings.size() == 1 ? " finding" : " findings");
  StringRef Separator = " (";
  for (auto [Check, Count] : Counts) {
    OS << Separator << checkName(Check) << " " << Count;
    Separator = ", ";
  }
  if (!Counts.empty())
    OS << ")";
}

void printErrors(const Report &R) {
  for (const ReportedError &E : R.Errors)
    llvm::errs() << "virref: " << displayPath(E.File) << " was not checked:\n"
                 << StringRef(E.Message).rtrim() << "\n";
}

/// What was inferred names code by the end of its path: from the folder that all
/// files of the program have in common, which is one above \p Beside. No step
/// can look there: it knows of no files but its own.
static std::string findInProgram(const std::string &File, StringRef Beside) {
  for (StringRef Folder = llvm::sys::path::parent_path(Beside); !Folder.empty();
       Folder = llvm::sys::path::parent_path(Folder)) {
    llvm::SmallString<256> Path(Folder);
    llvm::sys::path::append(Path, File);
    if (llvm::sys::fs::exists(Path))
      return Path.str().str();
  }
  return File;
}

static void findContracts(Report &R) {
  for (ReportedFinding &F : R.Findings)
    for (ReportedContract &C : F.Contracts)
      if (C.From == "inferred" && !llvm::sys::path::is_absolute(C.File))
        C.File = findInProgram(C.File, F.At.File);
}

int finishReport(const CommandLine &Options, Report R, StringRef AndThat) {
  sortReport(R);
  if (!Options.ExitZero)
    findContracts(R);
  std::string Error;
  if (!writeWhole(
          Options.Output,
          [&](llvm::raw_ostream &OS) { writeReport(OS, R, Options.Format); },
          Error))
    return fail(Error);
  if (Options.ExitZero)
    return 0;
  printErrors(R);
  llvm::errs() << "virref: " << R.Files
               << (R.Files == 1 ? " file: " : " files: ");
  countFindings(llvm::errs(), R);
  if (!R.Errors.empty())
    llvm::errs() << ", " << R.Errors.size() << " not checked";
  if (!R.OverBudget.empty())
    llvm::errs() << ", " << R.OverBudget.size()
                 << (R.OverBudget.size() == 1 ? " function" : " functions")
                 << " given up";
  llvm::errs() << AndThat << "\n";
  return R.exitStatus();
}

static std::string readReport(StringRef Path, Report &Into) {
  std::string Content, Error;
  Report One;
  if (!readFile(Path, Content, Error))
    return Error;
  if (!readJson(Content, One, Error))
    return Path.str() + ": " + Error;
  mergeReport(Into, std::move(One));
  return std::string();
}

int runReport(const CommandLine &Options) {
  Report All;
  if (Options.Names.empty())
    return fail("report merges reports: which? (files of --format=json)");
  for (const std::string &Name : Options.Names)
    if (std::string Error = readReport(Name, All); !Error.empty())
      return fail(Error);
  return finishReport(Options, std::move(All));
}

/// Checks one unit in another process, which is left to its fate.
static Report checkApart(const Unit &U, const CommandLine &Options) {
  Report R;
  std::string Text, Error;
  // A file without a name: it is gone with the process, whatever happens.
  int Descriptor;
  llvm::SmallString<128> Scratch;
  if (std::error_code Code = llvm::sys::fs::createTemporaryFile(
          "virref", "json", Descriptor, Scratch)) {
    R.Files = 1;
    R.Errors.push_back(
        {U.File, "error: cannot make a temporary file: " + Code.message(),
         true});
    return R;
  }
  std::string End = inOwnProcess([&] {
    llvm::raw_fd_ostream OS(Descriptor, /*shouldClose=*/true);
    writeJson(OS,
              checkUnit(U, Options.Analysis, Options.Depfile, Options.Output));
    OS.flush();
    if (OS.has_error()) {
      llvm::errs() << "virref: " << Scratch << ": " << OS.error().message()
                   << "\n";
      OS.clear_error();
      _exit(3);
    }
  });
  llvm::sys::fs::closeFile(Descriptor);
  if (End.empty() &&
      (!readFile(Scratch, Text, Error) || !readJson(Text, R, Error)))
    End = "left no result: " + Error;
  llvm::sys::fs::remove(Scratch);
  if (!End.empty()) {
    R = Report();
    R.Files = 1;
    R.Errors.push_back(
        {U.File, "error: the process that checked it " + End, true});
  }
  return R;
}

static int checkGiven(const CommandLine &Options) {
  StringRef Directory = Options.Directory;
  if (Directory.empty())
    Directory = ".";
  if (Options.Names.empty())
    return fail("which files? 'virref check FILE... -- COMPILER ARGUMENTS'");
  Report All;
  for (const std::string &Name : Options.Names) {
    std::vector<std::string> CommandLine = {"cc"};
    CommandLine.insert(CommandLine.end(), Options.CompilerArguments.begin(),
                       Options.CompilerArguments.end());
    mergeReport(All,
                checkApart(makeUnit(Name, Directory, CommandLine), Options));
  }
  return finishReport(Options, std::move(All));
}

/// What the step of \p U has found. By accident nothing, perhaps: that shall be
/// tried again, and not be remembered.
static void readResult(const DatabaseRun &Run, const Unit &U, Report &All) {
  std::string Path = Run.pathOf(U, ".json");
  Report One;
  std::string Error = readReport(Path, One);
  bool Again = !Error.empty();
  if (Again) {
    One.Files = 1;
    One.Errors.push_back({U.File, "error: " + Error, false});
  }
  for (const ReportedError &E : One.Errors)
    Again |= E.Died;
  if (Again)
    llvm::sys::fs::remove(Path);
  mergeReport(All, std::move(One));
}

/// What the program as a whole shows, of the files that are looked at.
static std::string readDisagreements(const DatabaseRun &Run, StringRef Path,
                                     Report &All) {
  Report Found;
  std::string Error = readReport(Path, Found);
  for (ReportedFinding &F : Found.Findings)
    if (llvm::none_of(Run.Others,
                      [&](const Unit &U) { return U.File == F.At.File; }))
      All.Findings.push_back(std::move(F));
  return Error;
}

static int checkDatabase(const CommandLine &Options, StringRef Program) {
  DatabaseRun Run(Options, Program);
  Report All;
  std::string Error;
  if (!Run.open(All, Error))
    return fail(Error);
  std::vector<NinjaStep> Steps;
  const bool Infer =
      Options.Infer != Inference::Off && addInference(Run, Steps);
  if (Options.Infer == Inference::Asked && !Infer)
    llvm::errs() << "virref: nothing is inferred, because it is not known yet "
                    "what the other files do: check all of them once\n";
  for (const Unit &U : Run.Units) {
    NinjaStep Step = Run.step(U, "check", ".json");
    std::vector<std::string> Words = {"--exit-zero", "--format=json"};
    if (Infer) {
      Step.Inputs.push_back(slicePath(Run, U));
      Words.push_back("--model=" + Step.Inputs.back());
    }
    // Models of the user's come behind that one: the last one wins.
    Words.insert(Words.end(), Options.AnalysisWords.begin(),
                 Options.AnalysisWords.end());
    Step.Command.insert(Step.Command.begin() + 2, Words.begin(), Words.end());
    Step.Inputs.insert(Step.Inputs.end(), Options.Analysis.ModelFiles.begin(),
                       Options.Analysis.ModelFiles.end());
    Steps.push_back(std::move(Step));
  }
  std::string Disagreements;
  if (Infer && Options.Analysis.ReportLevel == Level::All &&
      Options.Analysis.Checks.contains(CheckId::ContractMismatch))
    Disagreements = addDisagreements(Run, Steps);
  if (!Run.run("check.ninja", std::move(Steps), Error))
    return fail(Error);
  for (const Unit &U : Run.Units)
    readResult(Run, U, All);
  if (!Disagreements.empty())
    Error = readDisagreements(Run, Disagreements, All);
  if (Infer)
    readCollectErrors(Run, /*DiedOnly=*/true, All);
  if (!Error.empty())
    return fail(Error);
  return finishReport(Options, std::move(All), Run.newness());
}

int runCheck(const CommandLine &Options, StringRef Program) {
  if (Options.HasCompilerArguments)
    return checkGiven(Options);
  return checkDatabase(Options, Program);
}

} // namespace virref
