//===- CommandLine.cpp - What the user wants ------------------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "driver/CommandLine.h"
#include "clang/Basic/Version.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>
#include <cstring>
#include <memory>

namespace cl = llvm::cl;

namespace virref {

namespace {

/// The options as LLVM's library wants them: objects that know their place.
struct Parser {
  cl::SubCommand Check{"check", "find reference-counting bugs: in FILEs, or in "
                                "everything that a build folder compiles"};
  cl::SubCommand Report{"report", "merge the JSON reports FILE... of others"};
  cl::SubCommand Explain{"explain", "print the page of a check, or why a "
                                    "function has its contract"};
  cl::SubCommand Infer{"infer", "find out the contracts of all functions of a "
                                "build, and write them as a model"};
  cl::SubCommand Collect{"collect", "write down what FILE shows about "
                                    "contracts, as facts"};
  cl::SubCommand Merge{"merge", "make a model of the facts FILE..."};

  cl::list<std::string> CheckNames{cl::Positional, cl::desc("[FILE|GLOB]..."),
                                   cl::sub(Check)};
  cl::list<std::string> ReportNames{cl::Positional, cl::desc("FILE..."),
                                    cl::sub(Report)};
  cl::list<std::string> ExplainNames{cl::Positional, cl::desc("ID|FUNCTION"),
                                     cl::sub(Explain)};
  cl::list<std::string> InferNames{cl::Positional, cl::desc("[FILE|GLOB]..."),
                                   cl::sub(Infer)};
  cl::list<std::string> CollectNames{cl::Positional, cl::desc("FILE"),
                                     cl::sub(Collect)};
  cl::list<std::string> MergeNames{cl::Positional, cl::desc("FILE..."),
                                   cl::sub(Merge)};

  cl::opt<std::string> BuildDir{
      "p",
      cl::value_desc("BUILD"),
      cl::desc("the folder with compile_commands.json (default: the nearest "
               "one at or above the first FILE, or here)"),
      cl::sub(Check),
      cl::sub(Infer),
      cl::sub(Explain)};
  cl::opt<std::string> Cache{
      "cache",
      cl::value_desc("DIR"),
      cl::desc("where results are kept for the next run (default: "
               "BUILD/.virref)"),
      cl::sub(Check),
      cl::sub(Infer),
      cl::sub(Explain)};
  cl::opt<unsigned> Jobs{"j",
                         cl::value_desc("N"),
                         cl::Prefix,
                         cl::desc("processes at a time"),
                         cl::sub(Check),
                         cl::sub(Infer),
                         cl::sub(Explain)};
  cl::opt<ReportFormat> Format{
      "format",
      cl::desc("how findings are written"),
      cl::values(clEnumValN(ReportFormat::Text, "text", "like a compiler's"),
                 clEnumValN(ReportFormat::Json, "json", "see docs/driver.md"),
                 clEnumValN(ReportFormat::Sarif, "sarif", "SARIF 2.1.0"),
                 clEnumValN(ReportFormat::Html, "html", "one page to read")),
      cl::init(ReportFormat::Text),
      cl::sub(Check),
      cl::sub(Report)};
  cl::opt<std::string> Output{"o",
                              cl::value_desc("PATH"),
                              cl::desc("where to (default: standard output)"),
                              cl::sub(Check),
                              cl::sub(Report),
                              cl::sub(Infer),
                              cl::sub(Collect),
                              cl::sub(Merge)};
  cl::opt<bool> ExitZero{
      "exit-zero",
      cl::desc("end with 0 if the report was written, whatever is in it"),
      cl::sub(Check), cl::sub(Report)};
  cl::opt<std::string> Depfile{
      "depfile", cl::value_desc("PATH"),
      cl::desc(
          "also write what was read, for make or Ninja (one FILE with --)"),
      cl::sub(Check), cl::sub(Collect)};
  cl::opt<std::string> Directory{
      "directory", cl::value_desc("DIR"),
      cl::desc("where FILE is compiled (with --; default: here)"),
      cl::sub(Check), cl::sub(Collect)};
  cl::opt<bool> WithInfer{
      "infer",
      cl::desc("find out first what all functions of the build do, and check "
               "with that knowledge (the default; where it cannot be had, it "
               "is said)"),
      cl::sub(Check)};
  cl::opt<bool> NoInfer{
      "no-infer",
      cl::desc("do not: check each file for itself, and with --model"),
      cl::sub(Check)};
  cl::opt<bool> Slices{
      "slices",
      cl::desc("instead of one model: for each a.facts a.slice.yaml, with what "
               "its file can rely on"),
      cl::sub(Merge)};
  cl::opt<bool> Disagreements{
      "disagreements",
      cl::desc("instead of a model: a JSON report with the functions whose "
               "paths do different things with the same outcome"),
      cl::sub(Merge)};
  cl::opt<bool> AsFacts{"as-facts",
                        cl::desc("write facts, to be merged with others"),
                        cl::sub(Merge)};
  cl::list<std::string> Facts{
      "facts", cl::value_desc("FILE"),
      cl::desc("explain by these facts, and not by those of a build"),
      cl::sub(Explain)};
  /// One for each option of the analysis.
  std::vector<std::unique_ptr<cl::list<std::string>>> Analysis;

  Parser() {
    for (const OptionInfo &Option : allOptions()) {
      const llvm::StringRef Name(Option.Name);
      const cl::value_desc Values(Option.Values);
      const cl::desc Help(Option.Help);
      using List = cl::list<std::string>;
      const auto Value = Option.Values == "true|false" ? cl::ValueOptional
                                                       : cl::ValueRequired;
      // What is known matters to inference as well.
      Analysis.push_back(
          isKnowledge(Name)
              ? std::make_unique<List>(Name, Values, Help, Value,
                                       cl::sub(Check), cl::sub(Infer),
                                       cl::sub(Collect), cl::sub(Explain))
              : std::make_unique<List>(Name, Values, Help, Value,
                                       cl::sub(Check)));
    }
  }

  bool readAnalysis(CommandLine &Out);

private:
  static bool isKnowledge(llvm::StringRef Option) {
    return Option == "model" || Option == "shipped-models";
  }
};

bool Parser::readAnalysis(CommandLine &Out) {
  bool Valid = true;
  llvm::ArrayRef<OptionInfo> Options = allOptions();
  for (size_t I = 0; I != Options.size(); ++I)
    for (const std::string &Value : *Analysis[I]) {
      std::string Error;
      if (Out.Analysis.set(Options[I].Name, Value, Error)) {
        if (Options[I].Name == "model")
          continue;
        auto &Words =
            isKnowledge(Options[I].Name) ? Out.ModelWords : Out.AnalysisWords;
        Words.push_back("--" + Options[I].Name.str() +
                        (Value.empty() ? "" : "=" + Value));
        continue;
      }
      llvm::errs() << "virref: " << Error << "\n";
      Valid = false;
    }
  // Steps run elsewhere: they must find the same files.
  for (std::string &File : Out.Analysis.ModelFiles) {
    llvm::SmallString<256> Path(File);
    llvm::sys::fs::make_absolute(Path);
    File = Path.str().str();
    Out.ModelWords.push_back("--model=" + File);
  }
  Out.AnalysisWords.insert(Out.AnalysisWords.end(), Out.ModelWords.begin(),
                           Out.ModelWords.end());
  std::vector<std::string> Errors;
  Valid &= Out.Analysis.loadModels(Errors);
  for (const std::string &Error : Errors)
    llvm::errs() << "virref: " << Error << "\n";
  return Valid;
}

void printVersion(llvm::raw_ostream &OS) {
  OS << "virref " VIRREF_VERSION " for LLVM " CLANG_VERSION_STRING "\n";
}

} // namespace

bool parseCommandLine(llvm::ArrayRef<const char *> Words, CommandLine &Out) {
  // What follows `--` is a compiler's business.
  auto End = std::find_if(Words.begin(), Words.end(), [](const char *Word) {
    return std::strcmp(Word, "--") == 0;
  });
  if (End != Words.end()) {
    Out.HasCompilerArguments = true;
    Out.CompilerArguments.assign(End + 1, Words.end());
  }
  auto P = std::make_unique<Parser>();
  cl::OptionCategory None("");
  cl::HideUnrelatedOptions(None);
  cl::SetVersionPrinter(printVersion);
  if (!cl::ParseCommandLineOptions(
          End - Words.begin(), Words.data(),
          "virref finds reference-counting bugs. 'virref COMMAND --help' has "
          "the options of a command.\n",
          &llvm::errs()))
    return false;

  if (P->Check) {
    Out.What = Command::Check;
    Out.Names = P->CheckNames;
  } else if (P->Report) {
    Out.What = Command::Report;
    Out.Names = P->ReportNames;
  } else if (P->Explain) {
    Out.What = Command::Explain;
    Out.Names = P->ExplainNames;
  } else if (P->Infer) {
    Out.What = Command::Infer;
    Out.Names = P->InferNames;
  } else if (P->Collect) {
    Out.What = Command::Collect;
    Out.Names = P->CollectNames;
  } else if (P->Merge) {
    Out.What = Command::Merge;
    Out.Names = P->MergeNames;
  } else {
    llvm::errs() << "virref: what shall be done? 'virref --help' lists the "
                    "commands\n";
    return false;
  }
  Out.BuildDir = P->BuildDir;
  Out.Cache = P->Cache;
  Out.Jobs = P->Jobs;
  Out.Format = P->Format;
  Out.Output = P->Output;
  Out.ExitZero = P->ExitZero;
  Out.Depfile = P->Depfile;
  Out.Directory = P->Directory;
  Out.Infer = P->NoInfer     ? Inference::Off
              : P->WithInfer ? Inference::Asked
                             : Inference::IfPossible;
  Out.Slices = P->Slices;
  Out.Disagreements = P->Disagreements;
  Out.AsFacts = P->AsFacts;
  Out.Facts = P->Facts;
  if (!P->readAnalysis(Out))
    return false;
  if ((!Out.Depfile.empty() || !Out.Directory.empty()) &&
      !Out.HasCompilerArguments) {
    llvm::errs() << "virref: --depfile and --directory need '-- COMPILER "
                    "ARGUMENTS'\n";
    return false;
  }
  if (!Out.Depfile.empty() && (Out.Names.size() != 1 || Out.Output.empty())) {
    llvm::errs() << "virref: --depfile needs one FILE, and -o\n";
    return false;
  }
  return true;
}

} // namespace virref
