//===- Infer.cpp - virref infer, collect, merge, explain ------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each step is a function of its inputs; see Inference.h for how they hang
// together. Ninja runs those of a whole build.
//
//===----------------------------------------------------------------------===//

#include "driver/CheckUnit.h"
#include "driver/Commands.h"
#include "driver/Files.h"
#include "driver/Inference.h"
#include "inference/Collect.h"
#include "inference/Finalise.h"
#include "model/ModelFile.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include <unistd.h>

using llvm::StringRef;

namespace virref {

//===----------------------------------------------------------------------===//
// collect
//===----------------------------------------------------------------------===//

/// Errors are left beside the facts, for who started this.
static std::string errorsOf(StringRef FactsPath) {
  return FactsPath.str() + ".errors";
}

/// What a step leaves behind. Facts that stay as they are are not touched.
static std::string writeFacts(const Facts &Found, const Report &R,
                              StringRef Output) {
  std::string Error;
  if (!writeWhole(
          errorsOf(Output), [&](llvm::raw_ostream &OS) { writeJson(OS, R); },
          Error) ||
      !writeIfChanged(linesFile(Output), linesToText(Found), Error) ||
      !writeIfChanged(Output, factsToText(Found), Error))
    return Error;
  return std::string();
}

static std::string collectInto(const Unit &U, const CommandLine &Options,
                               StringRef Output) {
  Facts Found;
  Report R;
  R.Files = 1;
  std::string Errors =
      parseUnit(U, Options.Depfile, Output,
                [&](clang::ASTContext &Ctx, clang::Preprocessor &) {
                  Found = collect(Ctx, Options.Analysis.Models,
                                  Options.Analysis.ShippedModels);
                });
  if (!Errors.empty())
    R.Errors.push_back({U.File, std::move(Errors)});
  return writeFacts(Found, R, Output);
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
  // Names in the result must not depend on where the process stands.
  llvm::SmallString<256> Output(Options.Output);
  llvm::sys::fs::make_absolute(Output);
  std::string End = inOwnProcess([&] {
    std::string Error = collectInto(U, Options, Output);
    if (Error.empty())
      return;
    fail(Error);
    _exit(2);
  });
  if (End.empty())
    return 0;
  // Nobody knows what the file does: that stops none of the others.
  Report R;
  R.Files = 1;
  R.Errors.push_back(
      {U.File, "error: the process that collected its contracts " + End, true});
  std::string Error = writeFacts(Facts(), R, Output);
  return Error.empty() ? 0 : fail(Error);
}

void readCollectErrors(const DatabaseRun &Run, bool DiedOnly, Report &R) {
  for (const Unit &U : Run.Units) {
    const std::string Facts = Run.pathOf(U, ".facts");
    std::string Text, Error;
    Report One;
    if (!readFile(errorsOf(Facts), Text, Error) ||
        !readJson(Text, One, Error)) {
      One = Report();
      One.Errors.push_back(
          {U.File, "error: " + errorsOf(Facts) + ": " + Error, true});
    }
    for (ReportedError &E : One.Errors) {
      if (E.Died) // by accident, perhaps: it shall be tried again
        llvm::sys::fs::remove(Facts);
      if (E.Died || !DiedOnly)
        R.Errors.push_back(std::move(E));
    }
  }
}

//===----------------------------------------------------------------------===//
// merge
//===----------------------------------------------------------------------===//

static std::string readFacts(StringRef Path, bool WithLines, Facts &Out) {
  std::string Text, Error;
  if (!readFile(Path, Text, Error))
    return Error;
  if (!factsFromText(Text, Out, Error))
    return Path.str() + ": " + Error;
  // Without them places have no lines; nothing else depends on it.
  if (WithLines && readFile(linesFile(Path), Text, Error))
    linesFromText(Text, Out);
  return std::string();
}

static std::string readAllFacts(llvm::ArrayRef<std::string> Paths, Facts &All) {
  for (const std::string &Path : Paths) {
    Facts One;
    std::string Error = readFacts(Path, /*WithLines=*/true, One);
    if (!Error.empty())
      return Error;
    merge(All, std::move(One));
  }
  return std::string();
}

/// Whoever reads a model file may go by the time when it was written.
static std::string writeModelTo(StringRef Path, const Model &M) {
  std::string Text, Error;
  llvm::raw_string_ostream OS(Text);
  writeModel(OS, M);
  OS.flush();
  if (Path.empty())
    writeWhole(
        Path, [&](llvm::raw_ostream &Out) { Out << Text; }, Error);
  else
    writeIfChanged(Path, Text, Error);
  return Error;
}

static std::string slicePath(StringRef FactsPath) {
  FactsPath.consume_back(".facts");
  return (FactsPath + ".slice.yaml").str();
}

std::string slicePath(const DatabaseRun &Run, const Unit &U) {
  return slicePath(Run.pathOf(U, ".facts"));
}

/// What each file can rely on, without lines: those change all the time.
static std::string writeSlices(llvm::ArrayRef<std::string> Paths) {
  Facts All;
  std::vector<std::set<std::string>> Uses;
  for (const std::string &Path : Paths) {
    Facts One;
    std::string Error = readFacts(Path, /*WithLines=*/false, One);
    if (!Error.empty())
      return Error;
    Uses.push_back(std::move(One.Uses));
    One.Uses.clear();
    merge(All, std::move(One));
  }
  const Model Whole = finalise(All, /*WithLines=*/false);
  const ModelSlicer Slicer(Whole);
  for (size_t I = 0; I != Paths.size(); ++I) {
    std::string Error =
        writeModelTo(slicePath(Paths[I]), Slicer.slice(Uses[I]));
    if (!Error.empty())
      return Error;
  }
  return std::string();
}

static Report reportDisagreements(const Facts &All) {
  Report R;
  for (Disagreement &D : disagreements(All)) {
    ReportedFinding F;
    F.Check = CheckId::ContractMismatch;
    F.At = {D.File, D.Line, 1};
    F.Message = "'" + D.Function + "' is not of one mind: " + D.What;
    F.Function = D.Function;
    for (std::string &Path : D.Paths)
      F.Path.push_back({F.At, std::move(Path)});
    R.Findings.push_back(std::move(F));
  }
  return R;
}

int runMerge(const CommandLine &Options) {
  if (Options.Names.empty())
    return fail("virref merge FACTS... -o MODEL.yaml");
  std::string Error;
  if (Options.Slices) {
    if (!Options.Output.empty())
      return fail("--slices writes a file beside each of the facts: no -o");
    Error = writeSlices(Options.Names);
    return Error.empty() ? 0 : fail(Error);
  }
  Facts All;
  Error = readAllFacts(Options.Names, All);
  if (!Error.empty())
    return fail(Error);
  if (Options.Disagreements)
    writeWhole(
        Options.Output,
        [&](llvm::raw_ostream &OS) { writeJson(OS, reportDisagreements(All)); },
        Error);
  else if (!Options.AsFacts)
    Error = writeModelTo(Options.Output, finalise(All, /*WithLines=*/true));
  else if (Options.Output.empty())
    return fail("--as-facts needs -o FACTS");
  else if (writeIfChanged(linesFile(Options.Output), linesToText(All), Error))
    writeIfChanged(Options.Output, factsToText(All), Error);
  return Error.empty() ? 0 : fail(Error);
}

//===----------------------------------------------------------------------===//
// A whole build
//===----------------------------------------------------------------------===//

/// A step that reads the facts of all files, whatever is selected: its words are
/// always the same.
static NinjaStep mergeStep(const DatabaseRun &Run, StringRef Option) {
  NinjaStep Step;
  for (const std::vector<Unit> *Units : {&Run.Units, &Run.Others})
    for (const Unit &U : *Units)
      Step.Words.push_back(Run.pathOf(U, ".facts"));
  llvm::sort(Step.Words);
  Step.WordsFile = Run.pathOf(("merge" + Option + ".words").str());
  Step.Command = {Run.program(), "merge", Option.str(), "@" + Step.WordsFile};
  Step.Description = "merge " + std::to_string(Step.Words.size()) + " files";
  Step.Inputs = Step.Words;
  Step.Inputs.push_back(Run.program());
  return Step;
}

/// Facts of the last run, if that was one of this virref, and they were written
/// to the disk.
static bool hasFacts(StringRef Path) {
  const std::string Start = factsStart();
  auto Head = llvm::MemoryBuffer::getFileSlice(Path, Start.size(), 0);
  return Head && (*Head)->getBuffer() == Start;
}

bool addInference(const DatabaseRun &Run, std::vector<NinjaStep> &Steps) {
  for (const Unit &U : Run.Others)
    if (!hasFacts(Run.pathOf(U, ".facts")))
      return false;
  for (const Unit &U : Run.Units) {
    // To Ninja a file that is there is one.
    if (!hasFacts(Run.pathOf(U, ".facts")))
      llvm::sys::fs::remove(Run.pathOf(U, ".facts"));
    Steps.push_back(Run.collectStep(U));
  }
  NinjaStep Merge = mergeStep(Run, "--slices");
  for (const std::string &Facts : Merge.Words)
    Merge.Outputs.push_back(slicePath(Facts));
  Steps.push_back(std::move(Merge));
  return true;
}

std::string addDisagreements(const DatabaseRun &Run,
                             std::vector<NinjaStep> &Steps) {
  const std::string Output = Run.pathOf("disagreements.json");
  NinjaStep Step = mergeStep(Run, "--disagreements");
  for (const std::string &Facts : Step.Words)
    Step.Inputs.push_back(linesFile(Facts));
  Step.Command.insert(Step.Command.end(), {"-o", Output});
  Step.Outputs = {Output};
  Steps.push_back(std::move(Step));
  return Output;
}

/// Has the facts of all files brought up to date and reads them. \returns an
/// error, or nothing.
static std::string learnBuild(const CommandLine &Options, StringRef Program,
                              Report &R, Facts &All, std::string &AndThat) {
  DatabaseRun Run(Options, Program);
  std::string Error;
  if (!Run.open(R, Error))
    return Error;
  std::vector<NinjaStep> Steps;
  std::vector<std::string> Paths;
  for (const Unit &U : Run.Units) {
    Steps.push_back(Run.collectStep(U));
    Paths.push_back(Steps.back().Outputs.front());
  }
  if (!Run.run("infer.ninja", Steps, Error))
    return Error;
  R.Files += Run.Units.size();
  AndThat = Run.newness().str();
  Error = readAllFacts(Paths, All);
  if (Error.empty())
    readCollectErrors(Run, /*DiedOnly=*/false, R);
  return Error;
}

int runInfer(const CommandLine &Options, StringRef Program) {
  Report R;
  Facts All;
  std::string AndThat;
  std::string Error = learnBuild(Options, Program, R, All, AndThat);
  if (!Error.empty())
    return fail(Error);
  const Model M = finalise(All, /*WithLines=*/true);
  Error = writeModelTo(Options.Output, M);
  if (!Error.empty())
    return fail(Error);
  sortReport(R);
  printErrors(R);
  llvm::errs() << "virref: " << R.Files << " files, " << M.Functions.size()
               << " contracts" << AndThat << "\n";
  return R.Errors.empty() ? 0 : 2;
}

int explainContractOf(const CommandLine &Options, StringRef Program) {
  const std::string Name = Options.Names.front();
  Facts All;
  if (!Options.Facts.empty()) {
    std::string Error = readAllFacts(Options.Facts, All);
    if (!Error.empty())
      return fail(Error);
  } else {
    CommandLine Whole = Options;
    Whole.Names.clear();
    Report R;
    std::string AndThat;
    std::string Error = learnBuild(Whole, Program, R, All, AndThat);
    if (!Error.empty())
      return fail("there is no check '" + Name +
                  "', and to explain a function: " + Error);
  }
  std::string Text = explainContract(All, Name);
  if (Text.empty())
    return fail("'" + Name +
                "' is no check, and no function that is defined "
                "in this program");
  llvm::outs() << Text;
  return 0;
}

} // namespace virref
