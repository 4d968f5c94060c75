//===- ContractSet.cpp - Asks all sources of contracts --------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "model/Annotations.h"
#include "model/ModelIndex.h"
#include "model/Providers.h"
#include "model/Shipped.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;
using llvm::cast;
using llvm::dyn_cast;
using llvm::isa;
using llvm::StringRef;

namespace virref {

/// Calls \p Visit with everything that is declared outside of functions.
static void forEachDeclaration(const DeclContext *Context,
                               llvm::function_ref<void(const Decl *)> Visit) {
  for (const Decl *D : Context->decls()) {
    Visit(D);
    if (isa<NamespaceDecl, LinkageSpecDecl>(D))
      forEachDeclaration(cast<DeclContext>(D), Visit);
  }
}

ContractSet::ContractSet(ASTContext &Ctx, const ModelList &Models,
                         bool UseShipped) {
  ModelList All;
  if (UseShipped)
    All = shippedModels([&](StringRef Name) {
      return Ctx.Idents.find(Name) != Ctx.Idents.end();
    });
  All.insert(All.end(), Models.begin(), Models.end());
  learnDeclarations(Ctx, All);
}

ContractSet::~ContractSet() = default;

void ContractSet::learnDeclarations(ASTContext &Ctx, const ModelList &Models) {
  // Interned, so that one look at an address tells.
  llvm::DenseSet<const IdentifierInfo *> Wanted, Declared;
  llvm::DenseSet<const IdentifierInfo *> TypeNames;
  auto Intern = [&](StringRef Name) { return &Ctx.Idents.get(Name); };
  for (const auto &Index : Models) {
    const Model &M = Index->model();
    if (!M.Declares.empty())
      Wanted.insert(Intern(M.Declares));
    for (const ModelFunction &F : M.Functions)
      if (!F.Type.empty())
        TypeNames.insert(Intern(F.Type));
    for (const ModelField &F : M.Fields)
      TypeNames.insert(Intern(F.Type));
    for (const ModelType &T : M.Types)
      TypeNames.insert(Intern(T.Name));
  }
  forEachDeclaration(Ctx.getTranslationUnitDecl(), [&](const Decl *D) {
    const auto *Named = dyn_cast<NamedDecl>(D);
    const IdentifierInfo *II = Named ? Named->getIdentifier() : nullptr;
    const bool IsType = II && TypeNames.count(II);
    if (II && Wanted.count(II))
      Declared.insert(II);
    if (const auto *Record = dyn_cast<RecordDecl>(D)) {
      if (IsType)
        RecordNames[cast<RecordDecl>(Record->getCanonicalDecl())].push_back(
            II->getName());
      if (Record->hasAttrs())
        if (CountingFunctions By = virref::countedBy(Record); !By.Ref.empty())
          CountedStructs.push_back({By, Record});
    } else if (const auto *Typedef = dyn_cast<TypedefNameDecl>(D)) {
      const RecordDecl *Of =
          IsType ? Typedef->getUnderlyingType()->getAsRecordDecl() : nullptr;
      if (Of)
        RecordNames[cast<RecordDecl>(Of->getCanonicalDecl())].push_back(
            II->getName());
    }
  });
  for (const auto &Index : Models) {
    const Model &M = Index->model();
    if (!M.Declares.empty() && !Declared.count(Intern(M.Declares)))
      continue;
    ModelList &List = M.Source == ContractSource::Inferred  ? Inferred
                      : M.Source == ContractSource::Shipped ? Shipped
                                                            : Users;
    List.insert(List.begin(), Index); // the later one wins
  }
}

static std::unique_ptr<Contract> ask(const ModelList &Models,
                                     const FunctionDecl *Function) {
  for (const auto &Index : Models)
    if (auto Found = modelContract(*Index, Function))
      return Found;
  return nullptr;
}

std::unique_ptr<Contract>
ContractSet::find(const FunctionDecl *Function) const {
  // The order is the precedence. What users say in a file of their own is said
  // on purpose, about headers that they cannot edit or do not agree with; what
  // stands in the code at hand is nearer to the truth than what we know about a
  // name; and what a program was seen to do is no promise.
  if (auto Found = ask(Users, Function))
    return Found;
  if (auto Found = readAnnotations(Function))
    return Found;
  for (const CountedStruct &Struct : CountedStructs)
    if (auto Found = countingContract(Struct.By, Function)) {
      Found->Source = ContractSource::Annotation;
      Found->Where = placeForPeople(Struct.Record->getLocation(),
                                    Struct.Record->getASTContext());
      return Found;
    }
  if (auto Found = builtinContract(Function))
    return Found;
  if (auto Found = ask(Shipped, Function))
    return Found;
  // Of a body at hand more can be seen than what was written down about it, but
  // for what its callers show.
  std::unique_ptr<Contract> C = ask(Inferred, Function);
  return C && Function->hasBody() && !C->ByCallers ? nullptr : std::move(C);
}

const Contract *ContractSet::contractOf(const FunctionDecl *Function) {
  if (!Function)
    return nullptr;
  const FunctionDecl *Key = Function->getCanonicalDecl();
  auto [It, IsNew] = Cache.try_emplace(Key);
  if (IsNew) {
    auto Found = find(Function);
    return (Cache[Key] = std::move(Found)).get();
  }
  return It->second.get();
}

ContractSet::Names ContractSet::namesOf(const FieldDecl *Field) const {
  const RecordDecl *Record = Field->getParent();
  return RecordNames.lookup(cast<RecordDecl>(Record->getCanonicalDecl()));
}

const Contract *ContractSet::contractOf(const FieldDecl *Pointer) {
  if (!Pointer || RecordNames.empty())
    return nullptr;
  auto [It, IsNew] = PointerCache.try_emplace(Pointer);
  if (!IsNew)
    return It->second.get();
  const Names Types = namesOf(Pointer);
  for (const ModelList *List : {&Users, &Shipped, &Inferred})
    for (const auto &Index : *List)
      if (!It->second)
        It->second = modelContract(*Index, Types, Pointer);
  return It->second.get();
}

FieldEffect ContractSet::ownershipOf(const FieldDecl *Field) const {
  // Every store to a field asks.
  if (!Field->hasAttrs() && RecordNames.empty())
    return FieldEffect::None;
  const Names Types = namesOf(Field);
  auto Ask = [&](const ModelList &List) {
    for (const auto &Index : List)
      for (StringRef Type : Types)
        if (const ModelField *F = Index->findField(Type, Field->getName()))
          return F->Ownership;
    return FieldEffect::None;
  };
  FieldEffect Said = Ask(Users);
  if (Said == FieldEffect::None)
    Said = virref::ownershipOf(Field);
  // What was inferred is no declaration: that somebody releases what is in a field
  // does not say that every field of that name has to own it.
  return Said == FieldEffect::None ? Ask(Shipped) : Said;
}

CountingFunctions ContractSet::countedBy(const RecordDecl *Record) const {
  const Names Types =
      RecordNames.lookup(cast<RecordDecl>(Record->getCanonicalDecl()));
  auto Ask = [&](const ModelList &List) {
    for (const auto &Index : List)
      for (StringRef Type : Types)
        if (const ModelType *T = Index->findType(Type))
          return CountingFunctions{T->Ref, T->Unref};
    return CountingFunctions{};
  };
  CountingFunctions Said = Ask(Users);
  if (Said.Ref.empty())
    Said = virref::countedBy(Record);
  if (Said.Ref.empty())
    Said = Ask(Shipped);
  return Said.Ref.empty() ? Ask(Inferred) : Said;
}

} // namespace virref
