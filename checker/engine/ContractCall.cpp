//===- ContractCall.cpp - What a call does by declaration -----------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/DeclaredCall.h"
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
    if (Object && isContainer(D.Call.getArgExpr(Index),
                              D.Call.getArgSVal(Index), D.Next.State))
      D.set(Object, RefState::lent().keptBy(Argument, D.keyBeside(Index)));
    else if (Object)
      D.set(Object, RefState::lent());
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

/// True for a buffer that is filled more than once: it need not hold the same key
/// any more.
static bool isRefilled(Program &P, const MemRegion *Key) {
  const auto *Region =
      dyn_cast_or_null<VarRegion>(Key ? Key->getBaseRegion() : nullptr);
  const auto *Function = Region ? dyn_cast_or_null<FunctionDecl>(
                                      Region->getDecl()->getDeclContext())
                                : nullptr;
  if (!Function)
    return false;
  unsigned Fills = 0;
  for (const CallExpr *Call : P.factsOf(Function).Calls) {
    const FunctionDecl *Callee = P.calleeOf(Call);
    for (unsigned I = 0, N = Call->getNumArgs(); I != N; ++I) {
      const auto *Ref =
          dyn_cast<DeclRefExpr>(Call->getArg(I)->IgnoreParenCasts());
      const bool ReadOnly =
          Callee && I < Callee->getNumParams() &&
          Callee->getParamDecl(I)->getType()->isPointerType() &&
          Callee->getParamDecl(I)->getType()->getPointeeType().isConstQualified();
      Fills += Ref && Ref->getDecl() == Region->getDecl() && !ReadOnly;
    }
  }
  return Fills > 1;
}

/// `remove(table, key)`: what was looked up with the same key, or is in there as
/// it is given, has lost what kept it alive. Which entry any other key is the one
/// of cannot be told.
void OwnershipChecker::applyRemoval(DeclaredCall &D,
                                    const ParamContract &P) const {
  SymbolRef Container = D.Info.argument(D.Call, P.Other);
  if (!Container || !isContainer(D.Call.getArgExpr(P.Other),
                                 D.Call.getArgSVal(P.Other), D.Next.State))
    return;
  EntityList Holders;
  entitiesOf(D.Call.getArgExpr(P.Other), Holders);
  if (!llvm::all_of(Holders, [this](const ValueDecl *Holder) {
        return S->P.isOnlyContainer(Holder);
      }))
    return;
  SymbolRef Given = D.Info.argument(D.Call, P.Index);
  const void *Key =
      isRefilled(S->P, D.Call.getArgSVal(P.Index).getAsRegion())
          ? nullptr
          : D.keyOf(P.Index);
  llvm::SmallVector<std::pair<SymbolRef, RefState>, 2> Removed;
  state::forEach(D.Next.State, [&](SymbolRef Object, const RefState &Ref) {
    if (Ref.keptBy() == Container &&
        (Object == Given || (Key && Ref.key() == Key)))
      Removed.push_back({Object, Ref.outlive()});
  });
  for (const auto &Entry : Removed) {
    D.set(Entry.first, Entry.second);
    D.note(Entry.first, "% is removed from the container that has a reference "
                        "to it; " +
                            ownedNow(Entry.second));
  }
}

bool OwnershipChecker::applyEffect(DeclaredCall &D,
                                   const ParamContract &P) const {
  if (P.Index >= D.Call.getNumArgs())
    return true;
  switch (wordFor(P.Effect).On) {
  case WordPlace::Slot:
    return P.Effect == ParamEffect::ReleasesList || applyToSlot(D, P);
  case WordPlace::Key:
    applyRemoval(D, P);
    return true;
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
