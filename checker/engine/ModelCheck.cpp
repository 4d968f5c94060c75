//===- ModelCheck.cpp - Model files that cannot be right ------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/ModelCheck.h"
#include "engine/ContractUses.h"
#include "model/ModelFile.h"
#include "model/ModelIndex.h"
#include "model/Providers.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;
using llvm::cast;
using llvm::dyn_cast;
using llvm::isa;

namespace virref {

static std::string quoted(llvm::StringRef Text) {
  return "'" + Text.str() + "'";
}

/// What a contract says of a parameter: "consumed", "acquires, escapes".
static std::string wordsFor(const Contract &C, unsigned Index) {
  std::string Text;
  for (const ParamContract &P : C.Params)
    if (P.Index == Index)
      Text += (Text.empty() ? "" : ", ") + paramWord(P);
  return Text;
}

/// How two contracts differ in what both of them speak of; empty if they do not.
static std::string difference(const Contract &A, const Contract &B) {
  auto Differ = [&](const std::string &Of, const std::string &First,
                    const std::string &Second) {
    return First.empty() || Second.empty() || First == Second
               ? std::string()
               : Of + " " + quoted(First) + " (" + A.provenance() + "), " +
                     quoted(Second) + " (" + B.provenance() + ")";
  };
  auto ResultOf = [](const Contract &C) {
    return C.Result == ResultEffect::None
               ? std::string()
               : resultWord(C.Result, C.ResultIndex);
  };
  std::string Text = Differ("returns", ResultOf(A), ResultOf(B));
  for (const ParamContract &P : A.Params)
    if (Text.empty())
      Text = Differ("has parameter " + std::to_string(P.Index),
                    wordsFor(A, P.Index), wordsFor(B, P.Index));
  return Text;
}

namespace {

class ModelWalk {
public:
  ModelWalk(ASTContext &Ctx, const ModelList &Models) : Ctx(Ctx) {
    for (const auto &Index : Models)
      if (Index->model().Source == ContractSource::Model)
        Users.insert(Users.begin(), Index); // the later one wins
  }

  std::vector<SyntaxFinding> run() {
    if (!Users.empty())
      visit(Ctx.getTranslationUnitDecl());
    return std::move(Problems);
  }

private:
  void visit(const DeclContext *Context) {
    for (const Decl *D : Context->decls()) {
      if (isa<NamespaceDecl, LinkageSpecDecl>(D))
        visit(cast<DeclContext>(D));
      else if (const auto *Function = dyn_cast<FunctionDecl>(D))
        if (Seen.insert(Function->getCanonicalDecl()).second)
          check(Function->getCanonicalDecl());
    }
  }

  void check(const FunctionDecl *Function) {
    std::unique_ptr<Contract> First;
    for (const auto &Index : Users) {
      const ModelFunction *F = Index->find(Function);
      if (!F)
        continue;
      if (std::optional<unsigned> Number = misfit(*F, Function)) {
        report(Function, "has no parameter " + std::to_string(*Number) +
                             ", of which " + Index->model().Path + ":" +
                             std::to_string(F->Line) + ":" +
                             std::to_string(F->Column) +
                             " speaks: the entry says nothing about it");
        continue;
      }
      std::unique_ptr<Contract> Said = modelContract(*Index, Function);
      // A pattern is meant for what nobody has said anything about.
      if (!Said || F->isGlob())
        continue;
      if (First && disagree(Function, *First, *Said))
        return;
      if (!First)
        First = std::move(Said);
    }
    if (First)
      if (auto Annotated = readAnnotations(Function))
        disagree(Function, *First, *Annotated);
  }

  bool disagree(const FunctionDecl *Function, const Contract &First,
                const Contract &Second) {
    const std::string Text = difference(First, Second);
    if (Text.empty())
      return false;
    report(Function, Text + ": the first counts");
    Problems.back().Contracts = {useOf(First, Function),
                                 useOf(Second, Function)};
    return true;
  }

  /// At a declaration in code of the user's, if there is one: in system headers
  /// nothing is shown.
  void report(const FunctionDecl *Function, const std::string &Text) {
    const SourceManager &SM = Ctx.getSourceManager();
    SourceLocation Where = SM.getLocForStartOfFile(SM.getMainFileID());
    for (const FunctionDecl *D : Function->redecls())
      if (const SourceLocation Loc = SM.getExpansionLoc(D->getLocation());
          Loc.isValid() && !SM.isInSystemHeader(Loc)) {
        Where = Loc;
        break;
      }
    Problems.push_back({Function, Where,
                        quoted(Function->getNameAsString()) + " " + Text,
                        {}});
  }

  ASTContext &Ctx;
  ModelList Users;
  std::vector<SyntaxFinding> Problems;
  llvm::DenseSet<const FunctionDecl *> Seen;
};

} // namespace

std::vector<SyntaxFinding> checkModels(ASTContext &Ctx,
                                       const ModelList &Models) {
  return ModelWalk(Ctx, Models).run();
}

} // namespace virref
