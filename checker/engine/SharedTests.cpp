//===- SharedTests.cpp - What callers and callees both ask ----------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/SharedTests.h"
#include "engine/AstWalk.h"
#include "engine/Program.h"
#include "clang/AST/Expr.h"

using namespace clang;
using llvm::dyn_cast;

namespace virref {

/// A free function is called by name, or by the cleanup function that knows it.
static constexpr unsigned MaxDepth = 2;

/// Calls \p Visit on the numbers in structs that a function tests, with the
/// expression that leads to them.
template <typename Callback>
static void forEachTest(const FunctionFacts &Facts, Callback &&Visit) {
  for (const Expr *Condition : Facts.Conditions)
    walk(Condition, [&](const Stmt *S) {
      const auto *Member = dyn_cast<MemberExpr>(S);
      if (Member && Member->getType()->isIntegralOrEnumerationType())
        Visit(Member->getMemberDecl(), Member->getBase()->IgnoreParenCasts());
      return true;
    });
}

void SharedTests::learn(Program &P,
                        llvm::ArrayRef<const FunctionDecl *> Functions) {
  llvm::DenseMap<const FunctionDecl *, Fields> OfCallees;
  for (const FunctionDecl *Function : Functions) {
    if (!P.isCalledInFile(Function) || !P.canMatter(Function))
      continue;
    Fields Tested;
    forEachTest(P.factsOf(Function),
                [&](const ValueDecl *Field, const Expr *Of) {
                  const auto *Ref = dyn_cast<DeclRefExpr>(Of);
                  if (Ref && llvm::isa<ParmVarDecl>(Ref->getDecl()))
                    Tested.insert(Field);
                });
    if (!Tested.empty())
      OfCallees[Function->getCanonicalDecl()] = std::move(Tested);
  }
  if (OfCallees.empty())
    return;
  for (const FunctionDecl *Function : Functions) {
    Fields Tested;
    forEachTest(P.factsOf(Function), [&](const ValueDecl *Field, const Expr *) {
      Tested.insert(Field);
    });
    if (Tested.empty() || !P.canMatter(Function))
      continue;
    llvm::SmallVector<const FunctionDecl *, 16> Level = {Function};
    llvm::DenseSet<const FunctionDecl *> Seen = {Function->getCanonicalDecl()};
    for (unsigned Depth = 0; Depth != MaxDepth; ++Depth) {
      llvm::SmallVector<const FunctionDecl *, 16> Next;
      for (const FunctionDecl *Caller : Level)
        for (const FunctionDecl *Callee : P.factsOf(Caller).Mentioned) {
          const FunctionDecl *Key = Callee->getCanonicalDecl();
          if (!Seen.insert(Key).second)
            continue;
          Next.push_back(Callee);
          auto It = OfCallees.find(Key);
          if (It == OfCallees.end())
            continue;
          for (const ValueDecl *Field : It->second)
            if (Tested.count(Field)) {
              Found[Function->getCanonicalDecl()].insert(Field);
              Found[Key].insert(Field);
            }
        }
      Level = std::move(Next);
    }
  }
}

} // namespace virref
