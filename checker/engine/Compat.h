//===- Compat.h - The differences of LLVM 14 to 22 --------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every `#if` on the version of LLVM stands here (or, for what only doors
// need, in doors/DoorCompat.h), so that the rest of the code reads as if
// there was one LLVM.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_COMPAT_H
#define VIRREF_ENGINE_COMPAT_H

#include "clang/Analysis/AnalysisDeclContext.h"
#include "clang/Analysis/CFG.h"
#include "clang/Analysis/PathDiagnostic.h"
#include "clang/Basic/Version.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/StaticAnalyzer/Core/PathDiagnosticConsumers.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/AnalysisManager.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/CallEvent.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/CheckerContext.h"
#include <memory>
#include <vector>

#define VIRREF_LLVM CLANG_VERSION_MAJOR

// check::Bind learnt in 21 whether it sees the initialisation of a variable.
#if VIRREF_LLVM >= 21
#define VIRREF_CHECK_BIND_PARAMS                                               \
  clang::ento::SVal Loc, clang::ento::SVal Val, const clang::Stmt *S, bool,    \
      clang::ento::CheckerContext &C
#else
#define VIRREF_CHECK_BIND_PARAMS                                               \
  clang::ento::SVal Loc, clang::ento::SVal Val, const clang::Stmt *S,          \
      clang::ento::CheckerContext &C
#endif

namespace virref {
namespace compat {

inline void
addConsumer(clang::ento::PathDiagnosticConsumers &Consumers,
            std::unique_ptr<clang::ento::PathDiagnosticConsumer> Consumer) {
#if VIRREF_LLVM >= 21
  Consumers.push_back(std::move(Consumer));
#else
  Consumers.push_back(Consumer.release());
#endif
}

/// For consumers that no AnalysisManager takes over.
inline void
discardConsumers(clang::ento::PathDiagnosticConsumers &Consumers) {
#if VIRREF_LLVM < 21
  for (clang::ento::PathDiagnosticConsumer *Consumer : Consumers)
    delete Consumer;
#endif
  Consumers.clear();
}

inline void setASTContext(clang::CompilerInstance &CI,
                          clang::ASTContext &Ctx) {
#if VIRREF_LLVM >= 22
  CI.setASTContext(llvm::IntrusiveRefCntPtr<clang::ASTContext>(&Ctx));
#else
  CI.setASTContext(&Ctx);
#endif
}

/// Parses \p Args like the command line of `clang -cc1` and returns the options
/// of the analyzer, which live as long as \p Invocation. Parsing a command line
/// is the only way to get the default of every option.
inline clang::AnalyzerOptions &
parseAnalyzerOptions(clang::CompilerInvocation &Invocation,
                     llvm::ArrayRef<const char *> Args) {
  using namespace clang;
#if VIRREF_LLVM >= 21
  DiagnosticOptions DiagOpts;
  DiagnosticsEngine Diags(llvm::makeIntrusiveRefCnt<DiagnosticIDs>(), DiagOpts,
                          new IgnoringDiagConsumer());
#else
  DiagnosticsEngine Diags(
      llvm::IntrusiveRefCntPtr<DiagnosticIDs>(new DiagnosticIDs()),
      llvm::IntrusiveRefCntPtr<DiagnosticOptions>(new DiagnosticOptions()),
      new IgnoringDiagConsumer());
#endif
  CompilerInvocation::CreateFromArgs(Invocation, Args, Diags);
#if VIRREF_LLVM >= 18
  return Invocation.getAnalyzerOpts();
#else
  return *Invocation.getAnalyzerOpts();
#endif
}

/// A fresh symbol for the result of a call.
inline clang::ento::SVal conjureResult(const clang::ento::CallEvent &Call,
                                       clang::ento::CheckerContext &C) {
#if VIRREF_LLVM >= 21
  return C.getSValBuilder().conjureSymbolVal(Call, C.blockCount());
#else
  const auto *E = Call.getOriginExpr();
  return C.getSValBuilder().conjureSymbolVal(nullptr, E, C.getLocationContext(),
                                             C.blockCount());
#endif
}

/// A fresh symbol of type \p Type that a call brings into being, other than its
/// result; \p Tag tells several of them apart.
inline clang::ento::SVal conjureFrom(const clang::ento::CallEvent &Call,
                                     clang::QualType Type, const void *Tag,
                                     clang::ento::CheckerContext &C) {
#if VIRREF_LLVM >= 21
  return C.getSValBuilder().conjureSymbolVal(Call, Type, C.blockCount(), Tag);
#else
  return C.getSValBuilder().conjureSymbolVal(Tag, Call.getOriginExpr(),
                                             C.getLocationContext(), Type,
                                             C.blockCount());
#endif
}

/// Forgets what the memory that \p Values point to holds. Unlike an ordinary
/// call this leaves globals alone.
inline clang::ento::ProgramStateRef
invalidate(clang::ento::ProgramStateRef State,
           llvm::ArrayRef<clang::ento::SVal> Values,
           const clang::ento::CallEvent &Call, clang::ento::CheckerContext &C) {
#if VIRREF_LLVM >= 21
  return State->invalidateRegions(Values, Call.getCFGElementRef(),
                                  C.blockCount(), C.getLocationContext(),
                                  /*CausesPointerEscape=*/false);
#else
  const auto *E = Call.getOriginExpr();
  return State->invalidateRegions(Values, E, C.blockCount(),
                                  C.getLocationContext(),
                                  /*CausesPointerEscape=*/false);
#endif
}

/// The variable whose cleanup function an element of the CFG stands for, or
/// null. Before 18 there is only the end of its lifetime to go by.
inline const clang::VarDecl *cleanupVariable(const clang::CFGElement &E) {
  const clang::VarDecl *Var = nullptr;
#if VIRREF_LLVM >= 18
  if (auto Cleanup = E.getAs<clang::CFGCleanupFunction>())
    Var = Cleanup->getVarDecl();
#else
  if (auto Ends = E.getAs<clang::CFGLifetimeEnds>())
    Var = Ends->getVarDecl();
#endif
  return Var;
}

/// True for an element that carries nothing but the end of a lifetime.
inline bool isLifetimeEnd(const clang::CFGElement &E) {
  return E.getKind() == clang::CFGElement::LifetimeEnds;
}

/// Lets the CFGs that are built while it lives contain the elements that
/// cleanupVariable() looks for.
class CleanupElementsScope {
public:
  explicit CleanupElementsScope(clang::CFG::BuildOptions &Options)
      : Options(Options), Saved(flag()) {
    flag() = true;
#if VIRREF_LLVM < 18
    SavedDtors = Options.AddImplicitDtors;
    Options.AddImplicitDtors = false; // excludes AddLifetime
#endif
  }
  ~CleanupElementsScope() {
    flag() = Saved;
#if VIRREF_LLVM < 18
    Options.AddImplicitDtors = SavedDtors;
#endif
  }

private:
  bool &flag() {
#if VIRREF_LLVM >= 18
    return Options.AddImplicitDtors;
#else
    return Options.AddLifetime;
#endif
  }
  clang::CFG::BuildOptions &Options;
  bool Saved;
#if VIRREF_LLVM < 18
  bool SavedDtors;
#endif
};

} // namespace compat
} // namespace virref

#endif // VIRREF_ENGINE_COMPAT_H
