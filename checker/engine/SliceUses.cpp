//===- SliceUses.cpp - Uses behind a release ------------------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/Compat.h"
#include "engine/Slice.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;
using llvm::dyn_cast;
using llvm::isa;

namespace virref {

bool Slice::usesReleased(const Expr *Pointer) const {
  EntityList Found;
  if (canHoldPointer(Pointer->getType()))
    entitiesOf(Pointer, Found);
  for (const ValueDecl *Entity : Found)
    if (Released.count(Entity))
      return true;
  return false;
}

/// The pointer that an expression dereferences, or null.
static const Expr *dereferenced(const Stmt *S) {
  if (const auto *Member = dyn_cast<MemberExpr>(S))
    return Member->isArrow() ? Member->getBase() : nullptr;
  if (const auto *Unary = dyn_cast<UnaryOperator>(S))
    return Unary->getOpcode() == UO_Deref ? Unary->getSubExpr() : nullptr;
  if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(S))
    return Subscript->getBase();
  return nullptr;
}

void Slice::keepUse(const Stmt *S) {
  if (const auto *Call = dyn_cast<CallExpr>(S)) {
    for (const Expr *Arg : Call->arguments())
      if (usesReleased(Arg)) {
        Kept.insert(Call);
        keepDeep(Arg);
      }
    return;
  }
  // The load or store is what counts; where the address of a member is only
  // taken, nothing is touched.
  const Expr *Place = nullptr;
  if (const auto *Cast = dyn_cast<ImplicitCastExpr>(S)) {
    if (Cast->getCastKind() == CK_LValueToRValue)
      Place = Cast->getSubExpr();
  } else if (const auto *Binary = dyn_cast<BinaryOperator>(S)) {
    if (Binary->isAssignmentOp())
      Place = Binary->getLHS();
  }
  for (const Expr *E = Place; E;) {
    E = E->IgnoreParens();
    if (const Expr *Pointer = dereferenced(E)) {
      if (usesReleased(Pointer)) {
        Kept.insert(S);
        keepDeep(Place);
      }
      return;
    }
    const auto *Member = dyn_cast<MemberExpr>(E);
    E = Member ? Member->getBase() : nullptr;
  }
}

/// True for `p->field = param`, if the field owns what it refers to.
bool Slice::storesUnowned(const Stmt *S) const {
  const auto *Assign = dyn_cast<BinaryOperator>(S);
  if (!Assign || Assign->getOpcode() != BO_Assign || Stored.empty())
    return false;
  const auto *Ref = dyn_cast<DeclRefExpr>(Assign->getRHS()->IgnoreParenCasts());
  return Ref && Stored.count(Ref->getDecl()) &&
         isa<MemberExpr>(Assign->getLHS()->IgnoreParens());
}

void Slice::keepUsesAfterRelease(const CFG &Graph) {
  if (Released.empty())
    return;
  auto ReleasesHere = [&](const CFGElement &E) {
    if (const VarDecl *Var = compat::cleanupVariable(E))
      return keepsCleanup(Var);
    auto S = E.getAs<CFGStmt>();
    return S && Kept.count(S->getStmt()) &&
           (releasesSomething(S->getStmt()) || storesUnowned(S->getStmt()));
  };
  // Blocks that a release can come before as a whole.
  llvm::SmallPtrSet<const CFGBlock *, 32> After;
  llvm::SmallVector<const CFGBlock *, 32> Work;
  auto AddSuccessors = [&](const CFGBlock *Block) {
    for (const CFGBlock *Succ : Block->succs())
      if (Succ && After.insert(Succ).second)
        Work.push_back(Succ);
  };
  for (const CFGBlock *Block : Graph)
    for (const CFGElement &E : *Block)
      if (ReleasesHere(E)) {
        AddSuccessors(Block);
        break;
      }
  while (!Work.empty())
    AddSuccessors(Work.pop_back_val());

  for (const CFGBlock *Block : Graph) {
    bool Behind = After.count(Block);
    for (const CFGElement &E : *Block) {
      auto S = E.getAs<CFGStmt>();
      if (Behind && S)
        keepUse(S->getStmt());
      Behind |= ReleasesHere(E);
    }
  }
}

} // namespace virref
