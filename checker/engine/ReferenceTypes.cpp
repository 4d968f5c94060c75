//===- ReferenceTypes.cpp - Which types lead to counted objects -----------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/ReferenceTypes.h"
#include "engine/Program.h"
#include "clang/AST/ASTContext.h"

using namespace clang;
using llvm::dyn_cast;
using llvm::isa;

namespace virref {

/// What a pointer of the type points to in the end.
static QualType targetOf(QualType Type) {
  for (;;) {
    if (const auto *Array = Type->getAsArrayTypeUnsafe())
      Type = Array->getElementType();
    else if (Type->isAnyPointerType() || Type->isReferenceType())
      Type = Type->getPointeeType();
    else
      return Type;
  }
}

static unsigned depthOf(QualType Type) {
  unsigned Depth = 0;
  for (; Type->isAnyPointerType(); Type = Type->getPointeeType())
    ++Depth;
  return Depth;
}

/// The struct that a pointer of the type leads to, if its fields are known.
static const RecordDecl *knownStruct(QualType Type) {
  const RecordDecl *Record = targetOf(Type)->getAsRecordDecl();
  return Record ? Record->getDefinition() : nullptr;
}

/// True if it can be anything.
static bool isOpaque(QualType Type) {
  const QualType Target = targetOf(Type);
  if (const RecordDecl *Record = Target->getAsRecordDecl())
    return !Record->getDefinition();
  return Target->isVoidType() || Target->isFunctionType();
}

bool ReferenceTypes::matters(QualType Type) const {
  if (Everything || isOpaque(Type))
    return true;
  const RecordDecl *Record = knownStruct(Type);
  return Record && Records.count(Record);
}

void ReferenceTypes::add(QualType Type) {
  if (const RecordDecl *Record = knownStruct(Type))
    Records.insert(Record);
}

void ReferenceTypes::relate(const RecordDecl *If, const RecordDecl *Then) {
  if (If != Then)
    Leads[If].push_back(Then);
}

/// A value of one type becomes one of another.
void ReferenceTypes::learnMove(QualType From, QualType To) {
  const RecordDecl *Source = knownStruct(From), *Target = knownStruct(To);
  if (Source && Target) {
    relate(Source, Target);
    relate(Target, Source);
  } else if (canHoldPointer(From) && canHoldPointer(To)) {
    // `char *` is what people count bytes with, to get from one struct to another.
    // The address of an array of pointers is about its memory.
    if (depthOf(From) < 3 && depthOf(To) < 3) {
      add(From);
      add(To);
    }
  } else if (From->isIntegerType() && canHoldPointer(To)) {
    add(To);
  }
}

void ReferenceTypes::learnCall(Program &P, const CallExpr *Call) {
  const FunctionDecl *Callee = P.calleeOf(Call);
  const Contract *C = P.contractOf(Callee);
  if (C && !C->onlyLocks()) {
    add(Call->getType());
    for (const Expr *Arg : Call->arguments())
      add(Arg->IgnoreParenCasts()->getType());
    return;
  }
  if (Callee && (isDeallocator(Callee) || Callee->getBuiltinID()))
    return;
  for (unsigned I = 0, E = Call->getNumArgs(); I != E; ++I) {
    const Expr *Arg = Call->getArg(I);
    // What is given together with a function can be released by that.
    if (Arg->getType()->isVoidPointerType() || !Callee || P.mayTakeOver(Call))
      add(Arg->IgnoreParenCasts()->getType());
  }
}

/// The value, unless it is new memory or NULL: that can become any type, and
/// has not been another one before.
static const Expr *movedValue(const Expr *E) {
  E = E->IgnoreParenCasts();
  if (const auto *Call = dyn_cast<CallExpr>(E))
    if (const FunctionDecl *Callee = calleeOf(Call))
      if (isAllocator(Callee))
        return nullptr;
  return isa<IntegerLiteral>(E) ? nullptr : E;
}

void ReferenceTypes::learn(Program &P,
                           llvm::ArrayRef<const FunctionDecl *> Functions) {
  Everything = P.context().getLangOpts().CPlusPlus;
  if (Everything)
    return;
  llvm::DenseSet<const FieldDecl *> Seen;
  for (const FunctionDecl *Function : Functions) {
    const FunctionFacts &F = P.factsOf(Function);
    for (const CallExpr *Call : F.Calls)
      learnCall(P, Call);
    for (const Assignment &A : F.Assignments) {
      const Expr *Value = A.Value ? movedValue(A.Value) : nullptr;
      if (Value)
        learnMove(Value->getType(), A.Variable ? A.Variable->getType()
                                               : A.Target->getType());
    }
    for (const CastExpr *Cast : F.Casts)
      if (const Expr *Value = movedValue(Cast->getSubExpr()))
        learnMove(Value->getType(), Cast->getType());
    for (const ReturnStmt *Return : F.Returns)
      if (Return->getRetValue())
        if (const Expr *Value = movedValue(Return->getRetValue()))
          learnMove(Value->getType(), Function->getReturnType());
    for (const NamedDecl *Named : F.Named) {
      const auto *Field = dyn_cast<FieldDecl>(Named);
      if (!Field || !canHoldPointer(Field->getType()) ||
          !Seen.insert(Field).second)
        continue;
      const RecordDecl *Of = Field->getParent()->getDefinition();
      if (isOpaque(Field->getType()))
        Records.insert(Of);
      else if (const RecordDecl *To = knownStruct(Field->getType()))
        relate(To, Of);
    }
  }
  spread();
}

void ReferenceTypes::spread() {
  llvm::SmallVector<const RecordDecl *, 32> Work(Records.begin(), Records.end());
  while (!Work.empty()) {
    auto It = Leads.find(Work.pop_back_val());
    if (It == Leads.end())
      continue;
    for (const RecordDecl *Then : It->second)
      if (Records.insert(Then).second)
        Work.push_back(Then);
  }
  Leads.clear();
}

} // namespace virref
