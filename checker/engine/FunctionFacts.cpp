//===- FunctionFacts.cpp - What the syntax of a function shows ------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/Program.h"
#include "clang/AST/Attr.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;
using llvm::dyn_cast;
using llvm::isa;

namespace virref {

namespace {
class FactCollector {
public:
  explicit FactCollector(FunctionFacts &Facts) : Facts(Facts) {}

  void collect(const FunctionDecl *Function) {
    walk(Function->getBody(), [this](const Stmt *S) {
      visit(S);
      return true;
    });
  }

private:
  void mention(const FunctionDecl *Function) {
    if (Function)
      Facts.Named.insert(Function);
    if (const FunctionDecl *Definition = definitionOf(Function))
      Facts.Mentioned.push_back(Definition);
  }

  void visit(const Stmt *S) {
    if (const auto *Call = dyn_cast<CallExpr>(S)) {
      Facts.Calls.push_back(Call);
      if (!Call->getDirectCallee())
        mention(calleeOf(Call));
    } else if (const auto *Binary = dyn_cast<BinaryOperator>(S)) {
      if (Binary->isAssignmentOp())
        Facts.Assignments.push_back({Binary->getLHS(), nullptr,
                                     Binary->getRHS(), S,
                                     Binary->getOpcode() == BO_Assign});
      else if (Binary->isLogicalOp()) {
        Facts.Conditions.push_back(Binary->getLHS());
        Facts.Conditions.push_back(Binary->getRHS());
      }
    } else if (const auto *Unary = dyn_cast<UnaryOperator>(S)) {
      if (Unary->isIncrementDecrementOp())
        Facts.Assignments.push_back(
            {Unary->getSubExpr(), nullptr, nullptr, S, false});
    } else if (const auto *Decls = dyn_cast<DeclStmt>(S)) {
      for (const Decl *D : Decls->decls())
        if (const auto *Var = dyn_cast<VarDecl>(D))
          visitVariable(Var, S);
    } else if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
      mention(dyn_cast<FunctionDecl>(Ref->getDecl()));
    } else if (const auto *Member = dyn_cast<MemberExpr>(S)) {
      QualType Type = Member->getType();
      if (Type->isIntegerType() || Type->isAtomicType())
        Facts.Numbers.push_back(Member);
      Facts.Named.insert(Member->getMemberDecl());
    } else if (const auto *Atomic = dyn_cast<AtomicExpr>(S)) {
      Facts.Atomics.push_back(Atomic);
    } else if (const auto *Cast = dyn_cast<ExplicitCastExpr>(S)) {
      Facts.Casts.push_back(Cast);
    } else if (const auto *Return = dyn_cast<ReturnStmt>(S)) {
      Facts.Returns.push_back(Return);
    } else {
      visitCondition(S);
    }
  }

  void visitVariable(const VarDecl *Var, const Stmt *S) {
    if (Var->getInit() && Var->hasLocalStorage())
      Facts.Assignments.push_back({nullptr, Var, Var->getInit(), S});
    if (const auto *Attr = Var->getAttr<CleanupAttr>()) {
      Facts.CleanupVars.push_back(Var);
      mention(Attr->getFunctionDecl());
    }
  }

  void visitCondition(const Stmt *S) {
    const Expr *Condition = nullptr;
    if (const auto *If = dyn_cast<IfStmt>(S)) {
      Facts.Ifs.push_back(If);
      Condition = If->getCond();
    }
    else if (const auto *While = dyn_cast<WhileStmt>(S))
      Condition = While->getCond();
    else if (const auto *Do = dyn_cast<DoStmt>(S))
      Facts.DoConditions.insert(Condition = Do->getCond());
    else if (const auto *For = dyn_cast<ForStmt>(S))
      Condition = For->getCond();
    else if (const auto *Switch = dyn_cast<SwitchStmt>(S))
      Condition = Switch->getCond();
    else if (const auto *Conditional = dyn_cast<AbstractConditionalOperator>(S))
      Condition = Conditional->getCond();
    if (Condition)
      Facts.Conditions.push_back(Condition);
  }

  FunctionFacts &Facts;
};
} // namespace

void targetsOf(const Assignment &A, EntityList &Out) {
  if (A.Variable)
    Out.push_back(A.Variable);
  else
    entitiesOf(A.Target, Out);
}

void collectFacts(const FunctionDecl *Function, FunctionFacts &Into) {
  FactCollector(Into).collect(Function);
}

} // namespace virref
