//===- Contract.h - What a function does to references ----------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The analysis asks, providers answer: contractOf() goes through them in the
// order of their precedence and returns the first contract, with its source,
// so that a report can say what it relied on.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_MODEL_CONTRACT_H
#define VIRREF_MODEL_CONTRACT_H

#include "model/Words.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include <memory>
#include <optional>

namespace clang {
class FunctionDecl;
class QualType;
} // namespace clang

namespace virref {

/// Where a contract stands. In the order of precedence.
enum class ContractSource {
  Model, ///< a model file of the user's
  Annotation,
  Builtin,
  Shipped, ///< a model file that comes with virref
  Inferred ///< a model file that says `origin: inferred`
};

/// An effect on one parameter; a parameter can have several.
struct ParamContract {
  unsigned Index;
  ParamEffect Effect;
  unsigned Other = 0;        ///< the n of destroys(n), value-of(n), thread-entry(n)
  ResultCondition When = {}; ///< of consumed-if
};

/// What a call does to the references of its caller. A parameter that is not
/// mentioned is borrowed.
struct Contract {
  ContractSource Source = ContractSource::Builtin;
  ResultEffect Result = ResultEffect::None;
  /// What a call that succeeds returns, where the type does not tell.
  std::optional<ResultCondition> Success;
  unsigned ResultIndex = 0; ///< the n of returns-same(n), borrowed-from(n) ...
  llvm::SmallVector<ParamContract, 2> Params;

  bool has(unsigned Index, ParamEffect Effect) const;
  /// True if a call can end with fewer references to argument \p Index.
  bool mayRelease(unsigned Index) const;
  /// True if it does nothing but locking: such a call alone is never a bug.
  bool onlyLocks() const;
};

/// How a result of this type says success, unless something else is known: not
/// NULL, true, 0 or positive.
ResultCondition successOf(clang::QualType Result);

/// True if the effect depends on the result of the call.
bool dependsOnResult(ParamEffect Effect);

/// All knowledge about functions that does not come from their bodies.
class ContractSet {
public:
  ContractSet();
  ~ContractSet();

  /// The contract of \p Function, or null if nobody has declared one. The
  /// contract lives as long as the set.
  const Contract *contractOf(const clang::FunctionDecl *Function);

private:
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<Contract>> Cache;
};

} // namespace virref

#endif // VIRREF_MODEL_CONTRACT_H
