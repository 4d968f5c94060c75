//===- ContractCall.cpp - What a call does by declaration -----------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/OwnershipChecker.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ParentMap.h"
#include "clang/Analysis/AnalysisDeclContext.h"

using namespace clang;
using namespace clang::ento;
using llvm::dyn_cast;
using llvm::dyn_cast_or_null;
using llvm::isa;

namespace virref {

/// The variable that a call initialises, if it does.
static const VarDecl *initialisedVariable(const CallExpr *Expr,
                                          CheckerContext &C) {
  const ParentMap &Parents =
      C.getLocationContext()->getAnalysisDeclContext()->getParentMap();
  const Stmt *S = Expr;
  while (S && !isa<DeclStmt>(S)) {
    if (!isa<clang::Expr>(S))
      return nullptr;
    S = Parents.getParent(S);
  }
  if (const auto *Decls = dyn_cast_or_null<DeclStmt>(S))
    for (const Decl *D : Decls->decls())
      if (const auto *Var = dyn_cast<VarDecl>(D))
        if (Var->getInit() && Var->getInit()->IgnoreParenCasts() == Expr)
          return Var;
  return nullptr;
}

/// True for the object that a global variable refers to.
static bool isGlobalValue(SymbolRef Object) {
  const auto *Value = dyn_cast<SymbolRegionValue>(Object);
  const auto *Var = Value ? dyn_cast<VarRegion>(Value->getRegion()) : nullptr;
  return Var && Var->getDecl()->hasGlobalStorage();
}

void OwnershipChecker::applyRelease(const CallEvent &Call,
                                    const CallInfo &Info, SymbolRef Object,
                                    const clang::Expr *Through,
                                    CheckerContext &C) const {
  Step Next{C.getState(), {}};
  if (!release(Next, Object, C, Through))
    return;
  bindResult(Next, Call, Info, C);
  finish(Next, C);
}

void OwnershipChecker::applyContract(const CallEvent &Call,
                                     const CallInfo &Info,
                                     const Contract &Declared,
                                     CheckerContext &C) const {
  Step Next = begin(Call, C);
  SVal Result = UnknownVal();

  // The result first: effects can wait for it.
  if (Declared.Result == ResultEffect::Same) {
    SVal Same = Declared.ResultIndex < Call.getNumArgs()
                    ? Call.getArgSVal(Declared.ResultIndex)
                    : UnknownVal();
    if (Same.isUnknownOrUndef()) {
      Result = bindResult(Next, Call, Info, C);
    } else {
      Result = Same;
      Next.State =
          Next.State->BindExpr(Info.Expr, C.getLocationContext(), Same);
    }
  } else {
    Result = bindResult(Next, Call, Info, C);
  }
  auto IsOwning = [&](unsigned I) {
    return I < Call.getNumArgs() &&
           isContainer(Call.getArgExpr(I), Call.getArgSVal(I), Next.State);
  };
  if (Declared.Result == ResultEffect::Owned ||
      Declared.Result == ResultEffect::Floating ||
      (Declared.Result == ResultEffect::HandedOverBy &&
       IsOwning(Declared.ResultIndex)))
    if (SymbolRef Object = objectOf(Result)) {
      Next.State =
          state::set(Next.State, Object, RefState::created(Info.Expr));
      Next.Notes.push_back(
          {Object, "% gets an object with a reference; this code now owns 1"});
      if (Declared.Result == ResultEffect::Floating)
        Next.State = state::setFloating(Next.State, Object, true);
    }
  if (Declared.Result == ResultEffect::Borrowed ||
      Declared.Result == ResultEffect::BorrowedFrom ||
      Declared.Result == ResultEffect::LentBy)
    if (SymbolRef Object = objectOf(Result))
      Next.State = state::set(Next.State, Object, RefState::lent());
  if (Declared.Result == ResultEffect::WhetherFailed &&
      Declared.ResultIndex < Call.getNumArgs()) {
    if (const MemRegion *Error =
            Call.getArgSVal(Declared.ResultIndex).getAsRegion())
      if (const bool *Failed = state::hasFailed(Next.State, Error))
        Next.State = Next.State->BindExpr(
            Info.Expr, C.getLocationContext(),
            Result = C.getSValBuilder().makeIntVal(*Failed,
                                                   Info.Expr->getType()));
  }
  if (Declared.Result == ResultEffect::LockGuard) {
    SymbolRef Object = Info.argument(Call, Declared.ResultIndex);
    const VarDecl *Guard = initialisedVariable(Info.Expr, C);
    if (Object && Guard) {
      RefState Ref = state::getOrBorrowed(Next.State, Object);
      Next.State = state::set(Next.State, Object, Ref.lock());
      Next.State = state::setGuard(Next.State, Guard, Object);
      Next.Notes.push_back({Object, "% is locked until the end of the scope"});
    }
  }

  SymbolRef ResultSymbol = Result.getAsSymbol();
  const bool CanWait = ResultSymbol && isResultUsed(Info.Expr, C) &&
                       Declared.Result != ResultEffect::Same;
  auto Wait = [&](SymbolRef Object, PendingEffect Effect) {
    Next.State = state::addPending(
        Next.State, Pending{ResultSymbol, Object, Effect, Info.Expr,
                            successOf(&Declared)});
  };

  for (const ParamContract &P : Declared.Params) {
    if (P.Index >= Call.getNumArgs())
      continue;
    SVal Value = Call.getArgSVal(P.Index);
    SymbolRef Object = objectOf(Value);
    // `x = ref(...)` of something that we know nothing about is a new thing to
    // own; as a statement it only adds to what others own.
    if (!Object && isResultUsed(Info.Expr, C) && Declared.Result == ResultEffect::Same &&
        P.Index == Declared.ResultIndex)
      Object = objectOf(Result);
    if (Object && isNull(Next.State, Object))
      continue;

    switch (P.Effect) {
    case ParamEffect::Retained:
      if (Object)
        Next.State =
            state::set(Next.State, Object,
                       state::getOrBorrowed(Next.State, Object).retain());
      break;
    case ParamEffect::RetainedOnSuccess:
      if (Object && CanWait)
        Wait(Object, PendingEffect::RetainedOnSuccess);
      else if (Object)
        Next.State =
            state::set(Next.State, Object,
                       state::getOrBorrowed(Next.State, Object).retain());
      break;
    case ParamEffect::HandedTo:
      if (Object)
        Next.State = state::setFloating(Next.State, Object, false);
      if (Object && !give(Next, Call, Info, Object, ResultSymbol, C))
        return;
      break;
    case ParamEffect::Sinks:
    case ParamEffect::TakesFloating:
    case ParamEffect::ConsumedIfFloating:
      if (Object)
        applyFloating(Next, P.Effect, Object, Info.Expr);
      break;
    case ParamEffect::Escapes:
      if (Object && state::get(Next.State, Object))
        Next.State = state::escape(Next.State, Object);
      break;
    case ParamEffect::OutIfFailed:
      break; // at the end, when all effects wait for the result
    case ParamEffect::ValueOf:
      // The container keeps it, and this code may go on to count on that.
      if (Object && IsOwning(P.Other)) {
        if (!give(Next, Call, Info, Object, ResultSymbol, C))
          return;
      } else if (Object && state::get(Next.State, Object)) {
        // One that was made elsewhere may well own its values.
        SymbolRef Container = Info.argument(Call, P.Other);
        const RefState *Made =
            Container ? state::get(Next.State, Container) : nullptr;
        if (!Made || !Made->isMine())
          Next.State = state::escape(Next.State, Object);
      }
      break;
    case ParamEffect::Destroys:
      if (SymbolRef Argument = Info.argument(Call, P.Other)) {
        if (S->P.namesReleaser(Call.getArgExpr(P.Index))) {
          if (!give(Next, Call, Info, Argument, ResultSymbol, C))
            return;
        } else if (state::get(Next.State, Argument)) {
          // Whoever is called with it at last can release it just as well.
          Next.State = state::escape(Next.State, Argument);
        }
      }
      break;
    case ParamEffect::FreesValues:
      if (ResultSymbol && S->P.namesReleaser(Call.getArgExpr(P.Index)))
        Next.State = state::addOwningContainer(Next.State, ResultSymbol);
      break;
    case ParamEffect::ThreadEntry:
      // What the thread owns, the word on its argument says.
      break;
    case ParamEffect::Borrowed:
    case ParamEffect::OutBorrowed:
    case ParamEffect::Disposer:
      break;
    // Contracts with one of these do not come here: isActedUpon().
    case ParamEffect::ConsumedIf:
    case ParamEffect::OutOwnedIf:
      break;
    case ParamEffect::Acquires:
      if (Object) {
        if (state::getOrBorrowed(Next.State, Object).isDying()) {
          reportAndStop(CheckId::ContractMismatch,
                        "has a reference taken while it is disposed of: it is "
                        "freed all the same",
                        Object, C, Call.getArgExpr(P.Index));
          return;
        }
        RefState Ref =
            state::getOrBorrowed(Next.State, Object).acquire(Info.Expr);
        // `ref(global)`: whoever sees the global can drop it again.
        if (isGlobalValue(Object) && !isResultUsed(Info.Expr, C))
          Ref = Ref.anchor();
        Next.State = state::set(Next.State, Object, Ref);
        Next.Notes.push_back(
            {Object, "A reference to % is taken; " + ownedNow(Ref)});
      }
      break;
    case ParamEffect::Consumed:
      if (!release(Next, Object, C, Call.getArgExpr(P.Index)))
        return;
      break;
    case ParamEffect::ConsumedOnSuccess:
      if (Object && !checkHandOver(Call, Object, C))
        return;
      if (Object && CanWait)
        Wait(Object, PendingEffect::ConsumedOnSuccess);
      else if (Object)
        Next.State = state::set(
            Next.State, Object,
            state::getOrBorrowed(Next.State, Object).giveAway(Info.Expr));
      break;
    case ParamEffect::ConsumedOnFailure:
      if (Object && CanWait)
        Wait(Object, PendingEffect::ConsumedOnFailure);
      break;
    case ParamEffect::AcquiresOnSuccess:
      if (Object && CanWait)
        Wait(Object, PendingEffect::AcquiredOnSuccess);
      break;
    case ParamEffect::EndsBorrow:
      if (Object) {
        RefState Ref =
            state::getOrBorrowed(Next.State, Object).endBorrow();
        Next.State = state::set(Next.State, Object, Ref);
        Next.Notes.push_back(
            {Object, "Others drop their reference to %; " + ownedNow(Ref)});
      }
      break;
    case ParamEffect::GoneIfFalse:
      if (Object && CanWait)
        Wait(Object, PendingEffect::GoneIfFalse);
      else if (Object && Declared.Source != ContractSource::Builtin)
        // Who does not look at the answer must not touch the object again. The
        // answer of virObjectUnref itself is another matter: it can only be
        // false for the last reference, and callers know whose that is.
        Next.State = state::set(
            Next.State, Object,
            state::getOrBorrowed(Next.State, Object).gone());
      break;
    case ParamEffect::OutOwned:
    case ParamEffect::OutOwnedOnSuccess:
      // Who gives NULL gets nothing.
      if (auto Address = Value.getAs<loc::MemRegionVal>()) {
        QualType Pointee =
            Info.Callee->getParamDecl(P.Index)->getType()->getPointeeType();
        SVal Stored = compat::conjureFrom(Call, Pointee, &P, C);
        Next.State =
            Next.State->bindLoc(*Address, Stored, C.getLocationContext());
        const MemRegion *Region = Address->getRegion();
        const auto *Var = dyn_cast_or_null<VarRegion>(Region);
        // What is stored elsewhere belongs to whoever owns that place.
        const bool Local = Var && Var->getDecl()->hasLocalStorage();
        SymbolRef Out = Local ? objectOf(Stored) : nullptr;
        if (Out && P.Effect == ParamEffect::OutOwnedOnSuccess && CanWait) {
          Wait(Out, PendingEffect::AcquiredOnSuccess);
        } else if (Out) {
          Next.State =
              state::set(Next.State, Out, RefState::created(Info.Expr));
          Next.Notes.push_back(
              {Out, "% gets an object with a reference; this code now owns 1"});
        }
        if (Out)
          Next.State =
              state::setHolder(Next.State, Out, Var->getDecl());
      }
      break;
    case ParamEffect::ConsumedAndCleared:
    case ParamEffect::ReleasesPointee:
      if (auto Address = Value.getAs<Loc>()) {
        if (!release(Next, objectOf(Next.State->getSVal(*Address)), C))
          return;
        if (P.Effect == ParamEffect::ConsumedAndCleared) {
          QualType Pointee =
              Info.Callee->getParamDecl(P.Index)->getType()->getPointeeType();
          Next.State = Next.State->bindLoc(
              *Address, C.getSValBuilder().makeZeroVal(Pointee),
              C.getLocationContext());
        }
      }
      break;
    case ParamEffect::ReleasesList:
      break;
    case ParamEffect::Locks:
    case ParamEffect::Unlocks:
      if (Object) {
        RefState Ref = state::getOrBorrowed(Next.State, Object);
        const bool Locks = P.Effect == ParamEffect::Locks;
        Next.State = state::set(Next.State, Object,
                                Locks ? Ref.lock() : Ref.unlock());
        Next.Notes.push_back(
            {Object, Locks ? "% is locked" : "% is unlocked"});
      }
      break;
    }
  }
  if (Declared.Source != ContractSource::Builtin &&
      !lendUnmentioned(Next, Call, Declared, C))
    return;
  // `f(ref(obj))` where f borrows: nobody but this code could release it.
  for (unsigned I = 0, E = Call.getNumArgs(); I != E; ++I) {
    const auto *Inner =
        dyn_cast<CallExpr>(Call.getArgExpr(I)->IgnoreParenCasts());
    SymbolRef Object = Inner ? Info.argument(Call, I) : nullptr;
    const RefState *Ref = Object ? state::get(Next.State, Object) : nullptr;
    if (Ref && Ref->isOwned() && Ref->takenAt() == Inner)
      Next.State = state::set(Next.State, Object, Ref->hold());
  }
  for (const ParamContract &P : Declared.Params)
    if (P.Effect == ParamEffect::OutIfFailed && ResultSymbol &&
        P.Index < Call.getNumArgs())
      if (auto Address =
              Call.getArgSVal(P.Index).getAs<loc::MemRegionVal>()) {
        finishWithError(Next, Call, Info, Declared, P, *Address, C);
        return;
      }
  finishAndSplit(Next, Info, C);
}

void OwnershipChecker::applyFloating(Step &Next, ParamEffect Effect,
                                     SymbolRef Object,
                                     const clang::Expr *Where) const {
  RefState Ref = state::getOrBorrowed(Next.State, Object);
  const bool Floating = state::isFloating(Next.State, Object);
  Next.State = state::setFloating(Next.State, Object, false);
  if (Effect == ParamEffect::Sinks && !Floating) {
    Ref = Ref.acquire(Where);
    Next.Notes.push_back(
        {Object, "A reference to % is taken; " + ownedNow(Ref)});
  } else if (Effect == ParamEffect::ConsumedIfFloating) {
    Ref = Floating ? Ref.handOver() : Ref.retain();
    if (Floating)
      Next.Notes.push_back(
          {Object, "The floating reference to % is taken over here"});
  }
  Next.State = state::set(Next.State, Object, Ref);
}

bool OwnershipChecker::lendUnmentioned(Step &Next, const CallEvent &Call,
                                       const Contract &Declared,
                                       CheckerContext &C) const {
  llvm::SmallVector<SVal, 4> Changed;
  const auto *Callee = dyn_cast_or_null<FunctionDecl>(Call.getDecl());
  for (unsigned I = 0, E = Call.getNumArgs(); I != E; ++I) {
    if (llvm::any_of(Declared.Params, [I](const ParamContract &P) {
          return P.Index == I;
        }))
      continue;
    if (SymbolRef Object = objectOf(Call.getArgSVal(I)))
      if (Callee && I >= Callee->getNumParams() &&
          state::isFloating(Next.State, Object))
        applyFloating(Next, ParamEffect::ConsumedIfFloating, Object,
                      Call.getArgExpr(I));
    switch (lendAddress(Next, Call, I, C)) {
    case AddressOf::Local:
      Changed.push_back(Call.getArgSVal(I));
      break;
    case AddressOf::Error:
      return false;
    default:
      break;
    }
  }
  if (!Changed.empty())
    Next.State = forgetOverwritten(
        compat::invalidate(Next.State, Changed, Call, C));
  return true;
}

void OwnershipChecker::finishWithError(Step &Next, const CallEvent &Call,
                                       const CallInfo &Info,
                                       const Contract &Declared,
                                       const ParamContract &Error,
                                       loc::MemRegionVal Address,
                                       CheckerContext &C) const {
  SymbolRef Result =
      Next.State->getSVal(Info.Expr, C.getLocationContext()).getAsSymbol();
  const ResultCondition NotZero;
  auto Succeeds =
      conditionOn(Next.State, Result,
                  Declared.Success ? *Declared.Success : NotZero)
          .getAs<DefinedOrUnknownSVal>();
  QualType Type =
      Info.Callee->getParamDecl(Error.Index)->getType()->getPointeeType();
  if (!Succeeds) {
    finishAndSplit(Next, Info, C);
    return;
  }
  for (bool Success : {true, false}) {
    Step Way{Next.State->assume(*Succeeds, Success), {}};
    if (!Way.State)
      continue;
    if (Success)
      Way.Notes = Next.Notes;
    if (!Type->isAnyPointerType()) {
      Way.State = state::setFailed(Way.State, Address.getRegion(), !Success);
    } else if (!Success) {
      SVal Stored = compat::conjureFrom(Call, Type, &Error, C);
      Way.State = Way.State->bindLoc(Address, Stored, C.getLocationContext());
      if (auto Known = Stored.getAs<DefinedOrUnknownSVal>())
        if (ProgramStateRef NotNull = Way.State->assume(*Known, true))
          Way.State = NotNull;
    }
    finish(Way, C);
  }
}

} // namespace virref
