//===- PathWalk.cpp - What the paths of a function do to references -------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "inference/PathWalk.h"
#include "engine/Compat.h"
#include "engine/PrepareCfg.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/Analysis/Analyses/PostOrderCFGView.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/Path.h"

using namespace clang;
using llvm::dyn_cast;
using llvm::dyn_cast_or_null;
using llvm::isa;

namespace virref {

/// What differs more than this is mostly the same to us: some paths must do.
static constexpr size_t MaxStatesOfBlock = 48;
static constexpr size_t MinStatesOfBlock = 8;
static constexpr size_t MaxStatesOfFunction = 8000;

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

static PresumedLoc presumed(const FunctionDecl *Function) {
  if (const FunctionDecl *Definition = definitionOf(Function))
    Function = Definition;
  const SourceManager &SM = Function->getASTContext().getSourceManager();
  return SM.getPresumedLoc(SM.getExpansionLoc(Function->getLocation()));
}

static std::string fileOf(const FunctionDecl *Function) {
  PresumedLoc Place = presumed(Function);
  if (Place.isInvalid())
    return {};
  // A header has other names in other translation units.
  llvm::SmallString<128> Path(Place.getFilename());
  Function->getASTContext().getSourceManager().getFileManager()
      .makeAbsolutePath(Path);
  llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
  return Path.str().str();
}

std::string placeOf(const FunctionDecl *Function) {
  return fileOf(Function) + ":" + Function->getNameAsString();
}

unsigned lineOf(const FunctionDecl *Function) {
  PresumedLoc Place = presumed(Function);
  return Place.isInvalid() ? 0 : Place.getLine();
}

std::string functionKey(const FunctionDecl *Function) {
  std::string Name = Function->getNameAsString();
  return Function->isExternallyVisible() ? Name : Name + "@" + fileOf(Function);
}

static std::string recordName(const RecordDecl *Record) {
  if (Record->getIdentifier())
    return Record->getNameAsString();
  if (const TypedefNameDecl *Name = Record->getTypedefNameForAnonDecl())
    return Name->getNameAsString();
  return {};
}

std::string fieldKey(const FieldDecl *Field) {
  std::string Owner = recordName(Field->getParent());
  // A struct without a name is a part of the one around it.
  const DeclContext *Context = Field->getParent();
  while (Owner.empty() && Context) {
    Context = Context->getParent();
    if (const auto *Outer = dyn_cast_or_null<RecordDecl>(Context))
      Owner = recordName(Outer);
  }
  return Owner + "." + Field->getNameAsString();
}

std::string callFieldKey(const FieldDecl *Field) {
  return recordName(Field->getParent()) + "::" + Field->getNameAsString();
}

std::string typeWord(QualType Type) {
  std::string Stars;
  while (true) {
    Type = Type.getCanonicalType();
    if (!Type->isPointerType())
      return {};
    Type = Type->getPointeeType();
    if (Type->isVoidType())
      return Stars + "void";
    if (const RecordDecl *Record = Type->getAsRecordDecl()) {
      std::string Name = recordName(Record);
      return Name.empty() ? Name : Stars + Name;
    }
    Stars += '*';
  }
}

bool namesStruct(const std::string &TypeWord) {
  return !TypeWord.empty() && TypeWord[0] != '*' && TypeWord != "void";
}

//===----------------------------------------------------------------------===//
// The walk
//===----------------------------------------------------------------------===//

PathWalk::PathWalk(WalkContext &Context, const FunctionDecl *Function)
    : Context(Context), Ctx(Context.P.context()), Function(Function),
      Key(functionKey(Function)) {}

static bool isTracked(QualType Type) {
  return Type->isAnyPointerType() || Type->isIntegralOrEnumerationType() ||
         Type->isRecordType();
}

void PathWalk::run(FunctionFact &Into) {
  Fact = &Into;
  CFG::BuildOptions Options;
  {
    compat::CleanupElementsScope WithCleanups(Options);
    Graph = CFG::buildCFG(Function, Function->getBody(), &Ctx, Options);
  }
  if (!Graph)
    return;
  const unsigned Blocks = Graph->getNumBlockIDs();
  Order.assign(Blocks, 0);
  Seen.assign(Blocks, {});
  // So that the walk reaches the end of a long function as well.
  StatesOfBlock = std::max(MinStatesOfBlock,
                           std::min(MaxStatesOfBlock,
                                    MaxStatesOfFunction / (Blocks + 1)));
  unsigned Next = 0;
  PostOrderCFGView View(Graph.get());
  for (const CFGBlock *Block : View)
    Order[Block->getBlockID()] = ++Next;
  findLiveVariables(*Graph);
  findUnusedValues(Function->getBody());

  PathState Start;
  for (unsigned I = 0; I != Function->getNumParams(); ++I) {
    const ParmVarDecl *Param = Function->getParamDecl(I);
    if (isTracked(Param->getType()))
      Start.Variables[Param] = value(Value::Parameter, nullptr, I);
  }
  enter(&Graph->getEntry(), Start);

  std::map<unsigned, const CFGBlock *> ById;
  for (const CFGBlock *Block : *Graph)
    ById[Block->getBlockID()] = Block;
  size_t Steps = 0;
  while (!Pending.empty()) {
    auto First = Pending.begin();
    const CFGBlock &Block = *ById[First->first.second];
    PathState State = std::move(First->second.back());
    First->second.pop_back();
    if (First->second.empty())
      Pending.erase(First);
    if (++Steps > MaxStatesOfFunction + MinStatesOfBlock * Blocks) {
      Into.Partial = true;
      break;
    }
    if (&Block == &Graph->getExit())
      end(State);
    else
      walkBlock(Block, std::move(State));
  }
}

void PathWalk::enter(const CFGBlock *Block, PathState State) {
  if (!Block)
    return;
  const unsigned Id = Block->getBlockID();
  if (Seen[Id].size() >= StatesOfBlock) {
    if (!Seen[Id].count(State))
      Fact->Partial = true;
    return;
  }
  if (Seen[Id].insert(State).second)
    Pending[{Order[Id], Id}].push_back(std::move(State));
}

void PathWalk::walkBlock(const CFGBlock &Block, PathState State) {
  const Expr *Condition =
      Block.succ_size() > 1 ? Block.getLastCondition() : nullptr;
  States Now{std::move(State)};
  for (const CFGElement &Element : Block)
    walkElement(Element, Condition, Now);
  if (Block.hasNoReturnElement())
    return;
  for (PathState &End : Now)
    leave(Block, std::move(End), Condition);
}

void PathWalk::walkElement(const CFGElement &Element, const Expr *Condition,
                           States &Now) {
  if (const VarDecl *Var = compat::cleanupVariable(Element)) {
    for (PathState &State : Now)
      cleanUp(Var, State);
    return;
  }
  auto S = Element.getAs<CFGStmt>();
  // The condition is evaluated by who branches on it.
  if (S && (!Condition || S->getStmt() != Condition))
    walkStatement(S->getStmt(), Now);
}

void PathWalk::walkStatement(const Stmt *S, States &Now) {
  if (const auto *Decls = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : Decls->decls())
      if (const auto *Var = dyn_cast<VarDecl>(D))
        declare(Var, Now);
    return;
  }
  if (const auto *Return = dyn_cast<ReturnStmt>(S)) {
    if (const Expr *Value = Return->getRetValue())
      for (PathState &State : Now)
        State.Returned = evaluate(Value, State);
    return;
  }
  const auto *E = dyn_cast<Expr>(S);
  if (!E)
    return;
  const Expr *Key = E->IgnoreParenCasts();
  States Others;
  for (PathState &State : Now) {
    Split.clear();
    ValueId V = evaluate(E, State);
    Split.push_back(std::move(State));
    State = PathState();
    for (PathState &One : Split) {
      if (!Unused.count(E->IgnoreParens()))
        One.Computed[Key] = V;
      Others.push_back(std::move(One));
    }
    Split.clear();
  }
  Now = std::move(Others);
}

void PathWalk::declare(const VarDecl *Var, States &Now) {
  if (!Var->hasLocalStorage() || !isTracked(Var->getType()))
    return;
  for (PathState &State : Now) {
    // What it held on the last trip of a loop is gone.
    const ValueId Address = value(Value::Address, Var);
    for (auto It = State.Memory.begin(); It != State.Memory.end();)
      It = It->first.Base == Address ? State.Memory.erase(It) : std::next(It);
    State.Variables.erase(Var);
    Location L;
    L.What = Location::Variable;
    L.Var = Var;
    if (const Expr *Init = Var->getInit())
      initialise(L, Init, Var->getType(), State);
  }
}

void PathWalk::leave(const CFGBlock &Block, PathState State,
                     const Expr *LastCondition) {
  const Stmt *Terminator = Block.getTerminatorStmt();
  auto Reachable = [&](unsigned I) -> const CFGBlock * {
    return I < Block.succ_size() ? (Block.succ_begin() + I)->getReachableBlock()
                                 : nullptr;
  };
  if (!LastCondition || Block.succ_size() != 2 ||
      isa_and_nonnull<SwitchStmt>(Terminator)) {
    if (const auto *Switch = dyn_cast_or_null<SwitchStmt>(Terminator))
      evaluate(Switch->getCond(), State);
    forget(State, Block);
    for (unsigned I = 0; I != Block.succ_size(); ++I)
      enter(Reachable(I), State);
    return;
  }
  if (isScopeLoop(Terminator)) {
    const bool Again = !State.Entered.insert(Terminator).second;
    forget(State, Block);
    enter(Reachable(Again ? 1 : 0), State);
    return;
  }
  Split.clear();
  Condition C = conditionOf(LastCondition, State);
  States Ends = std::move(Split);
  Split.clear();
  Ends.push_back(std::move(State));
  for (PathState &End : Ends)
    for (bool Taken : {true, false}) {
      PathState Next = End;
      if (C.What >= 0 &&
          !constrain(Next, C.What, Taken ? C.IfTrue : C.IfFalse))
        continue;
      forget(Next, Block);
      enter(Reachable(Taken ? 0 : 1), std::move(Next));
    }
}

bool PathWalk::constrain(PathState &State, ValueId V, unsigned Signs) const {
  const unsigned Left = signsOf(State, V) & Signs;
  if (!Left)
    return false;
  const Value &Info = Values[V];
  if (Info.What != Value::Unknown && Info.What != Value::Constant &&
      Left != signsOf(State, V))
    State.Values[V].Signs = Left;
  return true;
}

unsigned PathWalk::signsOf(const PathState &State, ValueId V) const {
  if (V < 0)
    return AnySign;
  const Value &Info = Values[V];
  switch (Info.What) {
  case Value::Constant:
    return Info.Number < 0 ? Negative : Info.Number > 0 ? Positive : Zero;
  case Value::Address:
  case Value::AddressOfField:
  case Value::Function:
    return Positive;
  default:
    return State.of(V).Signs;
  }
}

/// Drops what nothing later depends on, so that states become equal.
void PathWalk::forget(PathState &State, const CFGBlock &Block) {
  const auto &Live = LiveAtEnd[Block.getBlockID()];
  for (auto It = State.Variables.begin(); It != State.Variables.end();) {
    const bool Keep = Live.count(It->first);
    It = Keep ? std::next(It) : State.Variables.erase(It);
  }
  std::set<ValueId> Needed;
  auto Need = [&](ValueId V) {
    for (; V >= 0 && Needed.insert(V).second; V = Values[V].Base)
      ;
  };
  for (const auto &[Var, V] : State.Variables)
    Need(V);
  for (const auto &[E, V] : State.Computed)
    Need(V);
  Need(State.Returned);
  for (unsigned I = 0; I != Function->getNumParams(); ++I)
    Need(value(Value::Parameter, nullptr, I));
  // Memory counts as long as somebody can look there.
  for (auto It = State.Memory.begin(); It != State.Memory.end();) {
    const Value &Base = Values[It->first.Base];
    const auto *Local = Base.What == Value::Address
                            ? dyn_cast<VarDecl>(Base.decl())
                            : nullptr;
    const bool Keep =
        Needed.count(It->first.Base) || (Local && Live.count(Local));
    It = Keep ? std::next(It) : State.Memory.erase(It);
  }
  for (const auto &[Place, V] : State.Memory)
    Need(V);
  std::vector<ValueId> Results;
  for (auto &[V, Known] : State.Values)
    if (Needed.count(V) && Known.Last.Result >= 0)
      Results.push_back(Known.Last.Result);
  for (ValueId V : Results)
    Need(V);
  for (auto It = State.Values.begin(); It != State.Values.end();) {
    const Value &Info = Values[It->first];
    // What a parameter points to.
    const bool Inherited = Info.What == Value::Load && !Info.Place &&
                           Values[Info.Base].What == Value::Parameter;
    const bool Keep = (Needed.count(It->first) || Inherited) &&
                      !It->second.isPlain();
    It = Keep ? std::next(It) : State.Values.erase(It);
  }
}

//===----------------------------------------------------------------------===//
// What can be prepared
//===----------------------------------------------------------------------===//

/// Which variables are mentioned behind each block; an assignment counts as a
/// mention, which errs on the side of keeping.
void PathWalk::findLiveVariables(const CFG &Graph) {
  const unsigned Blocks = Graph.getNumBlockIDs();
  std::vector<std::set<const VarDecl *>> Used(Blocks), Killed(Blocks);
  std::set<const VarDecl *> Addressed;
  for (const CFGBlock *Block : Graph) {
    auto &Mine = Used[Block->getBlockID()];
    auto &Dead = Killed[Block->getBlockID()];
    for (const CFGElement &Element : *Block) {
      if (const VarDecl *Var = compat::cleanupVariable(Element)) {
        if (Var->hasAttr<CleanupAttr>() && !Dead.count(Var))
          Mine.insert(Var);
        continue;
      }
      auto S = Element.getAs<CFGStmt>();
      if (!S)
        continue;
      const auto *Assign = dyn_cast<BinaryOperator>(S->getStmt());
      const DeclRefExpr *Target = nullptr;
      if (Assign && Assign->getOpcode() == BO_Assign)
        Target = dyn_cast<DeclRefExpr>(Assign->getLHS()->IgnoreParens());
      walk(S->getStmt(), [&](const Stmt *Child) {
        if (const auto *Unary = dyn_cast<UnaryOperator>(Child))
          if (Unary->getOpcode() == UO_AddrOf)
            if (const VarDecl *Var = storageRoot(Unary->getSubExpr()))
              Addressed.insert(Var);
        const auto *Ref = dyn_cast<DeclRefExpr>(Child);
        const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
        if (Var && Ref != Target && !Dead.count(Var))
          Mine.insert(Var);
        return true;
      });
      if (Target)
        if (const auto *Var = dyn_cast<VarDecl>(Target->getDecl()))
          if (!Mine.count(Var))
            Dead.insert(Var);
      if (const auto *Decls = dyn_cast<DeclStmt>(S->getStmt()))
        for (const Decl *D : Decls->decls())
          if (const auto *Var = dyn_cast<VarDecl>(D))
            if (!Mine.count(Var))
              Dead.insert(Var);
    }
  }
  LiveAtEnd.assign(Blocks, {});
  std::vector<const CFGBlock *> Backwards;
  PostOrderCFGView View(&Graph);
  for (const CFGBlock *Block : View)
    Backwards.push_back(Block);
  std::reverse(Backwards.begin(), Backwards.end());
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (const CFGBlock *Block : Backwards) {
      auto &Live = LiveAtEnd[Block->getBlockID()];
      const size_t Before = Live.size();
      for (const CFGBlock::AdjacentBlock &Next : Block->succs()) {
        const CFGBlock *Successor = Next.getReachableBlock();
        if (!Successor)
          continue;
        const unsigned Id = Successor->getBlockID();
        Live.insert(Used[Id].begin(), Used[Id].end());
        for (const VarDecl *Var : LiveAtEnd[Id])
          if (!Killed[Id].count(Var))
            Live.insert(Var);
      }
      Changed |= Live.size() != Before;
    }
  }
  for (auto &Live : LiveAtEnd)
    Live.insert(Addressed.begin(), Addressed.end());
}

/// Expressions that are statements: nobody wants their value.
void PathWalk::findUnusedValues(const Stmt *S) {
  walk(S, [&](const Stmt *Parent) {
    if (isa<Expr>(Parent))
      return true;
    auto Note = [&](const Stmt *Child) {
      if (const auto *E = dyn_cast_or_null<Expr>(Child))
        Unused.insert(E->IgnoreParens());
    };
    if (const auto *Compound = dyn_cast<CompoundStmt>(Parent)) {
      for (const Stmt *Child : Compound->body())
        Note(Child);
    } else if (const auto *If = dyn_cast<IfStmt>(Parent)) {
      Note(If->getThen());
      Note(If->getElse());
    } else if (const auto *For = dyn_cast<ForStmt>(Parent)) {
      Note(For->getInit());
      Note(For->getInc());
      Note(For->getBody());
    } else if (const auto *While = dyn_cast<WhileStmt>(Parent)) {
      Note(While->getBody());
    } else if (const auto *Do = dyn_cast<DoStmt>(Parent)) {
      Note(Do->getBody());
    } else if (const auto *Case = dyn_cast<SwitchCase>(Parent)) {
      Note(Case->getSubStmt());
    } else if (const auto *Label = dyn_cast<LabelStmt>(Parent)) {
      Note(Label->getSubStmt());
    }
    return true;
  });
  // The last statement of a statement expression is its value.
  walk(S, [&](const Stmt *Child) {
    if (const auto *Whole = dyn_cast<StmtExpr>(Child))
      if (!Whole->getSubStmt()->body_empty())
        if (const auto *E = dyn_cast<Expr>(Whole->getSubStmt()->body_back()))
          Unused.erase(E->IgnoreParens());
    return true;
  });
}

//===----------------------------------------------------------------------===//
// The end of a path
//===----------------------------------------------------------------------===//

Amount PathWalk::amountOf(const PathState &State, ValueId V) const {
  const ValueState &Known = State.of(V);
  Amount Result;
  Result.Known = Known.Refs;
  // A reference that the caller does not get is in somebody else's hands.
  Result.Kept = Known.Kept || (Known.Refs > 0 && Known.Given);
  auto Add = [&](Term::Kind What, int Name) {
    if (Name >= 0)
      Result.Terms.push_back({What, Names[Name], 0, AnySign});
  };
  Add(Term::StoredIn, Known.Stored);
  Add(Term::TakenFrom, Known.Taken);
  Add(Term::ValueIn, Known.Inside);
  Add(Term::RemovedFrom, Known.Removed);
  if (Known.Last.Callee >= 0)
    Result.Terms.push_back(
        {Known.Last.Address ? Term::AddressTo : Term::PassedTo,
         Names[Known.Last.Callee], Known.Last.Index,
         signsOf(State, Known.Last.Result)});
  llvm::sort(Result.Terms);
  return Result;
}

Given PathWalk::givenBy(const PathState &State, ValueId V) const {
  Given Result;
  if (V < 0)
    return Result;
  Result.Refs = amountOf(State, V);
  Origin &From = Result.Value;
  const Value &Info = Values[V];
  if (signsOf(State, V) == Zero) {
    From.From = Origin::Null;
    Result.Refs = Amount();
    return Result;
  }
  switch (Info.What) {
  case Value::Parameter:
    From.From = Origin::Param;
    From.Index = Info.Number;
    break;
  case Value::New:
    From.From = Origin::New;
    break;
  case Value::Load:
    if (Values[Info.Base].What == Value::Parameter && !Info.Place) {
      From.From = Origin::Pointee;
      From.Index = Values[Info.Base].Number;
      break;
    }
    [[fallthrough]];
  case Value::Lent:
  case Value::Global:
    From.From = Origin::Lent;
    break;
  case Value::Result:
  case Value::Out: {
    From.From = Info.What == Value::Out ? Origin::Out : Origin::Result;
    From.Index = Info.What == Value::Out ? Info.Number : 0;
    auto It = Callees.find(V);
    if (It != Callees.end())
      From.Name = Names[It->second];
    else
      From.From = Origin::Other;
    break;
  }
  default:
    From.From = Origin::Other;
    break;
  }
  return Result;
}

/// `return add(list, obj)`: two paths, one on which it succeeds, and one on which
/// it fails; what becomes of obj is not the same.
bool PathWalk::endsInTwoWays(const PathState &State) {
  if (State.Returned < 0 || signsOf(State, State.Returned) != AnySign)
    return false;
  bool Matters = false;
  for (const auto &[V, Known] : State.Values)
    Matters |= Known.Last.Callee >= 0 && Known.Last.Result == State.Returned;
  if (!Matters)
    return false;
  const QualType Return = Function->getReturnType();
  const unsigned Success =
      isYesOrNo(Return)
          ? unsigned(NonZero)
          : unsigned(Zero | Positive);
  for (unsigned Signs : {Success, AnySign & ~Success}) {
    PathState One = State;
    if (!constrain(One, State.Returned, Signs) ||
        signsOf(One, State.Returned) == AnySign)
      return false;
    end(One);
  }
  return true;
}

void PathWalk::end(const PathState &State) {
  if (endsInTwoWays(State))
    return;
  PathFact Path;
  const QualType Return = Function->getReturnType();
  if (Return->isVoidType())
    Path.Result = NoSign;
  else
    Path.Result = signsOf(State, State.Returned);
  if (Return->isAnyPointerType()) {
    Path.Returned = givenBy(State, State.Returned);
    if (ResultUse *Use = useOfResult(State.Returned))
      Use->Returned = true;
  }
  for (unsigned I = 0; I != Function->getNumParams(); ++I) {
    const std::string &Word = Fact->Params[I];
    if (Word.empty())
      continue;
    const auto Id = Ids.find(Value{Value::Parameter, -1, nullptr, I});
    if (Id == Ids.end() || signsOf(State, Id->second) == Zero)
      continue;
    // Of a parameter that can only be a plain object this is all.
    Path.Params[I] = amountOf(State, Id->second);
    if (namesStruct(Word))
      continue;
    SlotFact Slot;
    auto Now = State.Memory.find({Id->second, nullptr});
    if (Now != State.Memory.end()) {
      Slot.Written = true;
      Slot.Now = givenBy(State, Now->second);
    }
    auto Before = Ids.find(Value{Value::Load, Id->second, nullptr, 0});
    if (Before != Ids.end() && signsOf(State, Before->second) != Zero)
      Slot.Before = amountOf(State, Before->second);
    if (Slot == SlotFact())
      continue;
    Path.Slots[I] = std::move(Slot);
  }
  std::string &Place = Fact->Paths[Path];
  if (Place.empty())
    Place = placeOf(Function);
}

} // namespace virref
