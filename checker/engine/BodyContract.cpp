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
//   acquires              none             1
//   acquires-on-success   none             1, or 0 where the function fails
//   borrowed, retained    none             0
//
// and what is returned carries a reference, or does not.
//
//===----------------------------------------------------------------------===//

#include "engine/OwnershipChecker.h"

using namespace clang;
using namespace clang::ento;
using llvm::dyn_cast;

namespace virref {

const Contract *OwnershipChecker::ownContract(CheckerContext &C) const {
  const auto *Function =
      dyn_cast<FunctionDecl>(C.getLocationContext()->getDecl());
  const Contract *Own = Function && C.inTopFrame()
                            ? S->P.contractOf(Function)
                            : nullptr;
  return Own && Own->Source == ContractSource::Annotation ? Own : nullptr;
}

static bool startsWithReference(ParamEffect Effect) {
  return Effect == ParamEffect::Consumed ||
         Effect == ParamEffect::ConsumedOnSuccess ||
         Effect == ParamEffect::ConsumedOnFailure;
}

ProgramStateRef OwnershipChecker::startAsDeclared(ProgramStateRef State,
                                                  CheckerContext &C) const {
  const Contract *Own = ownContract(C);
  if (!Own)
    return State;
  const auto *Function =
      llvm::cast<FunctionDecl>(C.getLocationContext()->getDecl());
  for (const ParamContract &P : Own->Params)
    if (startsWithReference(P.Effect) && P.Index < Function->getNumParams())
      if (SymbolRef Object = entryValue(Function->getParamDecl(P.Index), C))
        State = state::set(State, Object, RefState::created(nullptr));
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

/// \returns false if the contract does not say.
static bool expectedAt(ParamEffect Effect, AcquiredExit::Outcome Outcome,
                       Expected &Due) {
  const bool Fails = Outcome == AcquiredExit::Failure;
  const bool Known = Fails || Outcome == AcquiredExit::Success;
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
  switch (Effect) {
  case ParamEffect::Consumed:
    Due = Expected{0, nullptr, Kept};
    return true;
  case ParamEffect::ConsumedOnSuccess:
    if (!Known)
      return false;
    Due = Fails ? Expected{1, OnlyElsewhere, nullptr} : Expected{0, nullptr, Kept};
    return true;
  case ParamEffect::ConsumedOnFailure:
    if (!Known)
      return false;
    Due = Fails ? Expected{0, nullptr, Kept} : Expected{1, OnlyElsewhere, nullptr};
    return true;
  case ParamEffect::Acquires:
    Due = Expected{1, NotTaken, nullptr};
    return true;
  case ParamEffect::AcquiresOnSuccess:
    if (!Known)
      return false;
    Due = Fails ? Expected{0, nullptr, Taken} : Expected{1, NotTaken, nullptr};
    return true;
  case ParamEffect::Borrowed:
  case ParamEffect::Retained:
  case ParamEffect::RetainedOnSuccess:
    Due = Expected{0, Released, nullptr};
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

llvm::SmallVector<OwnershipChecker::Mismatch, 2>
OwnershipChecker::findMismatches(ProgramStateRef State,
                                 AcquiredExit::Outcome Outcome,
                                 CheckerContext &C) const {
  llvm::SmallVector<Mismatch, 2> Found;
  const Contract *Own = ownContract(C);
  if (!Own)
    return Found;
  const auto *Function =
      llvm::cast<FunctionDecl>(C.getLocationContext()->getDecl());
  for (const ParamContract &P : Own->Params) {
    Expected Due;
    SymbolRef Object =
        expectedAt(P.Effect, Outcome, Due) && P.Index < Function->getNumParams()
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
    // What is known of an argument is forgotten after its last use.
    if (Message && Message == Due.Less && wasNull(C.getPredecessor(), Object))
      Message = nullptr;
    Found.push_back({Object, Message});
  }
  return Found;
}

bool OwnershipChecker::checkReturnContract(const ReturnStmt *Return,
                                           CheckerContext &C) const {
  const Contract *Own = ownContract(C);
  if (!Own)
    return true;
  SVal Value = C.getSVal(Return->getRetValue());
  ProgramStateRef State = C.getState();
  SymbolRef Object = objectOf(Value);
  if (!Object || isNull(State, Object))
    return true;
  const RefState Ref = state::getOrBorrowed(State, Object);
  if (Ref.isEscaped() || Ref.isDoubtful() || Ref.isGone())
    return true;
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
  } else if (Own->Result == ResultEffect::Borrowed && Ref.isOwned()) {
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
