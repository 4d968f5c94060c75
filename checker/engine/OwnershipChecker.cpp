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

/// True for memory that ends with a function that is on the stack now.
static bool isLocalMemory(SVal Loc) {
  const MemRegion *Region = Loc.getAsRegion();
  if (!Region)
    return false;
  Region = Region->getBaseRegion();
  if (const auto *Var = dyn_cast<VarRegion>(Region))
    return Var->getDecl()->hasLocalStorage();
  return isa<CompoundLiteralRegion, CXXTempObjectRegion>(Region);
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

/// The objects that a value refers to, or that a struct contains pointers to.
static llvm::SmallVector<SymbolRef, 4> objectsIn(SVal Value,
                                                 ProgramStateRef State) {
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
// Stores
//===----------------------------------------------------------------------===//

const ParmVarDecl *outParameter(const MemRegion *Region) {
  const auto *Symbolic =
      Region ? dyn_cast<SymbolicRegion>(Region->StripCasts()) : nullptr;
  const auto *Value =
      Symbolic ? dyn_cast<SymbolRegionValue>(Symbolic->getSymbol()) : nullptr;
  const auto *Var = Value ? dyn_cast<VarRegion>(Value->getRegion()) : nullptr;
  return Var ? dyn_cast<ParmVarDecl>(Var->getDecl()) : nullptr;
}

namespace {
/// Finds a local variable, other than one, that still refers to an object.
class AliasFinder : public StoreManager::BindingsHandler {
public:
  AliasFinder(SymbolRef Object, const VarDecl *Except)
      : Object(Object), Except(Except) {}

  bool HandleBinding(StoreManager &, Store, const MemRegion *Region,
                     SVal Value) override {
    const auto *Var = dyn_cast<VarRegion>(Region->getBaseRegion());
    if (Var && Var->getDecl() != Except && Var->getDecl()->hasLocalStorage() &&
        objectOf(Value) == Object)
      Alias = Var->getDecl();
    return !Alias;
  }

  const VarDecl *Alias = nullptr;

private:
  SymbolRef Object;
  const VarDecl *Except;
};
} // namespace

const VarDecl *variableOf(ProgramStateRef State, SymbolRef Object) {
  // What a parameter comes with is bound to nothing.
  if (const ParmVarDecl *Param = parameterOf(Object))
    return Param;
  AliasFinder Finder(Object, nullptr);
  State->getStateManager().iterBindings(State, Finder);
  return Finder.Alias;
}

/// A local variable, or a part of it, is about to get the value \p Next: what it
/// has held until now has to be held by another variable, or is lost.
static ProgramStateRef releaseHold(ProgramStateRef State,
                                   const MemRegion *Region, const VarDecl *Var,
                                   SymbolRef Next) {
  llvm::SmallVector<SymbolRef, 2> Dropped;
  const bool Whole = isa<VarRegion>(Region);
  SymbolRef Old =
      Whole ? nullptr : objectOf(State->getSVal(loc::MemRegionVal(Region)));
  state::forEachHolder(State, [&](SymbolRef Object, const VarDecl *Holder) {
    if (Holder == Var && Object != Next && (Whole || Object == Old))
      Dropped.push_back(Object);
  });
  for (SymbolRef Object : Dropped) {
    AliasFinder Finder(Object, Var);
    State->getStateManager().iterBindings(State, Finder);
    State = Finder.Alias ? state::setHolder(State, Object, Finder.Alias)
                         : state::dropHolder(State, Object);
  }
  return State;
}

void OwnershipChecker::checkBind(VIRREF_CHECK_BIND_PARAMS) const {
  const Stmt *Where = S; // which hides our session
  ProgramStateRef State = C.getState();
  const MemRegion *Region = Loc.getAsRegion();
  const auto *Var =
      Region ? dyn_cast<VarRegion>(Region->getBaseRegion()) : nullptr;
  if (Var && Var->getDecl()->hasLocalStorage()) {
    SymbolRef Object = objectOf(Val);
    State = releaseHold(State, Region, Var->getDecl(), Object);
    const RefState *Ref = Object ? state::get(State, Object) : nullptr;
    if (Ref && Ref->isOwned() && !isMacroVariable(Var->getDecl(), State)) {
      State = state::setHolder(State, Object, Var->getDecl());
      // `own = ref(obj)`: a variable that is to own a reference.
      State = state::set(State, Object, Ref->hold());
    } else if (Val.getAs<nonloc::CompoundVal>()) {
      for (SymbolRef Part : objectsIn(Val, State))
        if (state::get(State, Part)->isOwned())
          State = state::setHolder(State, Part, Var->getDecl());
    }
    if (State != C.getState())
      C.addTransition(State);
    return;
  }
  // The engine ignores what a checker does about a store to it knows not where:
  // see checkPreStmt.
  if (Region && !isLocalMemory(Loc))
    storeOutside(Loc, Val, Where, C);
}

void OwnershipChecker::checkPreStmt(const BinaryOperator *Assign,
                                    CheckerContext &C) const {
  if (Assign->getOpcode() == BO_Assign &&
      !C.getSVal(Assign->getLHS()).getAsRegion())
    storeOutside(UnknownVal(), C.getSVal(Assign->getRHS()), Assign, C);
}

/// `u.in = (char *)&obj; ... *u.out`: a pointer that goes through a union, as in
/// g_clear_pointer. The engine does not follow it when the types differ.
void OwnershipChecker::checkPostStmt(const BinaryOperator *Assign,
                                     CheckerContext &C) const {
  if (Assign->getOpcode() != BO_Assign)
    return;
  const auto *Member = dyn_cast<MemberExpr>(Assign->getLHS()->IgnoreParens());
  const auto *Field =
      Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
  if (!Field || !Field->getParent()->isUnion() ||
      !Field->getType()->isPointerType())
    return;
  const auto *Ref = dyn_cast<DeclRefExpr>(Member->getBase()->IgnoreParens());
  const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!Var || !Var->hasLocalStorage())
    return;
  ProgramStateRef State = C.getState();
  SVal Base = State->getLValue(Var, C.getLocationContext());
  auto Written = State->getLValue(Field, Base).getAs<Loc>();
  const MemRegion *Pointee =
      Written ? State->getSVal(*Written).getAsRegion() : nullptr;
  if (!Pointee)
    return;
  for (const FieldDecl *Other : Field->getParent()->fields()) {
    if (Other == Field || !Other->getType()->isPointerType())
      continue;
    auto Place = State->getLValue(Other, Base).getAs<Loc>();
    if (!Place)
      return;
    // The place itself, without the casts on the way: a place that is seen
    // under another type holds another value for the engine.
    C.addTransition(State->bindLoc(*Place,
                                   loc::MemRegionVal(Pointee->StripCasts()),
                                   C.getLocationContext()));
    return;
  }
}

/// True if a variable that releases what it holds, at the end of its scope, has
/// got the object from a call: then its reference is this code's.
static bool isHeldByCleanup(ProgramStateRef State, SymbolRef Object,
                            Program &P) {
  if (!originOf(Object))
    return false;
  const VarDecl *Var = variableOf(State, Object);
  const auto *Attr = Var ? Var->getAttr<CleanupAttr>() : nullptr;
  return Attr && P.isPointeeRelease(Attr->getFunctionDecl());
}

/// The references in a value move to memory that outlives the function.
void OwnershipChecker::storeOutside(SVal Loc, SVal Value, const Stmt *Where,
                                    CheckerContext &C) const {
  ProgramStateRef State = C.getState();
  const llvm::SmallVector<SymbolRef, 4> Objects = objectsIn(Value, State);
  const MemRegion *Region = Loc.getAsRegion();
  ExplodedNode *Node = nullptr;
  // What was read from here is here no more.
  const auto *Place =
      Region ? dyn_cast<TypedValueRegion>(Region->StripCasts()) : nullptr;
  if (Place && Place->getValueType()->isAnyPointerType()) {
    SymbolRef Old = objectOf(State->getSVal(Place));
    const RefState *Stored = Old ? state::get(State, Old) : nullptr;
    if (Stored && Stored->storedIn() == Place && !Stored->isGone() &&
        !llvm::is_contained(Objects, Old)) {
      // `send(p->f); p->f = NULL;`: what has been in the field was given away.
      const auto *Field = dyn_cast<FieldRegion>(Place);
      const auto *Function =
          dyn_cast<FunctionDecl>(C.getLocationContext()->getDecl());
      if (Field && Function && Value.isZeroConstant() &&
          S->P.givesAwayFrom(Function, Field->getDecl())) {
        State = state::escape(State, Old);
      } else {
        State = state::set(State, Old, Stored->takeBack());
        if (const VarDecl *Var = variableOf(State, Old))
          State = state::setHolder(State, Old, Var);
      }
    }
    if (Old && isFromMemory(Old) && !llvm::is_contained(Objects, Old)) {
      if (losesItsOwn(State, Place, Old, C)) {
        Node = C.generateNonFatalErrorNode(C.getState());
        if (!Node)
          return;
        report(CheckId::Leak,
               "is leaked here: the field that owns the reference gets another "
               "value",
               Old, Node, C.getBugReporter(), nullptr, Where);
      }
      State =
          state::set(State, Old, state::getOrBorrowed(State, Old).unlink());
    }
  }
  State = publishWhole(State, Value);
  const NoteTag *Note = nullptr;
  // `*out = obj`: the place is the first, and only, element of what is there.
  const auto *Out = dyn_cast_or_null<SymbolicRegion>(
      Region ? Region->StripCasts() : nullptr);
  if (!Place && Out && outParameter(Region) &&
      Out->getSymbol()->getType()->getPointeeType()->isAnyPointerType())
    Place = C.getStoreManager().GetElementZeroRegion(
        Out, Out->getSymbol()->getType()->getPointeeType());
  for (SymbolRef Moved : Objects) {
    if (Place)
      State = noteUnownedStore(State, Moved, Place, Where);
    if (!state::get(State, Moved) && isHeldByCleanup(State, Moved, S->P))
      State = state::set(State, Moved, RefState::believed(originOf(Moved)));
    const RefState *Ref = state::get(State, Moved);
    if (Ref && !Ref->isOwned() && Ref->storedIn())
      State = state::set(State, Moved, Ref->spread());
    if (!Ref || !Ref->isOwned() || isNull(State, Moved))
      continue;
    // A field that is declared not to own anything takes nothing over.
    const auto *Member = dyn_cast_or_null<FieldRegion>(Place);
    if (Member && S->P.declaredOwnership(Member->getDecl()) ==
                      FieldEffect::Borrowed)
      continue;
    if (state::isFloating(State, Moved)) {
      // Whoever finds it there can take it over.
      State = state::escape(State, Moved);
      continue;
    }
    if (const ParmVarDecl *Out = outParameter(Region))
      if (const auto *Function =
              dyn_cast<FunctionDecl>(Out->getParentFunctionOrMethod()))
        S->P.effectsOf(Function).Params[Out->getFunctionScopeIndex()].Stored =
            true;
    State = state::set(State, Moved, Ref->storeIn(Place));
    std::string Name = Region ? describePlace(Region) : "";
    Note = noteAbout(
        C, {{Moved, Name.empty()
                        ? "The reference to % is stored in memory that "
                          "outlives this function"
                        : "The reference to % is stored in '" + Name + "'"}},
        S->Uses);
  }
  if (Node)
    C.addTransition(State, Node, Note);
  else if (State != C.getState())
    C.addTransition(State, Note);
}

ProgramStateRef OwnershipChecker::checkPointerEscape(
    ProgramStateRef State, const InvalidatedSymbols &Escaped,
    const CallEvent *, PointerEscapeKind Kind) const {
  // Passing a pointer lends it; stores are judged by checkBind.
  if (Kind == PSK_DirectEscapeOnCall || Kind == PSK_EscapeOnBind)
    return State;
  for (SymbolRef Symbol : Escaped)
    if (const RefState *Ref = state::get(State, Symbol))
      if (Ref->isOwned())
        State = state::escape(State, Symbol);
  return forgetOverwritten(State);
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
  // A struct that nobody else can reach is judged at the end, too.
  state::forEachPrivate(State,
                        [&](SymbolRef Memory) { Reaper.markLive(Memory); });
  for (SymbolRef Address : DeclaredSlots)
    Reaper.markLive(Address);
  state::forEach(State, [&](SymbolRef Object, const RefState &Ref) {
    // Whether the call has failed is asked when the reference is dropped.
    if (Ref.isOwned() && Ref.lentResult())
      Reaper.markLive(Ref.lentResult());
    // What is inherited is judged at the end of the function.
    if (Ref.storedIn() ||
        (isInherited(Object) &&
         (Ref.balance() != 0 || Ref.tookReference() || Ref.isEscaped() ||
          Ref.owedAt())))
      Reaper.markLive(Object);
    // So is what an owning field is left with, and what is stored for the
    // caller: the engine would forget it with the last use of the pointer that
    // leads there.
    const auto *Stored = dyn_cast_or_null<SymbolicRegion>(
        Ref.storedIn() ? Ref.storedIn()->getBaseRegion() : nullptr);
    if (Stored)
      Reaper.markLive(Stored->getSymbol());
    const auto *Read = dyn_cast<SymbolRegionValue>(Object);
    const auto *Field = dyn_cast_or_null<FieldRegion>(
        Read ? Read->getRegion() : nullptr);
    if (Field && S->P.isOwningField(Field->getDecl()))
      if (SymbolRef Memory = memoryOf(Field))
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
  State = state::forgetDeadContainers(State, Reaper);

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
