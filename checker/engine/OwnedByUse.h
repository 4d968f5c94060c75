//===- OwnedByUse.h - What callers show about a function --------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Nobody knows what a function of another file does, but its callers do: if
// several functions of this file release what it returns, it returns a
// reference, and one caller that does not release it is the exception.
//
// A caller counts if a local variable of its own gets nothing but results of
// the function (or NULL), is released, and nobody takes a reference to it or
// gets its address. One such caller proves little: it can be wrong itself, or
// release what another function has given it. Two do, or one and the caller in
// question, where that releases on some path.
//
// A function that says by its name that it makes what it returns needs no such
// callers, if objects of that type are released in this file.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_OWNEDBYUSE_H
#define VIRREF_ENGINE_OWNEDBYUSE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace clang {
class CallExpr;
class FunctionDecl;
class RecordDecl;
} // namespace clang

namespace virref {

class Program;

class OwnedByUse {
public:
  /// \p Functions are all that are defined in the file.
  void learn(Program &P, llvm::ArrayRef<const clang::FunctionDecl *> Functions);

  /// True if the result of \p Callee, which must be a function that nobody
  /// knows, is a reference that its callers own.
  bool gives(const clang::FunctionDecl *Callee) const;

  /// True if references to objects of this type are dropped in the file.
  bool drops(const clang::RecordDecl *Type) const { return Dropped.count(Type); }

private:
  void read(Program &P, const clang::FunctionDecl *Function);

  /// The structs that the file releases references to, and those of them that
  /// belong to no library.
  llvm::SmallPtrSet<const clang::RecordDecl *, 16> Dropped;
  llvm::SmallPtrSet<const clang::RecordDecl *, 16> Counted;
  /// For each function, those that release what it returns.
  llvm::DenseMap<const clang::FunctionDecl *,
                 llvm::SmallPtrSet<const clang::FunctionDecl *, 4>>
      Releasers;
};

} // namespace virref

#endif // VIRREF_ENGINE_OWNEDBYUSE_H
