//===- SliceConditions.cpp - Which tests a slice depends on ---------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/Compat.h"
#include "engine/Slice.h"
#include "clang/AST/ASTContext.h"
#include "clang/Analysis/Analyses/Dominators.h"
#include "clang/Analysis/CFG.h"

using namespace clang;
using llvm::dyn_cast;
using llvm::isa;

namespace virref {

/// The operands that decide a condition: those of `!`, comparisons, `&`. The
/// operands of `a && b` are conditions of their own, with branches of their own,
/// unless its value is an operand of something else: `!(a && b)`.
static void leavesOf(const Expr *E, llvm::SmallVectorImpl<const Expr *> &Out,
                     bool Nested = false) {
  E = Nested ? E->IgnoreParenCasts() : E->IgnoreParens();
  if (const auto *Binary = dyn_cast<BinaryOperator>(E)) {
    if (Binary->isLogicalOp() && !Nested)
      return;
    if (Binary->isLogicalOp() || Binary->isComparisonOp() ||
        Binary->getOpcode() == BO_And || Binary->getOpcode() == BO_Or ||
        Binary->isAdditiveOp()) {
      leavesOf(Binary->getLHS(), Out, true);
      leavesOf(Binary->getRHS(), Out, true);
      return;
    }
    if (Binary->getOpcode() == BO_Comma) {
      leavesOf(Binary->getRHS(), Out, true);
      return;
    }
    if (Binary->isAssignmentOp()) {
      Out.push_back(Binary->getLHS());
      return;
    }
  }
  if (const auto *Unary = dyn_cast<UnaryOperator>(E))
    if (Unary->getOpcode() == UO_LNot || Unary->isIncrementDecrementOp()) {
      leavesOf(Unary->getSubExpr(), Out, true);
      return;
    }
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (Callee && Callee->getBuiltinID() && Call->getNumArgs() > 0)
      leavesOf(Call->getArg(0), Out, true); // __builtin_expect
    return;
  }
  if (!Nested && E != E->IgnoreParenCasts()) {
    leavesOf(E->IgnoreParenCasts(), Out, true);
    return;
  }
  Out.push_back(E);
}

/// True for `f(x, p->y, 3)`: a question that the same words ask again.
static bool isQuestion(const CallExpr *Call, Program &P) {
  const FunctionDecl *Callee = Call->getDirectCallee();
  if (!Callee || Callee->isVariadic() || Callee->getBuiltinID() ||
      Call->getNumArgs() == 0 || P.contractOf(Callee) ||
      !Call->getType()->isIntegralOrEnumerationType())
    return false;
  for (const Expr *Arg : Call->arguments()) {
    Arg = Arg->IgnoreParenCasts();
    while (const auto *Member = dyn_cast<MemberExpr>(Arg))
      Arg = Member->getBase()->IgnoreParenCasts();
    if (!isa<DeclRefExpr>(Arg) && !isKnownConstant(Arg))
      return false;
  }
  return true;
}

/// `if (isActive(vm)) ref(vm); ... if (isActive(vm)) unref(vm);`: two calls that
/// ask the same get the same answer.
void Slice::keepRepeatedQuestions() {
  llvm::DenseMap<unsigned, llvm::SmallVector<const CallExpr *, 2>> Asked;
  llvm::DenseSet<const CallExpr *> Seen;
  for (const Expr *Condition : Facts.Conditions)
    walk(Condition, [&](const Stmt *S) {
      const auto *Call = dyn_cast<CallExpr>(S);
      if (!Call)
        return true;
      if (isQuestion(Call, P) && !Kept.count(Call) && Seen.insert(Call).second) {
        llvm::FoldingSetNodeID Words;
        Call->Profile(Words, P.context(), /*Canonical=*/true);
        Asked[Words.ComputeHash()].push_back(Call);
      }
      return false;
    });
  for (const auto &Entry : Asked)
    if (Entry.second.size() > 1)
      for (const CallExpr *Call : Entry.second) {
        P.addQuestion(Call, Entry.second.front());
        Kept.insert(Call);
      }
}

namespace {
/// Tells which branches decide whether something that is kept happens. Where both
/// ways of a branch come together before anything has happened, it makes no
/// difference which one was taken.
class Deciders {
public:
  explicit Deciders(const CFG &Graph)
      : Graph(Graph), Dependencies(const_cast<CFG *>(&Graph)) {}

  /// \p Happens says it of an element. \returns false if nothing is new.
  bool update(llvm::function_ref<bool(const CFGElement &)> Happens) {
    const size_t Before = Conditions.size();
    llvm::SmallVector<CFGBlock *, 32> Open;
    for (CFGBlock *Block : Graph)
      if (!Seen.count(Block) && llvm::any_of(*Block, Happens)) {
        Seen.insert(Block);
        Open.push_back(Block);
      }
    while (!Open.empty())
      for (CFGBlock *By : Dependencies.getControlDependencies(Open.pop_back_val())) {
        if (const Stmt *Condition = By->getTerminatorCondition())
          add(Condition);
        if (Seen.insert(By).second)
          Open.push_back(By);
      }
    return Conditions.size() != Before;
  }

  bool contains(const Expr *Condition) const {
    return Conditions.count(Condition->IgnoreParens());
  }

private:
  /// That of `if (a && b)`, if it is computed as a value, is both.
  void add(const Stmt *Condition) {
    if (const auto *E = dyn_cast<Expr>(Condition))
      Condition = E->IgnoreParens();
    Conditions.insert(Condition);
    const auto *Binary = dyn_cast<BinaryOperator>(Condition);
    if (!Binary || !Binary->isLogicalOp())
      return;
    add(Binary->getLHS());
    add(Binary->getRHS());
  }

  const CFG &Graph;
  ControlDependencyCalculator Dependencies;
  llvm::SmallPtrSet<const CFGBlock *, 32> Seen;
  llvm::DenseSet<const Stmt *> Conditions;
};
} // namespace

void Slice::keepConditions(const CFG &Graph) {
  keepRepeatedQuestions();
  struct Condition {
    const Expr *E;
    EntityList Leaves;
    bool Kept;
    bool Tells = false; ///< what has become of a reference
  };
  llvm::SmallVector<Condition, 32> Conditions;
  llvm::DenseMap<const ValueDecl *, unsigned> Tests;
  llvm::DenseSet<const Expr *> Seen;
  for (const Expr *E : Facts.Conditions) {
    if (!Seen.insert(E->IgnoreParens()).second)
      continue; // `if (a && b)` is recorded by both
    Condition C{E, {}, false};
    llvm::SmallVector<const Expr *, 4> Leaves;
    leavesOf(E, Leaves, /*Nested=*/Facts.DoConditions.count(E));
    for (const Expr *Leaf : Leaves)
      entitiesOf(Leaf, C.Leaves);
    llvm::SmallPtrSet<const ValueDecl *, 4> Once(C.Leaves.begin(),
                                                 C.Leaves.end());
    for (const ValueDecl *Entity : Once)
      ++Tests[Entity];
    walk(E, [&](const Stmt *S) {
      C.Kept |= isa<CallExpr>(S) && Kept.count(S);
      return !C.Kept;
    });
    Conditions.push_back(std::move(C));
  }
  // Decided before the test: by a constant, by the result of a call that
  // effects wait for, or by an argument of a known call.
  llvm::DenseSet<const ValueDecl *> Constant, Results;
  for (const Assignment &A : Facts.Assignments) {
    if (!A.Value)
      continue;
    bool IsResult = false;
    // `rc = f(x)` or `ok = f(x) == 0`.
    walk(A.Value, [&](const Stmt *S) {
      IsResult |= isa<CallExpr>(S) && Kept.count(S);
      return !IsResult && !isa<CallExpr>(S);
    });
    if (!IsResult && !isKnownConstant(A.Value))
      continue;
    EntityList Found;
    targetsOf(A, Found);
    Constant.insert(Found.begin(), Found.end());
    if (IsResult)
      Results.insert(Found.begin(), Found.end());
  }
  for (const CallExpr *Call : Facts.Calls)
    if (Kept.count(Call))
      for (const Expr *Arg : Call->arguments())
        if (const VarDecl *Var = addressedVariable(Arg))
          Results.insert(Var);
  if (P.isCalledInFile(Function))
    for (const ParmVarDecl *Param : Function->parameters())
      Constant.insert(Param);

  for (const auto &Entry : Tests)
    if ((Entry.second > 1 || Constant.count(Entry.first) ||
         P.sharedTests().contains(Function, Entry.first)) &&
        !Counters.count(Entry.first))
      Scalars.insert(Entry.first);
  for (Condition &C : Conditions) {
    C.Tells = C.Kept;
    for (const ValueDecl *Entity : C.Leaves) {
      C.Kept |= Tracked.count(Entity) || Scalars.count(Entity);
      C.Tells |= Results.count(Entity);
    }
  }
  // What decides on what is kept is kept, and where its operands come from; on
  // which something else may decide.
  Deciders Deciding(Graph);
  auto Happens = [this](const CFGElement &E) {
    if (const VarDecl *Var = compat::cleanupVariable(E))
      return keepsCleanup(Var);
    auto S = E.getAs<CFGStmt>();
    return S && !isa<ReturnStmt>(S->getStmt()) && keeps(S->getStmt());
  };
  // Each way out is held against the function's own contract.
  const bool Everything = P.hasToKeepContract(Function);
  EntitySet Asked;
  llvm::SmallPtrSet<const Stmt *, 16> Done;
  bool Changed = true;
  for (Deciding.update(Happens); Changed; Changed |= Deciding.update(Happens)) {
    Changed = false;
    for (const Condition &C : Conditions)
      if (C.Kept && (Everything || C.Tells || Deciding.contains(C.E)) &&
          Done.insert(C.E).second) {
        Changed = true;
        keepDeep(C.E);
        Asked.insert(C.Leaves.begin(), C.Leaves.end());
      }
    // A field has no declaration to start from: keep what is written to it.
    for (const Assignment &A : Facts.Assignments) {
      if (!A.Target || Done.count(A.Whole))
        continue;
      EntityList Found;
      entitiesOf(A.Target, Found);
      if (llvm::any_of(Found, [&](const ValueDecl *Entity) {
            return Scalars.count(Entity) && Asked.count(Entity);
          })) {
        Done.insert(A.Whole);
        keepAssignment(A);
      }
    }
    keepDefinitions();
  }
}

/// The engine looks at the last element of a block for the value of `a && b`.
void Slice::keepDecidingElements(const CFG &Graph) {
  for (const CFGBlock *Block : Graph) {
    const Stmt *Condition =
        const_cast<CFGBlock *>(Block)->getTerminatorCondition();
    if (!Condition || Block->empty())
      continue;
    // `!!(a && b)`, or the condition of a `do`: an element itself.
    for (const CFGElement &E : *Block)
      if (auto S = E.getAs<CFGStmt>())
        if (Kept.count(S->getStmt()))
          keepArms(S->getStmt());
    if (const auto *E = dyn_cast<Expr>(Condition))
      Condition = E->IgnoreParens();
    const auto *Binary = dyn_cast<BinaryOperator>(Condition);
    if (!Binary || !Binary->isLogicalOp())
      continue;
    if (auto Last = Block->back().getAs<CFGStmt>()) {
      Kept.insert(Last->getStmt());
      keepArms(Last->getStmt());
    }
  }
}

} // namespace virref
