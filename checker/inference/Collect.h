//===- Collect.h - The facts of one translation unit ------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_INFERENCE_COLLECT_H
#define VIRREF_INFERENCE_COLLECT_H

#include "inference/Facts.h"
#include "model/Contract.h"

namespace clang {
class ASTContext;
} // namespace clang

namespace virref {

class Program;

/// Collects what the bodies in a translation unit show. \p P has learnt about
/// it (Program::learn), or nothing is known about its containers.
Facts collect(Program &P);

/// The same for a translation unit that nobody has looked at yet. With
/// \p UseShipped, the models that come with virref count as well.
Facts collect(clang::ASTContext &Ctx, const ModelList &Models, bool UseShipped);

} // namespace virref

#endif // VIRREF_INFERENCE_COLLECT_H
