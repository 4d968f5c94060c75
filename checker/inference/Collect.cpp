//===- Collect.cpp - The facts of one translation unit --------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "inference/Collect.h"
#include "inference/PathWalk.h"
#include "inference/Resolve.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using llvm::dyn_cast;
using llvm::dyn_cast_or_null;
using llvm::isa;

namespace virref {

namespace {

/// A chain of calls that is longer than this is cut; nothing but the stack
/// depends on it.
constexpr unsigned MaxDepth = 100;

class Collector {
public:
  explicit Collector(Program &P)
      : P(P), Ctx(P.context()),
        Context{P, [this](const FunctionDecl *F) { return shown(F); },
                [this](const FunctionDecl *F) { return steals(F); }, Result} {}

  Facts run() {
    visit(Ctx.getTranslationUnitDecl());
    for (const FunctionDecl *Function :
         reachableFunctions(P, definedFunctions(Ctx)))
      for (const NamedDecl *Named : P.factsOf(Function).Named)
        noteUse(Named);
    return std::move(Result);
  }

private:
  struct Known {
    bool Done = false;
    std::unique_ptr<Contract> Shown;
    bool Steals = false;
  };

  void visit(const DeclContext *Where) {
    const SourceManager &SM = Ctx.getSourceManager();
    for (const Decl *D : Where->decls()) {
      if (const auto *Function = dyn_cast<FunctionDecl>(D)) {
        if (!Function->isThisDeclarationADefinition() ||
            Function->isDependentContext())
          continue;
        const SourceLocation Loc = SM.getExpansionLoc(Function->getLocation());
        if (SM.isInSystemHeader(Loc) ||
            // Copies of inline functions that nobody here calls say nothing
            // new.
            (Function->isInlineSpecified() && !SM.isInMainFile(Loc)))
          continue;
        lookAt(Function);
        if (!typeWord(Function->getReturnType()).empty())
          Result.Uses.insert("=" + functionKey(Function));
        for (const Assignment &A : P.factsOf(Function).Assignments)
          noteAssignment(A);
      } else if (const auto *Var = dyn_cast<VarDecl>(D)) {
        if (const Expr *Init = Var->getInit())
          noteTable(Init);
      } else if (isa<NamespaceDecl, LinkageSpecDecl, CXXRecordDecl>(D)) {
        visit(llvm::cast<DeclContext>(D));
      }
    }
  }

  /// What stands in this file is known from its body.
  void noteUse(const NamedDecl *Named) {
    if (const auto *Function = dyn_cast<FunctionDecl>(Named)) {
      if (!definitionOf(Function))
        Result.Uses.insert(functionKey(Function));
    } else if (const auto *Field = dyn_cast<FieldDecl>(Named)) {
      Result.Uses.insert(isFunctionPointer(Field->getType())
                             ? callFieldKey(Field)
                             : fieldKey(Field));
    }
  }

  static bool isFunctionPointer(QualType Type) {
    return Type->isFunctionPointerType();
  }

  void noteAssignment(const Assignment &A) {
    const auto *Member = dyn_cast_or_null<MemberExpr>(
        A.Target ? A.Target->IgnoreParens() : nullptr);
    const auto *Field =
        Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
    if (Field && isFunctionPointer(Field->getType()))
      if (const FunctionDecl *Named = namedFunction(A.Value))
        Result.Implementers[callFieldKey(Field)].insert(functionKey(Named));
  }

  void noteTable(const Expr *Init) {
    const auto *List = dyn_cast<InitListExpr>(Init->IgnoreParenImpCasts());
    if (!List)
      return;
    if (const InitListExpr *Semantic = List->getSemanticForm())
      List = Semantic;
    const RecordDecl *Record = List->getType()->getAsRecordDecl();
    if (!Record || Record->isUnion()) {
      for (const Expr *Element : List->inits())
        noteTable(Element);
      return;
    }
    unsigned I = 0;
    for (const FieldDecl *Field : Record->fields()) {
      if (I == List->getNumInits())
        break;
      const Expr *Entry = List->getInit(I++);
      if (!Entry)
        continue;
      if (!isFunctionPointer(Field->getType()))
        noteTable(Entry);
      else if (const FunctionDecl *Named = namedFunction(Entry))
        Result.Implementers[callFieldKey(Field)].insert(functionKey(Named));
    }
  }

  const Contract *shown(const FunctionDecl *Function) {
    const Known *K = lookAt(Function);
    return K && K->Done ? K->Shown.get() : nullptr;
  }

  bool steals(const FunctionDecl *Function) {
    if (Function->getNumParams() != 1 ||
        !Function->getReturnType()->isAnyPointerType())
      return false;
    const Known *K = lookAt(Function);
    return K && K->Done && K->Steals;
  }

  static std::string returnWord(QualType Type) {
    std::string Word = typeWord(Type);
    if (!Word.empty())
      return Word;
    if (Type->isAnyPointerType())
      return "pointer";
    if (isBoolean(Type))
      return "bool";
    return Type->isIntegralOrEnumerationType() ? "int" : "";
  }

  /// What is known about \p Function, or null if it has no body here. Looks at
  /// the body if nobody has.
  const Known *lookAt(const FunctionDecl *Function) {
    const FunctionDecl *Definition = definitionOf(Function);
    if (!Definition || Definition->isDependentContext())
      return nullptr;
    Known *K;
    {
      auto Inserted = Bodies.insert({Definition->getCanonicalDecl(), nullptr});
      if (!Inserted.second)
        return Inserted.first->second.get();
      Inserted.first->second = std::make_unique<Known>();
      K = Inserted.first->second.get();
    }
    if (Depth > MaxDepth)
      return K;
    FunctionFact Fact;
    Fact.Places.insert(placeOf(Definition));
    Fact.Return = returnWord(Definition->getReturnType());
    bool Matters = !typeWord(Definition->getReturnType()).empty();
    for (const ParmVarDecl *Param : Definition->parameters()) {
      Fact.Params.push_back(typeWord(Param->getType()));
      Matters |= !Fact.Params.back().empty();
    }
    if (!Matters) {
      K->Done = true;
      return K;
    }
    const Contract *Says = P.contractOf(Definition);
    // What comes with virref speaks of a library as others see it. If this is
    // that library, its bodies tell more, and what is the case today.
    if (Says && Says->Source != ContractSource::Shipped) {
      Fact.Declared = wordsOf(*Says);
    } else {
      ++Depth;
      PathWalk(Context, Definition).run(Fact);
      --Depth;
    }
    K->Shown = contractShownBy(Fact);
    K->Steals = isSteal(Fact);
    K->Done = true;
    const SourceManager &SM = Ctx.getSourceManager();
    if (!SM.isInSystemHeader(SM.getExpansionLoc(Definition->getLocation()))) {
      Facts One;
      One.Lines[placeOf(Definition)] = lineOf(Definition);
      One.Functions[functionKey(Definition)] = std::move(Fact);
      merge(Result, std::move(One));
    }
    return K;
  }

  Program &P;
  ASTContext &Ctx;
  Facts Result;
  WalkContext Context;
  std::map<const FunctionDecl *, std::unique_ptr<Known>> Bodies;
  unsigned Depth = 0;
};

} // namespace

Facts collect(Program &P) { return Collector(P).run(); }

Facts collect(ASTContext &Ctx, const ModelList &Models, bool UseShipped) {
  Program P(Ctx, Models, UseShipped);
  P.learn(definedFunctions(Ctx));
  return collect(P);
}

} // namespace virref
