//===- PathHistory.cpp - What has happened on the way to a node -----------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/PathHistory.h"
#include "engine/AstWalk.h"
#include "engine/OwnershipChecker.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/ExplodedGraph.h"

using namespace clang;
using namespace clang::ento;
using llvm::dyn_cast;

namespace virref {

static const Stmt *statementAt(const ExplodedNode *Node) {
  auto Point = Node->getLocation().getAs<StmtPoint>();
  return Point ? Point->getStmt() : nullptr;
}

/// In a callee that is followed, the call of it that the explored function has.
static const Stmt *statementOfTopFrame(const ExplodedNode *Node) {
  const Stmt *S = statementAt(Node);
  for (const StackFrameContext *Frame = Node->getStackFrame();
       Frame && !Frame->inTopFrame();
       Frame = Frame->getParent()->getStackFrame())
    S = Frame->getCallSite();
  return S;
}

bool passes(const ExplodedNode *Node, const FunctionDecl *Callee) {
  for (; Node; Node = Node->getFirstPred())
    if (const auto *Call = llvm::dyn_cast_or_null<CallExpr>(statementAt(Node)))
      if (const FunctionDecl *Called = calleeOf(Call))
        if (Called->getCanonicalDecl() == Callee)
          return true;
  return false;
}

const Stmt *lastReleaseOf(SymbolRef Object, const ExplodedNode *Node) {
  auto BalanceAt = [Object](const ExplodedNode *At) {
    return state::getOrBorrowed(At->getState(), Object).balance();
  };
  while (const ExplodedNode *Before = Node->getFirstPred()) {
    if (BalanceAt(Before) > BalanceAt(Node)) {
      const Stmt *S = statementOfTopFrame(Node);
      return S ? S : statementOfTopFrame(Before);
    }
    Node = Before;
  }
  return nullptr;
}

} // namespace virref
