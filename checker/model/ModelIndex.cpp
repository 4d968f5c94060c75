//===- ModelIndex.cpp - Finds what a model says about a declaration -------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "model/ModelIndex.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using llvm::StringRef;

namespace virref {

static std::string keyOf(StringRef Type, StringRef Field) {
  return (Type + "." + Field).str();
}

ModelIndex::ModelIndex(Model TheModel) : M(std::move(TheModel)) {
  for (const ModelFunction &F : M.Functions) {
    if (F.Name.empty()) {
      Pointers[keyOf(F.Type, F.Field)] = &F;
    } else if (!F.isGlob()) {
      auto &Same = Functions[F.Name];
      Same.insert(F.File.empty() ? Same.end() : Same.begin(), &F);
    } else if (auto Pattern = llvm::GlobPattern::create(F.Name)) {
      Globs.push_back({std::move(*Pattern), &F});
    } else {
      llvm::consumeError(Pattern.takeError()); // the reader has refused it
    }
  }
  for (const ModelField &F : M.Fields)
    Fields[keyOf(F.Type, F.Field)] = &F;
  for (const ModelType &T : M.Types) {
    Types[T.Name] = &T;
    Counting[T.Ref] = &T;
    Counting[T.Unref] = &T;
  }
}

/// True if a path ends with the components that \p Suffix names.
static bool endsWithPath(StringRef Path, StringRef Suffix) {
  if (!Path.consume_back(Suffix))
    return false;
  return Path.empty() || Path.back() == '/' || Suffix.front() == '/';
}

static bool isInFile(const FunctionDecl *Function, StringRef File) {
  if (File.empty())
    return true;
  const SourceManager &SM = Function->getASTContext().getSourceManager();
  for (const FunctionDecl *Decl : Function->redecls()) {
    PresumedLoc Loc = SM.getPresumedLoc(SM.getExpansionLoc(Decl->getLocation()));
    if (Loc.isValid() && endsWithPath(Loc.getFilename(), File))
      return true;
  }
  return false;
}

const ModelFunction *ModelIndex::find(const FunctionDecl *Function) const {
  const IdentifierInfo *II = Function->getIdentifier();
  if (!II)
    return nullptr;
  // Of C++, functions in namespaces and classes have their full names.
  std::string Qualified;
  StringRef Name = II->getName();
  if (!Function->getDeclContext()->getRedeclContext()->isTranslationUnit()) {
    Qualified = Function->getQualifiedNameAsString();
    Name = Qualified;
  }
  auto Exact = Functions.find(Name);
  if (Exact != Functions.end())
    for (const ModelFunction *F : Exact->second)
      if (isInFile(Function, F->File))
        return F;
  for (const Glob &G : Globs)
    if (G.Pattern.match(Name) && isInFile(Function, G.Function->File))
      return G.Function;
  return nullptr;
}

const ModelFunction *ModelIndex::find(StringRef Type, StringRef Field) const {
  return Pointers.empty() ? nullptr : Pointers.lookup(keyOf(Type, Field));
}

const ModelField *ModelIndex::findField(StringRef Type, StringRef Field) const {
  return Fields.empty() ? nullptr : Fields.lookup(keyOf(Type, Field));
}

const ModelType *ModelIndex::findType(StringRef Name) const {
  return Types.lookup(Name);
}

const ModelType *ModelIndex::countedBy(StringRef Function) const {
  return Counting.lookup(Function);
}

} // namespace virref
