//===- RepeatedRelease.cpp - One element released twice -------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/RepeatedRelease.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using llvm::dyn_cast;
using llvm::dyn_cast_or_null;

namespace virref {

/// The element of an array that a statement releases, or null.
static const Expr *releasedElement(Program &P, const Stmt *S) {
  const auto *Call = dyn_cast<CallExpr>(S);
  const FunctionDecl *Callee = Call ? calleeOf(Call) : nullptr;
  if (!Callee || Call->getNumArgs() != 1)
    return nullptr;
  const Expr *Arg = Call->getArg(0)->IgnoreParenCasts();
  return llvm::isa<ArraySubscriptExpr>(Arg) &&
                 !Arg->HasSideEffects(P.context()) &&
                 P.isReleaseWrapper(Callee, 0)
             ? Arg
             : nullptr;
}

static bool sayTheSame(const Expr *A, const Expr *B, const ASTContext &Ctx) {
  llvm::FoldingSetNodeID First, Second;
  A->Profile(First, Ctx, /*Canonical=*/true);
  B->Profile(Second, Ctx, /*Canonical=*/true);
  return First == Second;
}

std::vector<SyntaxFinding>
findRepeatedReleases(Program &P,
                     llvm::ArrayRef<const FunctionDecl *> Functions) {
  const SourceManager &SM = P.context().getSourceManager();
  std::vector<SyntaxFinding> Found;
  auto Look = [&](const FunctionDecl *Function, const CompoundStmt *Block) {
    const Stmt *Before = nullptr;
    for (const Stmt *S : Block->body()) {
      const Expr *First = Before ? releasedElement(P, Before) : nullptr;
      const Expr *Second = First ? releasedElement(P, S) : nullptr;
      if (Second && sayTheSame(First, Second, P.context())) {
        SyntaxFinding F;
        F.On = Function;
        F.Loc = S->getBeginLoc();
        F.Message = "this element is released here, but the statement before "
                    "has released it";
        F.Notes.push_back({Before->getBeginLoc(), "It is released here"});
        Found.push_back(std::move(F));
      }
      Before = S;
    }
  };
  for (const FunctionDecl *Function : Functions) {
    if (!SM.isInMainFile(SM.getExpansionLoc(Function->getLocation())) ||
        llvm::none_of(P.factsOf(Function).Calls, [&](const CallExpr *Call) {
          return releasedElement(P, Call);
        }))
      continue;
    walk(definitionOf(Function)->getBody(), [&](const Stmt *S) {
      if (const auto *Block = dyn_cast<CompoundStmt>(S))
        Look(Function, Block);
      return true;
    });
  }
  return Found;
}

} // namespace virref
