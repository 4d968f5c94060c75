//===- Providers.h - Where contracts come from ------------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_MODEL_PROVIDERS_H
#define VIRREF_MODEL_PROVIDERS_H

#include "model/Model.h"
#include "clang/AST/Type.h"
#include "llvm/ADT/ArrayRef.h"
#include <memory>
#include <optional>

namespace virref {

// Each returns the contract that one source of knowledge has for a function, or
// null if it has none. ContractSet.cpp asks them in the order of precedence.

/// `__attribute__((annotate("virref:...")))` on any declaration of it.
std::unique_ptr<Contract> readAnnotations(const clang::FunctionDecl *Function);

/// The virObject API, known by its names.
std::unique_ptr<Contract> builtinContract(const clang::FunctionDecl *Function);
/// Says of \p F what is known of that API, in words that a model file can have.
/// \returns false if there are none for it.
bool describeBuiltin(ModelFunction &F);

/// What a model file says about it.
std::unique_ptr<Contract> modelContract(const ModelIndex &Index,
                                        const clang::FunctionDecl *Function);
/// The parameter that \p F speaks of and \p Function, which it fits otherwise,
/// does not have. An entry that does not fit makes no contract.
std::optional<unsigned> misfit(const ModelFunction &F,
                               const clang::FunctionDecl *Function);
/// What a model file says about pointers in \p Field, by the names of its
/// struct.
std::unique_ptr<Contract> modelContract(const ModelIndex &Index,
                                        llvm::ArrayRef<llvm::StringRef> Types,
                                        const clang::FieldDecl *Field);
/// What \p Function does if \p By count a type; null if it is neither of them.
std::unique_ptr<Contract> countingContract(CountingFunctions By,
                                           const clang::FunctionDecl *Function);

/// What "succeeds" means depends on the type of the result: a condition that
/// says the same is one with `consumed-on-success` or `-failure`.
ParamEffect simplify(ParamEffect Effect, ResultCondition When,
                     clang::QualType Result);

} // namespace virref

#endif // VIRREF_MODEL_PROVIDERS_H
