//===- ContractUses.cpp - Which contracts a finding relies on -------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/ContractUses.h"
#include "model/Contract.h"
#include "model/ModelFile.h"
#include "clang/AST/Decl.h"

namespace virref {

static const char *sourceWord(ContractSource Source) {
  switch (Source) {
  case ContractSource::Model:
    return "model";
  case ContractSource::Annotation:
    return "annotation";
  case ContractSource::Builtin:
    return "built-in";
  case ContractSource::Shipped:
    return "shipped";
  case ContractSource::Inferred:
    return "inferred";
  }
  llvm_unreachable("every source is named");
}

/// "returns owned, parameter 1 consumed-on-success".
static std::string wordsOf(const Contract &C) {
  std::string Text;
  if (C.Result != ResultEffect::None)
    Text = "returns " + resultWord(C.Result, C.ResultIndex);
  for (const ParamContract &P : C.Params)
    Text += (Text.empty() ? "parameter " : ", parameter ") +
            std::to_string(P.Index) + " " + paramWord(P);
  return Text;
}

ContractUse useOf(const Contract &C, const clang::FunctionDecl *Function) {
  return {Function->getNameAsString(), wordsOf(C), sourceWord(C.Source),
          C.Where};
}

void ContractUses::remember(const std::string &Text,
                            const AppliedContract &Applied) {
  if (Applied.Says)
    remember(Text, Applied.At, useOf(*Applied.Says, Applied.Of));
}

void ContractUses::remember(const std::string &Text, clang::SourceLocation At,
                            ContractUse Use) {
  std::vector<Entry> &Known = Entries[Text];
  for (const Entry &E : Known)
    if (E.At == At && E.Use == Use)
      return;
  Known.push_back({At, std::move(Use)});
}

std::vector<ContractUse> ContractUses::find(const std::string &Text,
                                            clang::SourceLocation At) const {
  std::vector<ContractUse> Result;
  auto Found = Entries.find(Text);
  if (Found != Entries.end())
    for (const Entry &E : Found->second)
      if (E.At == At)
        Result.push_back(E.Use);
  return Result;
}

} // namespace virref
