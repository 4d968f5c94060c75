//===- FunctionFacts.h - What the syntax of a function shows ----*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_FUNCTIONFACTS_H
#define VIRREF_ENGINE_FUNCTIONFACTS_H

#include "engine/AstWalk.h"
#include "llvm/ADT/SmallPtrSet.h"
#include <vector>

namespace virref {

/// `Target = Value`, or the initialisation of `Variable`.
struct Assignment {
  const clang::Expr *Target;       ///< null for an initialisation
  const clang::VarDecl *Variable;  ///< null for an assignment
  const clang::Expr *Value;        ///< null for `++x` and the like
  const clang::Stmt *Whole;
  bool Plain = true;               ///< false for `+=`, `++`
};

/// The variable, or the fields and variables, that get the value.
void targetsOf(const Assignment &A, EntityList &Out);

/// What the syntax of one function shows; collected in a single walk.
struct FunctionFacts {
  std::vector<const clang::CallExpr *> Calls;
  std::vector<Assignment> Assignments;
  std::vector<const clang::Expr *> Conditions;
  /// Those of `do ... while`: the CFG computes `a && b` as a value there.
  llvm::SmallPtrSet<const clang::Expr *, 4> DoConditions;
  std::vector<const clang::ReturnStmt *> Returns;
  std::vector<const clang::VarDecl *> CleanupVars;
  std::vector<const clang::IfStmt *> Ifs;
  std::vector<const clang::MemberExpr *> Numbers; ///< uses of integer fields
  std::vector<const clang::AtomicExpr *> Atomics;
  std::vector<const clang::CastExpr *> Casts; ///< those that are written out
  /// Functions of this file that it calls or names, cleanup functions too.
  llvm::SmallVector<const clang::FunctionDecl *, 8> Mentioned;
  /// Functions and fields that it names, wherever they are defined.
  llvm::SmallPtrSet<const clang::NamedDecl *, 16> Named;
};

/// \p Function has a body.
void collectFacts(const clang::FunctionDecl *Function, FunctionFacts &Into);

} // namespace virref

#endif // VIRREF_ENGINE_FUNCTIONFACTS_H
