//===- ModelContract.cpp - Contracts from model files ---------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "model/ModelIndex.h"
#include "model/Providers.h"
#include "clang/AST/Decl.h"

using namespace clang;
using llvm::StringRef;

namespace virref {

ParamEffect simplify(ParamEffect Effect, ResultCondition When,
                     QualType Result) {
  if (Effect != ParamEffect::ConsumedIf || When.Value != 0)
    return Effect;
  const bool ByZero = isYesOrNo(Result);
  if (!ByZero && !Result->isSignedIntegerType())
    return Effect;
  if (When.Op == (ByZero ? BO_NE : BO_GE))
    return ParamEffect::ConsumedOnSuccess;
  if (When.Op == (ByZero ? BO_EQ : BO_LT))
    return ParamEffect::ConsumedOnFailure;
  return Effect;
}

static std::string placeOf(const Model &M, unsigned Line) {
  return M.Path + ":" + std::to_string(Line);
}

namespace {
/// The parameters that a function is declared with.
struct Parameters {
  unsigned Number;
  bool HasPrototype;
  bool IsVariadic;

  bool has(unsigned I) const { return !HasPrototype || I < Number; }
};
} // namespace

static Parameters parametersOf(const FunctionDecl *Function) {
  return {Function->getNumParams(), Function->hasPrototype(),
          Function->isVariadic()};
}

/// The index that does not fit, if one does not. Where more arguments can follow,
/// a word can be about one of these as long as it needs no type.
static std::optional<unsigned> misfit(const ParamContract &P,
                                      const Parameters &Declared) {
  const Word &What = wordFor(P.Effect);
  if (!Declared.has(P.Index) &&
      !(Declared.IsVariadic && What.On == WordPlace::Object))
    return P.Index;
  if (What.Argument == WordArgument::Index && !Declared.has(P.Other))
    return P.Other;
  return std::nullopt;
}

std::optional<unsigned> misfit(const ModelFunction &F,
                               const FunctionDecl *Function) {
  const Parameters Declared = parametersOf(Function);
  if (F.Result != ResultEffect::None &&
      wordFor(F.Result).Argument == WordArgument::Index &&
      !Declared.has(F.ResultIndex))
    return F.ResultIndex;
  for (const ParamContract &P : F.Params)
    if (std::optional<unsigned> Index = misfit(P, Declared))
      return Index;
  return std::nullopt;
}

static std::unique_ptr<Contract> makeContract(const Model &M,
                                              const ModelFunction &F,
                                              QualType Result,
                                              const Parameters &Declared) {
  auto C = std::make_unique<Contract>();
  C->Source = M.Source;
  // Of what was inferred, the code that shows it says more than the file that
  // it was written to.
  if (M.Source != ContractSource::Inferred)
    C->Where = placeOf(M, F.Line);
  else if (!F.Why.Seen.empty())
    C->Where = F.Why.Seen.front();
  C->Result = F.Result;
  C->ResultIndex = F.ResultIndex;
  C->Success = F.Success;
  C->ByCallers = F.ByCallers;
  if (F.Result != ResultEffect::None &&
      wordFor(F.Result).Argument == WordArgument::Index &&
      !Declared.has(F.ResultIndex))
    return nullptr; // a function of that name, but not the one that is meant
  for (ParamContract P : F.Params) {
    if (misfit(P, Declared))
      return nullptr;
    P.Effect = simplify(P.Effect, P.When, Result);
    if (!llvm::is_contained(F.DoubtfulParams, P.Index))
      C->Params.push_back(P);
  }
  // Nothing may rest on what is only a guess.
  for (unsigned I : F.DoubtfulParams)
    C->Params.push_back({I, ParamEffect::Escapes});
  if (F.DoubtfulResult)
    C->Result = ResultEffect::None;
  return C;
}

std::unique_ptr<Contract> modelContract(const ModelIndex &Index,
                                        const FunctionDecl *Function) {
  const Model &M = Index.model();
  if (const ModelFunction *F = Index.find(Function))
    return makeContract(M, *F, Function->getReturnType(),
                        parametersOf(Function));
  const IdentifierInfo *II = Function->getIdentifier();
  const ModelType *T = II ? Index.countedBy(II->getName()) : nullptr;
  if (!T)
    return nullptr;
  std::unique_ptr<Contract> C = countingContract({T->Ref, T->Unref}, Function);
  if (C) {
    C->Source = M.Source;
    C->Where = placeOf(M, T->Line);
  }
  return C;
}

std::unique_ptr<Contract> modelContract(const ModelIndex &Index,
                                        llvm::ArrayRef<StringRef> Types,
                                        const FieldDecl *Field) {
  const ModelFunction *F = nullptr;
  for (StringRef Type : Types)
    if (!F)
      F = Index.find(Type, Field->getName());
  QualType Pointee = Field->getType()->getPointeeType();
  if (!F || Pointee.isNull())
    return nullptr;
  const auto *Proto = Pointee->getAs<FunctionProtoType>();
  const auto *Type = Pointee->getAs<FunctionType>();
  if (!Type)
    return nullptr;
  return makeContract(Index.model(), *F, Type->getReturnType(),
                      {Proto ? Proto->getNumParams() : 0, Proto != nullptr,
                       Proto && Proto->isVariadic()});
}

/// The object of `foo_ref(foo)`: what points to a struct, or to anything.
static std::optional<unsigned> countedParam(const FunctionDecl *Function) {
  for (unsigned I = 0, E = Function->getNumParams(); I != E; ++I) {
    QualType Pointee = Function->getParamDecl(I)->getType()->getPointeeType();
    if (!Pointee.isNull() && (Pointee->isRecordType() || Pointee->isVoidType()))
      return I;
  }
  return std::nullopt;
}

std::unique_ptr<Contract> countingContract(CountingFunctions By,
                                           const FunctionDecl *Function) {
  const IdentifierInfo *II = Function->getIdentifier();
  if (!II || By.Ref.empty() ||
      (II->getName() != By.Ref && II->getName() != By.Unref))
    return nullptr;
  std::optional<unsigned> Object = countedParam(Function);
  if (!Object)
    return nullptr;
  auto C = std::make_unique<Contract>();
  if (II->getName() == By.Unref) {
    C->Params.push_back({*Object, ParamEffect::Consumed});
    return C;
  }
  if (Function->getReturnType()->isPointerType()) {
    C->Result = ResultEffect::Same;
    C->ResultIndex = *Object;
  }
  C->Params.push_back({*Object, ParamEffect::Acquires});
  return C;
}

} // namespace virref
