//===- Analysis.cpp - The one entrance to the analysis --------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/Analysis.h"
#include "engine/AnnotationCheck.h"
#include "engine/Compat.h"
#include "engine/FindingConsumer.h"
#include "engine/ForgottenFields.h"
#include "engine/ModelCheck.h"
#include "engine/OwnershipChecker.h"
#include "engine/PrepareCfg.h"
#include "engine/Program.h"
#include "engine/RawRefcount.h"
#include "engine/RepeatedRelease.h"
#include "engine/UnownedStores.h"
#include "engine/UnusedCallbacks.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Analysis/Analyses/LiveVariables.h"
#include "clang/CrossTU/CrossTranslationUnit.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/StaticAnalyzer/Core/AnalyzerOptions.h"
#include "clang/StaticAnalyzer/Core/CheckerManager.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/ExprEngine.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/FunctionSummary.h"
#include "clang/StaticAnalyzer/Frontend/CheckerRegistry.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/Support/raw_ostream.h"
#include <limits>

using namespace clang;
using namespace clang::ento;
using llvm::dyn_cast;
using llvm::isa;

namespace virref {

namespace {

/// One run over one translation unit.
class Run {
public:
  Run(ASTContext &Ctx, Preprocessor &PP, const AnalysisOptions &Options,
      PathDiagnosticConsumers Consumers, ContractUses &Uses)
      : Ctx(Ctx), PP(PP), Options(Options), Consumers(std::move(Consumers)),
        Uses(Uses),
        P(Ctx, Options.Models, Options.ShippedModels) {}

  AnalysisStats run() {
    Functions = definedFunctions(Ctx);
    P.learn(Functions);
    Stats.Functions = Functions.size();
    if (Options.Checks.contains(CheckId::RawRefcount))
      RawAccesses = findRawRefcounts(P, Functions);
    if (Options.Checks.contains(CheckId::ContractMismatch)) {
      WrongAnnotations = checkAnnotations(Ctx);
      llvm::append_range(WrongAnnotations, checkModels(Ctx, Options.Models));
    }
    if (Options.Checks.contains(CheckId::Leak))
      StructsEnd = endsStructs(P, Functions);
    orderFunctions();
    // The inline functions of a header are the business of those who call them.
    const std::vector<const FunctionDecl *> Called =
        reachableFunctions(P, Functions);
    llvm::DenseSet<const FunctionDecl *> IsCalled(Called.begin(), Called.end());
    llvm::erase_if(Order, [&](const FunctionDecl *Function) {
      return !IsCalled.count(Function);
    });
    // Most files of a program have no business with references: they shall
    // cost no more than the look at their syntax.
    bool Any =
        !RawAccesses.empty() || !WrongAnnotations.empty() || StructsEnd;
    for (const FunctionDecl *Function : Order)
      Any |= P.canMatter(Function);
    if (Any)
      explore();
    else
      compat::discardConsumers(Consumers);
    return Stats;
  }

private:
  /// Callees before callers: what they do decides whether, and how, a caller
  /// is explored.
  void orderFunctions() {
    llvm::DenseSet<const FunctionDecl *> Seen;
    llvm::DenseSet<const FunctionDecl *> Own(Functions.begin(),
                                             Functions.end());
    for (const FunctionDecl *Root : Functions) {
      struct Frame {
        const FunctionDecl *Function;
        size_t Next;
      };
      std::vector<Frame> Stack;
      if (Seen.insert(Root).second)
        Stack.push_back({Root, 0});
      while (!Stack.empty()) {
        const FunctionFacts &Facts = P.factsOf(Stack.back().Function);
        if (Stack.back().Next == Facts.Mentioned.size()) {
          Order.push_back(Stack.back().Function);
          Stack.pop_back();
          continue;
        }
        const FunctionDecl *Callee = Facts.Mentioned[Stack.back().Next++];
        if (Own.count(Callee) && Seen.insert(Callee).second)
          Stack.push_back({Callee, 0});
      }
    }
  }

  /// The options of the engine; they live as long as \p Invocation.
  AnalyzerOptions &engineOptions(CompilerInvocation &Invocation) {
    AnalyzerOptions &Result = compat::parseAnalyzerOptions(
        Invocation, {"-triple", "x86_64-pc-linux-gnu", "virref.c"});
    Result.CheckersAndPackages.clear();
    Result.CheckersAndPackages.push_back({"core.builtin", true});
    Result.CheckersAndPackages.push_back({"virref.Ownership", true});
    for (CheckId Check : allChecks())
      Result.CheckersAndPackages.push_back({analyzerCheckName(Check), true});
    Result.AnalysisDiagOpt = PD_NONE;
    // A callee with a loop that does not come to rest would be tried again as
    // an unknown function, in the engine's sense of unknown.
    Result.NoRetryExhausted = true;
    // So would be a callee that it has followed often enough; shouldFollow()
    // has a better answer to that.
    Result.MaxTimesInlineLarge = std::numeric_limits<unsigned>::max();
    // We put the calls of cleanup functions there ourselves; without C++ there
    // is nothing else that such elements would be good for, and the engine
    // stops at them.
    if (!Ctx.getLangOpts().CPlusPlus)
      Result.ShouldIncludeImplicitDtorsInCFG = false;
    return Result;
  }

  bool prepare(AnalysisManager &Manager, const FunctionDecl *Function) {
    auto Inserted = Prepared.try_emplace(Function->getCanonicalDecl(), false);
    if (Inserted.second)
      Inserted.first->second = prepareCfg(
          P, Manager.getAnalysisDeclContextManager(), Function);
    return Prepared.lookup(Function->getCanonicalDecl());
  }

  void explore() {
    P.sharedTests().learn(P, Functions);
    CompilerInvocation Invocation;
    AnalyzerOptions &EngineOptions = engineOptions(Invocation);
    // The engine wants to be able to look into other translation units.
    CompilerInstance Unused;
    compat::setASTContext(Unused, Ctx);
    cross_tu::CrossTranslationUnitContext CrossTU(Unused);
    CheckerManager Checkers(Ctx, EngineOptions, PP, {},
                            {registerOwnershipCheckers});
    AnalysisManager Manager(Ctx, PP, std::move(Consumers),
                            CreateRegionStoreManager,
                            CreateRangeConstraintManager, &Checkers,
                            EngineOptions);
    Session TheSession{P, Options,
                       [&](const FunctionDecl *Function) {
                         return prepare(Manager, Function);
                       },
                       Uses};
    Checkers.getChecker<OwnershipChecker>()->S = &TheSession;

    FunctionSummariesTy Summaries;
    for (const FunctionDecl *Function : Order) {
      if (!P.canMatter(Function) ||
          (!P.hasToKeepContract(Function) &&
           (P.isReleaseWrapper(Function, 0) || P.isPointeeRelease(Function))))
        continue;
      ++Stats.Relevant;
      if (!prepare(Manager, Function))
        continue;
      AnalysisDeclContext *ADC = Manager.getAnalysisDeclContext(Function);
      if (!ADC->getAnalysis<RelaxedLiveVariables>())
        continue;
      ++Stats.Explored;
      ExprEngine Engine(CrossTU, Manager, nullptr, &Summaries,
                        ExprEngine::Inline_Regular);
      const bool OverBudget = Engine.ExecuteWorkList(
          Manager.getAnalysisDeclContextManager().getStackFrame(Function),
          Options.MaxNodes);
      P.effectsOf(Function).States = Engine.getGraph().size();
      if (OverBudget)
        Stats.OverBudget.push_back(placeOf(Function));
      else if (Engine.hasWorkRemaining())
        ++Stats.CutLoops;
      Engine.getBugReporter().FlushReports();
    }
    const auto &Checker = *Checkers.getChecker<OwnershipChecker>();
    reportSyntax(Manager, RawAccesses, Checker.typeOf(CheckId::RawRefcount));
    reportSyntax(Manager, WrongAnnotations,
                 Checker.typeOf(CheckId::ContractMismatch));
    if (Options.Checks.contains(CheckId::ContractMismatch))
      reportSyntax(Manager, findUnusedCallbacks(P, Functions),
                   Checker.typeOf(CheckId::ContractMismatch));
    if (Options.Checks.contains(CheckId::MissingRef))
      reportSyntax(Manager, findUnownedStores(P, Functions),
                   Checker.typeOf(CheckId::MissingRef));
    if (Options.Checks.contains(CheckId::OverRelease))
      reportSyntax(Manager, findRepeatedReleases(P, Functions),
                   Checker.typeOf(CheckId::OverRelease));
    if (StructsEnd)
      reportSyntax(Manager, findForgottenFields(P, Functions),
                   Checker.typeOf(CheckId::Leak));
    Manager.FlushDiagnostics();
  }

  /// By way of the engine, so that they go where its reports go, and are
  /// suppressed by what suppresses those.
  void reportSyntax(AnalysisManager &Manager,
                    const std::vector<SyntaxFinding> &Found,
                    const BugType &Type) {
    const SourceManager &SM = Ctx.getSourceManager();
    BugReporter Reporter(Manager);
    for (const SyntaxFinding &F : Found) {
      auto Report = std::make_unique<BasicBugReport>(
          Type, F.Message, PathDiagnosticLocation(F.Loc, SM));
      Report->setDeclWithIssue(F.On);
      for (const PathNote &Note : F.Notes)
        Report->addNote(Note.Text, PathDiagnosticLocation(Note.Loc, SM));
      for (const ContractUse &Use : F.Contracts)
        Uses.remember(F.Message, F.Loc, Use);
      Reporter.emitReport(std::move(Report));
    }
    Reporter.FlushReports();
  }

  std::string placeOf(const FunctionDecl *Function) {
    const SourceManager &SM = Ctx.getSourceManager();
    PresumedLoc Loc = SM.getPresumedLoc(
        SM.getExpansionLoc(Function->getLocation()));
    return Function->getNameAsString() + " (" +
           (Loc.isValid() ? std::string(Loc.getFilename()) : "?") + ":" +
           std::to_string(Loc.isValid() ? Loc.getLine() : 0) + ")";
  }

  ASTContext &Ctx;
  Preprocessor &PP;
  const AnalysisOptions &Options;
  PathDiagnosticConsumers Consumers;
  ContractUses &Uses;
  Program P;
  AnalysisStats Stats;
  std::vector<const FunctionDecl *> Functions;
  std::vector<const FunctionDecl *> Order;
  std::vector<SyntaxFinding> RawAccesses;
  std::vector<SyntaxFinding> WrongAnnotations;
  bool StructsEnd = false;
  llvm::DenseMap<const FunctionDecl *, bool> Prepared;
};

void printStats(const AnalysisStats &Stats, ASTContext &Ctx) {
  const SourceManager &SM = Ctx.getSourceManager();
  PresumedLoc Main =
      SM.getPresumedLoc(SM.getLocForStartOfFile(SM.getMainFileID()));
  llvm::errs() << "virref: "
               << (Main.isValid() ? Main.getFilename() : "<unknown>")
               << ": functions=" << Stats.Functions
               << " relevant=" << Stats.Relevant
               << " explored=" << Stats.Explored
               << " over-budget=" << Stats.OverBudget.size()
               << " cut-loops=" << Stats.CutLoops << "\n";
  for (const std::string &Function : Stats.OverBudget)
    llvm::errs() << "virref: over budget: " << Function << "\n";
}

void runAndReport(ASTContext &Ctx, Preprocessor &PP,
                  const AnalysisOptions &Options,
                  PathDiagnosticConsumers Consumers, ContractUses &Uses,
                  AnalysisStats *Stats) {
  AnalysisStats Result =
      Run(Ctx, PP, Options, std::move(Consumers), Uses).run();
  if (Options.Verbose)
    printStats(Result, Ctx);
  if (Stats)
    *Stats = std::move(Result);
}

} // namespace

std::vector<Finding> findOwnershipBugs(ASTContext &Ctx, Preprocessor &PP,
                                       const AnalysisOptions &Options,
                                       AnalysisStats *Stats) {
  std::vector<Finding> Findings;
  ContractUses Uses;
  PathDiagnosticConsumers Consumers;
  compat::addConsumer(Consumers, collectFindings(Findings, Options, Uses));
  runAndReport(Ctx, PP, Options, std::move(Consumers), Uses, Stats);
  const SourceManager &SM = Ctx.getSourceManager();
  llvm::sort(Findings, [&](const Finding &A, const Finding &B) {
    if (A.Loc != B.Loc)
      return SM.isBeforeInTranslationUnit(A.Loc, B.Loc);
    return A.Message < B.Message;
  });
  return Findings;
}

void reportOwnershipBugsTo(llvm::ArrayRef<PathDiagnosticConsumer *> Host,
                           ASTContext &Ctx, Preprocessor &PP,
                           const AnalysisOptions &Options,
                           AnalysisStats *Stats) {
  ContractUses Unasked; // what the host shows are texts
  PathDiagnosticConsumers Consumers;
  for (PathDiagnosticConsumer *Consumer : Host)
    compat::addConsumer(Consumers, forwardTo(*Consumer));
  runAndReport(Ctx, PP, Options, std::move(Consumers), Unasked, Stats);
}

} // namespace virref
