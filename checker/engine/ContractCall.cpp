//===- ContractCall.cpp - What a call does by declaration -----------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/OwnershipChecker.h"
#include "model/ModelFile.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ParentMap.h"
#include "clang/Analysis/AnalysisDeclContext.h"
#include "llvm/Support/SaveAndRestore.h"

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

/// A call by contract, while its effects are applied one by one.
struct OwnershipChecker::DeclaredCall {
  const CallEvent &Call;
  const CallInfo &Info;
  const Contract &Declared;
  CheckerContext &C;
  Step Next;
  SVal Result = UnknownVal();
  SymbolRef ResultSymbol = nullptr;
  bool CanWait = false; ///< effects can wait for the result to be tested

  RefState stateOf(SymbolRef Object) const {
    return state::getOrBorrowed(Next.State, Object);
  }
  void set(SymbolRef Object, RefState Ref) {
    Next.State = state::set(Next.State, Object, Ref);
  }
  void note(SymbolRef Object, std::string Text) {
    Next.Notes.push_back({Object, std::move(Text)});
  }
  void own(SymbolRef Object) {
    set(Object, RefState::created(Info.Expr));
    note(Object, "% gets an object with a reference; this code now owns 1");
  }
  /// "The contract of 'f' says 'consumed' of %"
  std::string says(llvm::StringRef Word) const {
    return "The contract of '" + Info.Callee->getNameAsString() + "' says '" +
           Word.str() + "' of %";
  }
  /// Says it of an object that there is nothing else to be told of.
  void mention(SymbolRef Object, llvm::StringRef Word) {
    if (Object && Declared.Source != ContractSource::Builtin &&
        llvm::none_of(Next.Notes, [&](const ObjectNote &N) {
          return N.Object == Object;
        }))
      Next.Notes.push_back({Object, says(Word), applied()});
  }
  AppliedContract applied() const {
    return {&Declared, Info.Callee, Info.Expr->getBeginLoc()};
  }
  /// " (model foo.yaml:12)"
  std::string source() const { return " (" + Declared.provenance() + ")"; }
  void take(SymbolRef Object, bool Anchored) {
    RefState After = stateOf(Object).acquire(Info.Expr);
    set(Object, Anchored ? After.anchor() : After);
    note(Object, "A reference to % is taken; " + ownedNow(After));
  }
  void wait(SymbolRef Object, PendingEffect Effect, ResultCondition When) {
    Next.State = state::addPending(
        Next.State, Pending{ResultSymbol, Object, Effect, When, Info.Expr});
  }
  ResultCondition success() const {
    return Declared.Success ? *Declared.Success
                            : successOf(Info.Expr->getType());
  }
  /// When an effect happens.
  ResultCondition conditionOf(const ParamContract &P) const {
    return virref::conditionOf(P, success()).value_or(success());
  }
  /// True if who does not look at the result takes it that the effect happens.
  bool isGranted(const ParamContract &P) const {
    return isTakenForGranted(conditionOf(P), Info.Expr->getType());
  }
};

/// True for `(obj = find(list, match, &data)) && data.def`: whoever finds the one
/// finds the other, and the test of both is one test.
static bool isFoundWithMore(const CallExpr *Call, CheckerContext &C) {
  llvm::SmallVector<const VarDecl *, 2> Given;
  for (const Expr *Arg : Call->arguments())
    if (const auto *Address = dyn_cast<UnaryOperator>(Arg->IgnoreParenCasts()))
      if (Address->getOpcode() == UO_AddrOf)
        if (const auto *Ref = dyn_cast<DeclRefExpr>(
                Address->getSubExpr()->IgnoreParenCasts()))
          if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl()))
            if (Var->getType()->isRecordType())
              Given.push_back(Var);
  const ParentMap &Parents =
      C.getLocationContext()->getAnalysisDeclContext()->getParentMap();
  const Stmt *Child = Given.empty() ? nullptr : Call;
  while (Child) {
    const auto *Parent = dyn_cast_or_null<Expr>(Parents.getParent(Child));
    const auto *And = dyn_cast_or_null<BinaryOperator>(Parent);
    bool Asks = false;
    if (And && And->getOpcode() == BO_LAnd && And->getLHS() == Child)
      walk(And->getRHS(), [&](const Stmt *S) {
        if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
          Asks |= llvm::is_contained(Given, Ref->getDecl());
        return !Asks;
      });
    if (Asks)
      return true;
    Child = Parent;
  }
  return false;
}

void OwnershipChecker::applyResult(DeclaredCall &D) const {
  const Contract &Declared = D.Declared;
  if (Declared.Result == ResultEffect::Same) {
    SVal Same = Declared.ResultIndex < D.Call.getNumArgs()
                    ? D.Call.getArgSVal(Declared.ResultIndex)
                    : UnknownVal();
    if (!Same.isUnknownOrUndef()) {
      D.Result = Same;
      D.Next.State =
          D.Next.State->BindExpr(D.Info.Expr, D.C.getLocationContext(), Same);
    } else {
      D.Result = bindResult(D.Next, D.Call, D.Info, D.C);
    }
  } else {
    D.Result = bindResult(D.Next, D.Call, D.Info, D.C);
  }
  D.ResultSymbol = D.Result.getAsSymbol();
  D.CanWait = D.ResultSymbol && isResultUsed(D.Info.Expr, D.C) &&
              Declared.Result != ResultEffect::Same;

  SymbolRef Object = objectOf(D.Result);
  const unsigned Index = Declared.ResultIndex;
  SymbolRef Argument = D.Info.argument(D.Call, Index);
  switch (Declared.Result) {
  case ResultEffect::None:
  case ResultEffect::Same:
    break;
  case ResultEffect::EndsPath:
    break;
  case ResultEffect::Owned:
  case ResultEffect::Floating:
    if (Object && Declared.Source == ContractSource::Inferred &&
        isFoundWithMore(D.Info.Expr, D.C))
      D.set(Object, RefState::escaped());
    else if (Object)
      D.own(Object);
    if (Object && Declared.Result == ResultEffect::Floating)
      D.Next.State = state::setFloating(D.Next.State, Object, true);
    break;
  case ResultEffect::WhetherFailed:
    if (const MemRegion *Error = Index < D.Call.getNumArgs()
                                     ? D.Call.getArgSVal(Index).getAsRegion()
                                     : nullptr)
      if (const bool *Failed = state::hasFailed(D.Next.State, Error)) {
        D.Result = D.C.getSValBuilder().makeIntVal(*Failed,
                                                   D.Info.Expr->getType());
        D.Next.State = D.Next.State->BindExpr(
            D.Info.Expr, D.C.getLocationContext(), D.Result);
      }
    break;
  case ResultEffect::Borrowed:
    if (Object)
      D.set(Object, RefState::lent());
    break;
  case ResultEffect::BorrowedFrom:
    // A container or plain memory may be freed, too, but nobody counts that.
    if (Object)
      D.set(Object, RefState::lent().keptBy(Argument));
    break;
  case ResultEffect::LentBy:
    if (Object)
      D.set(Object, RefState::lent().keptBy(
                        isContainer(D.Call.getArgExpr(Index),
                                    D.Call.getArgSVal(Index), D.Next.State)
                            ? Argument
                            : nullptr));
    break;
  case ResultEffect::HandedOverBy:
    if (Object && Index < D.Call.getNumArgs() &&
        isContainer(D.Call.getArgExpr(Index), D.Call.getArgSVal(Index),
                    D.Next.State))
      D.own(Object);
    break;
  case ResultEffect::LockGuard:
    if (const VarDecl *Guard =
            Argument ? initialisedVariable(D.Info.Expr, D.C) : nullptr) {
      D.set(Argument, D.stateOf(Argument).lock());
      D.Next.State = state::setGuard(D.Next.State, Guard, Argument);
      D.note(Argument, "% is locked until the end of the scope");
    }
    break;
  }
}

/// Inference says what becomes of references, not of locks: who drops an object by
/// such a contract can well have unlocked it before.
static ProgramStateRef unlockFor(const Contract &Declared, SymbolRef Object,
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
  auto Takes = 0;
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

bool OwnershipChecker::applyToSlot(DeclaredCall &D,
                                   const ParamContract &P) const {
  // Who gives NULL gets nothing.
  auto Address = D.Call.getArgSVal(P.Index).getAs<loc::MemRegionVal>();
  QualType Pointee =
      P.Index < D.Info.Callee->getNumParams()
          ? D.Info.Callee->getParamDecl(P.Index)->getType()->getPointeeType()
          : QualType();
  // A `void *` can be the address of a pointer of any type.
  if (!Pointee.isNull() && Pointee->isVoidType())
    Pointee = D.C.getASTContext().VoidPtrTy;
  if (!Address || Pointee.isNull() || !Pointee->isAnyPointerType())
    return true;
  CheckerContext &C = D.C;
  const LocationContext *LCtx = C.getLocationContext();
  if (P.Effect == ParamEffect::ConsumedAndCleared ||
      P.Effect == ParamEffect::ReleasesPointee) {
    SymbolRef Object = objectOf(D.Next.State->getSVal(*Address));
    D.Next.State = unlockFor(D.Declared, Object, D.Next.State);
    if (!release(D.Next, Object, C))
      return false;
    if (P.Effect == ParamEffect::ConsumedAndCleared)
      D.Next.State = D.Next.State->bindLoc(
          *Address, C.getSValBuilder().makeZeroVal(Pointee), LCtx);
    return true;
  }
  SVal Stored = compat::conjureFrom(D.Call, Pointee, &P, C);
  D.Next.State = D.Next.State->bindLoc(*Address, Stored, LCtx);
  // What is stored elsewhere belongs to whoever owns that place.
  const auto *Var = dyn_cast_or_null<VarRegion>(Address->getRegion());
  const bool Local = Var && Var->getDecl()->hasLocalStorage();
  SymbolRef Out = Local ? objectOf(Stored) : nullptr;
  if (!Out)
    return true;
  if (P.Effect == ParamEffect::OutBorrowed) {
    D.set(Out, RefState::lent());
    D.mention(Out, paramWord(P));
    return true;
  }
  if (P.Effect == ParamEffect::OutOwned)
    D.own(Out);
  else if (D.CanWait)
    D.wait(Out, PendingEffect::Received, D.conditionOf(P));
  else if (D.isGranted(P))
    D.own(Out);
  D.mention(Out, paramWord(P));
  D.Next.State = state::setHolder(D.Next.State, Out, Var->getDecl());
  return true;
}

bool OwnershipChecker::applyToCallback(DeclaredCall &D,
                                       const ParamContract &P) const {
  const clang::Expr *Arg = D.Call.getArgExpr(P.Index);
  const bool Releases = S->P.namesReleaser(Arg);
  const FunctionDecl *Named = namedFunction(Arg);
  const bool IsNone =
      D.Next.State->isNull(D.Call.getArgSVal(P.Index)).isConstrainedTrue();
  SymbolRef Argument = P.Effect == ParamEffect::FreesValues
                           ? D.ResultSymbol
                           : D.Info.argument(D.Call, P.Other);
  if (!Argument)
    return true;
  switch (P.Effect) {
  case ParamEffect::FreesValues:
    if (Releases || IsNone)
      D.Next.State = state::addContainer(D.Next.State, Argument,
                                         Releases ? state::OwnsValues::Yes
                                                  : state::OwnsValues::No);
    return true;
  case ParamEffect::Destroys:
  case ParamEffect::ThreadEntry: {
    // What is said about the argument itself comes first.
    for (const ParamContract &Other : D.Declared.Params)
      if (Other.Index == P.Other && Other.Effect != ParamEffect::Borrowed)
        return true;
    const HandOver Takes = Releases || IsNone || !Named
                               ? (Releases ? HandOver::Yes
                                  : IsNone ? HandOver::No
                                           : HandOver::Perhaps)
                           : definitionOf(Named) ? releasesOpaque(S->P, Named)
                                                 : HandOver::Perhaps;
    if (Takes == HandOver::Yes)
      return give(D.Next, D.Call, D.Info, Argument, D.ResultSymbol, D.C);
    // Whoever is called with it at last can release it just as well.
    if (Takes == HandOver::Perhaps && state::get(D.Next.State, Argument))
      D.Next.State = state::escape(D.Next.State, Argument);
    return true;
  }
  default:
    return true;
  }
}

bool OwnershipChecker::applyEffect(DeclaredCall &D,
                                   const ParamContract &P) const {
  if (P.Index >= D.Call.getNumArgs())
    return true;
  switch (wordFor(P.Effect).On) {
  case WordPlace::Slot:
    return P.Effect == ParamEffect::ReleasesList || applyToSlot(D, P);
  case WordPlace::Callback:
    return P.Effect == ParamEffect::Disposer || applyToCallback(D, P);
  default:
    break;
  }
  SymbolRef Object = D.Info.argument(D.Call, P.Index);
  // `x = ref(...)` of something that we know nothing about is a new thing to
  // own; as a statement it only adds to what others own.
  if (!Object && isResultUsed(D.Info.Expr, D.C) &&
      D.Declared.Result == ResultEffect::Same &&
      P.Index == D.Declared.ResultIndex)
    Object = objectOf(D.Result);
  if (!Object || isNull(D.Next.State, Object))
    return true;
  return applyToObject(D, P, Object);
}

void OwnershipChecker::applyContract(const CallEvent &Call,
                                     const CallInfo &Info,
                                     const Contract &Declared,
                                     CheckerContext &C) const {
  DeclaredCall D{Call, Info, Declared, C, begin(Call, C)};
  llvm::SaveAndRestore<const DeclaredCall *> Now(Applying, &D);
  // The result first: effects can wait for it.
  applyResult(D);
  // Inference knows nothing of what floats: whoever gets it can take it over.
  if (Declared.Source == ContractSource::Inferred)
    for (unsigned I = 0, E = Call.getNumArgs(); I != E; ++I)
      if (SymbolRef Object = objectOf(Call.getArgSVal(I)))
        if (state::isFloating(D.Next.State, Object))
          D.Next.State = state::escape(D.Next.State, Object);
  for (const ParamContract &P : Declared.Params)
    if (!applyEffect(D, P))
      return;
  if (Declared.Source != ContractSource::Builtin &&
      !lendUnmentioned(D.Next, Call, Declared, C))
    return;
  // `f(ref(obj))` where f borrows: nobody but this code could release it.
  for (unsigned I = 0, E = Call.getNumArgs(); I != E; ++I) {
    const auto *Inner =
        dyn_cast<CallExpr>(Call.getArgExpr(I)->IgnoreParenCasts());
    SymbolRef Object = Inner ? Info.argument(Call, I) : nullptr;
    const RefState *Ref = Object ? state::get(D.Next.State, Object) : nullptr;
    if (Ref && Ref->isOwned() && Ref->takenAt() == Inner)
      D.set(Object, Ref->hold());
  }
  tellProvenance(D);
  for (const ParamContract &P : Declared.Params)
    if (P.Effect == ParamEffect::OutIfFailed && D.ResultSymbol &&
        P.Index < Call.getNumArgs())
      if (auto Address =
              Call.getArgSVal(P.Index).getAs<loc::MemRegionVal>()) {
        finishWithError(D.Next, Call, Info, Declared, P, *Address, C);
        return;
      }
  finishAndSplit(D.Next, Info, C);
}

void OwnershipChecker::tellProvenance(DeclaredCall &D) const {
  const Contract &Declared = D.Declared;
  for (ObjectNote &Note : D.Next.Notes)
    Note.By = D.applied();
  if (Declared.Source == ContractSource::Builtin)
    return;
  if (Declared.Result != ResultEffect::None &&
      Declared.Result != ResultEffect::Same)
    D.mention(objectOf(D.Result), wordFor(Declared.Result).Spelling);
  for (const ParamContract &P : Declared.Params)
    if (wordFor(P.Effect).On == WordPlace::Object)
      D.mention(D.Info.argument(D.Call, P.Index), paramWord(P));
  D.Next.Source = D.source();
  for (ObjectNote &Note : D.Next.Notes)
    Note.Text += D.Next.Source;
}

const NoteTag *OwnershipChecker::tagOfContract(SymbolRef Object,
                                               CheckerContext &C) const {
  if (!Applying || Applying->Declared.Source == ContractSource::Builtin)
    return nullptr;
  for (const ParamContract &P : Applying->Declared.Params)
    if (Applying->Info.argument(Applying->Call, P.Index) == Object)
      return noteAbout(C,
                       {{Object,
                         Applying->says(paramWord(P)) + Applying->source(),
                         Applying->applied()}},
                       S->Uses);
  return nullptr;
}

void OwnershipChecker::applyFloating(Step &Next, ParamEffect Effect,
                                     SymbolRef Object,
                                     const clang::Expr *Where) const {
  RefState Ref = state::getOrBorrowed(Next.State, Object);
  const bool Floating = state::isFloating(Next.State, Object);
  // Where it has come from, it can have been floating: then there is no
  // reference more than before.
  if (Effect == ParamEffect::Sinks && isInherited(Object) && !Ref.isOwned()) {
    Next.State = state::escape(
        state::set(state::setFloating(Next.State, Object, false), Object, Ref),
        Object);
    return;
  }
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
    // That it borrows an object says nothing about what a variable holds whose
    // address it is given.
    if (llvm::any_of(Declared.Params, [&](const ParamContract &P) {
          return P.Index == I && P.Effect != ParamEffect::Escapes &&
                 (P.Effect != ParamEffect::Borrowed ||
                  Declared.Source != ContractSource::Inferred);
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
