//===- TidyModule.cpp - The door into clang-tidy --------------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   clang-tidy --load=virref-tidy.so --checks=-*,virref-* foo.c -- <flags>
//
// Each check is a clang-tidy check `virref-<id>` that emits its own findings,
// so that whatever clang-tidy does by the name of a check works: NOLINT,
// WarningsAsErrors, --export-fixes. The analysis is common to them:
//
//   factories ──> TidyRuns ──> TidyRun (one per ClangTidyContext, as long as
//                              checks live) <── VirrefCheck, one per id
//
// Options come from CheckOptions: `virref-<id>.<option>` for one check, else
// `virref.<option>` for all. Checks whose options are equal, normally all,
// share one pass of the engine.
//
//===----------------------------------------------------------------------===//

#include "clang-tidy/ClangTidyCheck.h"
#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang-tidy/ClangTidyModule.h"
#include "doors/DoorCompat.h"
#include "engine/Analysis.h"
#include "clang/AST/ASTContext.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Lex/Preprocessor.h"
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>

using namespace clang;
using namespace clang::tidy;
using namespace virref;

namespace {

/// Here `model` cannot be given twice: it is a list, and its name says so.
StringRef tidyName(const OptionInfo &Option) {
  return Option.Name == "model" ? StringRef("Models") : StringRef(Option.Name);
}

/// What the checks of one clang-tidy run have in common.
class TidyRun {
public:
  /// One pass of the engine: the checks that take part in it, and what it
  /// found once somebody has asked.
  struct Pass {
    AnalysisOptions Options;
    std::optional<std::vector<Finding>> Findings;
  };

  /// What was read from model files, and what is wrong with them.
  struct LoadedModels {
    ModelList Models;
    std::vector<std::string> Errors;
  };
  /// Reads the model files of \p Options, unless another check has.
  const LoadedModels &load(const AnalysisOptions &Options);

  /// Lets \p Check take part in the pass with its options.
  Pass &join(CheckId Check, const AnalysisOptions &Options);

  void setPreprocessor(Preprocessor *PP) { this->PP = PP; }

  /// The findings of all checks of \p P, itself called for the first time.
  const std::vector<Finding> &findings(Pass &P, ASTContext &Ctx);

  /// True the first time: several checks read the options that they share.
  bool isNewComplaint(const std::string &Text) {
    return Complaints.insert(Text).second;
  }

private:
  std::map<std::string, Pass> Passes; ///< by the text of all options
  std::map<std::string, LoadedModels> Models; ///< by the text of the option
  std::set<std::string> Complaints;
  Preprocessor *PP = nullptr;
};

const TidyRun::LoadedModels &TidyRun::load(const AnalysisOptions &Options) {
  auto [Entry, IsNew] = Models.try_emplace(Options.text("model"));
  if (IsNew) {
    AnalysisOptions Loaded = Options;
    Loaded.loadModels(Entry->second.Errors);
    Entry->second.Models = std::move(Loaded.Models);
  }
  return Entry->second;
}

TidyRun::Pass &TidyRun::join(CheckId Check, const AnalysisOptions &Options) {
  std::string Key;
  for (const OptionInfo &Option : allOptions())
    if (Option.Name != "checks")
      Key += Options.text(Option.Name) + '\n';
  auto [Entry, IsNew] = Passes.try_emplace(Key);
  Pass &P = Entry->second;
  if (IsNew) {
    P.Options = Options;
    P.Options.Checks = CheckSet();
  }
  // `virref.checks` narrows what --checks selects.
  if (Options.Checks.contains(Check))
    P.Options.Checks.insert(Check);
  return P;
}

const std::vector<Finding> &TidyRun::findings(Pass &P, ASTContext &Ctx) {
  if (!P.Findings)
    P.Findings = P.Options.Checks.empty()
                     ? std::vector<Finding>()
                     : findOwnershipBugs(Ctx, *PP, P.Options);
  return *P.Findings;
}

/// Finds the run that belongs to a context. Only a weak reference is kept:
/// clang-tidy makes new checks for each file, and with the last check of a file
/// its run goes away.
class TidyRuns {
public:
  std::shared_ptr<TidyRun> of(const ClangTidyContext *Context) {
    std::weak_ptr<TidyRun> &Known = Runs[Context];
    std::shared_ptr<TidyRun> Run = Known.lock();
    if (!Run)
      Known = Run = std::make_shared<TidyRun>();
    return Run;
  }

private:
  std::map<const ClangTidyContext *, std::weak_ptr<TidyRun>> Runs;
};

class VirrefCheck : public ClangTidyCheck {
public:
  VirrefCheck(CheckId Check, StringRef Name, ClangTidyContext *Context,
              std::shared_ptr<TidyRun> Run);

  void storeOptions(ClangTidyOptions::OptionMap &Opts) override;
  void registerPPCallbacks(const SourceManager &, Preprocessor *PP,
                           Preprocessor *) override {
    Run->setPreprocessor(PP);
  }
  void registerMatchers(ast_matchers::MatchFinder *Finder) override {
    Finder->addMatcher(ast_matchers::translationUnitDecl(), this);
  }
  void check(const ast_matchers::MatchFinder::MatchResult &Result) override;

private:
  void readOptions(StringRef Owner, const ClangTidyOptions::OptionMap &Opts,
                   ClangTidyContext *Context);
  void complain(StringRef Key, StringRef Error);

  CheckId Check;
  std::shared_ptr<TidyRun> Run;
  AnalysisOptions AnalysisOpts;
  TidyRun::Pass *Pass = nullptr; ///< null if the configuration is wrong
  bool Valid = true;
};

VirrefCheck::VirrefCheck(CheckId Check, StringRef Name,
                         ClangTidyContext *Context,
                         std::shared_ptr<TidyRun> Run)
    : ClangTidyCheck(Name, Context), Check(Check), Run(std::move(Run)) {
  const ClangTidyOptions::OptionMap &Opts = Context->getOptions().CheckOptions;
  readOptions("virref", Opts, Context);
  readOptions(Name, Opts, Context);
  const TidyRun::LoadedModels &Loaded = this->Run->load(AnalysisOpts);
  AnalysisOpts.Models = Loaded.Models;
  for (const std::string &Error : Loaded.Errors)
    complain("virref.Models", Error);
  if (Valid)
    Pass = &this->Run->join(Check, AnalysisOpts);
}

void VirrefCheck::complain(StringRef Key, StringRef Error) {
  Valid = false;
  std::string Text = ("CheckOptions: " + Key + ": " + Error).str();
  if (Run->isNewComplaint(Text))
    configurationDiag("%0", DiagnosticIDs::Error) << Text;
}

/// Reads `<Owner>.<option>`.
void VirrefCheck::readOptions(StringRef Owner,
                              const ClangTidyOptions::OptionMap &Opts,
                              ClangTidyContext *Context) {
  // Asking by name is what tells --verify-config that a name exists.
  OptionsView View(Owner, Opts, Context);
  for (const OptionInfo &Option : allOptions()) {
    std::string Error;
    auto Value = View.get(tidyName(Option));
    if (!Value)
      continue;
    std::string Text(*Value);
    if (Option.Name == "model") {
      // What is said of one check replaces what is said of all.
      AnalysisOpts.ModelFiles.clear();
      if (StringRef(Text).trim().empty())
        continue;
      std::replace(Text.begin(), Text.end(), ',', ';');
    }
    if (!AnalysisOpts.set(Option.Name, Text, Error))
      complain((Owner + "." + tidyName(Option)).str(), Error);
  }
  // The names that do not exist, which clang-tidy does not mind.
  std::string Prefix = (Owner + ".").str();
  for (const auto &Entry : Opts) {
    StringRef Name = Entry.getKey();
    std::string Error;
    if (!Name.consume_front(Prefix) ||
        llvm::any_of(allOptions(), [&](const OptionInfo &Option) {
          return tidyName(Option) == Name;
        }))
      continue;
    if (Name == "model")
      Error = "there is no option 'model' here: it is called 'Models'";
    else
      AnalysisOpts.set(Name, Entry.getValue().Value, Error);
    complain(Entry.getKey(), Error);
  }
}

void VirrefCheck::storeOptions(ClangTidyOptions::OptionMap &Opts) {
  for (const OptionInfo &Option : allOptions())
    Options.store(Opts, tidyName(Option),
                  StringRef(AnalysisOpts.text(Option.Name)));
}

void VirrefCheck::check(const ast_matchers::MatchFinder::MatchResult &Result) {
  // Half a syntax tree proves nothing.
  if (!Pass || Result.Context->getDiagnostics().hasUncompilableErrorOccurred())
    return;
  for (const Finding &F : Run->findings(*Pass, *Result.Context)) {
    if (F.Check != Check)
      continue;
    // The text goes in as an argument: it may contain a percent sign.
    diag(F.Loc, "%0") << F.Message;
    for (const PathNote &Step : F.Path)
      diag(Step.Loc, "%0", DiagnosticIDs::Note) << Step.Text;
  }
}

class VirrefModule : public ClangTidyModule {
public:
  void addCheckFactories(ClangTidyCheckFactories &Factories) override {
    auto Runs = std::make_shared<TidyRuns>();
    for (CheckId Check : allChecks())
      Factories.registerCheckFactory(
          qualifiedCheckName(Check),
          [Check, Runs](StringRef Name, ClangTidyContext *Context) {
            return std::make_unique<VirrefCheck>(Check, Name, Context,
                                                 Runs->of(Context));
          });
  }
};

} // namespace

static ClangTidyModuleRegistry::Add<VirrefModule>
    X("virref-module", "finds reference-counting bugs");
