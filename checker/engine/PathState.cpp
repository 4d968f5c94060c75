//===- PathState.cpp - What a path knows about references -----------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/PathState.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/ProgramStateTrait.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/SymbolManager.h"
#include "llvm/Support/ErrorHandling.h"

using namespace clang;
using namespace clang::ento;

REGISTER_MAP_WITH_PROGRAMSTATE(RefMap, SymbolRef, virref::RefState)
REGISTER_MAP_WITH_PROGRAMSTATE(HolderMap, SymbolRef, const clang::VarDecl *)
REGISTER_SET_WITH_PROGRAMSTATE(PendingSet, virref::Pending)
REGISTER_MAP_WITH_PROGRAMSTATE(GuardMap, const clang::VarDecl *, SymbolRef)
REGISTER_MAP_WITH_PROGRAMSTATE(ContainerMap, SymbolRef, bool)
REGISTER_SET_WITH_PROGRAMSTATE(PrivateSet, SymbolRef)
REGISTER_SET_WITH_PROGRAMSTATE(FloatingSet, SymbolRef)
REGISTER_MAP_WITH_PROGRAMSTATE(FailedMap, const clang::ento::MemRegion *, bool)

REGISTER_MAP_WITH_PROGRAMSTATE(AnswerMap, const clang::CallExpr *,
                               virref::state::Answer)

namespace virref {
namespace state {

const RefState *get(ProgramStateRef State, SymbolRef Object) {
  return State->get<RefMap>(Object);
}

RefState getOrBorrowed(ProgramStateRef State, SymbolRef Object) {
  const RefState *Ref = get(State, Object);
  return Ref ? *Ref : RefState::borrowed();
}

ProgramStateRef set(ProgramStateRef State, SymbolRef Object, RefState Ref) {
  if (const RefState *Before = get(State, Object))
    if (Before->isEscaped())
      return State;
  if (Ref.isTrivial())
    return forget(State, Object);
  State = State->set<RefMap>(Object, Ref);
  if (!Ref.isGone())
    return State;
  // What it has kept alive goes with it.
  llvm::SmallVector<std::pair<SymbolRef, RefState>, 2> Kept;
  for (const auto &Entry : State->get<RefMap>())
    if (Entry.second.keptBy() == Object)
      Kept.push_back({Entry.first, Entry.second.outlive()});
  for (const auto &Entry : Kept)
    State = set(State, Entry.first, Entry.second);
  return State;
}

ProgramStateRef escape(ProgramStateRef State, SymbolRef Object) {
  const RefState *Ref = get(State, Object);
  const bool Orphaned = Ref && Ref->isOrphaned();
  State = forget(State, Object);
  // Nobody can get at it, to do something that could not be seen.
  return Orphaned ? State
                  : State->set<RefMap>(Object, RefState::escaped());
}

ProgramStateRef forget(ProgramStateRef State, SymbolRef Object) {
  if (State->get<RefMap>(Object))
    State = State->remove<RefMap>(Object);
  if (State->get<HolderMap>(Object))
    State = State->remove<HolderMap>(Object);
  return State;
}

void forEach(ProgramStateRef State,
             llvm::function_ref<void(SymbolRef, const RefState &)> Do) {
  for (const auto &Entry : State->get<RefMap>())
    Do(Entry.first, Entry.second);
}

const VarDecl *holder(ProgramStateRef State, SymbolRef Object) {
  const VarDecl *const *Var = State->get<HolderMap>(Object);
  return Var ? *Var : nullptr;
}

ProgramStateRef setHolder(ProgramStateRef State, SymbolRef Object,
                          const VarDecl *Var) {
  return State->set<HolderMap>(Object, Var);
}

ProgramStateRef dropHolder(ProgramStateRef State, SymbolRef Object) {
  return State->remove<HolderMap>(Object);
}

void forEachHolder(
    ProgramStateRef State,
    llvm::function_ref<void(SymbolRef, const VarDecl *)> Do) {
  for (const auto &Entry : State->get<HolderMap>())
    Do(Entry.first, Entry.second);
}

ProgramStateRef addPending(ProgramStateRef State, Pending P) {
  return State->add<PendingSet>(P);
}

ProgramStateRef removePending(ProgramStateRef State, Pending P) {
  return State->remove<PendingSet>(P);
}

void forEachPending(ProgramStateRef State,
                    llvm::function_ref<void(const Pending &)> Do) {
  for (const Pending &P : State->get<PendingSet>())
    Do(P);
}

bool hasPendings(ProgramStateRef State) {
  return !State->get<PendingSet>().isEmpty();
}

ProgramStateRef withoutPendings(ProgramStateRef State) {
  return State->remove<PendingSet>();
}

bool isPending(ProgramStateRef State, SymbolRef Object) {
  for (const Pending &P : State->get<PendingSet>())
    if (P.Object == Object)
      return true;
  return false;
}

SymbolRef guarded(ProgramStateRef State, const VarDecl *Guard) {
  const SymbolRef *Object = State->get<GuardMap>(Guard);
  return Object ? *Object : nullptr;
}

ProgramStateRef setGuard(ProgramStateRef State, const VarDecl *Guard,
                         SymbolRef Object) {
  return Object ? State->set<GuardMap>(Guard, Object)
                : State->remove<GuardMap>(Guard);
}

const Answer *answerTo(ProgramStateRef State, const CallExpr *Question) {
  return State->get<AnswerMap>(Question);
}

ProgramStateRef setAnswer(ProgramStateRef State, const CallExpr *Question,
                          Answer A) {
  return State->set<AnswerMap>(Question, A);
}

void forEachAnswer(ProgramStateRef State,
                   llvm::function_ref<void(const Answer &)> Do) {
  for (const auto &Entry : State->get<AnswerMap>())
    Do(Entry.second);
}

bool isPrivate(ProgramStateRef State, SymbolRef Memory) {
  return State->contains<PrivateSet>(Memory);
}

ProgramStateRef setPrivate(ProgramStateRef State, SymbolRef Memory,
                           bool Private) {
  return Private ? State->add<PrivateSet>(Memory)
                 : State->remove<PrivateSet>(Memory);
}

OwnsValues ownsValues(ProgramStateRef State, SymbolRef Container) {
  const bool *Owns = State->get<ContainerMap>(Container);
  if (!Owns)
    return OwnsValues::Unknown;
  return *Owns ? OwnsValues::Yes : OwnsValues::No;
}

ProgramStateRef addContainer(ProgramStateRef State, SymbolRef Container,
                             OwnsValues Owns) {
  return Owns == OwnsValues::Unknown
             ? State->remove<ContainerMap>(Container)
             : State->set<ContainerMap>(Container, Owns == OwnsValues::Yes);
}

ProgramStateRef forgetDeadMemory(ProgramStateRef State,
                                 SymbolReaper &Reaper) {
  for (SymbolRef Memory : State->get<PrivateSet>())
    if (Reaper.isDead(Memory))
      State = State->remove<PrivateSet>(Memory);
  for (const auto &Entry : State->get<ContainerMap>())
    if (Reaper.isDead(Entry.first))
      State = State->remove<ContainerMap>(Entry.first);
  return State;
}

bool isFloating(ProgramStateRef State, SymbolRef Object) {
  return State->contains<FloatingSet>(Object);
}

ProgramStateRef setFloating(ProgramStateRef State, SymbolRef Object,
                            bool Floating) {
  return Floating ? State->add<FloatingSet>(Object)
                  : State->remove<FloatingSet>(Object);
}

const bool *hasFailed(ProgramStateRef State, const MemRegion *Error) {
  return State->get<FailedMap>(Error);
}

ProgramStateRef setFailed(ProgramStateRef State, const MemRegion *Error,
                          bool Failed) {
  return State->set<FailedMap>(Error, Failed);
}

} // namespace state

//===----------------------------------------------------------------------===//
// Results of calls that come to be known
//===----------------------------------------------------------------------===//

bool isTakenForGranted(ResultCondition When, QualType Result) {
  return When.holdsFor(isYesOrNo(Result) ? 1 : 0);
}

SVal conditionOn(ProgramStateRef State, SVal Value, QualType Type,
                 const ResultCondition &When) {
  SValBuilder &Builder = State->getStateManager().getSValBuilder();
  SVal Bound = Loc::isLocType(Type) ? SVal(Builder.makeNullWithType(Type))
                                    : Builder.makeIntVal(When.Value, Type);
  return Builder.evalBinOp(State, When.Op, Value, Bound,
                           Builder.getConditionType());
}

SVal conditionOn(ProgramStateRef State, SymbolRef Result,
                 const ResultCondition &When) {
  SValBuilder &Builder = State->getStateManager().getSValBuilder();
  QualType Type = Result->getType();
  SVal Value = Loc::isLocType(Type)
                   ? SVal(Builder.makeLoc(Result))
                   : SVal(nonloc::SymbolVal(Result));
  return conditionOn(State, Value, Type, When);
}

Tested testCondition(ProgramStateRef State, SVal Condition) {
  auto Defined = Condition.getAs<DefinedSVal>();
  if (!Defined)
    return Tested::Unknown;
  State = state::withoutPendings(State);
  const bool CanBe = State->assume(*Defined, true) != nullptr;
  const bool CanBeNot = State->assume(*Defined, false) != nullptr;
  if (CanBe == CanBeNot)
    return Tested::Unknown;
  return CanBe ? Tested::True : Tested::False;
}

Tested testResult(ProgramStateRef State, SymbolRef Result,
                  ResultCondition When) {
  if (When.Value == 0 && (When.Op == BO_EQ || When.Op == BO_NE)) {
    ConditionTruthVal Null =
        State->getConstraintManager().isNull(State, Result);
    if (!Null.isConstrained())
      return Tested::Unknown;
    return Null.isConstrainedTrue() == (When.Op == BO_EQ) ? Tested::True
                                                          : Tested::False;
  }
  QualType Type = Result->getType();
  if (!Type->isIntegralOrEnumerationType())
    return Tested::Unknown;
  return testCondition(State, conditionOn(State, Result, When));
}

ProgramStateRef settle(ProgramStateRef State, const Pending &P, bool Happens) {
  State = state::removePending(State, P);
  const RefState Ref = state::getOrBorrowed(State, P.Object);
  if (P.Effect == PendingEffect::Gone)
    return state::set(State, P.Object, Happens ? Ref.gone() : Ref.revived());
  if (!Happens)
    return State;
  switch (P.Effect) {
  case PendingEffect::Consumed:
    return state::set(State, P.Object, Ref.giveAway(P.Call));
  case PendingEffect::HandedOver:
    return state::set(State, P.Object,
                      Ref.handOver(P.Call).keptBy(P.Keeper));
  case PendingEffect::Perhaps:
    return state::set(State, P.Object, Ref.handOver());
  case PendingEffect::Retained:
    return state::set(State, P.Object, Ref.retain());
  case PendingEffect::Acquired:
    return state::set(State, P.Object, Ref.acquire(P.Call));
  case PendingEffect::Received:
    return state::set(State, P.Object, RefState::created(P.Call));
  case PendingEffect::Gone:
    break;
  }
  llvm_unreachable("said above");
}

ProgramStateRef settleReceived(ProgramStateRef State, SymbolRef Object) {
  llvm::SmallVector<Pending, 1> Received;
  state::forEachPending(State, [&](const Pending &P) {
    if (P.Object == Object && P.Effect == PendingEffect::Received)
      Received.push_back(P);
  });
  for (const Pending &P : Received)
    State = settle(State, P, true);
  return State;
}

ProgramStateRef settleKnown(ProgramStateRef State) {
  llvm::SmallVector<std::pair<Pending, bool>, 2> Known;
  state::forEachPending(State, [&](const Pending &P) {
    Tested Result = testResult(State, P.Result, P.When);
    // A count of what is left is not negative: if it is not positive it is 0.
    if (Result == Tested::Unknown && P.Effect == PendingEffect::Gone &&
        testResult(State, P.Result, {BO_LE, 0}) == Tested::True)
      Result = Tested::True;
    if (Result != Tested::Unknown)
      Known.push_back({P, Result == Tested::True});
  });
  for (const auto &Entry : Known)
    State = settle(State, Entry.first, Entry.second);
  return State;
}

} // namespace virref
