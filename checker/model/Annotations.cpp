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

static void addResult(Contract &C, StringRef Word) {
  StringRef Name = Word.split('(').first;
#define RESULT_EFFECT(Enumerator, Spelling, Meaning)                           \
  if (Name == Spelling)                                                        \
    C.Result = ResultEffect::Enumerator;
#include "Effects.def"
  StringRef Number = Word.split('(').second.split(')').first;
  unsigned Index;
  if (!Number.getAsInteger(10, Index))
    C.ResultIndex = Index;
}

static void addParam(Contract &C, unsigned Index, StringRef Word) {
#define PARAM_EFFECT(Enumerator, Spelling, Meaning)                            \
  if (Word == Spelling)                                                        \
    C.Params.push_back({Index, ParamEffect::Enumerator});
#include "Effects.def"
}

std::unique_ptr<Contract> readAnnotations(const FunctionDecl *Function) {
  Contract C;
  C.Source = ContractSource::Annotation;
  bool Any = false;
  // A definition need not repeat what its prototype says.
  for (const FunctionDecl *Decl : Function->redecls()) {
    for (const auto *Attr : Decl->specific_attrs<AnnotateAttr>()) {
      StringRef Word = wordOf(Attr);
      if (Word.empty())
        continue;
      Any = true;
      addResult(C, Word);
    }
    for (unsigned I = 0, E = Decl->getNumParams(); I != E; ++I)
      for (const auto *Attr :
           Decl->getParamDecl(I)->specific_attrs<AnnotateAttr>()) {
        StringRef Word = wordOf(Attr);
        if (Word.empty())
          continue;
        Any = true;
        size_t Before = C.Params.size();
        addParam(C, I, Word);
        // Said once in the prototype and once in the definition, it still
        // happens only once.
        if (C.Params.size() > Before)
          for (size_t K = 0; K != Before; ++K)
            if (C.Params[K].Index == I &&
                C.Params[K].Effect == C.Params.back().Effect) {
              C.Params.pop_back();
              break;
            }
      }
  }
  return Any ? std::make_unique<Contract>(std::move(C)) : nullptr;
}

} // namespace virref
