//===- TakenByUse.cpp - What callers show of arguments --------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/TakenByUse.h"
#include "engine/Program.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using llvm::dyn_cast;

namespace virref {

/// True if the call gives its caller a reference.
static bool givesOne(Program &P, const CallExpr *Call) {
  const Contract *C = P.contractOf(calleeOf(Call));
  return C && (C->Result == ResultEffect::Owned ||
               (C->Result == ResultEffect::Same &&
                C->has(C->ResultIndex, ParamEffect::Acquires)));
}

void TakenByUse::readArgument(Program &P, const FunctionDecl *Function,
                              const CallExpr *Call, unsigned Index, Use &Of) {
  const Expr *Arg = P.behindCasts(Call->getArg(Index));
  if (const auto *Inner = dyn_cast<CallExpr>(Arg)) {
    Of.Given |= givesOne(P, Inner);
    return;
  }
  const VarDecl *Var = plainVariable(Arg);
  if (!Var)
    return;
  const FunctionFacts &F = P.factsOf(Function);
  const SourceManager &SM = P.context().getSourceManager();
  const SourceLocation End = SM.getExpansionLoc(Call->getEndLoc());
  auto IsBehind = [&](const Stmt *S) {
    return SM.isBeforeInTranslationUnit(
        End, SM.getExpansionLoc(S->getBeginLoc()));
  };
  if (const auto *Cleanup = Var->getAttr<CleanupAttr>()) {
    Of.Borrows |= P.isPointeeRelease(Cleanup->getFunctionDecl()) ||
                  P.mayRelease(Cleanup->getFunctionDecl(), 0);
    return;
  }
  // Where the path of the call leaves the function, nothing more happens.
  const ReturnStmt *Leaves = nullptr;
  for (const ReturnStmt *Return : F.Returns)
    if (IsBehind(Return) &&
        (!Leaves || SM.isBeforeInTranslationUnit(Return->getBeginLoc(),
                                                 Leaves->getBeginLoc())))
      Leaves = Return;
  auto IsNext = [&](const Stmt *S) {
    return IsBehind(S) &&
           (!Leaves || SM.isBeforeInTranslationUnit(
                           S->getBeginLoc(), Leaves->getEndLoc()));
  };
  for (const CallExpr *Release : F.Calls) {
    const FunctionDecl *Callee = calleeOf(Release);
    if (!Callee || Release->getNumArgs() != 1 || !IsNext(Release))
      continue;
    const Expr *What = Release->getArg(0);
    if ((plainVariable(P.behindCasts(What)) == Var &&
         P.isReleaseWrapper(Callee, 0)) ||
        (addressedVariable(What) == Var && P.isPointeeRelease(Callee))) {
      if (P.handsOverUnlessFailed(Function, Call, Index))
        Of.Given = true;
      else
        Of.Borrows = true;
      return;
    }
  }
}

void TakenByUse::read(Program &P, const FunctionDecl *Function) {
  for (const CallExpr *Call : P.factsOf(Function).Calls) {
    const FunctionDecl *Callee = calleeOf(Call);
    if (!Callee || Callee->isVariadic() || definitionOf(Callee) ||
        P.contractOf(Callee) || isDeallocator(Callee))
      continue;
    // Together with a function it is another matter.
    if (llvm::any_of(Call->arguments(), [](const Expr *Arg) {
          return Arg->getType()->isFunctionPointerType();
        }))
      continue;
    for (unsigned I = 0, E = Call->getNumArgs(); I != E; ++I) {
      if (I >= Callee->getNumParams() ||
          !canHoldPointer(Call->getArg(I)->getType()))
        continue;
      QualType Type = Callee->getParamDecl(I)->getType();
      if (Type->isPointerType() && !Type->getPointeeType().isConstQualified())
        readArgument(P, Function, Call, I,
                     Uses[{Callee->getCanonicalDecl(), I}]);
    }
  }
}

void TakenByUse::learn(Program &P,
                       llvm::ArrayRef<const FunctionDecl *> Functions) {
  for (const FunctionDecl *Function : Functions)
    read(P, Function);
}

bool TakenByUse::takes(const FunctionDecl *Callee, unsigned Index) const {
  auto It = Uses.find({Callee->getCanonicalDecl(), Index});
  return It != Uses.end() && It->second.Given && !It->second.Borrows;
}

} // namespace virref
