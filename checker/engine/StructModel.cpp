//===- StructModel.cpp - Structs that own references ----------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A reference that is stored in a struct belongs to the struct. That is the end
// of it if others can reach the struct. It is not if
//
//   - this code frees the struct: what it has stored there is its own again, and
//     what it has read from there it inherits;
//   - this code has made the struct, and lets go of it before anybody else has
//     seen it.
//
//===----------------------------------------------------------------------===//

#include "engine/OwnershipChecker.h"

using namespace clang;
using namespace clang::ento;
using llvm::dyn_cast;
using llvm::dyn_cast_or_null;
using llvm::isa;

namespace virref {

SymbolRef memoryOf(const MemRegion *Region) {
  if (Region)
    Region = Region->StripCasts();
  if (Region && isa<ElementRegion>(Region))
    return nullptr;
  const auto *Base =
      Region ? dyn_cast<SymbolicRegion>(Region->getBaseRegion()) : nullptr;
  return Base ? Base->getSymbol() : nullptr;
}

ProgramStateRef publish(ProgramStateRef State, SVal Value) {
  SymbolRef Memory = memoryOf(Value.getAsRegion());
  return Memory && state::isPrivate(State, Memory)
             ? state::setPrivate(State, Memory, false)
             : State;
}

ProgramStateRef publishWhole(ProgramStateRef State, SVal Value) {
  SymbolRef Memory = memoryOf(Value.getAsRegion());
  const RefState *Ref = Memory ? state::get(State, Memory) : nullptr;
  if (Ref && Ref->isOwned() && objectOf(Value) != Memory)
    State = state::escape(State, Memory);
  return publish(State, Value);
}

ProgramStateRef forgetOverwritten(ProgramStateRef State) {
  llvm::SmallVector<std::pair<SymbolRef, RefState>, 2> Found;
  state::forEach(State, [&](SymbolRef Object, const RefState &Ref) {
    if (Ref.storedIn() && objectOf(State->getSVal(Ref.storedIn())) != Object)
      Found.push_back({Object, Ref.spread()});
  });
  for (const auto &Entry : Found)
    State = state::set(State, Entry.first, Entry.second);
  return State;
}

/// `memset(p, 0, n)`: looks at nothing but p, and cannot keep it.
static bool onlyFills(const CallEvent &Call) {
  unsigned Pointers = 0, Numbers = 0;
  for (unsigned I = 0, E = Call.getNumArgs(); I != E; ++I) {
    QualType Type = Call.getArgExpr(I)->getType();
    Pointers += Type->isAnyPointerType();
    Numbers += Type->isIntegerType();
  }
  return Pointers == 1 && Numbers && Pointers + Numbers == Call.getNumArgs();
}

void OwnershipChecker::publishArguments(Step &Next,
                                        const CallEvent &Call) const {
  if (onlyFills(Call))
    return;
  for (unsigned I = 0, E = Call.getNumArgs(); I != E; ++I) {
    // Who gets the address of a field does not get the struct.
    SymbolRef Memory = objectOf(Call.getArgSVal(I));
    if (!Memory)
      continue;
    Next.State = publish(Next.State, Call.getArgSVal(I));
    // `clear(p)`: what p owned can be released by now.
    llvm::SmallVector<std::pair<SymbolRef, RefState>, 2> Stored;
    state::forEach(Next.State, [&](SymbolRef Object, const RefState &Ref) {
      if (Ref.storedIn() && memoryOf(Ref.storedIn()) == Memory)
        Stored.push_back({Object, Ref.spread()});
    });
    for (const auto &Entry : Stored)
      Next.State = state::set(Next.State, Entry.first, Entry.second);
  }
}

void OwnershipChecker::enterCallee(CheckerContext &C) const {
  // What a callee does with a struct is seen, but not all that it does not
  // matter to.
  const auto *Callee =
      dyn_cast<FunctionDecl>(C.getLocationContext()->getDecl());
  if (!Callee)
    return;
  ProgramStateRef State = C.getState();
  for (const ParmVarDecl *Param : Callee->parameters())
    if (Param->getType()->isPointerType())
      State = publish(State, State->getSVal(State->getLValue(
                                 Param, C.getLocationContext())));
  if (State != C.getState())
    C.addTransition(State);
}

/// True for a struct that starts with the header of an object, or of which only
/// the name is known, and that references to it are dropped in the file.
static bool mayBeCounted(Program &P, QualType Type) {
  const RecordDecl *Record = Type->getAsRecordDecl();
  if (!Record)
    return false;
  while (Record->getDefinition()) {
    Record = Record->getDefinition();
    if (Record->getName() == "_virObject" || Record->getName() == "virObject")
      return true;
    if (const TypedefNameDecl *Name = Record->getTypedefNameForAnonDecl())
      if (Name->getName() == "virObject")
        return true;
    if (Record->field_empty())
      return false;
    Record = Record->field_begin()->getType()->getAsRecordDecl();
    if (!Record)
      return false;
  }
  return P.drops(Type->getAsRecordDecl());
}

namespace {
/// Collects what local variables have read from the fields of a struct.
class HeirFinder final : public StoreManager::BindingsHandler {
public:
  HeirFinder(Program &P, SymbolRef Memory) : P(P), Memory(Memory) {}

  bool HandleBinding(StoreManager &, Store, const MemRegion *Region,
                     SVal Value) override {
    const auto *Var = dyn_cast<VarRegion>(Region);
    const auto *Read =
        dyn_cast_or_null<SymbolRegionValue>(Value.getAsLocSymbol());
    if (Var && Var->getDecl()->hasLocalStorage() && Read &&
        isa<FieldRegion>(Read->getRegion()) &&
        memoryOf(Read->getRegion()) == Memory &&
        mayBeCounted(P, Read->getType()->getPointeeType()))
      Found.push_back(Read);
    return true;
  }

  llvm::SmallVector<SymbolRef, 4> Found;

private:
  Program &P;
  SymbolRef Memory;
};
} // namespace

void OwnershipChecker::freeStruct(Step &Next, const CallEvent &Call,
                                  const CallInfo &Info,
                                  CheckerContext &C) const {
  SymbolRef Memory = objectOf(Call.getArgSVal(0));
  const RefState *Ref = Memory ? state::get(Next.State, Memory) : nullptr;
  if (Ref && Ref->isDying()) {
    reportAndStop(CheckId::ContractMismatch,
                  "is freed by its own dispose function: the memory is freed "
                  "behind it",
                  Memory, C, Call.getArgExpr(0));
    return;
  }
  if (!Memory || isNull(Next.State, Memory)) {
    finish(Next, C);
    return;
  }
  Next.State = state::setPrivate(Next.State, Memory, false);

  llvm::SmallVector<std::pair<SymbolRef, RefState>, 2> Stored;
  state::forEach(Next.State, [&](SymbolRef Object, const RefState &Ref) {
    if (Ref.storedIn() && memoryOf(Ref.storedIn()) == Memory &&
        !Ref.isGone() && !isNull(Next.State, Object))
      Stored.push_back({Object, Ref});
  });
  llvm::SmallVector<Lost, 2> Leaked;
  for (const auto &Entry : Stored) {
    const RefState Back = Entry.second.takeBack();
    Next.State = state::set(Next.State, Entry.first, Back);
    if (!Back.isOwned())
      continue;
    if (const VarDecl *Var = variableOf(Next.State, Entry.first)) {
      Next.State = state::setHolder(Next.State, Entry.first, Var);
      continue;
    }
    Leaked.push_back({Entry.first, Entry.second.takenAt()});
    Next.State = state::escape(Next.State, Entry.first);
  }
  ExplodedNode *Node = nullptr;
  if (!Leaked.empty())
    Node = C.generateNonFatalErrorNode(C.getState());
  if (Node)
    for (const Lost &L : Leaked)
      report(CheckId::Leak,
             "is leaked here: the struct that owns the reference is freed",
             L.Object, Node, C.getBugReporter(), L.TakenAt);

  llvm::SmallVector<std::pair<SymbolRef, RefState>, 2> Owed;
  state::forEach(Next.State, [&](SymbolRef Object, const RefState &Ref) {
    if (Ref.owedTo() && memoryOf(Ref.owedTo()) == Memory)
      Owed.push_back({Object, Ref.owe(nullptr, nullptr)});
  });
  for (const auto &Entry : Owed)
    Next.State = state::set(Next.State, Entry.first, Entry.second);

  // What it referred to, it refers to no more.
  const ParmVarDecl *Param = C.inTopFrame() ? parameterOf(Memory) : nullptr;
  llvm::SmallVector<std::pair<const SymbolRegionValue *, RefState>, 2> Read;
  state::forEach(Next.State, [&](SymbolRef Object, const RefState &Ref) {
    const auto *From = dyn_cast<SymbolRegionValue>(Object);
    if (From && memoryOf(From->getRegion()) == Memory)
      Read.push_back({From, Ref});
  });
  for (const auto &Entry : Read) {
    Next.State =
        Entry.second.isGone() && !variableOf(Next.State, Entry.first)
            ? state::forget(Next.State, Entry.first)
            : state::set(Next.State, Entry.first, Entry.second.orphan());
    Next.State = Next.State->bindLoc(
        loc::MemRegionVal(Entry.first->getRegion()), UnknownVal(),
        C.getLocationContext());
    if (Param && Entry.second.balance() < 0)
      notePointeeRelease(Param, C);
  }

  HeirFinder Heirs(S->P, Memory);
  Next.State->getStateManager().iterBindings(Next.State, Heirs);
  for (SymbolRef Object : Heirs.Found)
    if (!state::get(Next.State, Object)) {
      Next.State =
          state::set(Next.State, Object, RefState::inherited(Info.Expr));
      Next.Notes.push_back({Object, "The struct that % was read from is freed; "
                                    "this code inherits its reference"});
    }
  finish(Next, C, Node);
}

llvm::SmallVector<OwnershipChecker::Lost, 2>
OwnershipChecker::findLostWithStructs(ProgramStateRef State) const {
  llvm::SmallVector<Lost, 2> Found;
  state::forEach(State, [&](SymbolRef Object, const RefState &Ref) {
    SymbolRef Memory = Ref.storedIn() ? memoryOf(Ref.storedIn()) : nullptr;
    if (Memory && state::isPrivate(State, Memory) && !Ref.isGone() &&
        !isNull(State, Object) && !isNull(State, Memory))
      Found.push_back({Object, Ref.takenAt()});
  });
  return Found;
}

} // namespace virref
