//===- Annotations.cpp - What declarations say ----------------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "model/Annotations.h"
#include "model/Providers.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using llvm::cast;
using llvm::dyn_cast;
using llvm::isa;
using llvm::StringRef;

namespace virref {

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

static SaidWord say(const Word &What) {
  SaidWord Said;
  Said.What = &What;
  Said.Name = What.Spelling;
  Said.Valid = true;
  return Said;
}

static SaidWord say(const Word &What, ResultCondition When) {
  SaidWord Said = say(What);
  Said.When = When;
  return Said;
}

/// Clang's words for its own checkers, which are annotations as well.
static SaidWord readRetainCountWord(StringRef Text) {
  if (Text == "rc_ownership_returns_retained")
    return say(wordFor(ResultEffect::Owned));
  if (Text == "rc_ownership_returns_not_retained")
    return say(wordFor(ResultEffect::Borrowed));
  if (Text == "rc_ownership_consumed")
    return say(wordFor(ParamEffect::Consumed));
  return SaidWord();
}

/// The attributes of Cocoa, Core Foundation and libkern. On a parameter `T **`
/// they are about what is stored there.
static SaidWord readRetainAttribute(const Attr *A, bool OnParameter) {
  switch (A->getKind()) {
  case attr::NSConsumed:
  case attr::CFConsumed:
  case attr::OSConsumed:
    return say(wordFor(ParamEffect::Consumed));
  case attr::NSReturnsRetained:
  case attr::CFReturnsRetained:
  case attr::OSReturnsRetained:
    return OnParameter ? say(wordFor(ParamEffect::OutOwned))
                       : say(wordFor(ResultEffect::Owned));
  case attr::NSReturnsNotRetained:
  case attr::CFReturnsNotRetained:
  case attr::OSReturnsNotRetained:
    return OnParameter ? say(wordFor(ParamEffect::OutBorrowed))
                       : say(wordFor(ResultEffect::Borrowed));
  case attr::OSReturnsRetainedOnZero:
    return say(wordFor(ParamEffect::OutOwnedIf), {BO_EQ, 0});
  case attr::OSReturnsRetainedOnNonZero:
    return say(wordFor(ParamEffect::OutOwnedIf), {BO_NE, 0});
  default:
    return SaidWord();
  }
}

static bool isPointerToStruct(QualType Type) {
  QualType Pointee = Type->getPointeeType();
  return !Pointee.isNull() && Pointee->isRecordType();
}

/// ownership_returns, _takes and _holds name a module: whose memory it is. That
/// of `malloc` is memory, and of others what is no struct.
static void addOwnership(const FunctionDecl *Function, const OwnershipAttr *A,
                         AnnotationList &Out) {
  if (A->getModule()->isStr("malloc"))
    return;
  const std::string Text = A->getSpelling();
  if (A->getOwnKind() == OwnershipAttr::Returns) {
    if (isPointerToStruct(Function->getReturnType()))
      Out.push_back({say(wordFor(ResultEffect::Owned)), Text, A,
                     Annotation::NoParam, false});
    return;
  }
  for (const ParamIdx &Index : A->args()) {
    const unsigned Param = Index.getASTIndex();
    if (Param < Function->getNumParams() &&
        isPointerToStruct(Function->getParamDecl(Param)->getType()))
      Out.push_back(
          {say(wordFor(ParamEffect::Consumed)), Text, A, Param, false});
  }
}

void annotationsOn(const Decl *D, AnnotationList &Out) {
  if (!D->hasAttrs())
    return;
  for (const Attr *A : D->attrs()) {
    if (A->isInherited() || A->isImplicit())
      continue;
    if (const auto *Annotate = dyn_cast<AnnotateAttr>(A)) {
      StringRef Text = Annotate->getAnnotation();
      if (Text.consume_front("virref:"))
        Out.push_back(
            {readWord(Text), Text.str(), A, Annotation::NoParam, true});
      else if (SaidWord Said = readRetainCountWord(Text); Said.What)
        Out.push_back({Said, Text.str(), A, Annotation::NoParam, false});
    } else if (const auto *Ownership = dyn_cast<OwnershipAttr>(A)) {
      if (const auto *Function = dyn_cast<FunctionDecl>(D))
        addOwnership(Function, Ownership, Out);
    } else if (SaidWord Said = readRetainAttribute(A, isa<ParmVarDecl>(D));
               Said.What) {
      Out.push_back({Said, A->getSpelling(), A, Annotation::NoParam, false});
    }
  }
}

AnnotationList annotationsOf(const FunctionDecl *Function) {
  AnnotationList Found;
  for (const FunctionDecl *Decl : Function->redecls()) {
    annotationsOn(Decl, Found);
    for (unsigned I = 0, E = Decl->getNumParams(); I != E; ++I) {
      const size_t Before = Found.size();
      annotationsOn(Decl->getParamDecl(I), Found);
      for (size_t J = Before; J != Found.size(); ++J)
        Found[J].Param = I;
    }
  }
  // In the order in which they are read.
  const SourceManager &SM = Function->getASTContext().getSourceManager();
  llvm::sort(Found, [&](const Annotation &A, const Annotation &B) {
    const SourceLocation L = A.At->getLocation(), R = B.At->getLocation();
    return L == R ? A.Param < B.Param : SM.isBeforeInTranslationUnit(L, R);
  });
  return Found;
}

//===----------------------------------------------------------------------===//
// Contracts
//===----------------------------------------------------------------------===//

std::string placeForPeople(SourceLocation Where, const ASTContext &Ctx) {
  const SourceManager &SM = Ctx.getSourceManager();
  PresumedLoc Loc = SM.getPresumedLoc(SM.getExpansionLoc(Where));
  return Loc.isValid()
             ? Loc.getFilename() + (":" + std::to_string(Loc.getLine()))
             : std::string();
}

std::unique_ptr<Contract> readAnnotations(const FunctionDecl *Function) {
  auto C = std::make_unique<Contract>();
  C->Source = ContractSource::Annotation;
  // A word that we do not know must not make a contract: without one, the body
  // says what the function does.
  bool Any = false;
  SourceLocation First;
  for (const Annotation &A : annotationsOf(Function)) {
    if (!A.Said.Valid)
      continue;
    if (First.isInvalid())
      First = A.At->getLocation();
    const Word &What = *A.Said.What;
    if (A.Param == Annotation::NoParam && What.On == WordPlace::Function) {
      Any = true;
      // What is said first counts, unless something else says more.
      if (C->Result != ResultEffect::None && C->Result != ResultEffect::Borrowed)
        continue;
      C->Result = What.Result;
      C->ResultIndex = A.Said.Index;
    } else if (A.Param != Annotation::NoParam && isOnParameter(What)) {
      Any = true;
      const ParamEffect Effect = simplify(What.Param, A.Said.When, Function->getReturnType());
      // Said in the prototype and in the definition, it still happens once.
      if (!C->has(A.Param, Effect))
        C->Params.push_back({A.Param, Effect, A.Said.Index, A.Said.When});
    }
  }
  if (!Any)
    return nullptr;
  C->Where = placeForPeople(First, Function->getASTContext());
  return C;
}

//===----------------------------------------------------------------------===//
// Fields and types
//===----------------------------------------------------------------------===//

FieldEffect ownershipOf(const FieldDecl *Field) {
  AnnotationList Found;
  annotationsOn(Field, Found);
  for (const Annotation &A : Found)
    if (A.Said.Valid && A.Said.What->On == WordPlace::Field)
      return A.Said.What->Field;
  return FieldEffect::None;
}

CountingFunctions countedBy(const RecordDecl *Record) {
  AnnotationList Found;
  for (const TagDecl *Decl : Record->redecls())
    annotationsOn(Decl, Found);
  for (const Annotation &A : Found)
    if (A.Said.Valid && A.Said.What->On == WordPlace::Type)
      return {A.Said.Ref, A.Said.Unref};
  return {};
}

} // namespace virref
