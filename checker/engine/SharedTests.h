//===- SharedTests.h - What callers and callees both ask --------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `switch (def->kind) { case File: unref(def->file); ...` in the function that
// frees a struct, and the same switch in the one that fills it: both go the
// same way, though each asks only once.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_SHAREDTESTS_H
#define VIRREF_ENGINE_SHAREDTESTS_H

#include "clang/AST/Decl.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace virref {

class Program;

class SharedTests {
public:
  /// \p Functions are all that the file defines.
  void learn(Program &P, llvm::ArrayRef<const clang::FunctionDecl *> Functions);

  /// True if \p Function tests the field, and so does a function that it calls,
  /// of a struct that it is given; or the other way round.
  bool contains(const clang::FunctionDecl *Function,
                const clang::ValueDecl *Field) const {
    auto It = Found.find(Function->getCanonicalDecl());
    return It != Found.end() && It->second.count(Field);
  }

private:
  using Fields = llvm::DenseSet<const clang::ValueDecl *>;
  llvm::DenseMap<const clang::FunctionDecl *, Fields> Found;
};

} // namespace virref

#endif // VIRREF_ENGINE_SHAREDTESTS_H
