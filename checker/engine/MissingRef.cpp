//===- MissingRef.cpp - What is handed over without being owned -----------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A container, a callback or a thread gets a reference that this code does not
// own. For a parameter, that alone is no error: the function may be one that
// takes its caller's reference over. It is one when the function shows that it
// does not mean to: by using the object afterwards, or by handing it over
// again.
//
//===----------------------------------------------------------------------===//

#include "engine/OwnershipChecker.h"

using namespace clang;
using namespace clang::ento;
using llvm::dyn_cast;
using llvm::dyn_cast_or_null;
using llvm::isa;

namespace virref {

const ParmVarDecl *parameterOf(SymbolRef Object) {
  const auto *Value = dyn_cast<SymbolRegionValue>(Object);
  const auto *Var = Value ? dyn_cast<VarRegion>(Value->getRegion()) : nullptr;
  return Var ? dyn_cast<ParmVarDecl>(Var->getDecl()) : nullptr;
}

/// True for an object of which it is known what this code owns: its own
/// parameter, one that a contract lends, one that it has made.
static bool isJudged(SymbolRef Object, const RefState &Ref) {
  if (Ref.isDoubtful())
    return false;
  return parameterOf(Object) || Ref.isLent() || Ref.isMine();
}

bool OwnershipChecker::checkHandOver(const CallEvent &, SymbolRef Object,
                                     CheckerContext &C) const {
  const RefState *Ref = state::get(C.getState(), Object);
  if (!Ref || Ref->balance() > 0 || Ref->isEscaped() ||
      !isJudged(Object, *Ref) || !(Ref->givenAt() || Ref->isLent()))
    return true;
  reportAndStop(CheckId::MissingRef,
                "is handed over here, but this code owns no reference to it",
                Object, C);
  return false;
}

/// True if \p Value has been read from a field of the object.
static bool isPartOf(SVal Value, SymbolRef Object) {
  const auto *Read =
      dyn_cast_or_null<SymbolRegionValue>(Value.getAsLocSymbol());
  return Read && memoryOf(Read->getRegion()) == Object;
}

ProgramStateRef
OwnershipChecker::noteRegistration(ProgramStateRef State,
                                   const CallEvent &Call, unsigned Index,
                                   CheckerContext &C) const {
  const auto *Function =
      dyn_cast<FunctionDecl>(C.getLocationContext()->getDecl());
  SymbolRef Object = objectOf(Call.getArgSVal(Index));
  if (!Object || !Function || S->P.isCalledInFile(Function))
    return State;
  bool Callback = false, Part = false;
  for (unsigned I = 0, E = Call.getNumArgs(); I != E; ++I) {
    Callback |= namedFunction(Call.getArgExpr(I)) != nullptr;
    Part |= I != Index && isPartOf(Call.getArgSVal(I), Object);
  }
  if (!Callback)
    return State;
  // `watch(obj->socket, onEvent, obj, unref)`: who is called back as a part of
  // itself shows is not given away by it.
  const RefState Ref = state::getOrBorrowed(State, Object);
  if (Part && parameterOf(Object) && Ref.balance() <= 0)
    State = state::set(State, Object, Ref.use());
  // `addTimer(fire, info, infoFree)`: what the struct refers to without a
  // reference is released with it.
  llvm::SmallVector<std::pair<SymbolRef, RefState>, 2> Owed;
  state::forEach(State, [&](SymbolRef Other, const RefState &Of) {
    if (Of.owedTo() && memoryOf(Of.owedTo()) == Object)
      Owed.push_back({Other, Of.use()});
  });
  for (const auto &Entry : Owed)
    State = state::set(State, Entry.first, Entry.second);
  return State;
}

ProgramStateRef OwnershipChecker::noteUse(ProgramStateRef State,
                                          SymbolRef Object) const {
  const RefState *Ref = state::get(State, Object);
  if (!Ref || Ref->isUsedSince())
    return State;
  // While nobody else has seen the struct, the object is where it was stored.
  SymbolRef Memory = Ref->owedTo() ? memoryOf(Ref->owedTo()) : nullptr;
  if (!Ref->isOverdrawn() && (!Memory || state::isPrivate(State, Memory)))
    return State;
  return state::set(State, Object, Ref->use());
}

const FieldRegion *
OwnershipChecker::otherOwner(ProgramStateRef State, SymbolRef Object,
                             const MemRegion *Place) const {
  const auto *Read = dyn_cast<SymbolRegionValue>(Object);
  const auto *Own = Read ? dyn_cast<FieldRegion>(Read->getRegion()) : nullptr;
  return Own && Own != Place && S->P.isOwningField(Own->getDecl()) &&
                 objectOf(State->getSVal(Own)) == Object
             ? Own
             : nullptr;
}

ProgramStateRef OwnershipChecker::noteUnownedStore(ProgramStateRef State,
                                                   SymbolRef Object,
                                                   const MemRegion *Field,
                                                   const Stmt *Where) const {
  const auto *Member = dyn_cast<FieldRegion>(Field);
  if (!Member || !S->P.isOwningField(Member->getDecl()) ||
      isNull(State, Object))
    return State;
  const RefState Ref = state::getOrBorrowed(State, Object);
  const bool Shared = otherOwner(State, Object, Field) != nullptr;
  // A setter can be one that takes its caller's reference over.
  SymbolRef Memory = memoryOf(Field);
  if (!Shared && (!Memory || !state::isPrivate(State, Memory)))
    return State;
  const ParmVarDecl *Param = parameterOf(Object);
  // A `void *` can be anything, and a function can be declared to consume.
  const bool Borrowed =
      Shared || Ref.isLent() ||
      (Param && !Param->getType()->isVoidPointerType());
  if (!Borrowed || Ref.isDoubtful() || Ref.balance() > 0 || Ref.tookReference() ||
      Ref.isEscaped())
    return State;
  return state::set(State, Object, Ref.owe(Field, Where));
}

llvm::SmallVector<OwnershipChecker::Missing, 2>
OwnershipChecker::findMissing(ProgramStateRef State, CheckerContext &C) const {
  llvm::SmallVector<Missing, 2> Found;
  state::forEach(State, [&](SymbolRef Object, const RefState &Ref) {
    if (Ref.isEscaped() || isNull(State, Object))
      return;
    // Two fields own it now, and both structs go on to live.
    if (Ref.owedAt() && isFromMemory(Object)) {
      const FieldRegion *Own = otherOwner(State, Object, Ref.owedTo());
      if (Own && survivingOwner(Own, State, C) && !Ref.isDoubtful() &&
          Ref.balance() == 0 &&
          objectOf(State->getSVal(Ref.owedTo())) == Object)
        Found.push_back({Object, Ref.owedAt(), true});
      return;
    }
    if (!isJudged(Object, Ref))
      return;
    // Who does not use it any more can have been given it to keep.
    if (!Ref.isUsedSince() && S->Options.ReportLevel != Level::All)
      return;
    if (Ref.owedAt())
      Found.push_back({Object, Ref.owedAt(), true});
    else if (Ref.isOverdrawn())
      Found.push_back({Object, Ref.givenAt(), false});
  });
  return Found;
}

} // namespace virref
