//===- CallModel.cpp - What a call does to references ---------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every call of a plain function is evaluated here. In the order of
// preference: a declared contract; a body that is nothing but a release; a body
// that has an effect is followed by the engine; a summary of a body that cannot
// be followed.
//
// Declared contracts are in ContractCall.cpp, unknown functions in
// UnknownCall.cpp.
//
//===----------------------------------------------------------------------===//

#include "engine/OwnershipChecker.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ParentMap.h"
#include "clang/Analysis/AnalysisDeclContext.h"

using namespace clang;
using namespace clang::ento;
using llvm::dyn_cast;
using llvm::dyn_cast_or_null;
using llvm::isa;

namespace virref {

// How deep and how large a callee may be to be followed. What helpers do to
// references shows within a few levels; a larger one is worth a contract.
static const unsigned MaxFollowDepth = 4;
static const unsigned MaxFollowBlocks = 60;
static const unsigned MaxFollowStates = 4000;
// Paths explode where each of many goes through a large callee again.
static const unsigned MaxFollowTimes = 8;
static const unsigned LargeBlocks = 14;

static const char OverReleaseMessage[] =
    "is released here, but this code owns no reference to it";

SymbolRef OwnershipChecker::CallInfo::argument(const CallEvent &Call,
                                               unsigned I) const {
  return I < Call.getNumArgs() ? objectOf(Call.getArgSVal(I)) : nullptr;
}

bool OwnershipChecker::evalCall(const CallEvent &Call,
                                CheckerContext &C) const {
  const auto *Expr = dyn_cast_or_null<CallExpr>(Call.getOriginExpr());
  if (!Expr || isa<CXXMemberCallExpr, CXXOperatorCallExpr>(Expr))
    return false;
  CallInfo Info{Expr, virref::calleeOf(Expr)};
  if (!Info.Callee)
    Info.Callee = dyn_cast_or_null<FunctionDecl>(Call.getDecl());
  if (!Info.Callee)
    Info.Callee = S->P.calleeOf(Expr);
  if (Info.Callee) {
    const Contract *Declared = S->P.contractOf(Info.Callee);
    if (Info.Callee->isNoReturn() ||
        (Declared && Declared->Result == ResultEffect::EndsPath)) {
      C.generateSink(C.getState(), C.getPredecessor());
      return true;
    }
    const IdentifierInfo *II = Info.Callee->getIdentifier();
    if (II && II->getName().substr(0, 10) == "__builtin_")
      return false;
  }

  const auto *Caller =
      dyn_cast<FunctionDecl>(C.getLocationContext()->getDecl());
  if (Caller && S->P.releasesRemoved(Caller, Expr)) {
    Step Next{C.getState(), {}};
    if (SymbolRef Object = Info.argument(Call, 0)) {
      Next.State = state::set(
          Next.State, Object,
          state::getOrBorrowed(Next.State, Object).dropByContainer());
      Next.Notes.push_back({Object, "A container's reference to % is released"});
      // For callers it is an effect to be followed, not a release of theirs.
      if (const ParmVarDecl *Param =
              C.inTopFrame() ? parameterOf(Object) : nullptr)
        notePointeeRelease(Param, C);
    }
    bindResult(Next, Call, Info, C);
    finish(Next, C);
    return true;
  }
  if (reportUseByCall(Call, Info, C))
    return true;
  if (Info.Callee) {
    if (const Contract *Declared = S->P.contractOf(Info.Callee)) {
      // What the call itself shows of callbacks and containers, inference does not
      // know of.
      if (Declared->Source == ContractSource::Inferred) {
        const Evidence Shown = gatherEvidence(Call, C.getState());
        if (Shown.Releaser || Shown.Container ||
            Shown.Opaque != HandOver::No) {
          applyUnknown(Call, Info, C);
          return true;
        }
      }
      applyContract(Call, Info, *Declared, C);
      return true;
    }
    if (S->P.isReleaseWrapper(Info.Callee, 0)) {
      applyRelease(Call, Info, Info.argument(Call, 0), Call.getArgExpr(0), C);
      return true;
    }
    if (S->P.isPointeeRelease(Info.Callee)) {
      SymbolRef Object = nullptr;
      if (auto Address = Call.getArgSVal(0).getAs<Loc>())
        Object = objectOf(C.getState()->getSVal(*Address));
      applyRelease(Call, Info, Object, nullptr, C);
      return true;
    }
    if (definitionOf(Info.Callee)) {
      if (shouldFollow(Info, C))
        return false;
      if (S->P.hasEffects(Info.Callee)) {
        applySummary(Call, Info, C);
        return true;
      }
    }
  }
  applyUnknown(Call, Info, C);
  return true;
}

//===----------------------------------------------------------------------===//
// Uses of what is gone
//===----------------------------------------------------------------------===//

bool OwnershipChecker::reportUseByCall(const CallEvent &Call,
                                       const CallInfo &Info,
                                       CheckerContext &C) const {
  ProgramStateRef State = C.getState();
  for (unsigned I = 0, E = Call.getNumArgs(); I != E; ++I) {
    // `printf("%p", obj)` shows a pointer and does not follow it.
    if (Info.Callee && Info.Callee->isVariadic() &&
        I >= Info.Callee->getNumParams())
      break;
    SVal Value = Call.getArgSVal(I);
    SymbolRef Object = Value.getAsSymbol(/*IncludeBaseRegions=*/true);
    if (!Object)
      continue;
    const RefState *Ref = state::get(State, Object);
    if (!Ref || isNull(State, Object))
      continue;
    const bool Releases =
        Info.Callee && objectOf(Value) == Object &&
        (S->P.contractOf(Info.Callee) || definitionOf(Info.Callee)) &&
        S->P.mayReleaseArgument(Info.Callee, I);
    if (isCertainlyGone(*Ref, Object) || (Releases && Ref->isExhausted())) {
      if (Releases)
        reportAndStop(CheckId::OverRelease,
                      OverReleaseMessage, Object, C, Call.getArgExpr(I));
      else
        reportAndStop(CheckId::UseAfterRelease,
                      Ref->hasOutlived()
                          ? "is passed to a function after the release of what "
                            "kept it alive"
                          : "is passed to a function after the release of the "
                            "last reference that this code owned",
                      Object, C, Call.getArgExpr(I));
      return true;
    }
  }
  return false;
}

//===----------------------------------------------------------------------===//
// Steps
//===----------------------------------------------------------------------===//

std::string ownedNow(const RefState &Ref) {
  if (Ref.balance() <= 0)
    return "this code now owns none";
  if (Ref.balance() == 1)
    return "this code now owns 1";
  return "this code now owns " + std::to_string(Ref.balance());
}

/// Drops a reference. \returns false if that was an error, which is reported.
bool OwnershipChecker::release(Step &Next, SymbolRef Object,
                               CheckerContext &C,
                               const clang::Expr *Through) const {
  if (!Object || isNull(Next.State, Object))
    return true;
  // `get(&obj); unref(obj)`: where the call has failed, there is nothing to
  // release, and who does not ask reckons with success.
  Next.State = settleReceived(Next.State, Object);
  RefState Ref = state::getOrBorrowed(Next.State, Object);
  // `remove(list, obj)` that takes a reference if it succeeds, and nobody has
  // looked at whether it did.
  bool OnlyPerhaps = false;
  if (Ref.balance() <= 0)
    state::forEachPending(Next.State, [&](const Pending &P) {
      OnlyPerhaps |= P.Object == Object &&
                     P.Effect == PendingEffect::Acquired;
    });
  // Of two fields that own it one may be about to be cleared.
  if (Ref.owedAt() && Ref.balance() <= 0 && !isFromMemory(Object)) {
    reportAndStop(CheckId::OverRelease,
                  "is released here through a field that was never given a "
                  "reference",
                  Object, C, Through);
    return false;
  }
  // What others keep is theirs. A reference that was stored can be released
  // from where it is.
  const bool Given =
      Ref.isMine() && Ref.balance() <= 0 && !Ref.wasStored();
  if (Ref.isExhausted() || OnlyPerhaps || Given) {
    reportAndStop(CheckId::OverRelease,
                  OnlyPerhaps ? "is released here whether or not the call that "
                                "may give this code a reference has succeeded"
                              : OverReleaseMessage,
                  Object, C, Through);
    return false;
  }
  if (isOnlyLent(Object, Ref, C)) {
    reportAndStop(CheckId::OverRelease,
                  "is released here, but it has only been lent to this code, "
                  "which owns no reference to it",
                  Object, C, Through);
    return false;
  }
  RefState After = Ref.release();
  if (Ref.storedIn() && Ref.balance() <= 0 && !After.isGone())
    After = After.spread(); // what has been stored is what is dropped
  if (Ref.isOwned() && Ref.lentTo()) {
    const FunctionDecl *Callee = Ref.lentTo()->getCanonicalDecl();
    if (Ref.lentResult() && hasFailed(Next.State, Ref.lentResult()))
      After = After.dropFor(Callee);
    else if (!Ref.isRegistered())
      Borrowers.insert({Callee, Ref.lentAs()});
  }
  if (Through)
    // `unref(cur)`: what is released is what the variable refers to; the field
    // that it has been read from, if any, has not been asked.
    if (const auto *Plain = dyn_cast<DeclRefExpr>(
            Through->IgnoreParenCasts()))
      if (isa<VarDecl>(Plain->getDecl()) &&
          cast<VarDecl>(Plain->getDecl())->hasLocalStorage())
        After = After.unlink();
  // An inherited object that we had a reference of: the one that is dropped now
  // is a list's, perhaps, and the caller has another.
  const bool Perhaps = isInherited(Object) && Ref.tookReference();
  if (After.isGone() && Ref.isLocked() && !Perhaps) {
    reportAndStop(CheckId::ReleaseWhileLocked,
                  "is released here while this code still holds its lock; the "
                  "lock is freed with it",
                  Object, C, Through);
    return false;
  }
  Next.State = state::set(Next.State, Object, After);
  Next.Notes.push_back(
      {Object, "A reference to % is released; " + ownedNow(After)});
  return true;
}

OwnershipChecker::Step OwnershipChecker::begin(const CallEvent &Call,
                                               CheckerContext &C) const {
  Step Next{C.getState(), {}};
  for (unsigned I = 0, E = Call.getNumArgs(); I != E; ++I)
    if (SymbolRef Object = objectOf(Call.getArgSVal(I)))
      Next.State = noteUse(Next.State, Object);
  publishArguments(Next, Call);
  return Next;
}

void OwnershipChecker::finish(Step &Next, CheckerContext &C,
                              ExplodedNode *From) const {
  if (Next.State == C.getState() && !From) {
    C.addTransition(Next.State);
    return;
  }
  ExplodedNode *Node = From ? From : C.getPredecessor();
  if (Next.Notes.empty()) {
    C.addTransition(Next.State, Node);
    return;
  }
  C.addTransition(Next.State, Node, noteAbout(C, std::move(Next.Notes), S->Uses));
}

bool isResultUsed(const CallExpr *Expr, CheckerContext &C) {
  const ParentMap &Parents =
      C.getLocationContext()->getAnalysisDeclContext()->getParentMap();
  return Parents.isConsumedExpr(const_cast<CallExpr *>(Expr));
}

/// True if \p Condition can be asked after the call: it stands behind it, or a
/// loop leads there.
static bool canFollow(const clang::Expr *Condition, const CallExpr *Call,
                      CheckerContext &C) {
  const SourceManager &SM = C.getSourceManager();
  auto Begin = [&](const Stmt *S) {
    return SM.getExpansionLoc(S->getBeginLoc());
  };
  auto End = [&](const Stmt *S) { return SM.getExpansionLoc(S->getEndLoc()); };
  if (!SM.isBeforeInTranslationUnit(End(Condition), Begin(Call)))
    return true;
  const ParentMap &Parents =
      C.getLocationContext()->getAnalysisDeclContext()->getParentMap();
  for (const Stmt *S = Parents.getParent(Call); S; S = Parents.getParent(S))
    if (isa<ForStmt, WhileStmt, DoStmt>(S) &&
        !SM.isBeforeInTranslationUnit(Begin(Condition), Begin(S)))
      return true;
  return false;
}

/// True if the variable that receives the result is tested somewhere: then the
/// function itself reckons with failure.
static bool isResultTested(const CallExpr *Expr, const FunctionFacts &Facts,
                           CheckerContext &C) {
  EntityList Receivers;
  for (const Assignment &A : Facts.Assignments)
    if (A.Value && A.Value->IgnoreParenCasts() == Expr) {
      targetsOf(A, Receivers);
    }
  if (Receivers.empty())
    return false;
  bool Tested = false;
  for (const clang::Expr *Condition : Facts.Conditions)
    if (canFollow(Condition, Expr, C))
      walk(Condition, [&](const Stmt *S) {
        if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
          Tested |= llvm::is_contained(Receivers, Ref->getDecl());
        else if (const auto *Member = dyn_cast<MemberExpr>(S))
          Tested |= llvm::is_contained(Receivers, Member->getMemberDecl());
        return !Tested;
      });
  return Tested;
}

/// Finishes a call whose effects can wait for its result. Where the result is
/// kept for later, success and failure go separate ways from here on: the
/// reference must be right on both, also where the result is tested too late.
void OwnershipChecker::finishAndSplit(Step &Next, const CallInfo &Info,
                                      CheckerContext &C) const {
  SVal Value = Next.State->getSVal(Info.Expr, C.getLocationContext());
  SymbolRef Result = Value.getAsSymbol();
  QualType Type = Info.Expr->getType();
  llvm::SmallVector<Pending, 2> Waiting;
  if (Result)
    state::forEachPending(Next.State, [&](const Pending &P) {
      if (P.Result == Result)
        Waiting.push_back(P);
    });
  const auto *Function =
      dyn_cast<FunctionDecl>(C.getLocationContext()->getDecl());
  if (Waiting.empty() || !Function ||
      !(Type->isAnyPointerType() || Type->isIntegralOrEnumerationType()) ||
      !isResultTested(Info.Expr, S->P.factsOf(Function), C)) {
    finish(Next, C);
    return;
  }
  llvm::SmallVector<ProgramStateRef, 4> Ways = {Next.State};
  for (const Pending &P : Waiting) {
    auto Condition = conditionOn(Next.State, Result, P.When)
                         .getAs<DefinedOrUnknownSVal>();
    if (!Condition)
      continue;
    llvm::SmallVector<ProgramStateRef, 4> Parted;
    for (ProgramStateRef Way : Ways)
      for (bool IsTrue : {true, false})
        if (ProgramStateRef State = Way->assume(*Condition, IsTrue))
          Parted.push_back(State);
    Ways = std::move(Parted);
  }
  for (ProgramStateRef State : Ways) {
    Step Way{State, Next.Notes};
    for (const Pending &P : Waiting)
      for (ObjectNote &Note : Way.Notes)
        if (P.Object == Note.Object && P.isHandOver() &&
            testResult(State, Result, P.When) == Tested::False)
          Note.Text =
              "The call fails; this code still owns its reference to %" +
              Next.Source;
    finish(Way, C);
  }
}

SVal OwnershipChecker::bindResult(Step &Next, const CallEvent &Call,
                                  const CallInfo &Info,
                                  CheckerContext &C) const {
  if (Info.Expr->getType()->isVoidType() || Info.Expr->isGLValue())
    return UnknownVal();
  SVal Value = compat::conjureResult(Call, C);
  Next.State =
      Next.State->BindExpr(Info.Expr, C.getLocationContext(), Value);
  return Value;
}

//===----------------------------------------------------------------------===//
// Functions with a body
//===----------------------------------------------------------------------===//

static bool isSmall(const FunctionFacts &Facts) {
  // The `0` of `do ... while (0)` asks nothing.
  auto Asks = [](const Expr *Condition) { return !isKnownConstant(Condition); };
  return Facts.Calls.size() <= 3 && llvm::count_if(Facts.Conditions, Asks) <= 2;
}

bool OwnershipChecker::shouldFollow(const CallInfo &Info,
                                    CheckerContext &C) const {
  const FunctionDecl *Body = definitionOf(Info.Callee);
  if (Body->isVariadic() || isa<CXXMethodDecl>(Body))
    return isa<CXXMethodDecl>(Body);
  unsigned Depth = 0;
  for (const LocationContext *LCtx = C.getLocationContext(); LCtx;
       LCtx = LCtx->getParent())
    if (isa<StackFrameContext>(LCtx)) {
      if (LCtx->getDecl()->getCanonicalDecl() == Body->getCanonicalDecl())
        return false; // recursion
      ++Depth;
    }
  if (Depth > MaxFollowDepth)
    return false;
  if (!S->P.hasEffects(Body)) {
    // A small function that gets the address of a variable of ours can move
    // what is in it: `steal(&obj)`.
    bool Address = false;
    for (const Expr *Arg : Info.Expr->arguments())
      Address |= addressedVariable(Arg) != nullptr;
    if (!Address || !isSmall(S->P.factsOf(Body)))
      return false;
  }
  // A function that is dear to explore is dear for each of its callers.
  if (S->P.effectsOf(Body).States > MaxFollowStates)
    return false;
  if (!S->Prepare(Body))
    return false;
  const CFG *Graph = C.getAnalysisManager().getCFG(Body);
  if (!Graph || Graph->getNumBlockIDs() > MaxFollowBlocks)
    return false;
  return Graph->getNumBlockIDs() < LargeBlocks ||
         Followed[Body->getCanonicalDecl()]++ < MaxFollowTimes;
}

/// A body that has effects but is too large, too deep, recursive, or has been
/// followed often enough: what its own exploration has shown, without the
/// conditions that it depends on.
void OwnershipChecker::applySummary(const CallEvent &Call,
                                    const CallInfo &Info,
                                    CheckerContext &C) const {
  Step Next = begin(Call, C);
  const FunctionEffects &Effects = S->P.effectsOf(Info.Callee);
  SVal Result = bindResult(Next, Call, Info, C);
  if (Effects.Explored && Effects.ReturnsOwned && !Effects.ReturnsOther)
    if (SymbolRef Object = objectOf(Result)) {
      Next.State =
          state::set(Next.State, Object, RefState::created(Info.Expr));
      Next.Notes.push_back(
          {Object, "% gets an object with a reference; this code now owns 1"});
    }
  llvm::SmallVector<SVal, 4> Changed;
  for (unsigned I = 0, E = Call.getNumArgs(); I != E; ++I) {
    SVal Value = Call.getArgSVal(I);
    const MemRegion *Region = Value.getAsRegion();
    if (Region && isa<VarRegion>(Region->getBaseRegion())) {
      Changed.push_back(Value);
      if (auto Address = Value.getAs<Loc>())
        if (SymbolRef Held = objectOf(Next.State->getSVal(*Address)))
          Next.State = state::escape(Next.State, Held);
      continue;
    }
    SymbolRef Object = objectOf(Value);
    if (!Object || !state::get(Next.State, Object))
      continue;
    ParamEffects Param;
    if (I < Effects.Params.size())
      Param = Effects.Params[I];
    const bool Sure = Effects.Explored && !Param.Released && !Param.Acquired &&
                      !S->P.keepsArgument(Info.Callee, I);
    if (Sure)
      continue;
    if (Effects.Explored && Param.Released && !Param.NotReleased) {
      if (!release(Next, Object, C))
        return;
      continue;
    }
    // It depends on what we cannot see.
    Next.State = state::escape(Next.State, Object);
  }
  if (!Changed.empty())
    Next.State = forgetOverwritten(
        compat::invalidate(Next.State, Changed, Call, C));
  finish(Next, C);
}

} // namespace virref
