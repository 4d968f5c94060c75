//===- UnusedCallbacks.cpp - Callbacks that nobody will call --------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/UnusedCallbacks.h"
#include "engine/FieldUses.h"
#include "clang/AST/ASTContext.h"

using namespace clang;
using llvm::dyn_cast;
using llvm::isa;

namespace virref {

/// True if the statement only asks whether an operand of it is NULL.
static bool onlyAsks(const Stmt *S) {
  if (isa<IfStmt, WhileStmt, ForStmt, DoStmt>(S))
    return true;
  if (const auto *Unary = dyn_cast<UnaryOperator>(S))
    return Unary->getOpcode() == UO_LNot;
  const auto *Binary = dyn_cast<BinaryOperator>(S);
  return Binary && (Binary->isComparisonOp() || Binary->isLogicalOp());
}

/// True if the code calls, stores or passes on what the parameter refers to.
static bool uses(const Stmt *S, const ParmVarDecl *Param) {
  for (const Stmt *Child : S->children()) {
    if (!Child)
      continue;
    const auto *E = dyn_cast<Expr>(Child);
    if (E && variableOf(E) == Param) {
      const auto *Cast = dyn_cast<CastExpr>(E->IgnoreParens());
      const auto *Either = dyn_cast<AbstractConditionalOperator>(S);
      if (!onlyAsks(S) && !(Either && Either->getCond() == Child) &&
          !(Cast && Cast->getCastKind() == CK_ToVoid)) // `(void)destroy`
        return true;
    } else if (uses(Child, Param)) {
      return true;
    }
  }
  return false;
}

/// The call of the parameter with another parameter than the one that it is
/// meant for, or null.
static const CallExpr *calledWithOther(Program &P, const FunctionDecl *Function,
                                       const ParmVarDecl *Param,
                                       const ParmVarDecl *Meant) {
  for (const CallExpr *Call : P.factsOf(Function).Calls) {
    if (Call->getNumArgs() != 1 || variableOf(Call->getCallee()) != Param)
      continue;
    const VarDecl *Given = variableOf(Call->getArg(0));
    if (Given && Given != Meant && isa<ParmVarDecl>(Given))
      return Call;
  }
  return nullptr;
}

std::vector<SyntaxFinding>
findUnusedCallbacks(Program &P, llvm::ArrayRef<const FunctionDecl *> Functions) {
  std::vector<SyntaxFinding> Found;
  for (const FunctionDecl *Function : Functions) {
    const FunctionDecl *Body = definitionOf(Function);
    const Contract *Own = P.contractOf(Function);
    if (!Own || !Own->isDeclared() || !Body)
      continue;
    for (const ParamContract &Says : Own->Params) {
      if ((Says.Effect != ParamEffect::Destroys &&
           Says.Effect != ParamEffect::ThreadEntry) ||
          Says.Index >= Body->getNumParams() ||
          Says.Other >= Body->getNumParams())
        continue;
      const ParmVarDecl *Param = Body->getParamDecl(Says.Index);
      const ParmVarDecl *Meant = Body->getParamDecl(Says.Other);
      SyntaxFinding F;
      F.On = Function;
      if (!uses(Body->getBody(), Param)) {
        F.Loc = Body->getLocation();
        F.Message = "'" + Param->getNameAsString() +
                    "' is neither called, kept nor passed on here, but the "
                    "function is declared to have it called with '" +
                    Meant->getNameAsString() + "'";
      } else if (const CallExpr *Call =
                     calledWithOther(P, Function, Param, Meant)) {
        F.Loc = Call->getBeginLoc();
        F.Message = "'" + Param->getNameAsString() + "' is called here with '" +
                    variableOf(Call->getArg(0))->getNameAsString() +
                    "', but the function is declared to call it with '" +
                    Meant->getNameAsString() + "'";
      } else {
        continue;
      }
      Found.push_back(std::move(F));
    }
  }
  return Found;
}

} // namespace virref
