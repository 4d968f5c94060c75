//===- Slice.cpp - The part of a function that can matter -----------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/Slice.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/CFG.h"
#include "engine/Compat.h"

using namespace clang;
using llvm::dyn_cast;
using llvm::isa;

namespace virref {

Slice::Slice(Program &P, const FunctionDecl *Function, const CFG &Graph)
    : P(P), Function(Function), Facts(P.factsOf(Function)) {
  findCounters();
  findTracked();
  findFlows();
  spread(Tracked, [](const ValueDecl *) { return true; });
  findStructs();
  findReleased();
  keepEffects();
  keepUsesAfterRelease(Graph);
  keepDefinitions();
  keepConditions(Graph);
  keepDecidingElements(Graph);
}

bool Slice::keeps(const Stmt *S) const {
  if (isa<ReturnStmt>(S))
    return true;
  // The CFG has a statement of its own for each variable of a declaration.
  if (const auto *Decls = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : Decls->decls())
      if (const auto *Var = dyn_cast<VarDecl>(D))
        if (Variables.count(Var))
          return true;
    return false;
  }
  return Kept.count(S);
}

//===----------------------------------------------------------------------===//
// What is kept
//===----------------------------------------------------------------------===//

void Slice::keepDeep(const Stmt *S) {
  if (!S || !Kept.insert(S).second)
    return;
  if (const auto *Call = dyn_cast<CallExpr>(S)) {
    const FunctionDecl *Callee = P.calleeOf(Call);
    bool Transparent = Callee && Callee->getBuiltinID();
    if (!Transparent && !isEffectCall(Call) && !addressesNeeded(Call) &&
        !P.context().getLangOpts().CPlusPlus) {
      Kept.erase(S);
      return; // its result is any value
    }
    if (!Transparent) {
      keepCall(Call);
      return;
    }
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
    const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
    if (Var && Var->hasLocalStorage() && Variables.insert(Var).second)
      NewVariables.push_back(Var);
    return;
  }
  if (const auto *Decls = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : Decls->decls())
      if (const auto *Var = dyn_cast<VarDecl>(D)) {
        if (Var->hasLocalStorage() && Variables.insert(Var).second)
          NewVariables.push_back(Var);
      }
  }
  // `p->f->g`: which g it is depends on what p->f is.
  if (const auto *Member = dyn_cast<MemberExpr>(S))
    if (const auto *Base = dyn_cast<MemberExpr>(
            Member->getBase()->IgnoreParenCasts()))
      if (Member->isArrow() && Fields.insert(Base->getMemberDecl()).second)
        NewFields.push_back(Base->getMemberDecl());
  if (isa<LambdaExpr>(S))
    return;
  if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(S))
    if (isCounter(Subscript->getIdx()) || isCounter(Subscript->getBase()))
      return; // some element or other
  if (const auto *Unary = dyn_cast<UnaryOperator>(S))
    if (Unary->getOpcode() == UO_Deref && isCounter(Unary->getSubExpr()))
      return;
  if (const auto *Opaque = dyn_cast<OpaqueValueExpr>(S))
    keepDeep(Opaque->getSourceExpr());
  for (const Stmt *Child : S->children())
    keepDeep(Child);
  keepArms(S);
}

/// The engine takes the value of `a && b` from the last element of the block of
/// `b`: there must be one, even if it is any value.
void Slice::keepArms(const Stmt *S) {
  const auto *Binary = dyn_cast<BinaryOperator>(S);
  if (!Binary || !Binary->isLogicalOp())
    return;
  for (const Expr *Arm : {Binary->getLHS(), Binary->getRHS()}) {
    Kept.insert(Arm->IgnoreParens());
    keepArms(Arm->IgnoreParens());
  }
}

/// Keeps a call with those of its arguments that ownership depends on.
void Slice::keepCall(const CallExpr *Call) {
  Kept.insert(Call);
  const FunctionDecl *Callee = P.calleeOf(Call);
  const bool Known = Callee && (P.contractOf(Callee) || P.hasEffects(Callee));
  if (!Call->getDirectCallee())
    keepDeep(Call->getCallee());
  for (const Expr *Arg : Call->arguments()) {
    if (isCounter(Arg) && !canHoldPointer(Arg->getType()))
      continue;
    bool Keep = Known || P.namesReleaser(Arg) || namedFunction(Arg) ||
                addressedVariable(Arg);
    if (!Keep && canHoldPointer(Arg->getType())) {
      const auto *Inner = dyn_cast<CallExpr>(Arg->IgnoreParenCasts());
      Keep = mentionsTracked(Arg) || isKnownConstant(Arg) ||
             (Inner && isEffectCall(Inner));
    }
    if (Keep)
      keepDeep(Arg);
  }
}

void Slice::keepAssignment(const Assignment &A) {
  if (A.Variable) {
    if (Variables.insert(A.Variable).second)
      NewVariables.push_back(A.Variable);
  } else {
    Kept.insert(A.Whole);
    if (A.Target)
      keepDeep(A.Target);
  }
  if (A.Value)
    keepDeep(A.Value);
}

/// True if the function has two statements that release what one field, or one
/// global variable, refers to.
bool Slice::releasesPlaceTwice() {
  llvm::DenseMap<const ValueDecl *, unsigned> Count;
  for (const CallExpr *Call : Facts.Calls) {
    if (!releasesSomething(Call))
      continue;
    for (const Expr *Arg : Call->arguments()) {
      EntityList Found;
      if (canHoldPointer(Arg->getType()))
        entitiesOf(Arg, Found);
      for (const ValueDecl *Entity : Found) {
        const auto *Var = dyn_cast<VarDecl>(Entity);
        if ((!Var || Var->hasGlobalStorage()) && ++Count[Entity] > 1)
          return true;
      }
    }
  }
  return false;
}

void Slice::keepEffects() {
  // Locks matter for objects that are released here.
  auto LocksReleased = [&](const CallExpr *Call) {
    const Contract *C = P.contractOf(P.calleeOf(Call));
    if (!C || !C->onlyLocks())
      return false;
    // In a callee, those of what the caller gets or has: it may release it.
    for (const Expr *Arg : Call->arguments())
      if (usesReleased(Arg) ||
          (P.isCalledInFile(Function) && canHoldPointer(Arg->getType()) &&
           mentionsTracked(Arg)))
        return true;
    return false;
  };
  bool Believed = false;
  for (const CallExpr *Call : Facts.Calls)
    if (const Contract *C = P.contractOf(P.calleeOf(Call)))
      for (const ParamContract &Param : C->Params)
        if (Param.Effect == ParamEffect::Acquires &&
            Param.Index < Call->getNumArgs()) {
          EntityList Found;
          entitiesOf(Call->getArg(Param.Index), Found);
          Acquired.insert(Found.begin(), Found.end());
        }
  // So it is with what is only believed to be ours.
  for (const Assignment &A : Facts.Assignments) {
    const auto *Call =
        A.Value ? dyn_cast<CallExpr>(A.Value->IgnoreParenCasts()) : nullptr;
    if (Call && P.givesByUse(Call)) {
      const ValueDecl *Var =
          A.Variable ? A.Variable : plainVariable(A.Target);
      if (Var) {
        Acquired.insert(Var);
        Believed = true;
      }
    }
  }
  auto TakesAcquired = [&](const Expr *Arg) {
    const auto *Ref = dyn_cast<DeclRefExpr>(Arg->IgnoreParenCasts());
    return Ref && Acquired.count(Ref->getDecl());
  };
  const bool Reloads = releasesPlaceTwice();
  for (const CallExpr *Call : Facts.Calls) {
    const FunctionDecl *Callee = P.calleeOf(Call);
    bool Keep = isEffectCall(Call) || LocksReleased(Call);
    if (Reloads && !P.contractOf(Callee))
      Kept.insert(Call); // it can put another object there in between
    const Contract *Declared = P.contractOf(Callee);
    if (Declared && Declared->Result == ResultEffect::EndsPath)
      Kept.insert(Call);
    if (Callee && Callee->isNoReturn())
      Kept.insert(Call); // the path ends there, whatever it is called with
    if (!Callee && mayDestroy(Call))
      Keep |= mentionsTracked(Call->getArg(0));
    if (!Callee && Believed)
      Keep |= llvm::any_of(Call->arguments(), TakesAcquired);
    if (!Keep && Callee)
      for (unsigned I = 0, N = Call->getNumArgs(); I != N && !Keep; ++I) {
        const Expr *Arg = Call->getArg(I);
        if (!canHoldPointer(Arg->getType()))
          continue;
        // `f(ref(obj))` gives the new reference away.
        if (const auto *Inner = dyn_cast<CallExpr>(Arg->IgnoreParenCasts()))
          Keep |= isEffectCall(Inner);
        if (!mentionsTracked(Arg))
          continue;
        // What others keep, or may keep.
        Keep |= Declared && Declared->isPassive() &&
                !Declared->has(I, ParamEffect::Borrowed);
        Keep |= isNamedRef(Callee) || P.makesFloating();
        // Others can reach the struct from here on.
        if (const auto *Ref = dyn_cast<DeclRefExpr>(Arg->IgnoreParenCasts()))
          Keep |= Structs.count(Ref->getDecl()) && !Callee->isVariadic();
        // An address of a field of ours lets others put something else there.
        if (const FieldDecl *Field = addressedField(Arg))
          Keep |= Tracked.count(Field) != 0;
        Keep |= P.handsOverUnlessFailed(Function, Call, I) ||
                P.isTakenByUse(Callee, I) ||
                (TakesAcquired(Arg) && !Callee->isVariadic());
        // Handed over together with a function, to a container that owns its
        // values, to a function that keeps it, or by its address.
        Keep |= addressedVariable(Arg) || P.keepsArgument(Callee, I);
        for (const Expr *Other : Call->arguments()) {
          if (Other == Arg)
            continue;
          EntityList Found;
          if (canHoldPointer(Other->getType()))
            entitiesOf(Other, Found);
          Keep |= namedFunction(Other) != nullptr ||
                  llvm::any_of(Found, [&](const ValueDecl *Entity) {
                    return P.ownsValues(Entity);
                  });
        }
      }
    if (Keep)
      keepCall(Call);
  }
  for (const Assignment &A : Facts.Assignments) {
    if (!A.Value || !canHoldPointer(A.Value->getType()))
      continue;
    bool Keep = mentionsTracked(A.Value) ||
                (A.Variable ? Tracked.count(A.Variable) != 0
                            : mentionsTracked(A.Target));
    if (Keep)
      keepAssignment(A);
  }
  for (const VarDecl *Var : Facts.CleanupVars) {
    bool Guard = false;
    if (const auto *Init = Var->getInit())
      if (const auto *Call = dyn_cast<CallExpr>(Init->IgnoreParenCasts()))
        Guard = Kept.count(Call);
    if (!Guard && !Tracked.count(Var))
      continue;
    Cleanups.insert(Var);
    if (Variables.insert(Var).second)
      NewVariables.push_back(Var);
  }
  // What a function returns decides for its callers what became of their
  // references, and for us whether one that it keeps is its contract.
  bool ResultMatters =
      P.isCalledInFile(Function) || P.contractOf(Function) != nullptr;
  for (const CallExpr *Call : Facts.Calls) {
    const FunctionDecl *Callee = P.calleeOf(Call);
    if (const Contract *C = P.contractOf(Callee)) {
      for (const ParamContract &Param : C->Params)
        ResultMatters |= Param.Effect == ParamEffect::Acquires ||
                         Param.Effect == ParamEffect::AcquiresOnSuccess;
    } else if (Callee && P.hasEffects(Callee)) {
      for (const ParamEffects &Param : P.effectsOf(Callee).Params)
        ResultMatters |= Param.Acquired;
    }
  }
  for (const ReturnStmt *Return : Facts.Returns) {
    const Expr *Value = Return->getRetValue();
    if (!Value)
      continue;
    bool Keep = ResultMatters || mentionsTracked(Value);
    if (!Keep)
      walk(Value, [&](const Stmt *S) {
        if (const auto *Call = dyn_cast<CallExpr>(S))
          Keep |= isEffectCall(Call);
        return !Keep;
      });
    if (Keep)
      keepDeep(Value);
  }
}

//===----------------------------------------------------------------------===//
// Closure
//===----------------------------------------------------------------------===//

/// True if the call can write to a variable that is read by what is kept.
bool Slice::addressesNeeded(const CallExpr *Call) const {
  for (const Expr *Arg : Call->arguments())
    if (const VarDecl *Var = addressedVariable(Arg))
      if (Variables.count(Var) || Tracked.count(Var))
        return true;
  return false;
}

void Slice::keepDefinitions() {
  llvm::DenseMap<const VarDecl *, llvm::SmallVector<const Assignment *, 4>>
      Definitions;
  llvm::DenseMap<const VarDecl *, llvm::SmallVector<const CallExpr *, 2>>
      Writers;
  llvm::DenseMap<const ValueDecl *, llvm::SmallVector<const Assignment *, 4>>
      FieldDefinitions;
  llvm::DenseMap<const ValueDecl *, llvm::SmallVector<const CallExpr *, 2>>
      FieldWriters;
  for (const Assignment &A : Facts.Assignments) {
    if (const VarDecl *Var =
            A.Variable ? A.Variable : storageRoot(A.Target))
      Definitions[Var].push_back(&A);
    else if (const auto *Member =
                 dyn_cast<MemberExpr>(A.Target->IgnoreParenCasts()))
      FieldDefinitions[Member->getMemberDecl()].push_back(&A);
  }
  for (const CallExpr *Call : Facts.Calls)
    for (const Expr *Arg : Call->arguments()) {
      if (const VarDecl *Var = addressedVariable(Arg))
        Writers[Var].push_back(Call);
      else if (const FieldDecl *Field = addressedField(Arg))
        FieldWriters[Field].push_back(Call);
    }

  while (!NewVariables.empty() || !NewFields.empty()) {
    if (!NewFields.empty()) {
      const ValueDecl *Field = NewFields.pop_back_val();
      for (const Assignment *A : FieldDefinitions.lookup(Field))
        keepAssignment(*A);
      for (const CallExpr *Call : FieldWriters.lookup(Field))
        if (!Kept.count(Call))
          keepCall(Call);
      continue;
    }
    const VarDecl *Var = NewVariables.pop_back_val();
    for (const Assignment *A : Definitions.lookup(Var))
      keepAssignment(*A);
    for (const CallExpr *Call : Writers.lookup(Var))
      if (!Kept.count(Call))
        keepCall(Call);
  }
}

} // namespace virref
