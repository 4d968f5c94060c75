//===- OwnershipChecker.cpp - Follows references along paths --------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/OwnershipChecker.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/ParentMap.h"
#include "clang/StaticAnalyzer/Core/CheckerManager.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/ExplodedGraph.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/SymbolManager.h"
#include "clang/StaticAnalyzer/Frontend/CheckerRegistry.h"

using namespace clang;
using namespace clang::ento;
using llvm::dyn_cast;
using llvm::dyn_cast_or_null;
using llvm::isa;

namespace virref {

//===----------------------------------------------------------------------===//
// Objects
//===----------------------------------------------------------------------===//

SymbolRef objectOf(SVal Value) {
  if (SymbolRef Symbol = Value.getAsLocSymbol())
    return Symbol;
  const MemRegion *Region = Value.getAsRegion();
  if (!Region)
    return Value.getAsSymbol();
  const RegionOffset Offset = Region->getAsOffset();
  if (!Offset.isValid() || Offset.hasSymbolicOffset() || Offset.getOffset() != 0)
    return nullptr;
  const auto *Base = dyn_cast<SymbolicRegion>(Offset.getRegion());
  return Base ? Base->getSymbol() : nullptr;
}

bool isInherited(SymbolRef Object) {
  return isa<SymbolRegionValue, SymbolDerived>(Object);
}

bool isCertainlyGone(const RefState &Ref, SymbolRef Object) {
  if (!Ref.isGone())
    return false;
  // One release of what a field refers to, with the field left as it is: the
  // field's own reference can still be there.
  return !isFromMemory(Object) || Ref.isUnlinked() || Ref.balance() < -1 ||
         Ref.tookReference();
}

const Stmt *originOf(SymbolRef Object) {
  const auto *Conjured = dyn_cast<SymbolConjured>(Object);
  return Conjured ? Conjured->getStmt() : nullptr;
}

bool isFromMemory(SymbolRef Object) {
  const auto *Value = dyn_cast<SymbolRegionValue>(Object);
  const auto *Var =
      Value ? dyn_cast<VarRegion>(Value->getRegion()->StripCasts()) : nullptr;
  return isa<SymbolDerived>(Object) ||
         (Value && !(Var && Var->getDecl()->hasLocalStorage()));
}

static bool isZero(ProgramStateRef State, SymbolRef Object) {
  return State->getConstraintManager()
      .isNull(State, Object)
      .isConstrainedTrue();
}

bool OwnershipChecker::isNull(ProgramStateRef State, SymbolRef Object) const {
  if (isZero(State, Object))
    return true;
  // `fetch(&type, &value)`: who stores several objects stores all or none, and
  // callers ask for the first.
  const auto *Out = dyn_cast<SymbolConjured>(Object);
  if (!Out || !Out->getTag())
    return false;
  bool Found = false;
  state::forEach(State, [&](SymbolRef Other, const RefState &) {
    const auto *Sibling = dyn_cast<SymbolConjured>(Other);
    Found |= Sibling && Sibling != Out && Sibling->getTag() &&
             Sibling->getStmt() == Out->getStmt() &&
             Sibling->getCount() == Out->getCount() && isZero(State, Other);
  });
  return Found;
}

namespace {
/// Collects the tracked objects that a value contains or leads to.
class OwnedCollector final : public SymbolVisitor {
public:
  explicit OwnedCollector(ProgramStateRef State) : State(State) {}
  bool VisitSymbol(SymbolRef Symbol) override {
    if (state::get(State, Symbol))
      Found.push_back(Symbol);
    return true;
  }
  llvm::SmallVector<SymbolRef, 4> Found;

private:
  ProgramStateRef State;
};
} // namespace

llvm::SmallVector<SymbolRef, 4> objectsIn(SVal Value, ProgramStateRef State) {
  if (SymbolRef Object = objectOf(Value))
    return {Object};
  if (!Value.getAs<nonloc::LazyCompoundVal>() &&
      !Value.getAs<nonloc::CompoundVal>())
    return {};
  OwnedCollector Collector(State);
  State->scanReachableSymbols(Value, Collector);
  return Collector.Found;
}

//===----------------------------------------------------------------------===//
// Reports
//===----------------------------------------------------------------------===//

std::string analyzerCheckName(CheckId Check) {
  return ("virref." + checkName(Check)).str();
}

void OwnershipChecker::setName(CheckId Check, CheckerNameRef Name) {
  Types[static_cast<size_t>(Check)] = std::make_unique<BugType>(
      Name, checkSummary(Check), OwnershipCategory,
      /*SuppressOnSink=*/Check == CheckId::Leak);
}

/// The local variable of the explored function that gets the result of a call.
static const VarDecl *receiverOf(const Stmt *Origin, const ExplodedNode *Node,
                                 Program &P) {
  const LocationContext *Top = Node->getLocationContext();
  while (!Top->inTopFrame())
    Top = Top->getParent();
  const auto *Function = dyn_cast<FunctionDecl>(Top->getDecl());
  if (!Origin || !Function)
    return nullptr;
  for (const Assignment &A : P.factsOf(Function).Assignments)
    if (A.Value && A.Value->IgnoreParenCasts() == Origin)
      return A.Variable ? A.Variable : plainVariable(A.Target);
  return nullptr;
}

void OwnershipChecker::report(CheckId Check, llvm::StringRef Message,
                              SymbolRef Object, const ExplodedNode *Node,
                              BugReporter &Reporter, const Stmt *TakenAt,
                              const Stmt *Where, const Expr *Named) const {
  const BugType *Type = Types[static_cast<size_t>(Check)].get();
  if (!Type || !S->Options.Checks.contains(Check))
    return;
  std::string Name = describeObject(Object, Node, Named);
  // Where no path knows a name any more: that of what has received it.
  if (Name == NoName)
    if (const VarDecl *Var = receiverOf(originOf(Object), Node, S->P))
      Name = Var->getNameAsString();
  std::string Text = "'" + Name + "' " + Message.str();
  // One report for each place where a leaked reference was taken, on the
  // shortest path; other findings are told apart by where they show.
  if (!TakenAt && Check == CheckId::ReleaseWhileLocked)
    if (const auto *Conjured = dyn_cast<SymbolConjured>(Object))
      TakenAt = Conjured->getStmt();
  PathDiagnosticLocation Unique;
  const LocationContext *LCtx = Node->getLocationContext();
  const Decl *UniqueDecl = nullptr;
  if (TakenAt) {
    Unique = PathDiagnosticLocation::createBegin(
        TakenAt, Reporter.getSourceManager(), LCtx);
    UniqueDecl = LCtx->getDecl();
  }
  auto Report = std::make_unique<OwnershipReport>(
      *Type, Text, Node, Object, Name, Where, Unique, UniqueDecl);
  // What the body is measured by.
  if (Check == CheckId::ContractMismatch)
    if (const auto *Function =
            dyn_cast<FunctionDecl>(Report->getDeclWithIssue()))
      if (const Contract *Own = S->P.contractOf(Function);
          Own && Own->isDeclared())
        S->Uses.remember(Text,
                         {Own, Function, Report->getLocation().asLocation()});
  Reporter.emitReport(std::move(Report));
}

/// True while a callee is being followed that the object comes from.
static bool isBornInCallee(SymbolRef Object, CheckerContext &C) {
  const auto *Conjured = dyn_cast<SymbolConjured>(Object);
  if (!Conjured || C.inTopFrame())
    return false;
  const LocationContext *Top = C.getLocationContext();
  while (!Top->inTopFrame())
    Top = Top->getParent();
  return !Top->getAnalysisDeclContext()->getParentMap().hasParent(
      Conjured->getStmt());
}

void OwnershipChecker::reportAndStop(CheckId Check, llvm::StringRef Message,
                                     SymbolRef Object, CheckerContext &C,
                                     const Expr *Named) const {
  if (isBornInCallee(Object, C)) {
    C.generateSink(C.getState(), C.getPredecessor());
    return;
  }
  // The engine asks for notes on the way to the fault, not at it.
  ExplodedNode *Before = C.getPredecessor();
  if (const NoteTag *Tag = tagOfContract(Object, C))
    Before = C.addTransition(C.getState(), Tag);
  if (!Before)
    return;
  if (ExplodedNode *Node = C.generateSink(C.getState(), Before))
    report(Check, Message, Object, Node, C.getBugReporter(), nullptr, nullptr,
           Named);
}

//===----------------------------------------------------------------------===//
// Uses
//===----------------------------------------------------------------------===//

/// The pointer that a load or store goes through, as it stands in the code.
static const Expr *pointerOf(const Stmt *S) {
  const auto *E = dyn_cast_or_null<Expr>(S);
  if (const auto *Binary = dyn_cast_or_null<BinaryOperator>(E))
    E = Binary->getLHS();
  while (E) {
    const auto *Member = dyn_cast<MemberExpr>(E->IgnoreParenCasts());
    if (Member && Member->isArrow())
      return Member->getBase();
    E = Member ? Member->getBase() : nullptr;
  }
  return nullptr;
}

void OwnershipChecker::checkLocation(SVal Loc, bool, const Stmt *S,
                                     CheckerContext &C) const {
  SymbolRef Object = Loc.getAsLocSymbol(/*IncludeBaseRegions=*/true);
  if (!Object)
    return;
  ProgramStateRef State = C.getState();
  if (isNull(State, Object)) {
    C.generateSink(State, C.getPredecessor());
    return;
  }
  const RefState *Ref = state::get(State, Object);
  if (Ref && isCertainlyGone(*Ref, Object))
    reportAndStop(CheckId::UseAfterRelease,
                  Ref->hasOutlived()
                      ? "is accessed after the release of what kept it alive"
                      : "is accessed after the release of the last reference "
                        "that this code owned",
                  Object, C, pointerOf(S));
  else if (Ref && noteUse(State, Object) != State)
    C.addTransition(noteUse(State, Object));
}

/// The address of the first element of an array, once it has gone through another
/// type (`g_clear_pointer(&names[0], free)`), is that of the array to the engine;
/// it then reads an array where a pointer stands, and dies of writing one there.
void OwnershipChecker::checkPostStmt(const CastExpr *Cast,
                                     CheckerContext &C) const {
  if (!Cast->getType()->isPointerType())
    return;
  QualType Pointee = Cast->getType()->getPointeeType();
  if (Pointee->isArrayType() || Pointee->isIncompleteType() ||
      Pointee->isFunctionType())
    return;
  SVal Value = C.getSVal(Cast);
  const auto *Region =
      dyn_cast_or_null<TypedValueRegion>(Value.getAsRegion());
  if (!Region || isa<StringRegion>(Region) ||
      !Region->getValueType()->isConstantArrayType())
    return;
  const ASTContext &Ctx = C.getASTContext();
  const QualType Element =
      Ctx.getAsArrayType(Region->getValueType())->getElementType();
  if (Element->isArrayType())
    return;
  ProgramStateRef State = C.getState();
  SVal First = State->getLValue(
      Element, C.getSValBuilder().makeZeroArrayIndex(), Value);
  C.addTransition(State->BindExpr(Cast, C.getLocationContext(), First));
}

void OwnershipChecker::checkPreStmt(const ReturnStmt *Return,
                                    CheckerContext &C) const {
  if (!C.inTopFrame() || !Return->getRetValue() ||
      !checkReturnContract(Return, C))
    return;
  SVal Value = C.getSVal(Return->getRetValue());
  ProgramStateRef State = C.getState();
  const llvm::SmallVector<SymbolRef, 4> Objects = objectsIn(Value, State);
  const auto *Function =
      dyn_cast<FunctionDecl>(C.getLocationContext()->getDecl());
  if (Function && !State->isNull(Value).isConstrainedTrue()) {
    SymbolRef Object = objectOf(Value);
    const RefState *Ref = Object ? state::get(State, Object) : nullptr;
    // What has got out of sight tells nothing.
    if (!Ref || !(Ref->isOwned() || Ref->isEscaped()))
      S->P.effectsOf(Function).ReturnsOther = true;
  }
  const NoteTag *Note = nullptr;
  for (SymbolRef Object : Objects) {
    const RefState *Ref = state::get(State, Object);
    if (!Ref || isNull(State, Object))
      continue;
    if (isCertainlyGone(*Ref, Object)) {
      // Handing a pointer back is a use only if it is a pointer.
      if (Return->getRetValue()->getType()->isAnyPointerType())
        reportAndStop(CheckId::UseAfterRelease,
                      Ref->hasOutlived()
                          ? "is returned after the release of what kept it alive"
                          : "is returned after the release of the last "
                            "reference that this code owned",
                      Object, C, Return->getRetValue());
      return;
    }
    if (!Ref->isOwned()) {
      if (Ref->givenAt() && Ref->isMine())
        ReturnedGiven.push_back({C.getPredecessor(), Object, Ref->givenAt()});
      continue;
    }
    if (isAcquiredAndReturned(Object, C))
      continue;
    ReturnedOwned.insert(originOf(Object));
    if (Function)
      S->P.effectsOf(Function).ReturnsOwned = true;
    State = state::set(State, Object, Ref->handOver());
    Note = noteAbout(
        C, {{Object, "The reference to % is passed on to the caller"}},
        S->Uses);
  }
  State = publishWhole(State, Value);
  if (State != C.getState())
    C.addTransition(State, Note);
}

//===----------------------------------------------------------------------===//
// Results of calls that come to be known
//===----------------------------------------------------------------------===//

bool hasFailed(ProgramStateRef State, SymbolRef Result) {
  return testResult(State, Result, successOf(Result->getType())) ==
         Tested::False;
}

ProgramStateRef OwnershipChecker::evalAssume(ProgramStateRef State, SVal,
                                             bool) const {
  return state::hasPendings(State) ? settleKnown(State) : State;
}

/// A `switch` decides about a result without asking evalAssume.
void OwnershipChecker::checkPreStmt(const CallExpr *, CheckerContext &C) const {
  if (!state::hasPendings(C.getState()))
    return;
  ProgramStateRef State = settleKnown(C.getState());
  if (State != C.getState())
    C.addTransition(State);
}

//===----------------------------------------------------------------------===//
// Ends of lives
//===----------------------------------------------------------------------===//

void OwnershipChecker::checkLiveSymbols(ProgramStateRef State,
                                        SymbolReaper &Reaper) const {
  // What a variable of ours holds lives until the variable gets another value
  // or its function ends, not only until the last statement that reads it: the
  // leak shall show where the path leaves.
  state::forEachHolder(State, [&](SymbolRef Object, const VarDecl *) {
    Reaper.markLive(Object);
  });
  state::forEachAnswer(State, [&](const state::Answer &A) {
    Reaper.markLive(A.Result);
  });
  for (SymbolRef Address : DeclaredSlots)
    Reaper.markLive(Address);
  state::forEach(State, [&](SymbolRef Object, const RefState &Ref) {
    // Whether the call has failed is asked when the reference is dropped.
    if (Ref.isOwned() && Ref.lentResult())
      Reaper.markLive(Ref.lentResult());
    if (Ref.isOrphaned())
      return;
    // What is inherited is judged at the end of the function.
    if (Ref.storedIn() ||
        (isInherited(Object) &&
         (Ref.balance() != 0 || Ref.tookReference() || Ref.isEscaped() ||
          Ref.owedAt())))
      Reaper.markLive(Object);
    // So is what an owning field is left with, what is stored for the caller,
    // and in a struct that nobody else can reach: the engine would forget it
    // with the last use of the pointer that leads there.
    const auto *Stored = dyn_cast_or_null<SymbolicRegion>(
        Ref.storedIn() ? Ref.storedIn()->getBaseRegion() : nullptr);
    if (Stored)
      Reaper.markLive(Stored->getSymbol());
    const auto *Read = dyn_cast<SymbolRegionValue>(Object);
    const auto *Field = dyn_cast_or_null<FieldRegion>(
        Read ? Read->getRegion() : nullptr);
    if (Field && S->P.isOwningField(Field->getDecl()))
      if (SymbolRef Memory = memoryOf(Field);
          Memory && (isInherited(Memory) ||
                     objectOf(State->getSVal(Field)) == Object))
        Reaper.markLive(Memory);
  });
}

ProgramStateRef settleUnasked(ProgramStateRef State, const Pending &P,
                                     CheckerContext &C) {
  // A `switch` asks without saying so.
  const Tested Result = testResult(State, P.Result, P.When);
  if (Result != Tested::Unknown)
    return settle(State, P, Result == Tested::True);
  const RefState *Ref = state::get(State, P.Object);
  // A callee has returned the answer of its release, and nobody asks.
  if (P.Effect == PendingEffect::Gone)
    return Ref && Ref->balance() <= 0 && C.inTopFrame() &&
                   !C.getLocationContext()
                        ->getAnalysisDeclContext()
                        ->getParentMap()
                        .hasParent(P.Call)
               ? settle(State, P, true)
               : state::removePending(State, P);
  if (P.Effect == PendingEffect::Acquired)
    return state::removePending(State, P);
  // The caller takes success for granted. But `if (f(obj) == 0)`: what is not 0
  // is failure for whoever asks like this.
  QualType Type = P.Result->getType();
  const bool IsSuccess = P.When == successOf(Type);
  const bool Failed =
      IsSuccess && testResult(State, P.Result, {BO_NE, 0}) == Tested::True;
  return settle(State, P, isTakenForGranted(P.When, Type) && !Failed);
}

void OwnershipChecker::checkDeadSymbols(SymbolReaper &Reaper,
                                        CheckerContext &C) const {
  ProgramStateRef State = C.getState();
  const ProgramStateRef Before = State;
  // A result that nobody has looked at: the caller took success for granted.
  if (state::hasPendings(State)) {
    llvm::SmallVector<Pending, 2> Unasked;
    state::forEachPending(State, [&](const Pending &P) {
      if (Reaper.isDead(P.Result))
        Unasked.push_back(P);
    });
    for (const Pending &P : Unasked)
      State = settleUnasked(State, P, C);
  }

  llvm::SmallVector<Lost, 2> Leaked;
  llvm::SmallVector<SymbolRef, 4> Dead;
  state::forEach(State, [&](SymbolRef Object, const RefState &Ref) {
    if (!Reaper.isDead(Object) || state::isPending(State, Object))
      return;
    Dead.push_back(Object);
    if (Ref.isOwned() && !isNull(Before, Object) &&
        !isPerhapsNone(Before, Object))
      Leaked.push_back({Object, Ref.takenAt()});
  });
  for (SymbolRef Object : Dead)
    State = state::setFloating(state::forget(State, Object), Object, false);
  State = state::forgetDeadMemory(State, Reaper);

  ExplodedNode *Node = C.getPredecessor();
  if (!Leaked.empty()) {
    Node = C.generateNonFatalErrorNode(Before);
    if (Node)
      for (const Lost &L : Leaked) {
        if (isBornInCallee(L.Object, C))
          continue; // the callee is judged for itself
        report(CheckId::Leak,
               LeakMessage,
               L.Object, Node, C.getBugReporter(), L.TakenAt,
               statementOfLoss(L.Object, C.getPredecessor()));
      }
  }
  if (Node && State != Before)
    C.addTransition(State, Node);
}

//===----------------------------------------------------------------------===//
// Registration
//===----------------------------------------------------------------------===//

template <CheckId Check> static void registerCheck(CheckerManager &Manager) {
  Manager.getChecker<OwnershipChecker>()->setName(
      Check, Manager.getCurrentCheckerName());
}

static void registerOwnership(CheckerManager &Manager) {
  Manager.registerChecker<OwnershipChecker>();
}

static bool always(const CheckerManager &) { return true; }

void registerOwnershipCheckers(CheckerRegistry &Registry) {
  Registry.addChecker(registerOwnership, always, "virref.Ownership",
                      "Follows references along paths", "", true);
#define CHECK(Enumerator, Id, Summary)                                         \
  Registry.addChecker(registerCheck<CheckId::Enumerator>, always,              \
                      "virref." Id, Summary, "", false);                       \
  Registry.addDependency("virref." Id, "virref.Ownership");
#include "model/Checks.def"
}

} // namespace virref
