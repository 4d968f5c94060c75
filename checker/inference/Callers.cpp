//===- Callers.cpp - What callers do with results -------------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "inference/Callers.h"
#include "llvm/ADT/STLExtras.h"

namespace virref {

/// One caller can be wrong. Two who make the same mistake are rare.
static constexpr size_t Enough = 2;

void Callers::count(const std::string &Key, Tally &Into) const {
  auto Uses = All.Results.find(Key);
  if (Uses == All.Results.end() || !Into.Visited.insert(Key).second)
    return;
  for (const auto &[Caller, Use] : Uses->second) {
    bool Releases = Use.Released, Perhaps = Use.Kept;
    for (const Term &T : Use.Passed) {
      const Resolver::Loss Loss = R.lossBy(T);
      Releases |= Loss == Resolver::Loss::Sure;
      Perhaps |= Loss == Resolver::Loss::Possible;
    }
    if (Use.Acquired)
      continue; // what it releases can be what it has taken
    if (Releases)
      Into.Releasing.insert(Caller);
    else if (Use.Returned)
      count(Caller, Into);
    else
      Into.LetsItBe |= !Perhaps;
  }
}

std::set<std::string> Callers::whoRelease(const std::string &Key) const {
  auto It = All.Functions.find(Key);
  const FunctionGuess *Guess = R.guess(Key);
  if (It == All.Functions.end() || !Guess)
    return {};
  const FunctionFact &Fact = It->second;
  const ResultGuess &Shown = Guess->Result;
  if (!Fact.Declared.empty() || Fact.Partial || Fact.Places.size() != 1 ||
      !All.Counted.count(Fact.Return) || Shown.Weak || Guess->Weak ||
      !(Shown.is(ResultEffect::Borrowed) ||
        Shown.State == ResultGuess::Contradictory))
    return {};
  Tally T;
  count(Key, T);
  if (T.LetsItBe || T.Releasing.size() < Enough)
    return {};
  std::set<std::string> Places;
  for (const std::string &Caller : T.Releasing) {
    auto Found = All.Functions.find(Caller);
    Places.insert(Found == All.Functions.end() ? Caller
                                               : Found->second.usualPlace());
  }
  return Places;
}

} // namespace virref
