//===- FieldRules.cpp - What owning fields must not be left with ----------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A struct owns what one of its fields refers to, and lives on when the function
// ends. Then the field must not be left with
//
//   - an object whose reference this function has released: whoever disposes of
//     the struct releases it once more;
//
// and must not lose an object by getting another value, when nobody has done
// anything about its reference.
//
// Both are judged only where no other function gets the struct in between, and
// where the caller is in another file: one in this file can see to the field.
//
//===----------------------------------------------------------------------===//

#include "engine/OwnershipChecker.h"
#include "engine/PathHistory.h"
#include "clang/AST/Attr.h"

using namespace clang;
using namespace clang::ento;
using llvm::dyn_cast;
using llvm::dyn_cast_or_null;
using llvm::isa;

namespace virref {

/// True if a function that can see to the fields of a struct of this type gets
/// one, or plain memory is given back.
static bool handsOn(Program &P, const FunctionDecl *Function,
                    const RecordDecl *Record) {
  for (const CallExpr *Call : P.factsOf(Function).Calls) {
    const FunctionDecl *Callee = P.calleeOf(Call);
    const Contract *C = P.contractOf(Callee);
    for (unsigned I = 0, E = Call->getNumArgs(); I != E; ++I) {
      if (C && !C->mayRelease(I))
        continue;
      QualType Type = Call->getArg(I)->IgnoreParenCasts()->getType();
      const RecordDecl *Given = Type->isPointerType()
                                    ? Type->getPointeeType()->getAsRecordDecl()
                                    : nullptr;
      // A struct that it is a part of, or that starts with it, leads to it too:
      // only what is certainly another thing is let pass.
      if (!Given || Given->getCanonicalDecl() == Record->getCanonicalDecl())
        if (Type->isVoidPointerType() || Given)
          return true;
    }
  }
  return false;
}

/// True if the function does anything with what the field refers to but look at
/// it: its reference can go elsewhere.
static bool dealsWith(Program &P, const FunctionDecl *Function,
                      const FieldDecl *Field) {
  auto Names = [Field](const Expr *E) {
    EntityList Found;
    if (E && canHoldPointer(E->getType()))
      entitiesOf(E, Found);
    return llvm::is_contained(Found, Field);
  };
  const FunctionFacts &F = P.factsOf(Function);
  for (const Assignment &A : F.Assignments)
    if (Names(A.Value))
      return true;
  for (const ReturnStmt *Return : F.Returns)
    if (Names(Return->getRetValue()))
      return true;
  for (const CallExpr *Call : F.Calls) {
    const Contract *C = P.contractOf(P.calleeOf(Call));
    for (unsigned I = 0, E = Call->getNumArgs(); I != E; ++I)
      if (Names(Call->getArg(I)) && !(C && C->onlyLocks()))
        return true;
  }
  return false;
}

/// The field of a struct that lives on, or null.
const FieldDecl *
OwnershipChecker::survivingOwner(const MemRegion *Place, ProgramStateRef State,
                                 CheckerContext &C) const {
  const auto *Member = dyn_cast_or_null<FieldRegion>(Place);
  const auto *Function =
      dyn_cast<FunctionDecl>(C.getLocationContext()->getDecl());
  if (!Member || !Function || !C.inTopFrame() || S->P.isDisposer(Function) ||
      S->P.isCalledInFile(Function) ||
      !S->P.isOwningField(Member->getDecl()))
    return nullptr;
  SymbolRef Memory = memoryOf(Member);
  if (!Memory || !isInherited(Memory) || state::isPrivate(State, Memory))
    return nullptr;
  const RefState *Whole = state::get(State, Memory);
  if (Whole && (Whole->balance() < 0 || Whole->isGone() || Whole->isDying() ||
                Whole->isEscaped()))
    return nullptr;
  return handsOn(S->P, Function, Member->getDecl()->getParent())
             ? nullptr
             : Member->getDecl();
}

/// True if the last release was that of a variable at the end of its scope.
static bool isReleasedByScope(SymbolRef Object, CheckerContext &C) {
  const auto *Call = llvm::dyn_cast_or_null<CallExpr>(
      lastReleaseOf(Object, C.getPredecessor()));
  const VarDecl *Var = Call && Call->getNumArgs() == 1
                           ? addressedVariable(Call->getArg(0))
                           : nullptr;
  const auto *Attr = Var ? Var->getAttr<CleanupAttr>() : nullptr;
  return Attr && calleeOf(Call) == Attr->getFunctionDecl();
}

llvm::SmallVector<OwnershipChecker::LeftBehind, 2>
OwnershipChecker::findLeftBehind(ProgramStateRef State,
                                 AcquiredExit::Outcome Outcome,
                                 CheckerContext &C) const {
  static const char ByOwner[] =
      "is still referred to by the field that owns it, after the release of "
      "its reference: it will be released once more";
  static const char ByField[] =
      "is still referred to by a field, after the release of the last reference "
      "that this code owned at the end of a scope";
  static const char ByCaller[] =
      "is stored for the caller, after the release of the last reference that "
      "this code owned";
  llvm::SmallVector<LeftBehind, 2> Found;
  state::forEach(State, [&](SymbolRef Object, const RefState &Ref) {
    if (Ref.isEscaped() || Ref.isDoubtful() || Ref.isDying() ||
        isNull(State, Object) || state::isPending(State, Object))
      return;
    const MemRegion *Place = nullptr;
    if (const auto *Read = dyn_cast<SymbolRegionValue>(Object)) {
      // One reference taken and two released would be another matter.
      if (Ref.balance() < 0 && !Ref.tookReference())
        Place = Read->getRegion();
    } else if (originOf(Object) && Ref.isGone()) {
      Place = Ref.storedIn();
    }
    if (!Place || objectOf(State->getSVal(Place)) != Object)
      return;
    // Who is told of a failure does not look at it.
    if (outParameter(Place)) {
      // What it was called with is another matter.
      if (isInherited(Object))
        return;
      if (Outcome == AcquiredExit::Success || Outcome == AcquiredExit::Void)
        Found.push_back({Object, ByCaller});
    } else if ((Ref.isMine() || isInherited(Object)) &&
               survivingOwner(Place, State, C)) {
      Found.push_back({Object, ByOwner});
    } else if (isa<FieldRegion>(Place) && !isInherited(Object) &&
               isReleasedByScope(Object, C)) {
      // A struct that is made here can be what ends with the scope, and takes
      // the object with it.
      SymbolRef Memory = memoryOf(Place);
      if (!Memory || !isInherited(Memory))
        return;
      Found.push_back({Object, ByField});
    }
  });
  return Found;
}

bool OwnershipChecker::losesItsOwn(ProgramStateRef State,
                                   const MemRegion *Place, SymbolRef Old,
                                   CheckerContext &C) const {
  if (state::get(State, Old) ||
      !State->isNull(C.getSValBuilder().makeLoc(Old)).isConstrainedFalse())
    return false;
  const FieldDecl *Field = survivingOwner(Place, State, C);
  return Field &&
         !dealsWith(S->P,
                    llvm::cast<FunctionDecl>(C.getLocationContext()->getDecl()),
                    Field);
}

} // namespace virref
