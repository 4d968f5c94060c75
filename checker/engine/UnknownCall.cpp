//===- UnknownCall.cpp - What an unknown function does --------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An unknown function borrows its arguments, unless the call itself shows that
// it takes them: together with a function that releases them, into a container
// that owns its values, as `f(ref(obj))`, or by the address of a variable.
//
// Unlike the engine's own conservative evaluation this leaves globals and what
// pointers point to alone: an unknown function that changes what an ownership
// question depends on is rare, one that is called between two tests of the
// same condition is not.
//
//===----------------------------------------------------------------------===//

#include "engine/OwnershipChecker.h"
#include "clang/AST/ASTContext.h"

using namespace clang;
using namespace clang::ento;
using llvm::dyn_cast;
using llvm::isa;

namespace virref {

namespace {
/// Collects what is reachable from the address of a local variable.
class ReachableObjects final : public SymbolVisitor {
public:
  bool VisitSymbol(SymbolRef Symbol) override {
    Found.push_back(Symbol);
    return true;
  }
  llvm::SmallVector<SymbolRef, 8> Found;
};
} // namespace

static bool isVoidPointer(const Expr *Arg, const FunctionDecl *Callee,
                          unsigned I) {
  QualType Type = Callee && I < Callee->getNumParams()
                      ? Callee->getParamDecl(I)->getType()
                      : Arg->getType();
  return Type->isVoidPointerType();
}

/// True if the function gives the address of a pointer variable to a function
/// that we cannot see: that one can release what is in it.
static bool lendsAddress(Program &P, const FunctionDecl *Body) {
  for (const CallExpr *Call : P.factsOf(Body).Calls) {
    const FunctionDecl *Callee = calleeOf(Call);
    if (Callee && (definitionOf(Callee) || P.contractOf(Callee)))
      continue;
    for (const Expr *Arg : Call->arguments())
      if (const VarDecl *Var = addressedVariable(Arg))
        if (Var->getType()->isPointerType())
          return true;
  }
  return false;
}

HandOver releasesOpaque(Program &P, const FunctionDecl *Function) {
  const FunctionDecl *Body = definitionOf(Function);
  if (!Body)
    return HandOver::No;
  if (lendsAddress(P, Body))
    return HandOver::Perhaps;
  for (unsigned I = 0, E = Body->getNumParams(); I != E; ++I) {
    if (!Body->getParamDecl(I)->getType()->isVoidPointerType())
      continue;
    const FunctionEffects &Effects = P.effectsOf(Body);
    if (!Effects.Explored)
      return P.canMatter(Body) ? HandOver::Perhaps : HandOver::No;
    if (Effects.Params[I].Released)
      return Effects.Params[I].NotReleased ? HandOver::Perhaps : HandOver::Yes;
  }
  return HandOver::No;
}

state::OwnsValues
OwnershipChecker::ownsValues(const Expr *Arg, SVal Value,
                             ProgramStateRef State) const {
  SymbolRef Symbol = objectOf(Value);
  if (Symbol) {
    const state::OwnsValues Owns = state::ownsValues(State, Symbol);
    if (Owns != state::OwnsValues::Unknown)
      return Owns;
  }
  EntityList Found;
  if (canHoldPointer(Arg->getType()))
    entitiesOf(Arg, Found);
  return llvm::any_of(
             Found, [this](const ValueDecl *E) { return S->P.ownsValues(E); })
             ? state::OwnsValues::Yes
             : state::OwnsValues::Unknown;
}

bool OwnershipChecker::isContainer(const Expr *Arg, SVal Value,
                                   ProgramStateRef State) const {
  return ownsValues(Arg, Value, State) == state::OwnsValues::Yes;
}

OwnershipChecker::Evidence
OwnershipChecker::gatherEvidence(const CallEvent &Call,
                                 ProgramStateRef State) const {
  Evidence Result;
  for (unsigned I = 0, E = Call.getNumArgs(); I != E; ++I) {
    const Expr *Arg = Call.getArgExpr(I);
    Result.Function |= Arg->getType()->isFunctionPointerType();
    if (S->P.namesReleaser(Arg)) {
      Result.Releaser = true;
    } else if (const FunctionDecl *Named = namedFunction(Arg)) {
      Result.Opaque = std::max(Result.Opaque, releasesOpaque(S->P, Named));
      (definitionOf(Named) ? Result.SeenFunction : Result.UnseenFunction) =
          true;
    }
    Result.Container |= isContainer(Arg, Call.getArgSVal(I), State);
  }
  return Result;
}

/// What it means that an argument is an address: of a lock guard, which ends; of
/// a local variable, which can lose what it holds; of a field, which can refer
/// to another object afterwards.
OwnershipChecker::AddressOf
OwnershipChecker::lendAddress(Step &Next, const CallEvent &Call, unsigned I,
                              CheckerContext &C) const {
  const Expr *Arg = Call.getArgExpr(I);
  SVal Value = Call.getArgSVal(I);
  const MemRegion *Region = Value.getAsRegion();
  if (!Region)
    return AddressOf::Nothing;
  const auto *Local = dyn_cast<VarRegion>(Region->getBaseRegion());
  if (Local && Local->getDecl()->hasLocalStorage()) {
    if (SymbolRef Locked = state::guarded(Next.State, Local->getDecl())) {
      if (const RefState *Ref = state::get(Next.State, Locked)) {
        if (Ref->isGone()) {
          reportAndStop(CheckId::ReleaseWhileLocked,
                        "was released while this code held its lock, which is "
                        "dropped only here",
                        Locked, C);
          return AddressOf::Error;
        }
        Next.State = state::set(Next.State, Locked, Ref->unlock());
      }
      Next.State = state::setGuard(Next.State, Local->getDecl(), nullptr);
      return AddressOf::Other;
    }
    QualType Pointee = Arg->getType()->getPointeeType();
    const bool IsConst = !Pointee.isNull() && Pointee.isConstQualified();
    if (IsConst && !S->P.makesFloating())
      return AddressOf::Other;
    ReachableObjects Reachable;
    Next.State->scanReachableSymbols(Value, Reachable);
    if (IsConst) {
      // `tuple(children, n)` leaves the array alone, but takes over what floats.
      for (SymbolRef Object : Reachable.Found)
        if (state::isFloating(Next.State, Object))
          Next.State = state::escape(Next.State, Object);
      return AddressOf::Other;
    }
    // Whoever has the address can take what is in it.
    for (SymbolRef Object : Reachable.Found) {
      const RefState *Ref = state::get(Next.State, Object);
      if (Ref && Ref->isOwned())
        Next.State = state::escape(Next.State, Object);
    }
    for (SymbolRef Symbol : Reachable.Found)
      if (state::isPrivate(Next.State, Symbol))
        Next.State = state::setPrivate(Next.State, Symbol, false);
    return AddressOf::Local;
  }
  const auto *Field = dyn_cast<FieldRegion>(Region->StripCasts());
  if (!Field || !addressedField(Arg))
    return AddressOf::Nothing;
  // The rest of the struct is not touched: invalidating the region would forget
  // all of it.
  if (Field->getValueType()->isPointerType())
    Next.State = Next.State->bindLoc(
        loc::MemRegionVal(Field),
        compat::conjureFrom(Call, Field->getValueType(), Arg, C),
        C.getLocationContext());
  return AddressOf::Other;
}

/// True for `bytesNew(data, free, opaque)`: nobody reckons with a failure.
bool OwnershipChecker::alwaysSucceeds(const CallInfo &Info) const {
  const Contract *Declared = S->P.contractOf(Info.Callee);
  return Declared && Declared->Source != ContractSource::Annotation &&
         !Declared->Success &&
         (Declared->Result == ResultEffect::Owned ||
          Declared->Result == ResultEffect::Floating);
}

bool OwnershipChecker::give(Step &Next, const CallEvent &Call,
                            const CallInfo &Info, SymbolRef Object,
                            SymbolRef Result, CheckerContext &C,
                            bool Certain, SymbolRef Keeper) const {
  const RefState Ref = state::getOrBorrowed(Next.State, Object);
  if (Ref.isGone())
    return true;
  if (Certain && !checkHandOver(Call, Object, C))
    return false;
  const bool Fallible =
      Result && isResultUsed(Info.Expr, C) && !alwaysSucceeds(Info) &&
      (successOf(S->P.contractOf(Info.Callee)) ||
       !Info.Expr->getType()->isUnsignedIntegerType());
  if (Fallible)
    Next.State = state::addPending(
        Next.State,
        Pending{Result, Object,
                Certain ? PendingEffect::HandedOver : PendingEffect::Perhaps,
                S->P.successOf(Info.Callee, Result->getType()), Info.Expr,
                Keeper});
  else
    Next.State = state::set(
        Next.State, Object,
        Ref.handOver(Certain ? Info.Expr : nullptr).keptBy(Keeper));
  Next.Notes.push_back({Object, "The reference to % is handed over here"});
  return true;
}

bool OwnershipChecker::isLentToBorrower(const RefState &Ref) const {
  return Borrowers.count({Ref.lentTo()->getCanonicalDecl(), Ref.lentAs()});
}

bool OwnershipChecker::isOnlyBelieved(SymbolRef Object) const {
  const auto *Call = llvm::dyn_cast_or_null<CallExpr>(originOf(Object));
  return Call && S->P.givesByUse(Call);
}

void OwnershipChecker::applyUnknown(const CallEvent &Call,
                                    const CallInfo &Info,
                                    CheckerContext &C) const {
  if (isDeallocator(Info.Callee)) {
    Step Next{C.getState(), {}};
    freeStruct(Next, Call, Info, C);
    return;
  }
  Step Next = begin(Call, C);
  if (const CallExpr *Question = S->P.questionOf(Info.Expr)) {
    const state::Answer *Known = state::answerTo(Next.State, Question);
    // A loop that comes by the same call again asks anew.
    if (Known && Known->Asker != Info.Expr) {
      Next.State = Next.State->BindExpr(Info.Expr, C.getLocationContext(),
                                        nonloc::SymbolVal(Known->Result));
      finish(Next, C);
      return;
    }
  }
  SVal Result = bindResult(Next, Call, Info, C);
  if (const CallExpr *Question = S->P.questionOf(Info.Expr))
    if (SymbolRef Answer = Result.getAsSymbol())
      Next.State = state::setAnswer(Next.State, Question, {Answer, Info.Expr});
  if (isAllocator(Info.Callee))
    if (SymbolRef Memory = Result.getAsSymbol())
      Next.State = state::setPrivate(Next.State, Memory, true);
  const Evidence Shown = gatherEvidence(Call, Next.State);
  const auto *Caller =
      dyn_cast<FunctionDecl>(C.getLocationContext()->getDecl());
  SymbolRef ResultSymbol = Result.getAsSymbol();
  QualType ResultType = Info.Expr->getType();
  if (ResultSymbol && isResultUsed(Info.Expr, C) &&
      S->P.givesByUse(Info.Expr)) {
    Next.State = state::set(Next.State, ResultSymbol,
                            RefState::believed(Info.Expr));
    Next.Notes.push_back(
        {ResultSymbol, "% gets an object that other callers of '" +
                           Info.Callee->getNameAsString() +
                           "' release; this code now owns 1"});
  }
  const bool Fallible = ResultSymbol && isResultUsed(Info.Expr, C);
  bool Stopped = false;
  auto Give = [&](SymbolRef Object, bool Certain = true) {
    Stopped = !give(Next, Call, Info, Object, ResultSymbol, C, Certain);
  };

  // `start(obj, done)`, and done() releases what it is told is obj.
  auto IsReceivedByOther = [&](const Expr *Given) {
    return llvm::any_of(Info.Expr->arguments(), [&](const Expr *Other) {
      const FunctionDecl *Named = namedFunction(Other);
      return Named && S->P.releasesReceived(Named, Given);
    });
  };

  // Where a released object was read from, there can be another one now.
  llvm::SmallVector<SymbolRef, 2> Replaced;
  state::forEach(Next.State, [&](SymbolRef Object, const RefState &Ref) {
    if (isFromMemory(Object) && Ref.isGone() && !Ref.isUnlinked())
      Replaced.push_back(Object);
  });
  for (SymbolRef Object : Replaced)
    Next.State = state::escape(Next.State, Object);

  llvm::SmallVector<SVal, 4> Changed;
  for (unsigned I = 0, E = Call.getNumArgs(); I != E; ++I) {
    const Expr *Arg = Call.getArgExpr(I);
    SVal Value = Call.getArgSVal(I);
    switch (lendAddress(Next, Call, I, C)) {
    case AddressOf::Nothing:
      break;
    case AddressOf::Local:
      Changed.push_back(Value);
      continue;
    case AddressOf::Other:
      continue;
    case AddressOf::Error:
      return;
    }
    SymbolRef Object = objectOf(Value);
    if (Object && isVoidPointer(Arg, Info.Callee, I))
      Next.State = noteRegistration(Next.State, Call, I, C);
    if (Object && isNamedRef(Info.Callee))
      Next.State = state::set(
          Next.State, Object,
          state::getOrBorrowed(Next.State, Object).doubt());
    if (!Object || !Arg->getType()->isAnyPointerType() ||
        isNull(Next.State, Object))
      continue;
    const RefState *Ref = state::get(Next.State, Object);
    if (Ref && state::isFloating(Next.State, Object)) {
      // Most who are given a floating reference take it over.
      Next.State = state::escape(Next.State, Object);
      continue;
    }
    const bool IsOpaque = isVoidPointer(Arg, Info.Callee, I);
    const auto *Inner = dyn_cast<CallExpr>(Arg->IgnoreParenCasts());
    const bool Fresh = Inner && Ref && Ref->isOwned() &&
                       Ref->takenAt() == Inner;
    // Iterating over a container inserts nothing.
    const bool Inserted =
        Shown.Container && !Shown.Function && (IsOpaque || Ref) &&
        !isContainer(Arg, Value, Next.State);
    if (Fresh && isOnlyBelieved(Object)) {
      Next.State = state::escape(Next.State, Object);
    } else if (IsOpaque && ((Shown.Releaser && !Shown.Container) ||
                     Shown.Opaque == HandOver::Yes)) {
      Give(Object);
    } else if (!Info.Callee && Ref &&
               (mayDestroy(Info.Expr) || isOnlyBelieved(Object))) {
      Next.State = state::escape(Next.State, Object);
    } else if (Fresh || (!Shown.isHarmless() && Caller &&
                         S->P.handsOverUnlessFailed(Caller, Info.Expr, I))) {
      // `f(ref(obj))`: nobody but f could ever drop this reference.
      Give(Object, /*Certain=*/Fresh);
    } else if (Inserted) {
      if (isBoolean(ResultType) && Fallible)
        Next.State = state::escape(Next.State, Object);
      else
        Give(Object);
    } else if (Ref && ((Shown.SeenFunction && IsReceivedByOther(Arg)) ||
                       (Ref->isOwned() && Info.Callee &&
                        S->P.isTakenByUse(Info.Callee, I)) ||
                       (IsOpaque && Shown.Opaque == HandOver::Perhaps) ||
                       (Info.Callee &&
                        S->P.keepsArgument(Info.Callee, I)))) {
      Next.State = state::escape(Next.State, Object);
    } else if (Ref && Ref->isOwned() && Info.Callee && !Shown.isHarmless()) {
      // Who may have taken over what is only believed to be there stays in mind.
      if (isOnlyBelieved(Object) && Ref->lentTo() &&
          !isLentToBorrower(*Ref))
        continue;
      // Together with a function it may be kept for later: that the caller
      // releases it when the registration fails tells nothing.
      Next.State = state::set(
          Next.State, Object,
          Ref->lend(Info.Callee, I, /*Registered=*/IsOpaque && Shown.Function,
                    ResultSymbol));
    }
    if (Stopped)
      return;
  }
  if (!Changed.empty())
    Next.State = forgetOverwritten(
        compat::invalidate(Next.State, Changed, Call, C));
  if (Shown.Releaser && ResultSymbol && ResultType->isPointerType())
    Next.State = state::addContainer(Next.State, ResultSymbol,
                                     state::OwnsValues::Yes);
  finishAndSplit(Next, Info, C);
}

} // namespace virref
