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

#include "engine/SyntaxFinding.h"
#include <vector>

namespace clang {
class ASTContext;
} // namespace clang

namespace virref {

/// Annotations that are wrong, or contradict one before them.
std::vector<SyntaxFinding> checkAnnotations(clang::ASTContext &Ctx);

} // namespace virref

#endif // VIRREF_ENGINE_ANNOTATIONCHECK_H
