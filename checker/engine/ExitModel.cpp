//===- ExitModel.cpp - What is judged at the end of a function ------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/OwnershipChecker.h"
#include "engine/PathHistory.h"
#include "clang/AST/ASTContext.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/ExplodedGraph.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/ExprEngine.h"

using namespace clang;
using namespace clang::ento;
using llvm::dyn_cast;
using llvm::isa;

namespace virref {

const char LeakMessage[] =
    "is leaked here: nobody releases the reference that this code owns";

SymbolRef entryValue(const ParmVarDecl *Param, CheckerContext &C) {
  const LocationContext *LCtx = C.getLocationContext();
  const MemRegion *Region =
      C.getState()->getLValue(Param, LCtx).getAsRegion();
  const auto *Typed = dyn_cast_or_null<TypedValueRegion>(Region);
  if (!Typed || !Param->getType()->isAnyPointerType())
    return nullptr;
  return C.getSValBuilder().getRegionValueSymbolVal(Typed).getAsSymbol();
}

void OwnershipChecker::checkBeginFunction(CheckerContext &C) const {
  if (!C.inTopFrame()) {
    enterCallee(C);
    return;
  }
  AcquiredExits.clear();
  Balanced.clear();
  FailingExits.clear();
  ReleasingExits.clear();
  ReturnedOwned.clear();
  ReturnedGiven.clear();
  DeclaredSlots.clear();
  Followed.clear();
  const auto *Function =
      dyn_cast<FunctionDecl>(C.getLocationContext()->getDecl());
  if (!Function)
    return;
  FunctionEffects &Effects = S->P.effectsOf(Function);
  Effects.Explored = true;
  ProgramStateRef State = startAsDeclared(C.getState(), C);
  if (S->P.isDisposer(Function) && Function->getNumParams() == 1)
    if (SymbolRef Object = entryValue(Function->getParamDecl(0), C))
      State = state::set(State, Object, RefState::dying());
  if (State != C.getState())
    C.addTransition(State);
}

AcquiredExit::Outcome
OwnershipChecker::outcomeOf(const ReturnStmt *Return,
                            CheckerContext &C) const {
  if (!Return || !Return->getRetValue())
    return AcquiredExit::Void;
  SVal Value = C.getSVal(Return->getRetValue());
  QualType Type = Return->getRetValue()->getType();
  auto Defined = Value.getAs<DefinedSVal>();
  if (!Defined)
    return AcquiredExit::Unknown;
  ProgramStateRef State = state::withoutPendings(C.getState());
  if (isYesOrNo(Type)) {
    ConditionTruthVal Null = State->isNull(Value);
    if (Null.isConstrainedTrue())
      return AcquiredExit::Failure;
    return Null.isConstrainedFalse() ? AcquiredExit::Success
                                     : AcquiredExit::Unknown;
  }
  if (!Type->isIntegerType())
    return AcquiredExit::Unknown;
  switch (testCondition(State, conditionOn(State, *Defined, Type, {BO_LT, 0}))) {
  case Tested::True:
    return AcquiredExit::Failure;
  case Tested::False:
    return AcquiredExit::Success;
  case Tested::Unknown:
    break;
  }
  return AcquiredExit::Unknown;
}

bool OwnershipChecker::isPerhapsNone(ProgramStateRef State,
                                     SymbolRef Object) const {
  if (!isOnlyBelieved(Object) || S->Options.ReportLevel == Level::All)
    return false;
  const auto *Call = llvm::cast<CallExpr>(originOf(Object));
  const RefState *Ref = state::get(State, Object);
  if (Ref && Ref->lentTo() && !isLentToBorrower(*Ref))
    return true;
  return llvm::any_of(Call->arguments(),
                      [](const Expr *Arg) { return addressedVariable(Arg); }) &&
         !State->getConstraintManager()
              .isNull(State, Object)
              .isConstrainedFalse();
}

void OwnershipChecker::notePointeeRelease(const ParmVarDecl *Param,
                                          CheckerContext &C) const {
  const auto *Function =
      llvm::cast<FunctionDecl>(C.getLocationContext()->getDecl());
  S->P.effectsOf(Function)
      .Params[Param->getFunctionScopeIndex()]
      .PointeeReleased = true;
}

void OwnershipChecker::recordEffects(CheckerContext &C) const {
  const auto *Function =
      dyn_cast<FunctionDecl>(C.getLocationContext()->getDecl());
  if (!Function)
    return;
  ProgramStateRef State = C.getState();
  FunctionEffects &Effects = S->P.effectsOf(Function);
  for (unsigned I = 0, E = Function->getNumParams(); I != E; ++I) {
    SymbolRef Object = entryValue(Function->getParamDecl(I), C);
    if (!Object || isNull(State, Object))
      continue;
    // What `*param` or `param->field` referred to: `endAPI(&obj)`, `clear(obj)`.
    state::forEach(State, [&](SymbolRef Other, const RefState &Ref) {
      const auto *Read = dyn_cast<SymbolRegionValue>(Other);
      const auto *Place =
          Read ? dyn_cast<SymbolicRegion>(Read->getRegion()->getBaseRegion())
               : nullptr;
      if (Place && Place->getSymbol() == Object && Ref.balance() < 0)
        Effects.Params[I].PointeeReleased = true;
    });
    const RefState *Ref = state::get(State, Object);
    const int Balance = Ref ? Ref->balance() : 0;
    ParamEffects &Param = Effects.Params[I];
    const bool Escaped = Ref && Ref->isEscaped();
    Param.Released |= Balance < 0 || Escaped;
    Param.NotReleased |= Balance >= 0;
    Param.Acquired |= Balance > 0;
  }
}

void OwnershipChecker::checkEndFunction(const ReturnStmt *Return,
                                        CheckerContext &C) const {
  ProgramStateRef State = settleKnown(C.getState());
  if (!C.inTopFrame()) {
    // The variables of the callee hold nothing any more.
    const Decl *Callee = C.getLocationContext()->getDecl();
    llvm::SmallVector<SymbolRef, 4> Ended;
    state::forEachHolder(State, [&](SymbolRef Object, const VarDecl *Var) {
      const auto *Owner =
          dyn_cast_or_null<Decl>(Var->getParentFunctionOrMethod());
      if (Owner &&
          Owner->getCanonicalDecl() == Callee->getCanonicalDecl())
        Ended.push_back(Object);
    });
    for (SymbolRef Object : Ended)
      State = state::dropHolder(State, Object);
    if (State != C.getState())
      C.addTransition(State);
    return;
  }

  // `return get(&obj);`
  llvm::SmallVector<SymbolRef, 1> Received;
  state::forEachPending(State, [&](const Pending &P) {
    if (P.Effect == PendingEffect::Received)
      Received.push_back(P.Object);
  });
  for (SymbolRef Object : Received)
    if (state::holder(State, Object))
      State = settleReceived(State, Object);

  // `obj->watch = add(obj, unref)`: the result is kept, but not for this code.
  const SVal Returned =
      Return && Return->getRetValue() ? C.getSVal(Return->getRetValue())
                                      : SVal(UnknownVal());
  if (!Returned.getAsSymbol() || isa<SymbolData>(Returned.getAsSymbol())) {
    llvm::SmallVector<Pending, 2> Unasked;
    state::forEachPending(State, [&](const Pending &P) {
      if (P.isHandOver() && P.Result != Returned.getAsSymbol())
        Unasked.push_back(P);
    });
    for (const Pending &P : Unasked)
      State = settleUnasked(State, P, C);
  }

  recordEffects(C);
  const AcquiredExit::Outcome Outcome = outcomeOf(Return, C);
  // `return rc` of a call: a failure, perhaps.
  const bool CanFail =
      Outcome == AcquiredExit::Failure ||
      (Outcome == AcquiredExit::Unknown &&
       llvm::isa_and_nonnull<SymbolConjured>(
           C.getSVal(Return->getRetValue()).getAsSymbol()));
  struct StillOwned {
    SymbolRef Object;
    RefState Ref;
  };
  llvm::SmallVector<StillOwned, 2> Owned;
  llvm::SmallVector<ReleasingExit, 2> Releasing;
  // `return add(list, obj)`: nobody here has looked at the result. If it says
  // failure, the reference is still ours.
  state::forEachPending(State, [&](const Pending &P) {
    if (P.isHandOver() && isInherited(P.Object))
      Balanced.push_back({P.Object, AcquiredExit::Success, nullptr});
  });
  const llvm::SmallVector<Mismatch, 2> Declared =
      findMismatches(State, Return, C);
  state::forEach(State, [&](SymbolRef Object, const RefState &Ref) {
    if (isNull(State, Object) ||
        llvm::any_of(Declared,
                     [&](const Mismatch &M) { return M.Object == Object; }))
      return;
    if (Ref.isOwned() && !isPerhapsNone(State, Object))
      Owned.push_back({Object, Ref});
    else if (isInherited(Object) && Ref.tookReference())
      Balanced.push_back({Object, Outcome, Ref.droppedFor()});
    const bool Took = Ref.tookReference();
    // What has been stored, and released from there, counts twice.
    const bool Overdrawn =
        Took ? Ref.balance() < 0 && Ref.isGone() : Ref.balance() == -1;
    if (parameterOf(Object) && !Ref.isEscaped() && !Ref.isDoubtful() &&
        (Overdrawn || (Took && Ref.balance() == 0)))
      Releasing.push_back({nullptr, Object, Outcome,
                           lastReleaseOf(Object, C.getPredecessor()),
                           Overdrawn, CanFail, Took});
  });
  if (Outcome == AcquiredExit::Failure) {
    FailingExits.emplace_back();
    for (const StillOwned &L : Owned)
      FailingExits.back().push_back(L.Object);
  }
  const llvm::SmallVector<Missing, 2> NoReference = findMissing(State, C);
  const llvm::SmallVector<Lost, 2> WithStructs = findLostWithStructs(State);
  const bool Broken = llvm::any_of(
      Declared, [](const Mismatch &M) { return M.Message != nullptr; });
  const llvm::SmallVector<LeftBehind, 2> Dangling =
      findLeftBehind(State, Outcome, C);
  const bool Overdrawn = llvm::any_of(Releasing, [](const ReleasingExit &R) {
    return R.Overdrawn && R.Result == AcquiredExit::Failure;
  });
  ExplodedNode *Node = nullptr;
  if (!Owned.empty() || !NoReference.empty() || !WithStructs.empty() ||
      !Dangling.empty() || Broken || Overdrawn)
    Node = C.generateNonFatalErrorNode(State);
  for (ReleasingExit &R : Releasing) {
    R.Node = Node;
    ReleasingExits.push_back(R);
  }
  if (!Node)
    return;
  for (const Mismatch &M : Declared)
    if (M.Message)
      report(CheckId::ContractMismatch, M.Message, M.Object, Node,
             C.getBugReporter(), nullptr);
  for (const Missing &M : NoReference)
    report(CheckId::MissingRef,
           M.Stored ? "is stored here in a field that owns what it refers to, "
                      "without a reference for it"
                    : "is handed over here, but this code owns no reference "
                      "to it",
           M.Object, Node, C.getBugReporter(), nullptr, M.Where);
  for (const LeftBehind &L : Dangling)
    report(CheckId::UseAfterRelease, L.Message, L.Object, Node,
           C.getBugReporter(), nullptr);
  for (const Lost &L : WithStructs)
    report(CheckId::Leak,
           "is leaked here: nobody can reach the struct that owns the "
           "reference any more",
           L.Object, Node, C.getBugReporter(), L.TakenAt);
  for (const StillOwned &L : Owned) {
    if (isInherited(L.Object) && !L.Ref.isHeld())
      AcquiredExits.push_back(
          {Node, L.Object, L.Ref,
           state::isPending(State, L.Object) ? AcquiredExit::Failure : Outcome,
           L.Ref.takenAt()});
    else
      report(CheckId::Leak,
             LeakMessage,
             L.Object, Node, C.getBugReporter(), L.Ref.takenAt(),
             state::holder(State, L.Object)
                 ? nullptr
                 : statementOfLoss(L.Object, C.getPredecessor()));
  }
}

/// `if (!ready) goto end; if (begin(obj) < 0) return -1; ... end: finish(obj)`:
/// one release ends what other failing paths have begun, and takes the caller's
/// reference on a path that has not. Or a path takes a reference, and gives up
/// two, where others that fail leave the caller's alone. A function that is meant
/// to consume the reference does so when it succeeds, too.
void OwnershipChecker::judgeReleasingExits(BugReporter &Reporter) const {
  for (const ReleasingExit &Exit : ReleasingExits) {
    if (!Exit.Overdrawn || Exit.Result != AcquiredExit::Failure || !Exit.Node ||
        !Exit.Released)
      continue;
    bool Paired = false, Consumes = false;
    size_t Consuming = 0; // of those that fail
    for (const ReleasingExit &Other : ReleasingExits) {
      if (Other.Object != Exit.Object)
        continue;
      if (Other.Overdrawn && Other.Result == AcquiredExit::Failure)
        ++Consuming;
      Consumes |= Other.Overdrawn && Other.Result != AcquiredExit::Failure;
      Paired |= !Other.Overdrawn && Other.Released == Exit.Released &&
                Other.CanFail;
    }
    if (Exit.Took)
      Paired = Consuming < FailingExits.size();
    if (Paired && !Consumes)
      report(CheckId::OverRelease,
             Exit.Took ? "is released here after all that this code has taken "
                         "was given up: other paths that fail leave the "
                         "caller's reference alone"
                       : "is released here, but on this path no reference to "
                         "it has been taken: other paths that fail take one "
                         "first",
             Exit.Object, Exit.Node, Reporter, nullptr, Exit.Released);
  }
  ReleasingExits.clear();
}

/// A reference taken on an inherited object that a path ends with can be the
/// function's contract ("acquires"). It is a leak when the function itself
/// shows that it has to drop it: another path with the same outcome, or a
/// successful one, does. Success may keep what failure drops.
void OwnershipChecker::checkEndAnalysis(ExplodedGraph &, BugReporter &Reporter,
                                        ExprEngine &) const {
  judgeReleasingExits(Reporter);
  // The same object is returned with a reference on one path and without on
  // another: what was handed over was the caller's.
  for (const GivenReturn &Given : ReturnedGiven)
    if (ReturnedOwned.count(originOf(Given.Object)))
      report(CheckId::MissingRef,
             "is returned without a reference: the one that there was has been "
             "handed over here, and other paths return one",
             Given.Object, Given.Node, Reporter, nullptr, Given.GivenAt);
  std::vector<const Stmt *> Reported; // of this function: all its exits count
  const bool Guess = S->Options.ReportLevel == Level::All;
  for (const AcquiredExit &Exit : AcquiredExits) {
    if (ReportedSources.count(Exit.TakenAt))
      continue;
    // Perhaps it is handed over, perhaps this is the function's contract: only
    // who wants to hear guesses hears of it.
    if (!Guess && Exit.Ref.lentTo() && !isLentToBorrower(Exit.Ref))
      continue;
    bool Contradicted = Guess, HandedOver = false;
    for (const BalancedExit &Other : Balanced) {
      if (Other.Object != Exit.Object)
        continue;
      // `open(obj)`, and dropped where it fails: where it does not, the
      // reference is in good hands.
      HandedOver |= Other.DroppedFor && passes(Exit.Node, Other.DroppedFor);
      const bool OnlyFailureDrops = Other.Result == AcquiredExit::Failure &&
                                    Exit.Result != AcquiredExit::Failure;
      Contradicted |= !OnlyFailureDrops;
    }
    // A function that fails without having taken it does not mean to give it to
    // its caller when it fails.
    if (Exit.Result == AcquiredExit::Failure)
      for (const auto &Other : FailingExits)
        Contradicted |= !llvm::is_contained(Other, Exit.Object);
    if (!Contradicted || (HandedOver && !Guess))
      continue;
    report(CheckId::Leak,
           Guess ? LeakMessage
                 : "is leaked here: this code has taken a reference that it "
                   "gives up on other paths, but not on this one",
           Exit.Object, Exit.Node, Reporter, Exit.TakenAt);
    Reported.push_back(Exit.TakenAt);
  }
  ReportedSources.insert(Reported.begin(), Reported.end());
  AcquiredExits.clear();
  Balanced.clear();
  FailingExits.clear();
}

} // namespace virref
