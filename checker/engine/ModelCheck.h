//===- ModelCheck.h - Model files that cannot be right ----------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A model file of the user's is about headers that change without it. An entry
// that does not fit the function of its name, and one that contradicts another
// file or an annotation, are reported where the function is declared. Models that
// come with virref, or were inferred, give way without a word.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_MODELCHECK_H
#define VIRREF_ENGINE_MODELCHECK_H

#include "engine/SyntaxFinding.h"
#include "model/Contract.h"
#include <vector>

namespace clang {
class ASTContext;
} // namespace clang

namespace virref {

std::vector<SyntaxFinding> checkModels(clang::ASTContext &Ctx,
                                       const ModelList &Models);

} // namespace virref

#endif // VIRREF_ENGINE_MODELCHECK_H
