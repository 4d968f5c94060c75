//===- ReferenceTypes.h - Which types lead to counted objects ---*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Strings, nodes of a parsed document, buffers: most pointers of a program have
// nothing to do with references. Those of a type matter in a file that
//
//   - gives one to a function that says what it does to references, or gets one
//     from it;
//   - lets one become `void *`, or made of that: it may have been anything;
//   - casts one to a type that matters, or the other way round;
//   - names a field of the struct that leads to a type that matters.
//
// Structs of which only the name is known always do. What does not matter need
// not be followed through assignments and calls.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_REFERENCETYPES_H
#define VIRREF_ENGINE_REFERENCETYPES_H

#include "clang/AST/Type.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"

namespace clang {
class CallExpr;
class Expr;
class FunctionDecl;
class RecordDecl;
} // namespace clang

namespace virref {

class Program;

class ReferenceTypes {
public:
  /// \p Functions are all that are defined in the file.
  void learn(Program &P, llvm::ArrayRef<const clang::FunctionDecl *> Functions);

  /// True if a value of the type can be a counted object, or lead to one.
  bool matters(clang::QualType Type) const;

private:
  void learnCall(Program &P, const clang::CallExpr *Call);
  void learnMove(clang::QualType From, clang::QualType To);
  void add(clang::QualType Type);
  void relate(const clang::RecordDecl *If, const clang::RecordDecl *Then);
  void spread();

  bool Everything = false; ///< C++ is not looked through
  llvm::DenseSet<const clang::RecordDecl *> Records;
  /// If the first one matters, the others do.
  llvm::DenseMap<const clang::RecordDecl *,
                 llvm::SmallVector<const clang::RecordDecl *, 2>>
      Leads;
};

} // namespace virref

#endif // VIRREF_ENGINE_REFERENCETYPES_H
