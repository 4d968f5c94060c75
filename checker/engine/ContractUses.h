//===- ContractUses.h - Which contracts a finding relies on -----*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// On its way from a report to its consumers the engine lets nothing pass but
// texts and places. So who shows a text that rests on a contract says so here,
// and who receives it asks here:
//
//   OwnershipReport ──remember(text, place, contract)──> ContractUses
//        └──text, place──> engine ──> FindingConsumer ──find()──┘
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_CONTRACTUSES_H
#define VIRREF_ENGINE_CONTRACTUSES_H

#include "report/Finding.h"
#include "clang/Basic/SourceLocation.h"
#include <map>
#include <string>
#include <vector>

namespace clang {
class FunctionDecl;
} // namespace clang

namespace virref {

struct Contract;

ContractUse useOf(const Contract &C, const clang::FunctionDecl *Function);

/// What a text rests on: a contract, and the call at which it is applied.
struct AppliedContract {
  const Contract *Says = nullptr; ///< null if it rests on none
  const clang::FunctionDecl *Of = nullptr;
  clang::SourceLocation At;
};

class ContractUses {
public:
  void remember(const std::string &Text, const AppliedContract &Applied);
  void remember(const std::string &Text, clang::SourceLocation At,
                ContractUse Use);
  /// The contracts that \p Text, as it is shown at \p At, rests on.
  std::vector<ContractUse> find(const std::string &Text,
                                clang::SourceLocation At) const;

private:
  struct Entry {
    clang::SourceLocation At;
    ContractUse Use;
  };
  std::map<std::string, std::vector<Entry>> Entries;
};

} // namespace virref

#endif // VIRREF_ENGINE_CONTRACTUSES_H
