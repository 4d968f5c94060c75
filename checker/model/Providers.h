//===- Providers.h - Where contracts come from ------------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_MODEL_PROVIDERS_H
#define VIRREF_MODEL_PROVIDERS_H

#include "model/Contract.h"
#include <memory>

namespace virref {

/// \returns the contract that one source of knowledge has for \p Function, or
/// null if it has none.
using ContractProvider =
    std::unique_ptr<Contract> (*)(const clang::FunctionDecl *Function);

/// `__attribute__((annotate("virref:...")))` on any declaration of it.
std::unique_ptr<Contract> readAnnotations(const clang::FunctionDecl *Function);

/// The virObject API, known by its names.
std::unique_ptr<Contract> builtinContract(const clang::FunctionDecl *Function);

} // namespace virref

#endif // VIRREF_MODEL_PROVIDERS_H
