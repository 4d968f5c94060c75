//===- Infer.cpp - virref infer, collect, merge, explain ------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   collect FILE ──> FILE.facts ──┐
//   collect FILE ──> FILE.facts ──┴─> merge ──> MODEL.yaml
//
// Each step is a function of its inputs. `infer` has Ninja run them all.
//
//===----------------------------------------------------------------------===//

#include "driver/CheckUnit.h"
#include "driver/Commands.h"
#include "driver/DatabaseRun.h"
#include "driver/Files.h"
#include "inference/Collect.h"
#include "inference/Finalise.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"
#include <unistd.h>

using llvm::StringRef;

namespace virref {

/// Errors are left beside the facts, for who started this.
static std::string errorsOf(StringRef FactsPath) {
  return FactsPath.str() + ".errors";
}

static std::string collectInto(const Unit &U, const CommandLine &Options) {
  // Names in the result must not depend on where the process stands.
  llvm::SmallString<256> Output(Options.Output);
  llvm::sys::fs::make_absolute(Output);
  std::string Text = factsToText(Facts()), Error;
  Report R;
  R.Files = 1;
  std::string Errors =
      parseUnit(U, Options.Depfile, Output,
                [&](clang::ASTContext &Ctx, clang::Preprocessor &) {
                  Text = factsToText(collect(Ctx));
                });
  if (!Errors.empty())
    R.Errors.push_back({U.File, std::move(Errors)});
  if (!writeWhole(
          errorsOf(Output), [&](llvm::raw_ostream &OS) { writeJson(OS, R); },
          Error) ||
      !writeIfChanged(Output, Text, Error))
    return Error;
  return std::string();
}

int runCollect(const CommandLine &Options) {
  if (Options.Names.size() != 1 || Options.Output.empty() ||
      !Options.HasCompilerArguments)
    return fail("virref collect FILE -o FACTS -- COMPILER ARGUMENTS");
  std::vector<std::string> Words = {"cc"};
  Words.insert(Words.end(), Options.CompilerArguments.begin(),
               Options.CompilerArguments.end());
  const Unit U = makeUnit(Options.Names.front(),
                          Options.Directory.empty() ? "." : Options.Directory,
                          std::move(Words));
  std::string End = inOwnProcess([&] {
    std::string Error = collectInto(U, Options);
    if (Error.empty())
      return;
    fail(Error);
    _exit(2);
  });
  return End.empty() ? 0 : fail("the process that read " + U.File + " " + End);
}

static std::string readFacts(llvm::ArrayRef<std::string> Paths, Facts &All) {
  for (const std::string &Path : Paths) {
    std::string Text, Error;
    Facts One;
    if (!readFile(Path, Text, Error))
      return Error;
    if (!factsFromText(Text, One, Error))
      return Path + ": " + Error;
    merge(All, One);
  }
  return std::string();
}

static std::string writeModelOf(const Facts &All, StringRef Path) {
  std::string Text, Error;
  llvm::raw_string_ostream OS(Text);
  writeInferred(OS, finalise(All));
  OS.flush();
  if (Path.empty())
    writeWhole(
        Path, [&](llvm::raw_ostream &Out) { Out << Text; }, Error);
  else
    writeIfChanged(Path, Text, Error);
  return Error;
}

int runMerge(const CommandLine &Options) {
  if (Options.Names.empty())
    return fail("virref merge FACTS... -o MODEL.yaml");
  Facts All;
  std::string Error = readFacts(Options.Names, All);
  if (Error.empty())
    Error = writeModelOf(All, Options.Output);
  return Error.empty() ? 0 : fail(Error);
}

/// Has the facts of all files brought up to date. \returns an error, or
/// nothing.
static std::string collectAll(DatabaseRun &Run, Report &R,
                              std::vector<std::string> &Paths) {
  std::string Error;
  if (!Run.open(R, Error))
    return Error;
  std::vector<NinjaStep> Steps;
  for (const Unit &U : Run.Units) {
    NinjaStep Step = Run.step(U, "collect", ".facts");
    Paths.push_back(Step.Outputs.front());
    Steps.push_back(std::move(Step));
  }
  if (!Run.run("infer.ninja", Steps, Error))
    return Error;
  for (const std::string &Path : Paths) {
    std::string Text;
    Report One;
    if (!readFile(errorsOf(Path), Text, Error) || !readJson(Text, One, Error))
      return Error;
    mergeReport(R, std::move(One));
  }
  return std::string();
}

int runInfer(const CommandLine &Options, StringRef Program) {
  DatabaseRun Run(Options, Program);
  Report R;
  Facts All;
  std::vector<std::string> Paths;
  std::string Error = collectAll(Run, R, Paths);
  if (Error.empty())
    Error = readFacts(Paths, All);
  if (Error.empty())
    Error = writeModelOf(All, Options.Output);
  if (!Error.empty())
    return fail(Error);
  sortReport(R);
  printErrors(R);
  llvm::errs() << "virref: " << R.Files << " files, "
               << finalise(All).Functions.size() << " contracts\n";
  return R.Errors.empty() ? 0 : 2;
}

int explainContractOf(const CommandLine &Options, StringRef Program) {
  const std::string Name = Options.Names.front();
  CommandLine Whole = Options;
  Whole.Names.clear();
  DatabaseRun Run(Whole, Program);
  Report R;
  Facts All;
  std::vector<std::string> Paths;
  std::string Error = collectAll(Run, R, Paths);
  if (Error.empty())
    Error = readFacts(Paths, All);
  if (!Error.empty())
    return fail("there is no check '" + Name + "', and to explain a function: " +
                Error);
  std::string Text = explainContract(All, Name);
  if (Text.empty())
    return fail("'" + Name +
                "' is no check, and no function that is defined "
                "in this program");
  llvm::outs() << Text;
  return 0;
}

} // namespace virref
