//===- StoreModel.cpp - What a store does to references -------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/OwnershipChecker.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/ExplodedGraph.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/SymbolManager.h"

using namespace clang;
using namespace clang::ento;
using llvm::dyn_cast;
using llvm::dyn_cast_or_null;
using llvm::isa;

namespace virref {

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

} // namespace virref
