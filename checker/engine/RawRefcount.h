//===- RawRefcount.h - Counts that are touched around the API ---*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The check raw-refcount. It looks at syntax only. What a reference count is:
//
//   - the field of a known header: virObject, GObject, PyObject, QEMU's Object;
//   - the field of any struct for which the file has both a function that
//     counts its parameter up, and one that counts it down, asks for the end
//     and then frees it. These functions are the API.
//
// What is reported of other functions: writing the count, a branch that depends
// on it, and copying or clearing a struct together with its count.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_RAWREFCOUNT_H
#define VIRREF_ENGINE_RAWREFCOUNT_H

#include "engine/Program.h"
#include "engine/SyntaxFinding.h"
#include "llvm/ADT/ArrayRef.h"
#include <vector>

namespace virref {

/// Places where a count is touched around the API. \p Functions are all that are
/// defined in the file.
std::vector<SyntaxFinding>
findRawRefcounts(Program &P,
                 llvm::ArrayRef<const clang::FunctionDecl *> Functions);

} // namespace virref

#endif // VIRREF_ENGINE_RAWREFCOUNT_H
