//===- Builtin.cpp - The virObject API, known by its names ----------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "model/Providers.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"

using namespace clang;

namespace virref {

/// The last parameter, wherever it stands: virClassNew got one more in between.
static const unsigned LastParam = ~0u;

static std::unique_ptr<Contract>
makeContract(ResultEffect Result, unsigned ResultIndex,
             std::initializer_list<ParamContract> Params) {
  auto C = std::make_unique<Contract>();
  C->Source = ContractSource::Builtin;
  C->Result = Result;
  C->ResultIndex = ResultIndex;
  C->Params.append(Params.begin(), Params.end());
  return C;
}

/// The contract of this name, as it stands in the list; null if there is none.
static std::unique_ptr<Contract> listed(llvm::StringRef Wanted) {
#define BUILTIN(Name, Result, ResultIndex, ...)                                \
  if (Wanted == #Name)                                                         \
    return makeContract(ResultEffect::Result, ResultIndex, __VA_ARGS__);
#include "BuiltinContracts.def"
  return nullptr;
}

bool describeBuiltin(ModelFunction &F) {
  const std::unique_ptr<Contract> Known = listed(F.Name);
  if (!Known || (Known->Result != ResultEffect::None &&
                 wordFor(Known->Result).Internal))
    return false;
  for (const ParamContract &P : Known->Params)
    if (P.Index == LastParam || wordFor(P.Effect).Internal)
      return false;
  F.Result = Known->Result;
  F.ResultIndex = Known->ResultIndex;
  F.Params = Known->Params;
  return true;
}

std::unique_ptr<Contract> builtinContract(const FunctionDecl *Function) {
  const IdentifierInfo *II = Function->getIdentifier();
  // Nearly every function of a program comes by here: be quick.
  if (!II || II->getName().substr(0, 3) != "vir")
    return nullptr;
  std::unique_ptr<Contract> Found = listed(II->getName());
  if (!Found)
    return nullptr;
  for (ParamContract &P : Found->Params)
    if (P.Index == LastParam && Function->getNumParams())
      P.Index = Function->getNumParams() - 1;
  for (const ParamContract &P : Found->Params)
    if (P.Index >= Function->getNumParams())
      return nullptr; // a function of that name, but not the one we know
  if (Found->has(0, ParamEffect::Consumed) &&
      !Function->getReturnType()->isVoidType())
    Found->Params.push_back({0, ParamEffect::GoneIfFalse});
  return Found;
}

} // namespace virref
