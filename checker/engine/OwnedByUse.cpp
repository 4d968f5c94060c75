//===- OwnedByUse.cpp - What callers show about a function ----------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/OwnedByUse.h"
#include "engine/Program.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "llvm/ADT/MapVector.h"

using namespace clang;
using llvm::dyn_cast;

namespace virref {

/// A function whose result nobody knows anything about.
static const FunctionDecl *unknownCallee(Program &P, const CallExpr *Call) {
  const FunctionDecl *Callee = calleeOf(Call);
  if (!Callee || !Call->getType()->isPointerType() || definitionOf(Callee) ||
      P.contractOf(Callee) || isAllocator(Callee) || isNamedRef(Callee))
    return nullptr;
  return Callee->getCanonicalDecl();
}

/// True if the function that \p Release comes down to belongs to a library that
/// we have a model of: its constructors have contracts, or make what floats.
static bool isOfLibrary(Program &P, const FunctionDecl *Release,
                        unsigned Depth = 0) {
  if (const Contract *C = P.contractOf(Release))
    return C->Source == ContractSource::Shipped;
  if (Depth < 4)
    for (const CallExpr *Call : P.factsOf(Release).Calls)
      if (const FunctionDecl *Callee = calleeOf(Call))
        return isOfLibrary(P, Callee, Depth + 1);
  return true;
}

void OwnedByUse::read(Program &P, const FunctionDecl *Function) {
  const FunctionFacts &F = P.factsOf(Function);
  llvm::SmallPtrSet<const VarDecl *, 4> Released, Spoiled;
  auto Count = [&](const FunctionDecl *Release, QualType Type) {
    if (const RecordDecl *Record = structOf(Type)) {
      Dropped.insert(Record);
      if (!isOfLibrary(P, Release))
        Counted.insert(Record);
    }
  };
  for (const VarDecl *Var : F.CleanupVars)
    if (P.isPointeeRelease(Var->getAttr<CleanupAttr>()->getFunctionDecl()))
      Released.insert(Var);
  for (const CallExpr *Call : F.Calls) {
    const FunctionDecl *Callee = calleeOf(Call);
    if (!Callee || Call->getNumArgs() != 1)
      continue;
    const Expr *Arg = Call->getArg(0);
    if (const VarDecl *Var = plainVariable(Arg)) {
      if (P.isReleaseWrapper(Callee, 0)) {
        Released.insert(Var);
        Count(Callee, Var->getType());
      }
    } else if (const RecordDecl *Record =
                   structOf(P.behindCasts(Arg)->getType())) {
      if (P.isReleaseWrapper(Callee, 0))
        Dropped.insert(Record);
    } else if (const VarDecl *Holder = addressedVariable(Arg)) {
      if (P.isPointeeRelease(Callee)) {
        Released.insert(Holder);
        if (const RecordDecl *Record = structOf(Holder->getType()))
          Dropped.insert(Record);
      }
    }
  }
  // `clear(&v, unref)`, where that is a macro.
  const bool NamesReleaser =
      llvm::any_of(F.Assignments, [&](const Assignment &A) {
        return A.Value && P.namesReleaser(A.Value);
      });
  for (const Assignment &A : F.Assignments)
    if (const VarDecl *Var = A.Value ? addressedVariable(A.Value) : nullptr)
      (NamesReleaser ? Released : Spoiled).insert(Var);
  // `autoptr_cleanup_foo(foo **)` of a header.
  if (Function->getNumParams() == 1) {
    QualType Type = Function->getParamDecl(0)->getType();
    if (Type->isPointerType() && structOf(Type->getPointeeType()) &&
        P.isPointeeRelease(Function))
      Count(Function, Type->getPointeeType());
  }
  if (Released.empty())
    return;

  // What else is done with them.
  for (const CallExpr *Call : F.Calls) {
    const FunctionDecl *Callee = calleeOf(Call);
    const Contract *C = P.contractOf(Callee);
    for (unsigned I = 0, E = Call->getNumArgs(); I != E; ++I) {
      const Expr *Arg = Call->getArg(I);
      if (const VarDecl *Var = plainVariable(Arg)) {
        if ((C && (C->has(I, ParamEffect::Acquires) ||
                   C->has(I, ParamEffect::AcquiresOnSuccess))) ||
            isNamedRef(Callee))
          Spoiled.insert(Var);
      } else if (const VarDecl *Holder = addressedVariable(Arg)) {
        // Who has a body can be one that steals what is there.
        if (!Callee || (!definitionOf(Callee) && !P.isPointeeRelease(Callee)))
          Spoiled.insert(Holder);
      }
    }
  }
  llvm::SmallMapVector<const VarDecl *, const FunctionDecl *, 4> Sources;
  for (const Assignment &A : F.Assignments) {
    const VarDecl *Var = A.Variable ? A.Variable
                         : A.Target ? plainVariable(A.Target)
                                    : nullptr;
    if (!Var || !Released.count(Var) || !A.Value)
      continue;
    const Expr *Value = A.Value->IgnoreParenCasts();
    if (Value->isNullPointerConstant(P.context(),
                                     Expr::NPC_ValueDependentIsNull))
      continue;
    const auto *Call = dyn_cast<CallExpr>(Value);
    const FunctionDecl *Callee = Call ? unknownCallee(P, Call) : nullptr;
    const FunctionDecl *&Source = Sources[Var];
    if (!Callee || (Source && Source != Callee))
      Spoiled.insert(Var);
    Source = Callee;
  }
  for (const auto &Entry : Sources)
    if (!Spoiled.count(Entry.first) && !llvm::isa<ParmVarDecl>(Entry.first))
      Releasers[Entry.second].insert(Function->getCanonicalDecl());
}

void OwnedByUse::learn(Program &P,
                       llvm::ArrayRef<const FunctionDecl *> Functions) {
  for (const FunctionDecl *Function : Functions)
    read(P, Function);
}

bool OwnedByUse::gives(const FunctionDecl *Callee) const {
  if (!Callee->getReturnType()->isPointerType())
    return false;
  auto It = Releasers.find(Callee->getCanonicalDecl());
  if (It != Releasers.end() && It->second.size() >= 2)
    return true;
  const RecordDecl *Made =
      isNamedNew(Callee) ? structOf(Callee->getReturnType()) : nullptr;
  return Made && Counted.count(Made) && !definitionOf(Callee) &&
         !Callee->isVariadic();
}

} // namespace virref
