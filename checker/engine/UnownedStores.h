//===- UnownedStores.h - Parameters kept without a reference ----*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `obj->child = child`, where `child` is a parameter and the struct releases
// what it refers to: a setter can be one that takes its caller's reference
// over. It is not meant to be where the file stores parameters in fields that
// own them at two other places or more, and takes a reference at all of those.
// The one that does not is the exception.
//
// Nothing is said about a function that releases the parameter, takes a
// reference to it, or gets it from a caller in this file who owns one.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_UNOWNEDSTORES_H
#define VIRREF_ENGINE_UNOWNEDSTORES_H

#include "engine/Program.h"
#include "engine/SyntaxFinding.h"
#include "llvm/ADT/ArrayRef.h"
#include <vector>

namespace virref {

/// \p Functions are all that are defined in the file.
std::vector<SyntaxFinding>
findUnownedStores(Program &P,
                  llvm::ArrayRef<const clang::FunctionDecl *> Functions);

} // namespace virref

#endif // VIRREF_ENGINE_UNOWNEDSTORES_H
