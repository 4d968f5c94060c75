//===- Resolve.h - From facts to contracts ----------------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each function has a guess about its result and about each parameter, which
// starts as "nothing yet" and can only move on: to one answer, and from there to
// "does not agree". A path that depends on what has no answer yet is passed over;
// so a function that calls itself is decided by its other paths. When nothing
// moves any more, what has no answer stays unknown.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_INFERENCE_RESOLVE_H
#define VIRREF_INFERENCE_RESOLVE_H

#include "inference/Facts.h"
#include "model/Contract.h"
#include "llvm/ADT/StringMap.h"
#include <memory>
#include <optional>

namespace virref {

/// The answer to what a result is, or a parameter.
template <typename Effect> struct Guess {
  enum { Nothing, Known, Contradictory } State = Nothing;
  Effect Is = Effect();
  unsigned Index = 0;
  bool Weak = false;  ///< it rests on something that could not be seen
  bool Keeps = false; ///< what is consumed is stored

  bool is(Effect E) const { return State == Known && Is == E; }
  bool operator==(const Guess &Other) const {
    return State == Other.State &&
           Weak == Other.Weak && Keeps == Other.Keeps &&
           (State != Known || (Is == Other.Is && Index == Other.Index));
  }
};

using ResultGuess = Guess<ResultEffect>;
using ParamGuess = Guess<ParamEffect>;

struct FunctionGuess {
  ResultGuess Result;
  std::vector<ParamGuess> Params;
  bool Weak = false; ///< something that it rests on could not be seen
  /// The signs of the results with which objects are stored through parameters,
  /// where that is not what success is by the type of the result.
  unsigned Stores = NoSign;
  std::string Why;   ///< what contradicts, or is missing
  /// What paths that end alike do differently: people would call it a bug.
  std::vector<std::string> Disagreements;

  bool operator==(const FunctionGuess &Other) const {
    return Result == Other.Result && Params == Other.Params &&
           Weak == Other.Weak;
  }
};

class Resolver {
public:
  explicit Resolver(const Facts &All) : All(All) {}

  /// Brings all guesses to rest.
  void run();

  /// The guess about the function or field with this key, or null.
  const FunctionGuess *guess(const std::string &Key) const;
  FunctionGuess resolve(const FunctionFact &Fact) const;
  bool isOwning(const std::string &Field) const;
  /// Whether who gets a reference takes it away.
  enum class Loss { None, Possible, Sure };
  Loss lossBy(const Term &T) const;

private:
  /// A change of a count, as far as it is known.
  struct Range {
    int Low = 0, High = 0;
    bool Nothing = false; ///< depends on what has no answer yet
    bool Kept = false;
    bool Stored = false; ///< a reference has gone to where it is kept
    bool Weak = false;
  };
  Range rangeOf(const Amount &A) const;
  Range rangeOf(const Term &T) const;
  const ParamGuess *paramGuess(const std::string &Key, unsigned Index,
                               bool &Seen) const;
  void resolveResult(const FunctionFact &Fact, FunctionGuess &Into) const;
  void resolveParam(const FunctionFact &Fact, unsigned Index,
                    FunctionGuess &Into) const;
  bool resolveSlot(const FunctionFact &Fact, unsigned Index,
                   FunctionGuess &Into) const;
  /// The references that come with a value, or nothing if it is NULL.
  std::optional<Range> given(const Given &G) const;
  FunctionGuess common(const std::set<std::string> &Keys) const;

  const Facts &All;
  llvm::StringMap<FunctionGuess> Guesses;
};

/// The contract that a body shows without knowing anything about what it calls;
/// null unless all of it is certain.
std::unique_ptr<Contract> contractShownBy(const FunctionFact &Fact);

/// True if it returns what its parameter points to, and clears that.
bool isSteal(const FunctionFact &Fact);

/// The words of a contract, as in FunctionFact::Declared, and back.
std::set<std::string> wordsOf(const Contract &C);

/// The sign mask that counts as success for a function with this result.
unsigned successOf(const std::string &ReturnWord);

} // namespace virref

#endif // VIRREF_INFERENCE_RESOLVE_H
