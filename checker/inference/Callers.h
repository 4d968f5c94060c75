//===- Callers.h - What callers do with results -----------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A body shows that it returns what it only borrows, and everybody who calls it
// releases that: then either all of them are wrong, or the body is. What hands
// the result on as its own counts for its own callers.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_INFERENCE_CALLERS_H
#define VIRREF_INFERENCE_CALLERS_H

#include "inference/Resolve.h"

namespace virref {

class Callers {
public:
  Callers(const Facts &All, const Resolver &R) : All(All), R(R) {}

  /// The places of the functions that release what the function called \p Key
  /// returns, where its body shows that to be borrowed, or not always owned; none
  /// unless there are two of them, and nobody who lets it be.
  std::set<std::string> whoRelease(const std::string &Key) const;

private:
  struct Tally {
    std::set<std::string> Visited, Releasing;
    bool LetsItBe = false;
  };
  void count(const std::string &Key, Tally &Into) const;

  const Facts &All;
  const Resolver &R;
};

} // namespace virref

#endif // VIRREF_INFERENCE_CALLERS_H
