//===- FieldUses.h - What a function does with number fields ----*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_FIELDUSES_H
#define VIRREF_ENGINE_FIELDUSES_H

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/STLExtras.h"
#include <vector>

namespace virref {

/// What becomes of a number in a field.
enum class FieldUseKind {
  Increment,
  Decrement,
  SetConstant, ///< `p->n = 1`
  Change,      ///< any other way to write it
  Test,        ///< a branch of the program depends on it
  Harmless,    ///< printed, asserted, returned, passed on
};

struct FieldUse {
  const clang::MemberExpr *Member;
  FieldUseKind Kind;
  /// The variable that is the object, or the pointer to it; null if there is
  /// none, as in `a->b->n`.
  const clang::VarDecl *Object;
  /// Written by a function or builtin that gets its address.
  bool Atomic = false;
};

/// Every use in the body of \p Function of a field that \p Wanted accepts.
std::vector<FieldUse> usesOfFields(
    const clang::FunctionDecl *Function, const clang::ASTContext &Ctx,
    llvm::function_ref<bool(const clang::MemberExpr *)> Wanted);

/// The expression that stands for the whole object: p for `p->head.n`.
const clang::Expr *objectExpr(const clang::MemberExpr *Member);

/// The variable that \p E names, perhaps behind casts; or null.
const clang::VarDecl *variableOf(const clang::Expr *E);

/// The field that \p E names, or one of whose elements it does; or null, as for a
/// null \p E.
const clang::FieldDecl *fieldOf(const clang::Expr *E);

/// What stands behind \p Var: the parameter that it is initialised with, or
/// the variable itself.
const clang::VarDecl *originOf(const clang::VarDecl *Var);

/// True if something below \p S never returns.
bool hasNoReturnCall(const clang::Stmt *S);

} // namespace virref

#endif // VIRREF_ENGINE_FIELDUSES_H
