//===- BodyContract.cpp - A body against its own contract -----------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Callers trust what a function is declared to do. So its parameters start as
// the contract says, and each path has to end as it says:
//
//   declared              starts with      has to end with (balance)
//   consumed              a reference      0
//   consumed-on-success   a reference      0, or 1 where the function fails
//   consumed-on-failure   a reference      1, or 0 where the function fails
//   consumed-if           a reference      0 where the condition is true, else 1
//   acquires              none             1
//   acquires-on-success   none             1, or 0 where the function fails
//   borrowed, retained    none             0
//
// and what is returned, or stored for the caller, carries a reference or does
// not. `retained` asks for a reference that somebody keeps, and
// `consumed-and-cleared` for `*p` being released and NULL. What `destroys(n)` and
// `thread-entry(n)` say of a body cannot be told from it.
//
// Only what annotations and models of the user's say is held against a body:
// what is shipped or inferred speaks of other people's code, or of this body.
// Except for what inference has from its callers: that all of them release what
// it returns.
//
//===----------------------------------------------------------------------===//

#include "engine/OwnershipChecker.h"

using namespace clang;
using namespace clang::ento;
using llvm::dyn_cast;

namespace virref {

/// The contract of the function that is being judged.
static const Contract *contractHere(Program &P, CheckerContext &C) {
  const auto *Function =
      dyn_cast<FunctionDecl>(C.getLocationContext()->getDecl());
  return Function && C.inTopFrame() ? P.contractOf(Function) : nullptr;
}

const Contract *OwnershipChecker::ownContract(CheckerContext &C) const {
  const Contract *Own = contractHere(S->P, C);
  return Own && Own->isDeclared() ? Own : nullptr;
}

static bool startsWithReference(ParamEffect Effect) {
  return Effect == ParamEffect::Consumed ||
         Effect == ParamEffect::ConsumedOnSuccess ||
         Effect == ParamEffect::ConsumedOnFailure ||
         Effect == ParamEffect::ConsumedIf;
}

ProgramStateRef OwnershipChecker::startAsDeclared(ProgramStateRef State,
                                                  CheckerContext &C) const {
  const Contract *Own = ownContract(C);
  if (!Own)
    return State;
  const auto *Function =
      llvm::cast<FunctionDecl>(C.getLocationContext()->getDecl());
  bool Slots = false;
  for (const ParamContract &P : Own->Params) {
    SymbolRef Object = P.Index < Function->getNumParams()
                           ? entryValue(Function->getParamDecl(P.Index), C)
                           : nullptr;
    if (!Object)
      continue;
    if (startsWithReference(P.Effect))
      State = state::set(State, Object, RefState::created(nullptr));
    Slots |= wordFor(P.Effect).On == WordPlace::Slot;
  }
  // What else it can be stored in by way of parameters counts, too.
  if (Slots)
    for (const ParmVarDecl *Param : Function->parameters())
      if (SymbolRef Address = entryValue(Param, C))
        DeclaredSlots.push_back(Address);
  return State;
}

bool OwnershipChecker::isAcquiredAndReturned(SymbolRef Object,
                                             CheckerContext &C) const {
  const Contract *Own = ownContract(C);
  if (!Own || Own->Result != ResultEffect::Same)
    return false;
  const unsigned Index = Own->ResultIndex;
  const auto *Function =
      llvm::cast<FunctionDecl>(C.getLocationContext()->getDecl());
  return (Own->has(Index, ParamEffect::Acquires) ||
          Own->has(Index, ParamEffect::AcquiresOnSuccess)) &&
         Index < Function->getNumParams() &&
         Object == entryValue(Function->getParamDecl(Index), C);
}

namespace {
/// What the balance of a parameter has to be at the end, and what is wrong if
/// it is less, or more; null if that is none of this check's business.
struct Expected {
  int Balance;
  const char *Less;
  const char *More;
};
} // namespace

static bool isKept(ParamEffect Effect) {
  return Effect == ParamEffect::Retained ||
         Effect == ParamEffect::RetainedOnSuccess ||
         Effect == ParamEffect::RetainedIf;
}

/// \returns false if the contract does not say.
static bool expectedAt(ParamEffect Effect, Tested Happens, Expected &Due) {
  const char *Released =
      "is released or handed over here, but the function is declared to leave "
      "the caller's references as they are";
  const char *Kept = "is not released or handed over here, but the function is "
                     "declared to take over its caller's reference";
  const char *NotTaken = "has no reference taken here, but the function is "
                         "declared to take one for its caller";
  const char *Taken = "has a reference taken here that nobody gives back, and "
                      "the function is declared to leave none to its caller";
  const char *OnlyElsewhere =
      "is released or handed over here, where the function is declared to leave "
      "the caller's reference alone";
  if (Effect == ParamEffect::Borrowed || isKept(Effect)) {
    Due = Expected{0, Released, nullptr};
    return true;
  }
  if (Happens == Tested::Unknown)
    return false;
  const bool Now = Happens == Tested::True;
  switch (Effect) {
  case ParamEffect::Consumed:
  case ParamEffect::ConsumedOnSuccess:
  case ParamEffect::ConsumedOnFailure:
  case ParamEffect::ConsumedIf:
    Due = Now ? Expected{0, nullptr, Kept} : Expected{1, OnlyElsewhere, nullptr};
    return true;
  case ParamEffect::Acquires:
  case ParamEffect::AcquiresOnSuccess:
  case ParamEffect::AcquiresIf:
    Due = Now ? Expected{1, NotTaken, nullptr} : Expected{0, nullptr, Taken};
    return true;
  default:
    return false;
  }
}

bool OwnershipChecker::wasNull(const ExplodedNode *Node,
                               SymbolRef Object) const {
  while (Node && !isNull(Node->getState(), Object))
    Node = Node->getFirstPred();
  return Node;
}

Tested OwnershipChecker::testReturned(const ReturnStmt *Return,
                                      ProgramStateRef State,
                                      const ResultCondition &When,
                                      CheckerContext &C) const {
  const Expr *E = Return ? Return->getRetValue() : nullptr;
  if (!E)
    return Tested::Unknown;
  QualType Type = E->getType();
  SVal Value = State->getSVal(E, C.getLocationContext());
  if (Value.isUnknownOrUndef() ||
      !(Type->isAnyPointerType() || Type->isIntegralOrEnumerationType()))
    return Tested::Unknown;
  return testCondition(State, conditionOn(State, Value, Type, When));
}

/// True if the value of \p E is that of the variable, or its address.
static bool isValueOf(const Expr *E, const VarDecl *Var) {
  E = E->IgnoreParenCasts();
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    return Ref->getDecl() == Var;
  if (const auto *Either = dyn_cast<ConditionalOperator>(E))
    return isValueOf(Either->getTrueExpr(), Var) ||
           isValueOf(Either->getFalseExpr(), Var);
  const auto *Unary = dyn_cast<UnaryOperator>(E);
  return Unary && Unary->getOpcode() == UO_AddrOf &&
         isValueOf(Unary->getSubExpr(), Var);
}

/// True if the function gives the variable to one that could keep or release
/// what it leads to, or moves it to another variable; or \p Anywhere else.
static bool passesOn(Program &P, const FunctionDecl *Function,
                     const VarDecl *Var, bool Anywhere) {
  const FunctionFacts &F = P.factsOf(Function);
  for (const Assignment &A : F.Assignments)
    if ((A.Variable || Anywhere) && A.Value && isValueOf(A.Value, Var))
      return true;
  for (const CallExpr *Call : F.Calls) {
    const Contract *C = P.contractOf(P.calleeOf(Call));
    for (const Expr *Arg : Call->arguments())
      if (isValueOf(Arg, Var) && !(C && C->onlyLocks()))
        return true;
  }
  return false;
}

bool OwnershipChecker::keepsNone(const ParamContract &P, ProgramStateRef State,
                                 CheckerContext &C) const {
  const auto *Function =
      llvm::cast<FunctionDecl>(C.getLocationContext()->getDecl());
  const ParmVarDecl *Param = Function->getParamDecl(P.Index);
  SymbolRef Object = entryValue(Param, C);
  if (!Object || isNull(State, Object))
    return false;
  const RefState Ref = state::getOrBorrowed(State, Object);
  return !Ref.tookReference() && Ref.balance() == 0 && !Ref.isEscaped() &&
         !Ref.isDoubtful() && !state::isPending(State, Object) &&
         !passesOn(S->P, Function, Param, /*Anywhere=*/false);
}

namespace {
/// Counts the places that refer to an object and outlive the function.
class PlaceCounter final : public StoreManager::BindingsHandler {
public:
  explicit PlaceCounter(SymbolRef Object) : Object(Object) {}
  bool HandleBinding(StoreManager &, Store, const MemRegion *Region,
                     SVal Value) override {
    const auto *Var = dyn_cast<VarRegion>(Region->getBaseRegion());
    if (!(Var && Var->getDecl()->hasLocalStorage()) &&
        objectOf(Value) == Object)
      ++Places;
    return true;
  }
  unsigned Places = 0;

private:
  SymbolRef Object;
};
} // namespace

void OwnershipChecker::findSlotMismatch(
    const ParamContract &P, ProgramStateRef State, Tested Happens,
    CheckerContext &C, llvm::SmallVectorImpl<Mismatch> &Found) const {
  const auto *Function =
      llvm::cast<FunctionDecl>(C.getLocationContext()->getDecl());
  const ParmVarDecl *Param = Function->getParamDecl(P.Index);
  SymbolRef Address = entryValue(Param, C);
  QualType Type = Param->getType()->getPointeeType();
  if (!Address || Type.isNull() || !Type->isAnyPointerType() ||
      Happens != Tested::True || isNull(State, Address))
    return;
  SValBuilder &Builder = C.getSValBuilder();
  MemRegionManager &Regions = Builder.getRegionManager();
  const auto *Place = Regions.getElementRegion(
      Type, Builder.makeZeroArrayIndex(), Regions.getSymbolicRegion(Address),
      C.getASTContext());
  SymbolRef Before = objectOf(Builder.getRegionValueSymbolVal(Place));
  SymbolRef Now = objectOf(State->getSVal(Place));
  const ExplodedNode *End = C.getPredecessor();
  if (P.Effect == ParamEffect::ConsumedAndCleared) {
    if (!Before || wasNull(End, Before) || Now != Before ||
        passesOn(S->P, Function, Param, /*Anywhere=*/true))
      return;
    const RefState Ref = state::getOrBorrowed(State, Before);
    if (!Ref.isEscaped() && !Ref.isDoubtful() &&
        !state::isPending(State, Before))
      Found.push_back(
          {Before, Ref.balance() < 0
                       ? "is released but still referred to, and the function "
                         "is declared to set its caller's pointer to NULL"
                       : "is neither released here nor is the pointer to it set "
                         "to NULL, and the function is declared to do both"});
    return;
  }
  if (!Now || Now == Before || wasNull(End, Now))
    return;
  const RefState Ref = state::getOrBorrowed(State, Now);
  if (Ref.isEscaped() || Ref.isDoubtful() || Ref.isGone() || Ref.isOwned() ||
      state::isPending(State, Now))
    return;
  if (P.Effect == ParamEffect::OutBorrowed) {
    PlaceCounter Counter(Now);
    State->getStateManager().iterBindings(State, Counter);
    if (Ref.isMine() && Ref.wasStored() && !Ref.givenAt() &&
        Counter.Places == 1)
      Found.push_back({Now, "is stored for the caller with a reference, but the "
                            "function is declared to store it without: nobody "
                            "will release it"});
  } else if (!Ref.wasStored() && !Ref.tookReference() &&
             (Ref.isLent() || parameterOf(Now) ||
              (isFromMemory(Now) && !Ref.isUnlinked()))) {
    Found.push_back({Now, "is stored for the caller without a reference, but "
                          "the function is declared to store one with it"});
  }
}

llvm::SmallVector<OwnershipChecker::Mismatch, 2>
OwnershipChecker::findMismatches(ProgramStateRef State,
                                 const ReturnStmt *Return,
                                 CheckerContext &C) const {
  llvm::SmallVector<Mismatch, 2> Found;
  const Contract *Own = ownContract(C);
  if (!Own)
    return Found;
  const auto *Function =
      llvm::cast<FunctionDecl>(C.getLocationContext()->getDecl());
  for (const ParamContract &P : Own->Params) {
    if (P.Index >= Function->getNumParams())
      continue;
    const auto When = conditionOf(
        P, Own->Success ? *Own->Success : successOf(Function->getReturnType()));
    const Tested Happens =
        When ? testReturned(Return, State, *When, C) : Tested::True;
    if (wordFor(P.Effect).On == WordPlace::Slot) {
      findSlotMismatch(P, State, Happens, C, Found);
      continue;
    }
    Expected Due;
    SymbolRef Object = expectedAt(P.Effect, Happens, Due)
                           ? entryValue(Function->getParamDecl(P.Index), C)
                           : nullptr;
    if (!Object)
      continue;
    const RefState Ref = state::getOrBorrowed(State, Object);
    const char *Message = nullptr;
    if (!isNull(State, Object) && !Ref.isEscaped() && !Ref.isDoubtful() &&
        !state::isPending(State, Object))
      // Where it was stored it can have been taken back from, unseen.
      Message = Ref.balance() < Due.Balance
                    ? (Ref.wasStored() ? nullptr : Due.Less)
                : Ref.balance() > Due.Balance ? Due.More
                                               : nullptr;
    if (!Message && isKept(P.Effect) && Happens == Tested::True &&
        keepsNone(P, State, C))
      Message = "has no reference taken here, but the function is declared to "
                "keep one";
    // What is known of an argument is forgotten after its last use.
    if (Message && Message != Due.More && wasNull(C.getPredecessor(), Object))
      Message = nullptr;
    Found.push_back({Object, Message});
  }
  return Found;
}

/// True if what is returned is still in the field or the table that it was read
/// from: an element of an array can have been taken out by moving others, and
/// what is in a table by a call that gets the table.
static bool staysWhereItIs(Program &P, const FunctionDecl *Function,
                           ProgramStateRef State, SymbolRef Object) {
  if (const auto *Read = dyn_cast<SymbolRegionValue>(Object)) {
    const auto *Field = dyn_cast<FieldRegion>(Read->getRegion());
    return Field && objectOf(State->getSVal(Field)) == Object;
  }
  const auto *Lender =
      llvm::dyn_cast_or_null<CallExpr>(originOf(Object));
  const Contract *Lends = P.contractOf(Lender ? P.calleeOf(Lender) : nullptr);
  if (!Lends || Lends->Result != ResultEffect::LentBy ||
      Lends->ResultIndex >= Lender->getNumArgs())
    return false;
  EntityList Container;
  entitiesOf(Lender->getArg(Lends->ResultIndex), Container);
  return llvm::all_of(P.factsOf(Function).Calls, [&](const CallExpr *Call) {
    const Contract *Other = P.contractOf(P.calleeOf(Call));
    return (Other && (Other->onlyLocks() ||
                      Other->Result == ResultEffect::LentBy)) ||
           llvm::none_of(Call->arguments(), [&](const Expr *Arg) {
             EntityList Found;
             if (canHoldPointer(Arg->getType()))
               entitiesOf(Arg, Found);
             return Found == Container;
           });
  });
}

bool OwnershipChecker::checkReturnForCallers(const ReturnStmt *Return,
                                             SymbolRef Object,
                                             const RefState &Ref,
                                             CheckerContext &C) const {
  const auto *Function =
      llvm::cast<FunctionDecl>(C.getLocationContext()->getDecl());
  if (Ref.isOwned() || Ref.tookReference() || Ref.isUnlinked() ||
      !staysWhereItIs(S->P, Function, C.getState(), Object))
    return true;
  reportAndStop(CheckId::MissingRef,
                "is returned without a reference, but all who call this "
                "function release one",
                Object, C, Return->getRetValue());
  return false;
}

bool OwnershipChecker::checkReturnContract(const ReturnStmt *Return,
                                           CheckerContext &C) const {
  const Contract *Own = contractHere(S->P, C);
  if (!Own || !Own->bindsResult())
    return true;
  SVal Value = C.getSVal(Return->getRetValue());
  ProgramStateRef State = C.getState();
  SymbolRef Object = objectOf(Value);
  if (!Object || isNull(State, Object))
    return true;
  const RefState Ref = state::getOrBorrowed(State, Object);
  if (Ref.isEscaped() || Ref.isDoubtful() || Ref.isGone())
    return true;
  if (!Own->isDeclared())
    return Own->Result != ResultEffect::Owned ||
           checkReturnForCallers(Return, Object, Ref, C);
  const char *Message = nullptr;
  if (Own->Result == ResultEffect::Owned && !Ref.isOwned()) {
    // What an unknown function returned may carry one. A field that has been
    // emptied has given its own.
    const bool Known = Ref.isLent() || (Ref.givenAt() && Ref.isMine()) ||
                       parameterOf(Object) ||
                       (isFromMemory(Object) && !Ref.isUnlinked());
    if (Known)
      Message = "is returned without a reference, but the function is declared "
                "to return one";
  } else if (Own->Result == ResultEffect::Same) {
    const auto *Function =
        llvm::cast<FunctionDecl>(C.getLocationContext()->getDecl());
    SymbolRef Same =
        Own->ResultIndex < Function->getNumParams()
            ? entryValue(Function->getParamDecl(Own->ResultIndex), C)
            : nullptr;
    // What an unknown function has returned can be the same.
    if (Same && Object != Same &&
        (Ref.isMine() || parameterOf(Object) || isFromMemory(Object)))
      Message = "is returned, but the function is declared to return its "
                "argument itself";
  } else if ((Own->Result == ResultEffect::Borrowed ||
              Own->Result == ResultEffect::BorrowedFrom ||
              Own->Result == ResultEffect::LentBy) &&
             Ref.isOwned()) {
    Message = "is returned with a reference, but the function is declared to "
              "return none: nobody will release it";
  }
  if (!Message)
    return true;
  reportAndStop(CheckId::ContractMismatch, Message, Object, C,
                Return->getRetValue());
  return false;
}

} // namespace virref
