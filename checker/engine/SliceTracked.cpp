//===- SliceTracked.cpp - What references pass through --------------------===//
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

void Slice::findCounters() {
  for (const Assignment &A : Facts.Assignments) {
    if (A.Plain || !A.Target)
      continue;
    const Expr *Target = A.Target->IgnoreParens();
    if (const auto *Ref = dyn_cast<DeclRefExpr>(Target))
      Counters.insert(Ref->getDecl());
    else if (const auto *Member = dyn_cast<MemberExpr>(Target))
      Counters.insert(Member->getMemberDecl());
  }
  // Unless it is counted against a small constant: then the trips are certain.
  // The engine gives up a loop after its third trip, and would never come to
  // what is behind one of ten.
  auto IsSmall = [this](const Expr *Bound) {
    Expr::EvalResult Value;
    return Bound->EvaluateAsInt(Value, P.context()) &&
           Value.Val.getInt().getExtValue() <= 3 &&
           Value.Val.getInt().getExtValue() >= -3;
  };
  for (const Expr *Condition : Facts.Conditions) {
    const auto *Compare =
        dyn_cast<BinaryOperator>(Condition->IgnoreParenCasts());
    if (!Compare || !Compare->isComparisonOp())
      continue;
    auto Exempt = [&](const Expr *Counter, const Expr *Bound) {
      if (const auto *Ref = dyn_cast<DeclRefExpr>(Counter->IgnoreParenCasts()))
        if (Ref->getType()->isIntegerType() && IsSmall(Bound))
          Counters.erase(Ref->getDecl());
    };
    Exempt(Compare->getLHS(), Compare->getRHS());
    Exempt(Compare->getRHS(), Compare->getLHS());
  }
}

bool Slice::isCounter(const Expr *E) const {
  E = E->IgnoreParenCasts();
  if (const auto *Unary = dyn_cast<UnaryOperator>(E))
    if (Unary->isIncrementDecrementOp())
      return true;
  if (const auto *Binary = dyn_cast<BinaryOperator>(E))
    return Binary->isAdditiveOp() && (isCounter(Binary->getLHS()) ||
                                      isCounter(Binary->getRHS()));
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    return Counters.count(Ref->getDecl());
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return Counters.count(Member->getMemberDecl());
  return false;
}

void Slice::track(const Expr *E) {
  EntityList Found;
  entitiesOf(E, Found);
  Tracked.insert(Found.begin(), Found.end());
}

bool Slice::mentionsTracked(const Expr *E) const {
  EntityList Found;
  entitiesOf(E, Found);
  for (const ValueDecl *Entity : Found)
    if (Tracked.count(Entity))
      return true;
  return false;
}

/// The arguments whose references a call of \p Call can change.
void Slice::effectArguments(const CallExpr *Call,
                            llvm::SmallVectorImpl<const Expr *> &Args) {
  const FunctionDecl *Callee = P.calleeOf(Call);
  if (const Contract *C = P.contractOf(Callee)) {
    if (C->onlyLocks() || C->isPassive())
      return;
    for (const ParamContract &Param : C->Params) {
      if (Param.Index < Call->getNumArgs())
        Args.push_back(Call->getArg(Param.Index));
      if (wordFor(Param.Effect).Argument == WordArgument::Index &&
          Param.Other < Call->getNumArgs())
        Args.push_back(Call->getArg(Param.Other));
    }
    if (C->Result == ResultEffect::Same && C->ResultIndex < Call->getNumArgs())
      Args.push_back(Call->getArg(C->ResultIndex));
    // `new("(v)", obj)` takes a floating reference over.
    if (Callee->isVariadic() && C->Result == ResultEffect::Floating)
      for (unsigned I = Callee->getNumParams(); I < Call->getNumArgs(); ++I)
        if (canHoldPointer(Call->getArg(I)->getType()))
          Args.push_back(Call->getArg(I));
    return;
  }
  if (!Callee && (isEffectCall(Call) || mayDestroy(Call))) {
    Args.append(Call->arg_begin(), Call->arg_end());
    return;
  }
  if (Callee && P.mayTakeOver(Call)) {
    for (const Expr *Arg : Call->arguments())
      if (P.mayLeadToObject(Arg->getType()))
        Args.push_back(Arg);
    return;
  }
  if (!Callee || !P.hasEffects(Callee))
    return;
  const FunctionEffects &E = P.effectsOf(Callee);
  for (unsigned I = 0, N = Call->getNumArgs(); I != N; ++I) {
    if (!P.mayLeadToObject(Call->getArg(I)->getType()))
      continue;
    bool Effect = true;
    if (E.Explored && I < E.Params.size()) {
      const ParamEffects &Param = E.Params[I];
      Effect = Param.Released || Param.Acquired || Param.Stored ||
               Param.PointeeReleased;
    }
    if (Effect)
      Args.push_back(Call->getArg(I));
  }
}

bool Slice::isEffectCall(const CallExpr *Call) {
  if (StructCalls.count(Call))
    return true;
  const FunctionDecl *Callee = P.calleeOf(Call);
  if (const Contract *C = P.contractOf(Callee))
    return !C->onlyLocks() && !C->isPassive();
  if (!Callee) {
    // Through a variable that holds a function with an effect.
    EntityList Found;
    entitiesOf(Call->getCallee(), Found);
    for (const ValueDecl *Entity : Found)
      if (Tracked.count(Entity))
        return true;
    return false;
  }
  const FunctionEffects &E = P.effectsOf(Callee);
  if (definitionOf(Callee))
    return E.Explored ? E.any() : P.canMatter(Callee);
  return P.mayTakeOver(Call) || P.givesByUse(Call);
}

void Slice::findTracked() {
  for (const VarDecl *Var : Facts.CleanupVars) {
    const FunctionDecl *Cleanup = Var->getAttr<CleanupAttr>()->getFunctionDecl();
    if (P.isPointeeRelease(Cleanup) || P.mayRelease(Cleanup, 0))
      Tracked.insert(Var);
  }
  // Where the object of a call that gives one goes, and where a function that
  // releases one waits to be called.
  for (const Assignment &A : Facts.Assignments) {
    if (!A.Value || !P.mayLeadToObject(A.Value->getType()))
      continue;
    bool Gives = false;
    walk(A.Value, [&](const Stmt *S) {
      if (const auto *Call = dyn_cast<CallExpr>(S))
        Gives |= isEffectCall(Call);
      return !Gives;
    });
    bool Releaser = false;
    walk(A.Value, [&](const Stmt *S) {
      if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
        Releaser |= P.namesReleaser(Ref);
      return !Releaser;
    });
    if (!Gives && !Releaser)
      continue;
    if (A.Variable)
      Tracked.insert(A.Variable);
    else
      track(A.Target);
  }
  // Now that the variables are known that functions wait in.
  for (const CallExpr *Call : Facts.Calls) {
    llvm::SmallVector<const Expr *, 4> Args;
    effectArguments(Call, Args);
    for (const Expr *Arg : Args)
      track(Arg);
  }
  // What its own contract speaks of.
  const Contract *Own = P.contractOf(Function);
  if (Own && Own->isDeclared())
    for (const ParamContract &Param : Own->Params)
      if (Param.Index < Function->getNumParams())
        Tracked.insert(Function->getParamDecl(Param.Index));
  if (Own && Own->bindsResult())
    for (const ReturnStmt *Return : Facts.Returns)
      if (Return->getRetValue() &&
          canHoldPointer(Return->getRetValue()->getType()))
        track(Return->getRetValue());
  // A parameter that is stored where a reference is needed.
  for (const Assignment &A : Facts.Assignments) {
    if (P.setsOwningField(A))
      track(A.Target);
    if (const ParmVarDecl *Param = P.storedInOwningField(A)) {
      Stored.insert(Param);
      Tracked.insert(Param);
    }
  }
  // A parameter that is kept somewhere: the caller wants to know.
  for (unsigned I = 0, N = Function->getNumParams(); I != N; ++I)
    if (P.mayLeadToObject(Function->getParamDecl(I)->getType()) &&
        P.keepsArgument(Function, I))
      Tracked.insert(Function->getParamDecl(I));
}

/// With those of the structs and unions that are part of it.
bool Slice::hasTrackedField(const RecordDecl *Record) const {
  return llvm::any_of(Record->fields(), [&](const FieldDecl *F) {
    const RecordDecl *Part = F->getType()->getAsRecordDecl();
    return Tracked.count(F) || P.isGivenReferences(F) ||
           (Part && hasTrackedField(Part));
  });
}

/// A struct with a field that references pass through: where it is made, where
/// it goes and where it is freed.
void Slice::findStructs() {
  auto Holds = [&](QualType Type) {
    const RecordDecl *Record = pointeeStruct(Type);
    return Record && hasTrackedField(Record);
  };
  for (const CallExpr *Call : Facts.Calls) {
    const Expr *Arg =
        Call->getNumArgs() ? Call->getArg(0)->IgnoreParenCasts() : nullptr;
    if (!Arg || !isDeallocator(P.calleeOf(Call)) || !Holds(Arg->getType()))
      continue;
    StructCalls.insert(Call);
    EntityList Found;
    entitiesOf(Arg, Found);
    Structs.insert(Found.begin(), Found.end());
  }
  for (const Assignment &A : Facts.Assignments) {
    const auto *Call =
        A.Value ? dyn_cast<CallExpr>(A.Value->IgnoreParenCasts()) : nullptr;
    // A function of the file can be one that makes the struct and fills it.
    if (!Call ||
        !(isAllocator(P.calleeOf(Call)) || definitionOf(P.calleeOf(Call))) ||
        !Holds(A.Variable ? A.Variable->getType() : A.Target->getType()))
      continue;
    StructCalls.insert(Call);
    EntityList Found;
    targetsOf(A, Found);
    Structs.insert(Found.begin(), Found.end());
  }
  // What the caller has put in there can be released, or seen by others, here.
  if (P.isCalledInFile(Function))
    for (const ParmVarDecl *Param : Function->parameters())
      if (Holds(Param->getType()))
        Structs.insert(Param);
  if (Structs.empty())
    return;
  Tracked.insert(Structs.begin(), Structs.end());
  spread(Tracked, [](const ValueDecl *) { return true; });
}

void Slice::findFlows() {
  for (const Assignment &A : Facts.Assignments) {
    if (!A.Value || !A.Plain || !canHoldPointer(A.Value->getType()))
      continue;
    // A part of an object leads to it, whatever its type is; but who gets the
    // address of a string is after the string.
    const Expr *Value = A.Value->IgnoreParenCasts();
    const auto *Address = dyn_cast<UnaryOperator>(Value);
    if (!P.mayLeadToObject(Value->getType()) &&
        !(Address && Address->getOpcode() == UO_AddrOf &&
          !Value->getType()->getPointeeType()->isAnyPointerType()))
      continue;
    EntityList Flow;
    targetsOf(A, Flow);
    entitiesOf(A.Value, Flow);
    // What is lent goes with whom it is lent by.
    if (const auto *Call = dyn_cast<CallExpr>(A.Value->IgnoreParenCasts()))
      if (const Contract *C = P.contractOf(P.calleeOf(Call)))
        if ((C->Result == ResultEffect::BorrowedFrom ||
             C->Result == ResultEffect::LentBy) &&
            C->ResultIndex < Call->getNumArgs())
          entitiesOf(Call->getArg(C->ResultIndex), Flow);
    if (Flow.size() > 1)
      Flows.push_back(std::move(Flow));
  }
  // And what is in a container with that.
  for (const CallExpr *Call : Facts.Calls)
    if (const Contract *C = P.contractOf(P.calleeOf(Call)))
      for (const ParamContract &Param : C->Params)
        if (Param.Effect == ParamEffect::ValueOf &&
            Param.Index < Call->getNumArgs() &&
            Param.Other < Call->getNumArgs()) {
          EntityList Flow;
          entitiesOf(Call->getArg(Param.Index), Flow);
          entitiesOf(Call->getArg(Param.Other), Flow);
          Flows.push_back(std::move(Flow));
        }
}

void Slice::spread(EntitySet &Set,
                   llvm::function_ref<bool(const ValueDecl *)> Accepts) {
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (const EntityList &Flow : Flows) {
      if (llvm::none_of(Flow, [&](const ValueDecl *E) { return Set.count(E); }))
        continue;
      for (const ValueDecl *Entity : Flow)
        if (Accepts(Entity))
          Changed |= Set.insert(Entity).second;
    }
  }
}

void Slice::releasedArguments(const CallExpr *Call,
                              llvm::SmallVectorImpl<const Expr *> &Args) {
  const FunctionDecl *Callee = P.calleeOf(Call);
  for (unsigned I = 0, N = Call->getNumArgs(); I != N; ++I)
    if (canHoldPointer(Call->getArg(I)->getType()) &&
        (!Callee || P.mayRelease(Callee, I)))
      Args.push_back(Call->getArg(I));
  // What is in a container goes with that, see findFlows().
  if (const Contract *C = P.contractOf(Callee))
    for (const ParamContract &Param : C->Params)
      if (Param.Effect == ParamEffect::RemovedFrom &&
          Param.Other < Call->getNumArgs() && P.hasOwningContainers())
        Args.push_back(Call->getArg(Param.Other));
}

/// True if the statement can take references away from what it is given.
bool Slice::releasesSomething(const Stmt *S) {
  const auto *Call = dyn_cast<CallExpr>(S);
  if (!Call)
    return false;
  if (!P.calleeOf(Call))
    return isEffectCall(Call);
  llvm::SmallVector<const Expr *, 4> Args;
  releasedArguments(Call, Args);
  return !Args.empty() || P.mayTakeOver(Call);
}

void Slice::findReleased() {
  for (const CallExpr *Call : Facts.Calls) {
    if (!P.calleeOf(Call) && !isEffectCall(Call))
      continue;
    llvm::SmallVector<const Expr *, 4> Args;
    releasedArguments(Call, Args);
    for (const Expr *Arg : Args) {
      EntityList Found;
      entitiesOf(Arg, Found);
      Released.insert(Found.begin(), Found.end());
    }
  }
  for (const VarDecl *Var : Facts.CleanupVars)
    if (Tracked.count(Var))
      Released.insert(Var);
  // What is handed over, or stored where a reference is needed, should not be
  // used either by who has none.
  for (const CallExpr *Call : Facts.Calls)
    if (P.mayTakeOver(Call))
      for (const Expr *Arg : Call->arguments()) {
        EntityList Found;
        if (canHoldPointer(Arg->getType()))
          entitiesOf(Arg, Found);
        for (const ValueDecl *Entity : Found)
          if (isa<ParmVarDecl>(Entity))
            Released.insert(Entity);
      }
  Released.insert(Stored.begin(), Stored.end());
  // An alias of what is released is released.
  spread(Released, [this](const ValueDecl *E) { return Tracked.count(E) != 0; });
}

} // namespace virref
