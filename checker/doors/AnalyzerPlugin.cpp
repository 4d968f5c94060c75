//===- AnalyzerPlugin.cpp - The door into clang's static analyzer ---------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   clang --analyze -Xclang -load -Xclang virref-clang.so
//         -Xclang -analyzer-checker=virref
//         [-Xclang -analyzer-config -Xclang virref:<option>=<value>] foo.c
//
// Each check is a checker `virref.<id>`. None of them runs in the host's
// engine: they all depend on one hidden checker that lets our own analysis
// loose at the end of the translation unit, once, for those that are enabled,
// and hands its reports to the host's consumers (text, plist, HTML, SARIF).
//
//===----------------------------------------------------------------------===//

#include "engine/Analysis.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/Version.h"
#include "clang/StaticAnalyzer/Core/AnalyzerOptions.h"
#include "clang/StaticAnalyzer/Core/Checker.h"
#include "clang/StaticAnalyzer/Core/CheckerManager.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/AnalysisManager.h"
#include "clang/StaticAnalyzer/Frontend/CheckerRegistry.h"
#include <algorithm>
#include <string>
#include <vector>

using namespace clang;
using namespace clang::ento;
using namespace virref;

#define VIRREF_EXPORT __attribute__((visibility("default")))

static constexpr llvm::StringLiteral Package = "virref";
static constexpr llvm::StringLiteral PassName = "virref.OwnershipPass";

namespace {

class OwnershipPass : public Checker<check::EndOfTranslationUnit> {
public:
  AnalysisOptions Options;
  CheckSet Enabled;

  void checkEndOfTranslationUnit(const TranslationUnitDecl *,
                                 AnalysisManager &Mgr, BugReporter &) const;
};

void OwnershipPass::checkEndOfTranslationUnit(const TranslationUnitDecl *,
                                              AnalysisManager &Mgr,
                                              BugReporter &) const {
  AnalysisOptions Selected = Options;
  for (CheckId Check : allChecks())
    if (!Enabled.contains(Check))
      Selected.Checks.erase(Check);
  if (Selected.Checks.empty())
    return;
  std::vector<PathDiagnosticConsumer *> Host;
  for (auto &Consumer : Mgr.getPathDiagnosticConsumers())
    Host.push_back(&*Consumer);
  reportOwnershipBugsTo(Host, Mgr.getASTContext(), Mgr.getPreprocessor(),
                        Selected);
}

void complain(CheckerManager &Mgr, StringRef Error) {
  DiagnosticsEngine &Diags = Mgr.getASTContext().getDiagnostics();
  Diags.Report(Diags.getCustomDiagID(DiagnosticsEngine::Error, "virref: %0"))
      << Error;
}

// Under `--analyze` the host says nothing about an option that does not exist
// or has a wrong value (-analyzer-config-compatibility-mode), so we look at the
// whole table ourselves.
void registerPass(CheckerManager &Mgr) {
  auto *Pass = Mgr.registerChecker<OwnershipPass>();
  for (const auto &Entry : Mgr.getAnalyzerOptions().Config) {
    auto [Owner, Name] = Entry.getKey().split(':');
    const std::string Argument =
        ("-analyzer-config " + Entry.getKey() + "=" + Entry.getValue() + ": ")
            .str();
    std::string Error;
    if (Owner.consume_front("virref."))
      complain(Mgr, (Argument + "options belong to the package: virref:" +
                     Name + "=" + Entry.getValue())
                        .str());
    // Empty: not given. See clang_registerCheckers.
    else if (Owner == Package && !Entry.getValue().empty() &&
             !Pass->Options.set(Name, Entry.getValue(), Error))
      complain(Mgr, Argument + Error);
  }
  std::vector<std::string> Errors;
  Pass->Options.loadModels(Errors);
  for (const std::string &Error : Errors)
    complain(Mgr, "model " + Error);
}

template <CheckId Check> void registerCheck(CheckerManager &Mgr) {
  Mgr.getChecker<OwnershipPass>()->Enabled.insert(Check);
}

bool always(const CheckerManager &) { return true; }

} // namespace

extern "C" VIRREF_EXPORT void
clang_registerCheckers(CheckerRegistry &Registry) {
  Registry.addPackage(Package);
  Registry.addChecker(registerPass, always, PassName,
                      "What the checkers of this package have in common",
                      /*DocsUri=*/"", /*IsHidden=*/true);
#define CHECK(Enumerator, Id, Summary)                                         \
  Registry.addChecker(registerCheck<CheckId::Enumerator>, always,              \
                      "virref." Id, "Reports when " Summary, /*DocsUri=*/"",   \
                      /*IsHidden=*/false);                                     \
  Registry.addDependency("virref." Id, PassName);
#include "model/Checks.def"
  // The registry keeps the text of a default without owning it; an empty one
  // says that what AnalysisOptions starts with stays.
  for (const OptionInfo &Option : allOptions())
    Registry.addPackageOption("string", Package, Option.Name,
                              /*DefaultValStr=*/"", Option.Help, "released");
}

// The host ignores, without a word, a plugin whose version string is not its
// own, down to the point release. HostCheck.cpp compares the major version,
// which is what matters; here the host gets to read its own.
extern "C" {
VIRREF_EXPORT extern char clang_analyzerAPIVersionString[64];
char clang_analyzerAPIVersionString[64];
}

__attribute__((constructor)) static void copyVersionOfHost() {
  // "Debian Clang 19.1.7 (3~deb12u1)"
  std::string Full = getClangFullCPPVersion();
  StringRef Version = StringRef(Full).split("Clang ").second.split(' ').first;
  size_t Length =
      std::min(Version.size(), sizeof(clang_analyzerAPIVersionString) - 1);
  std::copy_n(Version.begin(), Length, clang_analyzerAPIVersionString);
}
