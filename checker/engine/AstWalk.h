//===- AstWalk.h - Small questions about syntax -----------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A hand walk over Stmt::children() instead of a RecursiveASTVisitor: each
// instantiation of that one costs seconds of build time.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_ASTWALK_H
#define VIRREF_ENGINE_ASTWALK_H

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/SmallVector.h"

namespace virref {

/// Calls \p Visit on \p S and everything below, parents first. Where \p Visit
/// returns false, what is below is left out. Bodies of lambdas belong to
/// another function and are not entered.
template <typename Callback>
void walk(const clang::Stmt *S, Callback &&Visit) {
  if (!S || !Visit(S) || llvm::isa<clang::LambdaExpr>(S))
    return;
  for (const clang::Stmt *Child : S->children())
    walk(Child, Visit);
}

/// True if what stands behind \p S never runs after it: it ends by leaving the
/// code around it.
bool alwaysLeaves(const clang::Stmt *S);

/// The function that \p Call calls, as far as syntax shows: by its name, or
/// through a member of a table whose initialiser names it.
const clang::FunctionDecl *calleeOf(const clang::CallExpr *Call);

/// The function that an argument names (`f`, `&f`, `(cast)f`), or null.
const clang::FunctionDecl *namedFunction(const clang::Expr *E);

/// True for a call of an unknown function that looks like `destroy(obj)`:
/// through a pointer, of a single `void *`, without a result.
bool mayDestroy(const clang::CallExpr *Call);

/// True for a function that gives back plain memory: `void free(void *)`, by
/// whatever name with "free" in it.
bool isDeallocator(const clang::FunctionDecl *Function);

/// True for a function that, by its name, takes a reference to its only
/// argument: `fooRef(foo)`, `foo_ref(foo)`.
bool isNamedRef(const clang::FunctionDecl *Function);

/// True for a function that, by its name, makes what it returns: `fooNew()`,
/// `foo_new_from_bar()`.
bool isNamedNew(const clang::FunctionDecl *Function);

/// True for a function that makes plain memory: `void *` of nothing but numbers.
bool isAllocator(const clang::FunctionDecl *Function);

/// The variables and fields whose content the value of \p E can be: `x`,
/// `p->f`, `c ? x : y`, `(void *)x`, `x[i]`, `*x`, and x for `&x`. Fields
/// stand for the field of any struct: two structs are not told apart.
using EntityList = llvm::SmallVector<const clang::ValueDecl *, 4>;
void entitiesOf(const clang::Expr *E, EntityList &Out);

/// The local variable whose storage \p E is a part of (`v`, `v.f`, `v[i]`),
/// or null when it lies behind a pointer.
const clang::VarDecl *storageRoot(const clang::Expr *E);

/// The local variable that an expression is, without any operation on it.
const clang::VarDecl *plainVariable(const clang::Expr *E);

/// The local variable that `&v`, `&v.f` or an array names, or null.
const clang::VarDecl *addressedVariable(const clang::Expr *E);

/// The field that `&p->f` names, or null.
const clang::FieldDecl *addressedField(const clang::Expr *E);

/// True for a literal, an enumerator, NULL, an address: a value that a later
/// test can be decided by.
bool isKnownConstant(const clang::Expr *E);

/// The struct that a pointer of this type leads to, or null.
const clang::RecordDecl *pointeeStruct(clang::QualType Type);
/// The first declaration of that, which stands for all of them.
const clang::RecordDecl *structOf(clang::QualType Type);

/// True if values of this type can be or contain an object pointer.
bool canHoldPointer(clang::QualType Type);

} // namespace virref

#endif // VIRREF_ENGINE_ASTWALK_H
