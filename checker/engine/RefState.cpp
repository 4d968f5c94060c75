//===- RefState.cpp - What a path knows about one object ------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/RefState.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/ProgramStateTrait.h"

using namespace clang;
using namespace clang::ento;

REGISTER_MAP_WITH_PROGRAMSTATE(RefMap, SymbolRef, virref::RefState)
REGISTER_MAP_WITH_PROGRAMSTATE(HolderMap, SymbolRef, const clang::VarDecl *)
REGISTER_SET_WITH_PROGRAMSTATE(PendingSet, virref::Pending)
REGISTER_MAP_WITH_PROGRAMSTATE(GuardMap, const clang::VarDecl *, SymbolRef)
REGISTER_SET_WITH_PROGRAMSTATE(OwningContainerSet, SymbolRef)
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
  return State->set<RefMap>(Object, Ref);
}

ProgramStateRef escape(ProgramStateRef State, SymbolRef Object) {
  return forget(State, Object)->set<RefMap>(Object, RefState::escaped());
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

void forEachPrivate(ProgramStateRef State,
                    llvm::function_ref<void(SymbolRef)> Do) {
  for (SymbolRef Memory : State->get<PrivateSet>())
    Do(Memory);
}

bool isOwningContainer(ProgramStateRef State, SymbolRef Container) {
  return State->contains<OwningContainerSet>(Container);
}

ProgramStateRef addOwningContainer(ProgramStateRef State,
                                   SymbolRef Container) {
  return State->add<OwningContainerSet>(Container);
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
} // namespace virref
