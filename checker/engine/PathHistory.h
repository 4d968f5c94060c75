//===- PathHistory.h - What has happened on the way to a node ---*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Questions that are asked where a path ends, or before a report, so that the
// state of a path need not carry the answers: they are found by going back along
// the path. Where paths have joined, it is one of them.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_PATHHISTORY_H
#define VIRREF_ENGINE_PATHHISTORY_H

#include "clang/StaticAnalyzer/Core/PathSensitive/SymExpr.h"

namespace clang {
class FunctionDecl;
class Stmt;
namespace ento {
class ExplodedNode;
} // namespace ento
} // namespace clang

namespace virref {

/// True if the path to \p Node has called \p Callee.
bool passes(const clang::ento::ExplodedNode *Node,
            const clang::FunctionDecl *Callee);

/// The last statement on the path to \p Node that has released a reference to
/// \p Object, or null. It is one of the explored function itself: the call, if
/// a callee that is followed has done it.
const clang::Stmt *lastReleaseOf(clang::ento::SymbolRef Object,
                                 const clang::ento::ExplodedNode *Node);

} // namespace virref

#endif // VIRREF_ENGINE_PATHHISTORY_H
