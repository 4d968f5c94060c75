//===- HandOvers.cpp - Who takes an argument over -------------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the text of a file shows of functions without a contract: they keep an
// argument, or the way in which their result is used says that they take over
// what they are given. `if (add(list, obj) < 0) unref(obj);` is such a way: the
// branch of the failure releases, and nobody uses obj any more after it. So does
// a callback that releases what it gets from its own argument.
//
//===----------------------------------------------------------------------===//

#include "engine/Program.h"
#include "engine/AstWalk.h"
#include "clang/AST/Attr.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using llvm::dyn_cast;
using llvm::isa;

namespace virref {

bool Program::keepsArgument(const FunctionDecl *Function, unsigned Index,
                            unsigned Depth) {
  const FunctionDecl *Body = definitionOf(Function);
  if (!Body || Index >= Body->getNumParams() || Depth > 2 ||
      contractOf(Function))
    return false;
  // It is asked at every call, and a file can have hundreds of functions that
  // hand an argument on to one another.
  const std::pair<const FunctionDecl *, unsigned> Key(Body, Index * 3 + Depth);
  auto Known = Keepers.find(Key);
  if (Known == Keepers.end()) {
    const bool Keeps = storesArgument(Body, Index, Depth);
    Known = Keepers.try_emplace(Key, Keeps).first;
  }
  return Known->second;
}

bool Program::storesArgument(const FunctionDecl *Body, unsigned Index,
                             unsigned Depth) {
  const ValueDecl *Param = Body->getParamDecl(Index);
  if (!mayLeadToObject(Param->getType()))
    return false;
  const FunctionFacts &F = factsOf(Body);
  for (const Assignment &A : F.Assignments) {
    if (!A.Target || !A.Value || storageRoot(A.Target) ||
        !canHoldPointer(A.Value->getType()))
      continue;
    EntityList Sources;
    entitiesOf(A.Value, Sources);
    if (llvm::is_contained(Sources, Param))
      return true;
  }
  for (const CallExpr *Call : F.Calls) {
    const FunctionDecl *Callee = calleeOf(Call);
    for (unsigned I = 0, E = Call->getNumArgs(); I != E; ++I) {
      EntityList Sources;
      const Expr *Arg = Call->getArg(I);
      if (!canHoldPointer(Arg->getType()) || addressedVariable(Arg))
        continue;
      entitiesOf(Arg, Sources);
      if (!llvm::is_contained(Sources, Param))
        continue;
      if (takesReleaser(Call) ||
          (Callee && keepsArgument(Callee, I, Depth + 1)))
        return true;
    }
  }
  return false;
}

bool Program::givesAwayFrom(const FunctionDecl *Function,
                            const FieldDecl *Field) {
  for (const CallExpr *Call : factsOf(Function).Calls) {
    const FunctionDecl *Callee = calleeOf(Call);
    if (Callee && (Callee->isVariadic() || contractOf(Callee) ||
                   definitionOf(Callee)))
      continue;
    for (const Expr *Arg : Call->arguments())
      if (const auto *Member = dyn_cast<MemberExpr>(behindCasts(Arg)))
        if (Member->getMemberDecl() == Field)
          return true;
  }
  return false;
}

bool Program::releasesReceived(const FunctionDecl *Function,
                               const Expr *Given) {
  const FunctionDecl *Body = definitionOf(Function);
  const RecordDecl *Type = structOf(behindCasts(Given)->getType());
  if (!Body || !Type || contractOf(Function))
    return false;
  auto Known = Received.find(Body);
  if (Known == Received.end()) {
    llvm::SmallVector<const RecordDecl *, 2> Found;
    findReceived(Body, Found);
    Known = Received.try_emplace(Body, std::move(Found)).first;
  }
  return llvm::is_contained(Known->second, Type);
}

void Program::findReceived(
    const FunctionDecl *Body,
    llvm::SmallVectorImpl<const RecordDecl *> &Found) {
  const FunctionFacts &F = factsOf(Body);
  // What a call gives that is asked for something of a parameter's.
  auto IsReceived = [&](const Expr *Value) {
    const auto *Call = dyn_cast<CallExpr>(behindCasts(Value));
    const FunctionDecl *Callee = Call ? virref::calleeOf(Call) : nullptr;
    if (!Callee || contractOf(Callee) || isNamedNew(Callee))
      return false;
    return llvm::any_of(Call->arguments(), [&](const Expr *Arg) {
      const auto *Ref = dyn_cast<DeclRefExpr>(behindCasts(Arg));
      return Ref && isa<ParmVarDecl>(Ref->getDecl());
    });
  };
  for (const CallExpr *Release : F.Calls) {
    const FunctionDecl *Callee = virref::calleeOf(Release);
    if (!Callee || Release->getNumArgs() != 1 || !isReleaseWrapper(Callee, 0))
      continue;
    const VarDecl *Var = plainVariable(behindCasts(Release->getArg(0)));
    const RecordDecl *Type = Var ? structOf(Var->getType()) : nullptr;
    if (Type && llvm::any_of(F.Assignments, [&](const Assignment &A) {
          const VarDecl *To = A.Variable ? A.Variable
                              : A.Target ? plainVariable(A.Target)
                                         : nullptr;
          return To == Var && A.Value && IsReceived(A.Value);
        }))
      Found.push_back(Type);
  }
}

/// The variable that a condition compares with a place in memory, `p->f == v`.
static const VarDecl *comparedWithPlace(const Expr *Condition) {
  const auto *Equal = dyn_cast<BinaryOperator>(Condition->IgnoreParenCasts());
  if (!Equal || Equal->getOpcode() != BO_EQ)
    return nullptr;
  auto IsPlace = [](const Expr *E) {
    E = E->IgnoreParenCasts();
    const auto *Unary = dyn_cast<UnaryOperator>(E);
    return isa<MemberExpr, ArraySubscriptExpr>(E) ||
           (Unary && Unary->getOpcode() == UO_Deref);
  };
  if (IsPlace(Equal->getLHS()))
    return plainVariable(Equal->getRHS());
  return IsPlace(Equal->getRHS()) ? plainVariable(Equal->getLHS()) : nullptr;
}

/// Calls \p Visit with the parts that && and || join.
static void forEachPart(const Expr *Condition,
                        llvm::function_ref<void(const Expr *)> Visit) {
  const auto *Logical = dyn_cast<BinaryOperator>(Condition->IgnoreParenCasts());
  if (!Logical || !Logical->isLogicalOp())
    return Visit(Condition);
  forEachPart(Logical->getLHS(), Visit);
  forEachPart(Logical->getRHS(), Visit);
}

/// What a condition says of the calls in it, if it holds.
enum class Outcome { Failed, Succeeded, Unclear };

static Outcome outcomeOf(const Expr *Condition, ASTContext &Ctx) {
  const Expr *E = Condition->IgnoreParenCasts();
  if (const auto *Not = dyn_cast<UnaryOperator>(E))
    // 0 of an int is often success, of a gboolean it is none.
    return Not->getOpcode() == UO_LNot &&
                   !isa<BuiltinType>(
                       Not->getSubExpr()->IgnoreParenCasts()->getType())
               ? Outcome::Failed
               : Outcome::Unclear;
  const auto *Comparison = dyn_cast<BinaryOperator>(E);
  if (!Comparison || !Comparison->isComparisonOp())
    return isBoolean(E->getType()) ? Outcome::Succeeded
                                         : Outcome::Unclear;
  Expr::EvalResult Limit;
  if (Comparison->getLHS()->getType()->isPointerType() ||
      !Comparison->getRHS()->EvaluateAsInt(Limit, Ctx))
    return Outcome::Unclear;
  const bool Zero = Limit.Val.getInt() == 0;
  switch (Comparison->getOpcode()) {
  case BO_LT:
  case BO_LE:
    return Outcome::Failed;
  case BO_NE:
    return Zero ? Outcome::Failed : Outcome::Succeeded;
  case BO_EQ:
    return Zero ? Outcome::Succeeded : Outcome::Failed;
  default:
    return Outcome::Succeeded;
  }
}

/// True if \p Loc stands behind \p End, which can be in the same macro.
static bool isBehind(SourceLocation Loc, SourceLocation End,
                     const SourceManager &SM) {
  const SourceLocation Outer = SM.getExpansionLoc(Loc);
  const SourceLocation OuterEnd = SM.getExpansionLoc(End);
  return Outer == OuterEnd ? SM.isBeforeInTranslationUnit(End, Loc)
                           : SM.isBeforeInTranslationUnit(OuterEnd, Outer);
}

void Program::findHandOvers(const FunctionDecl *Function) {
  const FunctionFacts &F = factsOf(Function);
  const SourceManager &SM = Ctx.getSourceManager();
  for (const IfStmt *If : F.Ifs) {
    // The variables that the branch releases.
    const VarDecl *Compared = comparedWithPlace(If->getCond());
    llvm::SmallPtrSet<const VarDecl *, 4> Released;
    walk(If->getThen(), [&](const Stmt *S) {
      const auto *Call = dyn_cast<CallExpr>(S);
      const FunctionDecl *Callee = Call ? calleeOf(Call) : nullptr;
      if (!Callee || Call->getNumArgs() != 1 || !isReleaseWrapper(Callee, 0))
        return true;
      if (const VarDecl *Var = plainVariable(Call->getArg(0))) {
        Released.insert(Var);
        if (Var == Compared)
          RemovalReleases.insert(Call);
      }
      return true;
    });
    if (Released.empty())
      continue;
    const SourceLocation End = If->getThen()->getEndLoc();
    const bool Leaves = alwaysLeaves(If->getThen());
    auto VisitCall = [&](const Stmt *S) {
      const auto *Call = dyn_cast<CallExpr>(S);
      if (!Call)
        return true;
      const FunctionDecl *Callee = calleeOf(Call);
      if (!Callee || contractOf(Callee) || definitionOf(Callee))
        return true;
      for (const Expr *Arg : Call->arguments()) {
        const VarDecl *Var = plainVariable(Arg);
        if (!Var || !Released.count(Var))
          continue;
        // Behind it, the variable may get another value, but nothing else.
        llvm::SmallPtrSet<const Stmt *, 4> Targets;
        for (const Assignment &A : F.Assignments)
          if (A.Target && A.Plain)
            Targets.insert(A.Target->IgnoreParens());
        bool Used = false;
        walk(definitionOf(Function)->getBody(), [&](const Stmt *Later) {
          const auto *Ref = dyn_cast<DeclRefExpr>(Later);
          Used |= Ref && Ref->getDecl() == Var && !Targets.count(Ref) &&
                  isBehind(Ref->getLocation(), End, SM);
          return !Used;
        });
        if (!Used && !Var->hasAttr<CleanupAttr>())
          HandOvers[Call] = Var;
      }
      return true;
    };
    forEachPart(If->getCond(), [&](const Expr *Part) {
      const Outcome Holds = outcomeOf(Part, Ctx);
      if (Holds == Outcome::Failed || (Holds == Outcome::Unclear && Leaves))
        walk(Part, VisitCall);
    });
  }
}

bool Program::releasesRemoved(const FunctionDecl *Function,
                              const CallExpr *Call) {
  if (HandOversKnown.insert(Function->getCanonicalDecl()).second)
    findHandOvers(Function);
  return RemovalReleases.count(Call);
}

bool Program::handsOverUnlessFailed(const FunctionDecl *Function,
                                    const CallExpr *Call, unsigned Index) {
  if (HandOversKnown.insert(Function->getCanonicalDecl()).second)
    findHandOvers(Function);
  const VarDecl *Var = HandOvers.lookup(Call);
  if (!Var || plainVariable(Call->getArg(Index)) != Var)
    return false;
  // It is declared what becomes of the reference.
  const auto *Param = dyn_cast<ParmVarDecl>(Var);
  const Contract *Own = Param ? contractOf(Function) : nullptr;
  return !Own || llvm::none_of(Own->Params, [&](const ParamContract &P) {
    return P.Index == Param->getFunctionScopeIndex();
  });
}

} // namespace virref
