//===- UnusedCallbacks.h - Callbacks that nobody will call ------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A function that is declared to call another one with an argument of its own,
// in the end (`destroys(n)`) or in a thread (`thread-entry(n)`), has to call it,
// to keep it, or to give it to somebody else. What becomes of a function that is
// kept, no body tells. But one that only asks whether there is a function, or
// does not even do that, leaks what its callers have handed over.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_UNUSEDCALLBACKS_H
#define VIRREF_ENGINE_UNUSEDCALLBACKS_H

#include "engine/Program.h"
#include "engine/SyntaxFinding.h"
#include "llvm/ADT/ArrayRef.h"
#include <vector>

namespace virref {

/// \p Functions are all that are defined in the file.
std::vector<SyntaxFinding>
findUnusedCallbacks(Program &P,
                    llvm::ArrayRef<const clang::FunctionDecl *> Functions);

} // namespace virref

#endif // VIRREF_ENGINE_UNUSEDCALLBACKS_H
