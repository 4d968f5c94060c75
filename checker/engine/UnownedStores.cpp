//===- UnownedStores.cpp - Parameters kept without a reference ------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/UnownedStores.h"
#include "engine/FieldUses.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using llvm::dyn_cast;
using llvm::dyn_cast_or_null;

namespace virref {

namespace {
/// A parameter that is stored in a field, or in an element of one.
struct Store {
  const FunctionDecl *Function;
  const ParmVarDecl *Param;
  const FieldDecl *Field;
  const Stmt *Where;
};
} // namespace

static const ParmVarDecl *parameter(const Expr *E) {
  const auto *Param = dyn_cast_or_null<ParmVarDecl>(plainVariable(E));
  return Param && Param->getType()->isPointerType() &&
                 Param->getType()->getPointeeType()->isRecordType()
             ? Param
             : nullptr;
}

/// True if the function does more with the parameter's references than keep it.
static bool dealsWith(Program &P, const FunctionDecl *Function,
                      const ParmVarDecl *Param) {
  const FunctionFacts &F = P.factsOf(Function);
  for (const CallExpr *Call : F.Calls) {
    const FunctionDecl *Callee = calleeOf(Call);
    const Contract *C = P.contractOf(Callee);
    for (unsigned I = 0, E = Call->getNumArgs(); I != E; ++I) {
      const Expr *Arg = Call->getArg(I);
      if (addressedVariable(Arg) == Param)
        return true;
      if (plainVariable(Arg) != Param)
        continue;
      if (isNamedRef(Callee) || (C && !C->onlyLocks()) ||
          (Callee && definitionOf(Callee) && P.mayRelease(Callee, I)))
        return true;
    }
  }
  // `param = NULL`: what was in there is somewhere else now.
  for (const Assignment &A : F.Assignments)
    if (A.Target && plainVariable(A.Target) == Param)
      return true;
  return false;
}

/// True if the function takes a reference to the parameter, by its name or by
/// that of the field which it is stored in.
static bool takesReference(Program &P, const FunctionDecl *Function,
                           const ParmVarDecl *Param, const FieldDecl *Field) {
  return llvm::any_of(P.factsOf(Function).Calls, [&](const CallExpr *Call) {
    const Contract *C = P.contractOf(calleeOf(Call));
    for (unsigned I = 0, E = Call->getNumArgs(); C && I != E; ++I) {
      const Expr *Arg = Call->getArg(I)->IgnoreParenCasts();
      if (C->has(I, ParamEffect::Acquires) &&
          (plainVariable(Arg) == Param || fieldOf(Arg) == Field))
        return true;
    }
    return false;
  });
}

/// True if a caller in this file gives the parameter something of its own.
static bool isGivenByCaller(Program &P, const Store &S,
                            llvm::ArrayRef<const FunctionDecl *> Functions) {
  if (!P.isCalledInFile(S.Function))
    return false;
  const unsigned Index = S.Param->getFunctionScopeIndex();
  for (const FunctionDecl *Caller : Functions)
    for (const CallExpr *Call : P.factsOf(Caller).Calls) {
      const FunctionDecl *Callee = calleeOf(Call);
      if (!Callee || Index >= Call->getNumArgs() ||
          Callee->getCanonicalDecl() != S.Function->getCanonicalDecl())
        continue;
      // Only who hands on its own parameter, or what a field has, certainly has
      // nothing to give.
      const Expr *Arg = Call->getArg(Index)->IgnoreParenCasts();
      if (!parameter(Arg) && !llvm::isa<MemberExpr>(Arg))
        return true;
    }
  return false;
}

std::vector<SyntaxFinding>
findUnownedStores(Program &P, llvm::ArrayRef<const FunctionDecl *> Functions) {
  const SourceManager &SM = P.context().getSourceManager();
  std::vector<Store> Plain, WithReference;
  for (const FunctionDecl *Function : Functions) {
    if (!SM.isInMainFile(SM.getExpansionLoc(Function->getLocation())))
      continue;
    for (const Assignment &A : P.factsOf(Function).Assignments) {
      if (!A.Target || !A.Plain || !A.Value || storageRoot(A.Target))
        continue;
      const FieldDecl *Field = fieldOf(A.Target);
      if (!Field || !P.ownsContent(Field))
        continue;
      const Expr *Value = A.Value->IgnoreParenCasts();
      if (const ParmVarDecl *Param = parameter(Value)) {
        (takesReference(P, Function, Param, Field) ? WithReference : Plain)
            .push_back({Function, Param, Field, A.Whole});
      } else if (const auto *Call = dyn_cast<CallExpr>(Value)) {
        const Contract *C = P.contractOf(calleeOf(Call));
        if (C && C->Result == ResultEffect::Same &&
            C->ResultIndex < Call->getNumArgs() && P.givesReference(Call))
          if (const ParmVarDecl *Param =
                  parameter(Call->getArg(C->ResultIndex)))
            WithReference.push_back({Function, Param, Field, A.Whole});
      }
    }
  }
  std::vector<SyntaxFinding> Found;
  if (Plain.size() != 1 || WithReference.size() < 2)
    return Found;
  const Store &S = Plain.front();
  if (dealsWith(P, S.Function, S.Param) || isGivenByCaller(P, S, Functions))
    return Found;
  SyntaxFinding F;
  F.On = S.Function;
  F.Loc = S.Where->getBeginLoc();
  F.Message =
      "'" + S.Param->getNameAsString() +
      "' is stored here in a field that owns what it refers to, without "
      "a reference for it";
  F.Notes.push_back({WithReference.front().Where->getBeginLoc(),
                     "Here, a reference is taken for what is stored"});
  Found.push_back(std::move(F));
  return Found;
}

} // namespace virref
