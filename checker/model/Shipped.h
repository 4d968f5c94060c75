//===- Shipped.h - The models that come with virref -------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// checker/models/*.yaml, as text in the program. Reading them all takes as long
// as compiling a small file, so only those are read whose library a translation
// unit includes, and once in a process.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_MODEL_SHIPPED_H
#define VIRREF_MODEL_SHIPPED_H

#include "model/Contract.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace virref {

/// The models whose `declares:` \p IsKnown says to be a name of the translation
/// unit. It can know more names than are declared.
ModelList
shippedModels(llvm::function_ref<bool(llvm::StringRef Name)> IsKnown);

} // namespace virref

#endif // VIRREF_MODEL_SHIPPED_H
