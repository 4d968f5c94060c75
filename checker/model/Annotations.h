//===- Annotations.h - What declarations say ---------------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   annotate("virref:...")     ──┐
//   annotate("rc_ownership_...") ├──> Annotation ──> readAnnotations(): contracts
//   ns_/cf_/os_returns_retained  │               ──> ownershipOf(), countedBy()
//   ownership_takes ...        ──┘               ──> engine/AnnotationCheck
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_MODEL_ANNOTATIONS_H
#define VIRREF_MODEL_ANNOTATIONS_H

#include "model/Contract.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/SmallVector.h"
#include <string>

namespace clang {
class ASTContext;
class Attr;
class Decl;
class FieldDecl;
class FunctionDecl;
class RecordDecl;
} // namespace clang

namespace virref {

/// One thing that a declaration says about references.
struct Annotation {
  SaidWord Said;
  /// As the reader of the code knows it: "returns-same(0)", "cf_consumed".
  std::string Text;
  const clang::Attr *At;
  /// Of a function: the parameter that it is about, or NoParam.
  unsigned Param;
  static constexpr unsigned NoParam = ~0u;

  /// True for what stands there on purpose of telling virref.
  bool IsOurs;
};

using AnnotationList = llvm::SmallVector<Annotation, 4>;

/// What stands on \p D itself. What it inherits from an earlier declaration is
/// left out.
void annotationsOn(const clang::Decl *D, AnnotationList &Out);

/// What stands on any declaration of \p Function and its parameters. Words on
/// the wrong kind of declaration, and such as do not exist, are in it.
AnnotationList annotationsOf(const clang::FunctionDecl *Function);

/// "foo.h:12"; empty if it is not in a file.
std::string placeForPeople(clang::SourceLocation Where,
                           const clang::ASTContext &Ctx);

/// What the struct of \p Field says about what the field points to.
FieldEffect ownershipOf(const clang::FieldDecl *Field);

/// The functions that a struct says it is counted by.
CountingFunctions countedBy(const clang::RecordDecl *Record);

} // namespace virref

#endif // VIRREF_MODEL_ANNOTATIONS_H
