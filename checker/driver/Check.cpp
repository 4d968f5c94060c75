//===- Check.cpp - virref check, virref report ----------------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "driver/CheckUnit.h"
#include "driver/Commands.h"
#include "driver/Files.h"
#include "driver/NinjaFile.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/xxhash.h"
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

int finishReport(const CommandLine &Options, Report R) {
  sortReport(R);
  std::string Error;
  if (!writeWhole(
          Options.Output,
          [&](llvm::raw_ostream &OS) { writeReport(OS, R, Options.Format); },
          Error))
    return fail(Error);
  if (Options.ExitZero)
    return 0;
  for (const ReportedError &E : R.Errors)
    llvm::errs() << "virref: " << displayPath(E.File) << " was not checked:\n"
                 << StringRef(E.Message).rtrim() << "\n";
  llvm::errs() << "virref: " << R.Files
               << (R.Files == 1 ? " file: " : " files: ");
  countFindings(llvm::errs(), R);
  if (!R.Errors.empty())
    llvm::errs() << ", " << R.Errors.size() << " not checked";
  if (!R.OverBudget.empty())
    llvm::errs() << ", " << R.OverBudget.size() << " functions given up";
  llvm::errs() << "\n";
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

namespace {

/// A run over a compilation database, by way of Ninja.
class DatabaseRun {
public:
  DatabaseRun(const CommandLine &Options, StringRef Program)
      : Options(Options), Program(Program) {}

  int run(StringRef BuildDir);

private:
  std::string nameOf(const Unit &U) const;
  bool openCache(StringRef BuildDir, std::string &Error);
  NinjaStep stepOf(const Unit &U) const;
  void readResult(const Unit &U);

  const CommandLine &Options;
  StringRef Program;
  std::string Cache;
  Report All;
};

/// Without a name like the file's own nobody would find anything in the cache.
std::string DatabaseRun::nameOf(const Unit &U) const {
  return "units/" + llvm::sys::path::filename(U.File).str() + "-" +
         llvm::utohexstr(llvm::xxHash64(U.File), /*LowerCase=*/true);
}

bool DatabaseRun::openCache(StringRef BuildDir, std::string &Error) {
  llvm::SmallString<256> Path;
  if (Options.Cache.empty()) {
    Path = BuildDir;
    llvm::sys::path::append(Path, ".virref");
  } else {
    Path = Options.Cache;
  }
  llvm::sys::fs::make_absolute(Path);
  Cache = Path.str().str();
  std::error_code Code = llvm::sys::fs::create_directories(Cache + "/units");
  int Descriptor = -1;
  if (!Code)
    Code = llvm::sys::fs::openFileForWrite(Cache + "/lock", Descriptor);
  if (Code) {
    Error = "cannot write to the cache " + Cache + ": " + Code.message() +
            "; --cache DIR names another one";
    return false;
  }
  // It is let go of when the process ends.
  if (llvm::sys::fs::tryLockFile(Descriptor)) {
    Error = "another virref is at work in " + Cache +
            "; wait for it, or use another --cache DIR";
    return false;
  }
  return true;
}

NinjaStep DatabaseRun::stepOf(const Unit &U) const {
  NinjaStep Step;
  std::string Name = nameOf(U);
  std::string Result = Cache + "/" + Name + ".json";
  Step.Depfile = Cache + "/" + Name + ".d";
  Step.Description = "check " + displayPath(U.File);
  Step.Outputs = {Result};
  Step.Inputs = {U.File, Program.str()};
  Step.Command = {Program.str(), "check",    "--exit-zero", "--format=json",
                  "-o",          Result,     "--depfile",   Step.Depfile,
                  "--directory", U.Directory};
  Step.Command.insert(Step.Command.end(), Options.AnalysisWords.begin(),
                      Options.AnalysisWords.end());
  Step.Command.push_back(U.File);
  Step.Command.push_back("--");
  Step.Command.insert(Step.Command.end(), U.Arguments.begin(),
                      U.Arguments.end());
  return Step;
}

void DatabaseRun::readResult(const Unit &U) {
  std::string Path = Cache + "/" + nameOf(U) + ".json";
  Report One;
  std::string Error = readReport(Path, One);
  bool Again = !Error.empty();
  if (Again) {
    One.Files = 1;
    One.Errors.push_back({U.File, "error: " + Error, false});
  }
  for (const ReportedError &E : One.Errors)
    Again |= E.Died;
  // What went wrong by accident shall be tried again, and not be remembered.
  if (Again)
    llvm::sys::fs::remove(Path);
  mergeReport(All, std::move(One));
}

int DatabaseRun::run(StringRef BuildDir) {
  std::vector<Unit> Database, Units;
  std::string Error;
  if (!readDatabase(BuildDir, Database, Error))
    return fail(Error);
  if (Options.Names.empty())
    Units = std::move(Database);
  else if (!selectUnits(Database, Options.Names, Units, Error))
    return fail(Error);
  if (!openCache(BuildDir, Error))
    return fail(Error);

  std::vector<Unit> Present;
  std::vector<NinjaStep> Steps;
  for (Unit &U : Units) {
    if (llvm::sys::fs::exists(U.File)) {
      Steps.push_back(stepOf(U));
      Present.push_back(std::move(U));
      continue;
    }
    ++All.Files;
    All.Errors.push_back({U.File,
                          "error: there is no such file; is the compilation "
                          "database out of date?",
                          false});
  }
  if (!writeIfChanged(Cache + "/build.ninja", ninjaFile(Steps), Error))
    return fail(Error + "; --cache DIR names another place for it");
  switch (Steps.empty()
              ? NinjaResult::Done
              : runNinja(Cache, "build.ninja", Options.Jobs, {}, Error)) {
  case NinjaResult::Done:
    break;
  case NinjaResult::Interrupted:
    return fail("interrupted; what is done is kept, and the same command goes "
                "on from there");
  case NinjaResult::Failed:
    if (Error.empty())
      Error = "some steps failed, see above; nothing is reported, because it "
              "would not be complete";
    return fail(Error);
  }
  for (const Unit &U : Present)
    readResult(U);
  return finishReport(Options, std::move(All));
}

} // namespace

int runCheck(const CommandLine &Options, StringRef Program) {
  if (Options.HasCompilerArguments)
    return checkGiven(Options);
  std::string BuildDir = Options.BuildDir;
  if (BuildDir.empty())
    BuildDir = findDatabase(Options.Names.empty() ? "./x" : Options.Names[0]);
  if (BuildDir.empty() && !Options.Names.empty())
    return fail("there is no compile_commands.json at or above " +
                Options.Names[0] +
                ": name its folder with -p BUILD, or how to compile with "
                "'virref check FILE -- COMPILER ARGUMENTS'");
  return DatabaseRun(Options, Program).run(BuildDir.empty() ? "." : BuildDir);
}

} // namespace virref
