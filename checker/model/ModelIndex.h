//===- ModelIndex.h - Finds what a model says about a declaration -*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Made once for a model file and shared by all translation units of a process:
// nearly every function of a program is looked up here.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_MODEL_MODELINDEX_H
#define VIRREF_MODEL_MODELINDEX_H

#include "model/Model.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/GlobPattern.h"

namespace virref {

class ModelIndex {
public:
  explicit ModelIndex(Model TheModel);
  ModelIndex(const ModelIndex &) = delete;
  ModelIndex &operator=(const ModelIndex &) = delete;

  const Model &model() const { return M; }

  /// The entry for \p Function, or null. A name beats a pattern, one with a
  /// file beats one without, and the first of several patterns that fit wins.
  const ModelFunction *find(const clang::FunctionDecl *Function) const;
  /// The entry for pointers in a field, by one of the names of its struct.
  const ModelFunction *find(llvm::StringRef Type, llvm::StringRef Field) const;
  const ModelField *findField(llvm::StringRef Type,
                              llvm::StringRef Field) const;
  const ModelType *findType(llvm::StringRef Name) const;
  /// The type that is counted by a function.
  const ModelType *countedBy(llvm::StringRef Function) const;

private:
  Model M;
  llvm::StringMap<llvm::SmallVector<const ModelFunction *, 1>> Functions;
  struct Glob {
    llvm::GlobPattern Pattern;
    const ModelFunction *Function;
  };
  std::vector<Glob> Globs;
  llvm::StringMap<const ModelFunction *> Pointers; ///< by "type.field"
  llvm::StringMap<const ModelField *> Fields;      ///< by "type.field"
  llvm::StringMap<const ModelType *> Types;
  llvm::StringMap<const ModelType *> Counting;
};

} // namespace virref

#endif // VIRREF_MODEL_MODELINDEX_H
