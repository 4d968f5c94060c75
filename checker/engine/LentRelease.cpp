//===- LentRelease.cpp - Releasing what has only been lent ----------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A lookup that lends gives no right to release. But a container can be told to
// let go of the object, and what it had can then be released:
//
//   obj = find(table, id);  detach(table, obj);  unref(obj);
//   obj = get(owner);  owner->field = NULL;  unref(obj);
//
// So a release is an error only where nothing like that is in sight, on
// whatever path: that the two go together is for people to see.
//
//===----------------------------------------------------------------------===//

#include "engine/OwnershipChecker.h"
#include "clang/AST/ASTContext.h"

using namespace clang;
using namespace clang::ento;
using llvm::dyn_cast;
using llvm::isa;

namespace virref {

/// True for a pointer to something that can keep an object.
static bool canKeep(const Expr *E) {
  QualType Pointee = E->IgnoreParenImpCasts()->getType()->getPointeeType();
  return !Pointee.isNull() && !Pointee.isConstQualified() &&
         !Pointee->isAnyCharacterType() && !Pointee->isFunctionType();
}

/// True if \p E can refer to the object, by its type.
static bool canBe(const Expr *E, QualType Object) {
  QualType Type = E->IgnoreParenImpCasts()->getType();
  if (Type->isVoidPointerType())
    return true;
  QualType Pointee = Type->getPointeeType();
  return !Pointee.isNull() &&
         Pointee->getCanonicalTypeUnqualified() ==
             Object->getPointeeType()->getCanonicalTypeUnqualified();
}

namespace {
/// Looks in a function for what can make a lender let go of an object.
class DetachFinder {
public:
  /// \p Type is that of the object, which the lookup may call a `void *`.
  DetachFinder(Program &P, const CallExpr *Lookup, QualType Type)
      : P(P), Lookup(Lookup), Type(Type) {
    for (const Expr *Arg : Lookup->arguments())
      if (canKeep(Arg))
        entitiesOf(Arg, Lenders);
  }

  bool isIn(const FunctionDecl *Function) const {
    const FunctionFacts &Facts = P.factsOf(Function);
    return llvm::any_of(Facts.Calls,
                        [&](const CallExpr *Call) { return detaches(Call); }) ||
           llvm::any_of(Facts.Assignments, [&](const Assignment &A) {
             return A.Target && A.Plain &&
                    !isa<DeclRefExpr>(A.Target->IgnoreParens()) &&
                    canBe(A.Target, Type);
           });
  }

private:
  bool detaches(const CallExpr *Call) const {
    if (Call == Lookup)
      return false;
    const Contract *Known = P.contractOf(P.calleeOf(Call));
    bool Told = false, Keeper = false, Lender = false;
    for (unsigned I = 0, E = Call->getNumArgs(); I != E; ++I) {
      const Expr *Arg = Call->getArg(I);
      if (!canKeep(Arg))
        continue;
      if (canBe(Arg, Type)) {
        // It is known what becomes of the references to it.
        if (Known && llvm::any_of(Known->Params, [I](const ParamContract &Of) {
              return Of.Index == I && Of.Effect != ParamEffect::Borrowed;
            }))
          return false;
        Told = true;
        continue;
      }
      Keeper = true;
      EntityList Mentioned;
      entitiesOf(Arg, Mentioned);
      for (const ValueDecl *Entity : Mentioned)
        Lender |= llvm::is_contained(Lenders, Entity);
    }
    return (Told && Keeper) || Lender;
  }

  Program &P;
  const CallExpr *Lookup;
  QualType Type;
  EntityList Lenders; ///< what was asked for the object
};
} // namespace

bool OwnershipChecker::isOnlyLent(SymbolRef Object, const RefState &Ref,
                                  CheckerContext &C) const {
  if (!Ref.isLent() || Ref.balance() > 0 || Ref.isDoubtful() ||
      Ref.isEscaped())
    return false;
  const auto *Lookup = llvm::dyn_cast_or_null<CallExpr>(originOf(Object));
  const Contract *Lender = Lookup ? S->P.contractOf(S->P.calleeOf(Lookup))
                                  : nullptr;
  // What was inferred can be true of most paths only.
  if (!Lender || Lender->Source == ContractSource::Inferred ||
      (Lender->Result != ResultEffect::LentBy &&
       (Lender->Result != ResultEffect::Borrowed || Ref.keptBy())))
    return false;
  QualType Type = Lookup->getType();
  const VarDecl *Var = variableOf(C.getState(), Object);
  if (Var && Type->isVoidPointerType() && Var->getType()->isPointerType())
    Type = Var->getType();
  const DetachFinder Finder(S->P, Lookup, Type);
  for (const LocationContext *Frame = C.getLocationContext(); Frame;
       Frame = Frame->getParent())
    if (const auto *Function = dyn_cast<FunctionDecl>(Frame->getDecl()))
      if (Finder.isIn(Function))
        return false;
  return true;
}

} // namespace virref
