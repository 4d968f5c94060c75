//===- AnnotationCheck.h - Annotations that cannot be right -----*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A walk over the declarations of a file; bodies are not entered. Whatever the
// reader of annotations leaves out because it does not understand it is
// reported here, and so are annotations that contradict each other.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_ANNOTATIONCHECK_H
#define VIRREF_ENGINE_ANNOTATIONCHECK_H

#include "report/Finding.h"
#include <string>
#include <vector>

namespace clang {
class ASTContext;
class Decl;
} // namespace clang

namespace virref {

/// An annotation that is wrong, or contradicts one before it.
struct AnnotationProblem {
  const clang::Decl *On;
  clang::SourceLocation Loc;
  std::string Message;
  std::vector<PathNote> Notes; ///< where the other one stands
};

std::vector<AnnotationProblem> checkAnnotations(clang::ASTContext &Ctx);

} // namespace virref

#endif // VIRREF_ENGINE_ANNOTATIONCHECK_H
