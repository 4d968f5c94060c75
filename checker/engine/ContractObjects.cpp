//===- ContractObjects.cpp - What contracts do to arguments ---------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/DeclaredCall.h"
#include "clang/AST/ASTContext.h"
#include "clang/Analysis/AnalysisDeclContext.h"

using namespace clang;
using namespace clang::ento;
using llvm::dyn_cast;
using llvm::dyn_cast_or_null;
using llvm::isa;

namespace virref {

/// True for the object that a global variable refers to.
static bool isGlobalValue(SymbolRef Object) {
  const auto *Value = dyn_cast<SymbolRegionValue>(Object);
  const auto *Var = Value ? dyn_cast<VarRegion>(Value->getRegion()) : nullptr;
  return Var && Var->getDecl()->hasGlobalStorage();
}

ProgramStateRef unlockFor(const Contract &Declared, SymbolRef Object,
                                 ProgramStateRef State) {
  const RefState *Ref = Object ? state::get(State, Object) : nullptr;
  if (!Ref || Declared.Source != ContractSource::Inferred || !Ref->isLocked())
    return State;
  RefState Unlocked = *Ref;
  while (Unlocked.isLocked())
    Unlocked = Unlocked.unlock();
  return state::set(State, Object, Unlocked);
}

/// True for a place that is no variable of this function, nor a part of one: a
/// field, `*p`, an element, a global.
static bool isPlaceOutside(const clang::Expr *Place) {
  Place = Place->IgnoreParenCasts();
  if (const auto *Ref = dyn_cast<DeclRefExpr>(Place)) {
    const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
    return Var && Var->hasGlobalStorage() && !Var->isStaticLocal();
  }
  if (const auto *Unary = dyn_cast<UnaryOperator>(Place))
    return Unary->getOpcode() == UO_Deref &&
           !addressedVariable(Unary->getSubExpr());
  return isa<MemberExpr, ArraySubscriptExpr>(Place) && !storageRoot(Place);
}

/// True if nothing has happened to the object but that somebody has lent it.
static bool isOnlyLent(const RefState *Ref) {
  return !Ref || (Ref->balance() == 0 && !Ref->tookReference() &&
                  !Ref->wasStored() && !Ref->isEscaped() && !Ref->isGone());
}

/// True if \p E names a field in which this function, or one that it calls, has
/// put the object: it was not there when the function began. Or if it is a
/// variable whose object has been put somewhere before: `*p = v; ref(v);`.
static bool isPutThere(const clang::Expr *E, SymbolRef Object, Program &P,
                       CheckerContext &C) {
  const auto *Function =
      dyn_cast<FunctionDecl>(C.getLocationContext()->getDecl());
  if (!Function)
    return false;
  const FunctionFacts &F = P.factsOf(Function);
  E = P.behindCasts(E);
  const auto *Member = dyn_cast<MemberExpr>(E);
  if (Member && isPlaceOutside(Member)) {
    if (originOf(Object))
      return true;
    for (const CallExpr *Call : F.Calls)
      for (const clang::Expr *Arg : Call->arguments())
        if (addressedField(Arg) == Member->getMemberDecl())
          return true;
    return false;
  }
  const VarDecl *Var = plainVariable(E);
  if (!Var)
    return false;
  const RefState *Known = state::get(C.getState(), Object);
  auto IsBefore = [&](const Stmt *S) {
    return C.getSourceManager().isBeforeInTranslationUnit(S->getBeginLoc(),
                                                          E->getBeginLoc());
  };
  const auto Places = llvm::count_if(F.Assignments, [&](const Assignment &A) {
    return A.Target && A.Value && isPlaceOutside(A.Target) &&
           plainVariable(P.behindCasts(A.Value)) == Var && IsBefore(A.Target);
  });
  if (originOf(Object))
    return Places && isOnlyLent(Known);
  // A parameter: whoever releases it here as well is not to be understood so
  // easily. Each place gets one reference.
  if (!isa<ParmVarDecl>(Var) || (Known && Known->balance() != 0))
    return false;
  std::ptrdiff_t Takes = 0;
  for (const CallExpr *Call : F.Calls) {
    const FunctionDecl *Callee = P.calleeOf(Call);
    for (unsigned I = 0, N = Call->getNumArgs(); Callee && I != N; ++I) {
      const clang::Expr *Arg = P.behindCasts(Call->getArg(I));
      if (plainVariable(Arg) != Var)
        continue;
      if (P.mayRelease(Callee, I))
        return false;
      const Contract *Declared = P.contractOf(Callee);
      Takes += Declared && Declared->has(I, ParamEffect::Acquires) &&
               IsBefore(Arg);
    }
  }
  return Places > Takes;
}

bool OwnershipChecker::keepsAlive(const DeclaredCall &D,
                                  const ParamContract &P) const {
  switch (P.Effect) {
  case ParamEffect::Acquires:
    return true;
  case ParamEffect::AcquiresOnSuccess:
  case ParamEffect::AcquiresIf:
  case ParamEffect::Retained:
  case ParamEffect::RetainedOnSuccess:
  case ParamEffect::RetainedIf:
  case ParamEffect::ConsumedOnSuccess:
    // What was seen to keep others need not keep this one.
    return D.Declared.Source != ContractSource::Inferred;
  case ParamEffect::ValueOf:
    return P.Other < D.Call.getNumArgs() &&
           ownsValues(D.Call.getArgExpr(P.Other), D.Call.getArgSVal(P.Other),
                      D.Next.State) == state::OwnsValues::Yes;
  default:
    return false;
  }
}

bool OwnershipChecker::applyToObject(DeclaredCall &D, const ParamContract &P,
                                     SymbolRef Object) const {
  CheckerContext &C = D.C;
  if (D.Declared.mayRelease(P.Index))
    D.Next.State = unlockFor(D.Declared, Object, D.Next.State);
  if (P.Effect == ParamEffect::Consumed ||
      P.Effect == ParamEffect::ConsumedOnSuccess)
    D.Next.State = noteRegistration(D.Next.State, D.Call, P.Index, C);
  const RefState Ref = D.stateOf(Object);
  const clang::Expr *Arg = D.Call.getArgExpr(P.Index);
  if (Ref.isDying() && keepsAlive(D, P)) {
    reportAndStop(CheckId::ContractMismatch,
                  "has a reference taken while it is disposed of: it is "
                  "freed all the same",
                  Object, C, Arg);
    return false;
  }
  switch (P.Effect) {
  case ParamEffect::Retained:
    D.set(Object, Ref.retain());
    return true;
  case ParamEffect::RetainedOnSuccess:
  case ParamEffect::RetainedIf:
    if (D.CanWait)
      D.wait(Object, PendingEffect::Retained, D.conditionOf(P));
    else if (D.isGranted(P))
      D.set(Object, Ref.retain());
    return true;
  case ParamEffect::Acquires:
    if (isPutThere(Arg, Object, S->P, C)) {
      D.set(Object, Ref.acquire(D.Info.Expr).storeIn(nullptr));
      D.note(Object, "A reference to % is taken for the field that it is in");
      return true;
    }
    // `ref(global)`: whoever sees the global can drop it again.
    D.take(Object, isGlobalValue(Object) && !isResultUsed(D.Info.Expr, C));
    // `ref(obj);`: the variable has it now, for as long as it refers to it.
    if (const VarDecl *Var = plainVariable(S->P.behindCasts(Arg)))
      if (!isInherited(Object) && !state::holder(D.Next.State, Object))
        D.Next.State = state::setHolder(D.Next.State, Object, Var);
    return true;
  case ParamEffect::AcquiresOnSuccess:
  case ParamEffect::AcquiresIf:
    if (D.CanWait)
      D.wait(Object, PendingEffect::Acquired, D.conditionOf(P));
    else if (D.isGranted(P))
      D.take(Object, isGlobalValue(Object));
    return true;
  case ParamEffect::Consumed:
    if (P.Keeps) {
      D.set(Object, Ref.handOver());
      D.note(Object, "The reference to % is handed over here");
      return true;
    }
    return release(D.Next, Object, C, Arg);
  case ParamEffect::ConsumedOnSuccess:
  case ParamEffect::ConsumedOnFailure:
  case ParamEffect::ConsumedIf:
    // That something is stored where it is released one day is not enough to say
    // that a reference is missing.
    if (P.Effect != ParamEffect::ConsumedOnFailure &&
        !(P.Keeps && D.Declared.Source == ContractSource::Inferred) &&
        !checkHandOver(D.Call, Object, C))
      return false;
    if (D.CanWait)
      D.wait(Object,
             P.Keeps ? PendingEffect::Perhaps : PendingEffect::Consumed,
             D.conditionOf(P));
    else if (D.isGranted(P) && P.Keeps)
      D.set(Object, Ref.handOver());
    else if (D.isGranted(P))
      D.set(Object, Ref.giveAway(D.Info.Expr));
    return true;
  case ParamEffect::EndsBorrow: {
    const RefState After = Ref.endBorrow();
    D.set(Object, After);
    D.note(Object, "Others drop their reference to %; " + ownedNow(After));
    return true;
  }
  case ParamEffect::GoneIfFalse:
    if (D.CanWait)
      D.wait(Object, PendingEffect::Gone, {BO_EQ, 0});
    else if (D.Declared.Source != ContractSource::Builtin)
      // Who does not look at the answer must not touch the object again. The
      // answer of virObjectUnref itself is another matter: it can only be
      // false for the last reference, and callers know whose that is.
      D.set(Object, Ref.gone());
    return true;
  case ParamEffect::ValueOf: {
    const state::OwnsValues Owns =
        P.Other < D.Call.getNumArgs()
            ? ownsValues(D.Call.getArgExpr(P.Other),
                         D.Call.getArgSVal(P.Other), D.Next.State)
            : state::OwnsValues::Unknown;
    // The container keeps it, and this code may go on to count on that.
    if (Owns == state::OwnsValues::Yes)
      return give(D.Next, D.Call, D.Info, Object, D.ResultSymbol, C,
                  /*Certain=*/true, D.Info.argument(D.Call, P.Other));
    // One that was made elsewhere may well own its values.
    SymbolRef Container = D.Info.argument(D.Call, P.Other);
    const RefState *Made =
        Container ? state::get(D.Next.State, Container) : nullptr;
    if (Owns == state::OwnsValues::Unknown && !(Made && Made->isMine()) &&
        state::get(D.Next.State, Object))
      D.Next.State = state::escape(D.Next.State, Object);
    return true;
  }
  case ParamEffect::HandedTo:
    D.Next.State = state::setFloating(D.Next.State, Object, false);
    return give(D.Next, D.Call, D.Info, Object, D.ResultSymbol, C);
  case ParamEffect::Sinks:
  case ParamEffect::TakesFloating:
  case ParamEffect::ConsumedIfFloating:
    applyFloating(D.Next, P.Effect, Object, D.Info.Expr);
    return true;
  case ParamEffect::Escapes:
    if (state::get(D.Next.State, Object))
      D.Next.State = state::escape(D.Next.State, Object);
    return true;
  case ParamEffect::Locks:
  case ParamEffect::Unlocks: {
    const bool Locks = P.Effect == ParamEffect::Locks;
    D.set(Object, Locks ? Ref.lock() : Ref.unlock());
    D.note(Object, Locks ? "% is locked" : "% is unlocked");
    return true;
  }
  default:
    return true;
  }
}

} // namespace virref
