//===- Annotations.cpp - Contracts that stand in the code -----------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "model/Providers.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "llvm/ADT/StringRef.h"

using namespace clang;
using llvm::StringRef;

namespace virref {

/// The word behind "virref:", or nothing.
static StringRef wordOf(const AnnotateAttr *Attr) {
  StringRef Text = Attr->getAnnotation();
  return Text.consume_front("virref:") ? Text : StringRef();
}

/// \returns false for a word that does not stand for an effect on the result.
static bool addResult(Contract &C, StringRef Word) {
  StringRef Name = Word.split('(').first;
  bool Known = false;
#define RESULT_EFFECT(Enumerator, Spelling, Meaning)                           \
  if (Name == Spelling) {                                                      \
    C.Result = ResultEffect::Enumerator;                                       \
    Known = true;                                                              \
  }
#include "Effects.def"
  StringRef Number = Word.split('(').second.split(')').first;
  unsigned Index;
  if (!Number.getAsInteger(10, Index))
    C.ResultIndex = Index;
  return Known;
}

/// \returns false for a word that does not stand for an effect on a parameter.
static bool addParam(Contract &C, unsigned Index, StringRef Word) {
  auto Add = [&](ParamEffect Effect) {
    // Said in the prototype and in the definition, it still happens once.
    if (!C.has(Index, Effect))
      C.Params.push_back({Index, Effect});
    return true;
  };
#define PARAM_EFFECT(Enumerator, Spelling, Meaning)                            \
  if (Word == Spelling)                                                        \
    return Add(ParamEffect::Enumerator);
#include "Effects.def"
  return false;
}

std::unique_ptr<Contract> readAnnotations(const FunctionDecl *Function) {
  Contract C;
  C.Source = ContractSource::Annotation;
  // A word that we do not know must not make a contract: without one, the body
  // says what the function does.
  bool Any = false;
  // A definition need not repeat what its prototype says.
  for (const FunctionDecl *Decl : Function->redecls()) {
    for (const auto *Attr : Decl->specific_attrs<AnnotateAttr>())
      Any |= addResult(C, wordOf(Attr));
    for (unsigned I = 0, E = Decl->getNumParams(); I != E; ++I)
      for (const auto *Attr :
           Decl->getParamDecl(I)->specific_attrs<AnnotateAttr>())
        Any |= addParam(C, I, wordOf(Attr));
  }
  return Any ? std::make_unique<Contract>(std::move(C)) : nullptr;
}

} // namespace virref
