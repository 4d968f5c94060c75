//===- FrontendPlugin.cpp - The door into a normal compilation ------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   clang -fplugin=virref-clang.so [-fplugin-arg-virref-<option>[=<value>]]...
//         -c foo.c
//
// Findings are warnings of this compilation; the object file is what it would
// be without the plugin. Clang maps -Werror, -w and the like only for its own
// diagnostics, so that is done by hand here.
//
//===----------------------------------------------------------------------===//

#include "engine/Analysis.h"
#include "inference/Collect.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendPluginRegistry.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/Support/raw_ostream.h"

using namespace clang;
using namespace virref;

namespace {

/// What can be said on the command line.
struct FrontendOptions {
  AnalysisOptions Analysis;
  /// With `werror=GLOBS`: the checks whose findings are errors, whatever
  /// -Werror says.
  CheckSet Errors;
  bool ErrorsGiven = false;
  /// With `facts=FILE`: where to leave what the file shows about contracts.
  std::string FactsFile;
  bool Help = false;

  bool set(StringRef Argument, std::string &Error);
};

bool FrontendOptions::set(StringRef Argument, std::string &Error) {
  auto [Name, Value] = Argument.split('=');
  if (Name == "help") {
    Help = true;
    return true;
  }
  if (Name == "facts") {
    FactsFile = Value.str();
    if (FactsFile.empty())
      Error = "option 'facts' needs the name of a file";
    return !FactsFile.empty();
  }
  if (Name == "werror") {
    ErrorsGiven = true;
    if (Errors.select(Value, Error))
      return true;
    Error = "option 'werror': " + Error;
    return false;
  }
  if (Analysis.set(Name, Value, Error))
    return true;
  // The analysis does not know the options that are only ours.
  if (!AnalysisOptions::exists(Name))
    Error += ", facts, werror, help";
  return false;
}

void printHelp(llvm::raw_ostream &OS) {
  OS << "virref finds reference-counting bugs. Options, each given as "
        "-fplugin-arg-virref-NAME[=VALUE]:\n"
     << optionsHelp()
     << "  facts=FILE\n"
        "      leave there what the file shows about contracts, for the "
        "inference\n"
        "  werror=GLOBS\n"
        "      the checks whose findings are errors (default: all under "
        "-Werror, else none)\n"
        "  help\n"
        "      print this and analyse nothing\n"
        "Checks:\n";
  for (CheckId Check : allChecks())
    OS << "  " << checkName(Check) << "\n      " << checkSummary(Check) << "\n";
}

class OwnershipConsumer : public ASTConsumer {
public:
  OwnershipConsumer(CompilerInstance &CI, const FrontendOptions &Options)
      : CI(CI), Options(Options) {}

  void HandleTranslationUnit(ASTContext &Ctx) override;

private:
  bool isHidden(SourceLocation Loc) const;
  void writeFacts(ASTContext &Ctx);
  void report(const Finding &F);

  CompilerInstance &CI;
  FrontendOptions Options;
};

void OwnershipConsumer::HandleTranslationUnit(ASTContext &Ctx) {
  DiagnosticsEngine &Diags = CI.getDiagnostics();
  // Half a syntax tree proves nothing. Warnings that -Werror made errors do not
  // count.
  if (Diags.hasUncompilableErrorOccurred())
    return;
  if (!Options.FactsFile.empty())
    writeFacts(Ctx);
  if (Diags.getIgnoreAllWarnings() || Options.Analysis.Checks.empty()) // -w
    return;
  for (const Finding &F :
       findOwnershipBugs(Ctx, CI.getPreprocessor(), Options.Analysis))
    if (!isHidden(F.Loc))
      report(F);
}

/// All or nothing: half of the facts would be wrong ones.
void OwnershipConsumer::writeFacts(ASTContext &Ctx) {
  const Facts Found = collect(Ctx, Options.Analysis.Models,
                              Options.Analysis.ShippedModels);
  auto Write = [&](const std::string &Path, const std::string &Text) {
    auto Print = [&](llvm::raw_ostream &OS) {
      OS << Text;
      return llvm::Error::success();
    };
    llvm::Error E = llvm::writeToOutput(Path, Print);
    if (!E)
      return true;
    DiagnosticsEngine &Diags = CI.getDiagnostics();
    Diags.Report(Diags.getCustomDiagID(DiagnosticsEngine::Error,
                                       "virref: cannot write '%0': %1"))
        << Path << llvm::toString(std::move(E));
    return false;
  };
  if (Write(Options.FactsFile, factsToText(Found)))
    Write(linesFile(Options.FactsFile), linesToText(Found));
}

/// Nobody who includes a system header can mend it.
bool OwnershipConsumer::isHidden(SourceLocation Loc) const {
  const SourceManager &SM = CI.getSourceManager();
  return CI.getDiagnostics().getSuppressSystemWarnings() &&
         SM.isInSystemHeader(SM.getExpansionLoc(Loc));
}

void OwnershipConsumer::report(const Finding &F) {
  DiagnosticsEngine &Diags = CI.getDiagnostics();
  bool IsError = Options.ErrorsGiven ? Options.Errors.contains(F.Check)
                                     : Diags.getWarningsAsErrors();
  unsigned Main = Diags.getCustomDiagID(IsError ? DiagnosticsEngine::Error
                                                : DiagnosticsEngine::Warning,
                                        "%0 [%1]");
  Diags.Report(F.Loc, Main) << F.Message << qualifiedCheckName(F.Check);
  unsigned Note = Diags.getCustomDiagID(DiagnosticsEngine::Note, "%0");
  for (const PathNote &Step : F.Path)
    Diags.Report(Step.Loc, Note) << Step.Text;
}

class OwnershipAction : public PluginASTAction {
public:
  ActionType getActionType() override { return AddAfterMainAction; }

  bool ParseArgs(const CompilerInstance &CI,
                 const std::vector<std::string> &Arguments) override;

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI,
                                                 StringRef) override {
    return std::make_unique<OwnershipConsumer>(CI, Options);
  }

private:
  FrontendOptions Options;
};

bool OwnershipAction::ParseArgs(const CompilerInstance &CI,
                                const std::vector<std::string> &Arguments) {
  DiagnosticsEngine &Diags = CI.getDiagnostics();
  bool Valid = true;
  for (const std::string &Argument : Arguments) {
    std::string Error;
    if (Options.set(Argument, Error))
      continue;
    Valid = false;
    Diags.Report(Diags.getCustomDiagID(DiagnosticsEngine::Error,
                                       "virref: -fplugin-arg-virref-%0: %1"))
        << Argument << Error;
  }
  std::vector<std::string> Errors;
  Valid &= Options.Analysis.loadModels(Errors);
  for (const std::string &Error : Errors)
    Diags.Report(
        Diags.getCustomDiagID(DiagnosticsEngine::Error, "virref: model %0"))
        << Error;
  if (Options.Help)
    printHelp(llvm::outs());
  // Under `clang --analyze` the checkers of AnalyzerPlugin.cpp do the work.
  return Valid && !Options.Help &&
         CI.getFrontendOpts().ProgramAction != frontend::RunAnalysis;
}

} // namespace

static FrontendPluginRegistry::Add<OwnershipAction>
    X("virref", "finds reference-counting bugs");
