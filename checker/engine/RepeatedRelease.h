//===- RepeatedRelease.h - One element released twice -----------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `unref(list[i]); unref(list[i]);`: which element a counter selects is not
// told apart on paths (see Slice.h), but two releases in a row that name it in
// the same words are of the same one.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_REPEATEDRELEASE_H
#define VIRREF_ENGINE_REPEATEDRELEASE_H

#include "engine/Program.h"
#include "engine/SyntaxFinding.h"
#include "llvm/ADT/ArrayRef.h"
#include <vector>

namespace virref {

/// \p Functions are all that are defined in the file.
std::vector<SyntaxFinding>
findRepeatedReleases(Program &P,
                     llvm::ArrayRef<const clang::FunctionDecl *> Functions);

} // namespace virref

#endif // VIRREF_ENGINE_REPEATEDRELEASE_H
