//===- OwnershipReport.cpp - How a finding is told ------------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/OwnershipReport.h"
#include "engine/PathState.h"
#include "clang/AST/ASTContext.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/ExplodedGraph.h"

using namespace clang;
using namespace clang::ento;
using llvm::dyn_cast;
using llvm::isa;

namespace virref {

const char OwnershipCategory[] = "Reference ownership";

/// The frame of the function that is explored, below those of its callees.
static const LocationContext *exploredFunction(const ExplodedNode *Node) {
  const LocationContext *LCtx = Node->getLocationContext();
  while (!LCtx->inTopFrame())
    LCtx = LCtx->getParent();
  return LCtx;
}

/// The place of a statement that a reader sees: the invocation of a macro, not
/// the line of its definition.
static PathDiagnosticLocation placeOf(const Stmt *S, const ExplodedNode *Node) {
  const SourceManager &SM =
      Node->getState()->getStateManager().getContext().getSourceManager();
  const LocationContext *LCtx = exploredFunction(Node);
  if (S)
    return PathDiagnosticLocation(S, SM, LCtx);
  return PathDiagnosticLocation::createDeclEnd(LCtx, SM);
}

bool isMacroVariable(const VarDecl *Var, ProgramStateRef State) {
  const SourceLocation Loc = Var->getLocation();
  return Loc.isMacroID() && State->getStateManager()
                                .getContext()
                                .getSourceManager()
                                .isMacroBodyExpansion(Loc);
}

const Stmt *statementInExploredFunction(const ExplodedNode *Node) {
  const LocationContext *LCtx = Node->getLocationContext();
  const Stmt *Call = nullptr;
  for (; !LCtx->inTopFrame(); LCtx = LCtx->getParent())
    if (const auto *Frame = dyn_cast<StackFrameContext>(LCtx))
      Call = Frame->getCallSite();
  if (Call)
    return Call;
  if (const Stmt *S = Node->getStmtForDiagnostics())
    return S;
  return nullptr;
}

/// The end of a function has no statement: the return that leads there.
static const Stmt *returnBefore(const ExplodedNode *Node) {
  for (; Node; Node = Node->getFirstPred()) {
    if (!Node->getLocationContext()->inTopFrame())
      continue; // a callee that has been followed on the way
    ProgramPoint Point = Node->getLocation();
    if (Point.getAs<BlockEntrance>())
      return nullptr; // falls off the end
    if (auto S = Point.getAs<StmtPoint>())
      if (isa<ReturnStmt>(S->getStmt()))
        return S->getStmt();
  }
  return nullptr;
}

const Stmt *statementOfLoss(SymbolRef Object, const ExplodedNode *Node) {
  const ExplodedNode *After = nullptr;
  for (const ExplodedNode *N = Node; N; After = N, N = N->getFirstPred()) {
    if (!After)
      continue;
    const RefState *Ref = state::get(N->getState(), Object);
    if (!Ref || !Ref->isOwned() || state::holder(N->getState(), Object))
      return statementInExploredFunction(After);
  }
  return nullptr;
}

static PathDiagnosticLocation reportPlace(const ExplodedNode *Node,
                                          const Stmt *Where) {
  const Stmt *S = nullptr;
  if (Where)
    S = Where;
  else if (Node->getLocationContext()->inTopFrame() &&
      Node->getLocation().getAs<FunctionExitPoint>())
    S = Node->getLocation().castAs<FunctionExitPoint>().getStmt();
  else
    S = statementInExploredFunction(Node);
  if (!S)
    S = returnBefore(Node);
  return placeOf(S, Node);
}

OwnershipReport::OwnershipReport(const BugType &Type, llvm::StringRef Message,
                                 const ExplodedNode *Node, SymbolRef Object,
                                 std::string Name, const Stmt *Where,
                                 PathDiagnosticLocation Unique,
                                 const Decl *UniqueDecl)
    : PathSensitiveBugReport(Type, Message, Node, Unique, UniqueDecl),
      Object(Object), Name(std::move(Name)), Place(reportPlace(Node, Where)),
      Function(exploredFunction(Node)->getDecl()) {
  markInteresting(Object);
}

namespace {
/// Finds the region that an object is bound to; a variable of the explored
/// function is the best name.
class NameFinder : public StoreManager::BindingsHandler {
public:
  NameFinder(SymbolRef Object, ProgramStateRef State)
      : Object(Object), State(State) {}

  bool HandleBinding(StoreManager &, Store, const MemRegion *Region,
                     SVal Value) override {
    if (Value.getAsSymbol(/*IncludeBaseRegions=*/true) != Object)
      return true;
    const auto *Var = dyn_cast<VarRegion>(Region);
    const bool InMacro = Var && isMacroVariable(Var->getDecl(), State);
    const bool Top = Var && !InMacro &&
                     (!Var->getStackFrame() ||
                      Var->getStackFrame()->inTopFrame());
    unsigned Rank = Top       ? 3
                    : InMacro ? 0
                    : isa<FieldRegion>(Region->StripCasts()) ? 2
                                                             : 1;
    if (Rank > BestRank) {
      Best = Region;
      BestRank = Rank;
    }
    return true;
  }

  const MemRegion *Best = nullptr;
  unsigned BestRank = 0;

private:
  SymbolRef Object;
  ProgramStateRef State;
};
} // namespace

std::string describePlace(const MemRegion *Region) {
  Region = Region->StripCasts();
  if (const auto *Var = dyn_cast<VarRegion>(Region))
    return Var->getDecl()->getNameAsString();
  if (const auto *Field = dyn_cast<FieldRegion>(Region)) {
    std::string Name = Field->getDecl()->getNameAsString();
    const MemRegion *Super = Field->getSuperRegion()->StripCasts();
    if (const auto *Symbolic = dyn_cast<SymbolicRegion>(Super)) {
      const auto *Value = dyn_cast<SymbolRegionValue>(Symbolic->getSymbol());
      std::string Base = Value ? describePlace(Value->getRegion()) : "";
      return Base.empty() ? Name : Base + "->" + Name;
    }
    std::string Base = describePlace(Super);
    return Base.empty() ? Name : Base + "." + Name;
  }
  if (const auto *Element = dyn_cast<ElementRegion>(Region)) {
    std::string Base = describePlace(Element->getSuperRegion());
    return Base.empty() ? "" : Base + "[...]";
  }
  return "";
}

/// `obj` or `p->obj` as it stands in the code; empty for anything else.
static std::string writtenName(const Expr *E, ProgramStateRef State) {
  E = E->IgnoreParenCasts();
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
    return Var && !isMacroVariable(Var, State) ? Var->getNameAsString() : "";
  }
  if (const auto *Member = dyn_cast<MemberExpr>(E)) {
    std::string Base = writtenName(Member->getBase(), State);
    return Base.empty() ? ""
                        : Base + (Member->isArrow() ? "->" : ".") +
                              Member->getMemberDecl()->getNameAsString();
  }
  return "";
}

std::string describeObject(SymbolRef Object, const ExplodedNode *Node,
                           const Expr *Named) {
  if (Named && Node->getLocationContext()->inTopFrame()) {
    std::string Name = writtenName(Named, Node->getState());
    if (!Name.empty())
      return Name;
  }
  if (const auto *Value = dyn_cast<SymbolRegionValue>(Object)) {
    const auto *Var = dyn_cast<VarRegion>(Value->getRegion());
    // An opaque pointer is better known by the variable that gives it a type.
    if (Var && Var->getStackFrame() && Var->getStackFrame()->inTopFrame() &&
        !Var->getDecl()->getType()->isVoidPointerType())
      return Var->getDecl()->getNameAsString();
  }
  // The name that it had last: walk back until a state knows one.
  unsigned Steps = 0;
  const MemRegion *Second = nullptr;
  for (const ExplodedNode *N = Node; N && Steps != 400;
       N = N->getFirstPred(), ++Steps) {
    const VarDecl *Var = state::holder(N->getState(), Object);
    if (Var && !isMacroVariable(Var, N->getState()))
      if (const auto *Function = dyn_cast_or_null<FunctionDecl>(
              Var->getParentFunctionOrMethod())) {
        if (Function->getCanonicalDecl() ==
            exploredFunction(N)->getDecl()->getCanonicalDecl())
          return Var->getNameAsString();
      }
    const RefState *Ref = state::get(N->getState(), Object);
    if (Ref && Ref->storedIn() && !Second)
      Second = Ref->storedIn();
    NameFinder Finder(Object, N->getState());
    N->getState()->getStateManager().iterBindings(N->getState(), Finder);
    if (Finder.BestRank == 3)
      return describePlace(Finder.Best);
    if (Finder.Best && !Second)
      Second = Finder.Best;
  }
  if (Second) {
    std::string Name = describePlace(Second);
    if (!Name.empty())
      return Name;
  }
  if (const auto *Value = dyn_cast<SymbolRegionValue>(Object)) {
    std::string Name = describePlace(Value->getRegion());
    if (!Name.empty())
      return Name;
  }
  if (const auto *Derived = dyn_cast<SymbolDerived>(Object)) {
    std::string Name = describePlace(Derived->getRegion());
    if (!Name.empty())
      return Name;
  }
  return NoName;
}

const NoteTag *noteAbout(CheckerContext &C, std::vector<ObjectNote> Notes,
                         ContractUses &Uses) {
  return C.getNoteTag([Notes = std::move(Notes), &Uses](
                          PathSensitiveBugReport &Report) -> std::string {
    if (Report.getBugType().getCategory() != OwnershipCategory)
      return "";
    const auto &Ownership = static_cast<const OwnershipReport &>(Report);
    auto Note = std::find_if(Notes.rbegin(), Notes.rend(),
                             [&](const ObjectNote &N) {
                               return N.Object == Ownership.object();
                             });
    if (Note == Notes.rend())
      return "";
    std::string Result;
    for (char Ch : Note->Text)
      if (Ch == '%')
        Result += "'" + Ownership.name() + "'";
      else
        Result += Ch;
    Uses.remember(Result, Note->By);
    return Result;
  });
}

} // namespace virref
