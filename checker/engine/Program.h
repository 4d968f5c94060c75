//===- Program.h - What is known about one translation unit -----*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Knowledge that selection, slicing and the checker share: declared contracts,
// the facts that a function's syntax shows, and the effects that its
// exploration has shown. Callees are explored before their callers, so that a
// caller of a function without any effect need not be explored at all.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_PROGRAM_H
#define VIRREF_ENGINE_PROGRAM_H

#include "engine/FunctionFacts.h"
#include "engine/OwnedByUse.h"
#include "engine/ReferenceTypes.h"
#include "engine/SharedTests.h"
#include "engine/TakenByUse.h"
#include "model/Contract.h"
#include "clang/AST/Type.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallPtrSet.h"
#include <memory>
#include <vector>

namespace clang {
class ASTContext;
} // namespace clang

namespace virref {

/// What exploration has shown about one parameter.
struct ParamEffects {
  bool Released = false;     ///< a path ends with a reference less
  bool NotReleased = false;  ///< a path does not (of those where it is not NULL)
  bool Acquired = false;     ///< a path ends with a reference more
  bool Stored = false;       ///< `*param` receives an owned object
  /// A path releases what `*param`, or a field of it, refers to; or the
  /// reference that a container had to the argument.
  bool PointeeReleased = false;
};

/// What exploration has shown about a function, for its callers.
struct FunctionEffects {
  bool Explored = false;
  /// How many states that took: more than a caller can afford to follow?
  unsigned States = 0;
  bool ReturnsOwned = false; ///< a path returns an object with a reference
  bool ReturnsOther = false; ///< a path returns an object without one
  llvm::SmallVector<ParamEffects, 4> Params;

  bool any() const;
};

class Program {
public:
  Program(clang::ASTContext &Ctx, const ModelList &Models, bool UseShipped)
      : Ctx(Ctx), Contracts(Ctx, Models, UseShipped) {}

  clang::ASTContext &context() { return Ctx; }

  /// The function that \p Call calls, as far as syntax shows; for a call through
  /// a field whose functions have a contract in common, one that stands for them.
  const clang::FunctionDecl *calleeOf(const clang::CallExpr *Call);

  /// What is declared of the function; of a cast that is a function, that it
  /// returns its argument.
  const Contract *contractOf(const clang::FunctionDecl *Function);
  /// What is true of a result that says success.
  ResultCondition successOf(const clang::FunctionDecl *Function,
                            clang::QualType Result) {
    const Contract *C = contractOf(Function);
    return C && C->Success ? *C->Success : virref::successOf(Result);
  }
  /// True if annotations, a model of the user's, or callers say what the function
  /// does.
  bool hasToKeepContract(const clang::FunctionDecl *Function) {
    const Contract *Own = contractOf(Function);
    return Own && Own->bindsResult() && !Own->onlyLocks();
  }
  /// \p E without casts, and without calls of functions that only cast.
  const clang::Expr *behindCasts(const clang::Expr *E);
  const FunctionFacts &factsOf(const clang::FunctionDecl *Function);
  FunctionEffects &effectsOf(const clang::FunctionDecl *Function);

  /// Learns what the file as a whole shows: tables that own their values,
  /// dispose functions. \p Functions are all that are defined in it.
  void learn(llvm::ArrayRef<const clang::FunctionDecl *> Functions);

  /// True if a value of the type can be a counted object, or lead to one.
  bool mayLeadToObject(clang::QualType Type) const {
    return canHoldPointer(Type) && Types.matters(Type);
  }

  /// True if the file makes objects with floating references.
  bool makesFloating() const { return MakesFloating; }

  /// True if the function takes, gives or drops references itself, or through
  /// a callee that has an effect on its caller's: only such a function can
  /// have an ownership bug.
  bool canMatter(const clang::FunctionDecl *Function);

  /// True if a call of it can change what its caller owns, or move an argument
  /// to where others can reach it. False for a function without body.
  bool hasEffects(const clang::FunctionDecl *Function);

  /// True if a call may drop a reference to argument \p Index, or to what it
  /// points to.
  bool mayRelease(const clang::FunctionDecl *Function, unsigned Index);
  /// True if a call may drop a reference to argument \p Index itself.
  bool mayReleaseArgument(const clang::FunctionDecl *Function, unsigned Index);

  /// True if all that a call does is to release argument \p Index: a release
  /// function by declaration, or a wrapper around one.
  bool isReleaseWrapper(const clang::FunctionDecl *Function, unsigned Index);

  /// True if all that a call does is to release `*argument`: the cleanup
  /// functions that g_autoptr and its like generate.
  bool isPointeeRelease(const clang::FunctionDecl *Function);

  /// True if \p E names a function that releases what it is called with, so
  /// that whoever receives the function and an object owns the object.
  bool namesReleaser(const clang::Expr *E);

  /// True if the function has a body that stores argument \p Index where it
  /// outlives the call.
  bool keepsArgument(const clang::FunctionDecl *Function, unsigned Index,
                     unsigned Depth = 0);

  /// True if references to objects of this type are dropped in the file.
  bool drops(const clang::RecordDecl *Type) const {
    return Believed.drops(llvm::cast<clang::RecordDecl>(Type->getCanonicalDecl()));
  }

  /// True if its callers give argument \p Index of an unknown function away, for
  /// all that they show.
  bool isTakenByUse(const clang::FunctionDecl *Callee, unsigned Index) const {
    return GivenAway.takes(Callee, Index);
  }

  /// True if \p Function gives what the field refers to to an unknown function.
  bool givesAwayFrom(const clang::FunctionDecl *Function,
                     const clang::FieldDecl *Field);

  /// True for a function that releases what it asks somebody for who gets an
  /// argument of its, and which can be \p Given: `start(obj, done)`, where
  /// done() is called at the end.
  bool releasesReceived(const clang::FunctionDecl *Function,
                        const clang::Expr *Given);

  /// True if the way in which \p Function uses the call shows that it hands
  /// argument \p Index over: it releases the argument where the call fails, and
  /// has no more business with it where the call succeeds.
  bool handsOverUnlessFailed(const clang::FunctionDecl *Function,
                             const clang::CallExpr *Call, unsigned Index);

  /// True if the call releases what a container had, found by comparison:
  /// `if (list->first == obj) { list->first = obj->next; unref(obj); }`. The
  /// reference that is dropped is not the caller's.
  bool releasesRemoved(const clang::FunctionDecl *Function,
                       const clang::CallExpr *Call);

  /// Says that \p Call asks what \p First has asked already, in the same words.
  void addQuestion(const clang::CallExpr *Call, const clang::CallExpr *First) {
    Questions[Call] = First;
  }
  /// The first of the calls that ask the same question, or null if it is asked
  /// only once.
  const clang::CallExpr *questionOf(const clang::CallExpr *Call) const {
    return Questions.lookup(Call);
  }

  /// True for a field or global that holds a container made with a release
  /// function for its values.
  bool ownsValues(const clang::ValueDecl *Holder) const {
    return OwningContainers.count(Holder);
  }
  bool hasOwningContainers() const { return !OwningContainers.empty(); }
  /// True if a struct of which \p Holder is a field has no other one like it,
  /// which could have a reference to the same values.
  bool isOnlyContainer(const clang::ValueDecl *Holder) const;
  /// True for a call that takes a release function: of a function that is
  /// unknown, or declared to do so.
  bool takesReleaser(const clang::CallExpr *Call);

  /// True if the struct that has the field owns what the field refers to: a
  /// function of the file that disposes of the struct releases it.
  /// What is declared comes first.
  bool isOwningField(const clang::FieldDecl *Field) const {
    const FieldEffect Declared = declaredOwnership(Field);
    return Declared == FieldEffect::None ? OwningFields.count(Field) != 0
                                         : Declared == FieldEffect::Owned;
  }
  /// The same, or a function that disposes of the struct releases the elements of
  /// the array that the field refers to.
  bool ownsContent(const clang::FieldDecl *Field) const {
    return isOwningField(Field) || OwningArrays.count(Field);
  }
  FieldEffect declaredOwnership(const clang::FieldDecl *Field) const;

  /// True if the result of the call is a reference that its caller owns, by the
  /// contract of the callee.
  bool givesReference(const clang::CallExpr *Call);

  /// True if the callee is a function that nobody knows, and other calls show
  /// that the result is a reference which its caller owns.
  bool givesByUse(const clang::CallExpr *Call);

  /// True if an assignment gives an owning field another value.
  bool setsOwningField(const Assignment &A) const;
  /// The parameter that an assignment stores in an owning field, or null.
  const clang::ParmVarDecl *storedInOwningField(const Assignment &A) const;
  /// True if a function of the file stores a reference there.
  bool isGivenReferences(const clang::FieldDecl *Field) const {
    return GivenFields.count(Field);
  }

  /// True for a call of an unknown function that may take an object over: it
  /// brings along a function that releases it, or a container that does.
  bool mayTakeOver(const clang::CallExpr *Call);

  bool isDisposer(const clang::FunctionDecl *Function) const {
    return Disposers.count(Function->getCanonicalDecl());
  }
  bool isCalledInFile(const clang::FunctionDecl *Function) const {
    return CalledInFile.count(Function->getCanonicalDecl());
  }

  SharedTests &sharedTests() { return Shared; }

private:
  /// What stands for the functions that a field can point to; null if they have
  /// no contract.
  const clang::FunctionDecl *standInFor(const clang::FieldDecl *Field);
  /// The contract of a function that does nothing but to return its argument,
  /// perhaps after a check: the casts of GObject and QOM.
  const Contract *castContract(const clang::FunctionDecl *Function);
  /// True for a call with a release function where \p Effect is declared.
  bool takesReleaser(const clang::CallExpr *Call, ParamEffect Effect);
  /// True for one whose result is a container that owns its values, as far as
  /// can be seen.
  bool makesOwningContainer(const clang::CallExpr *Call);
  /// What releasesReceived() finds out once.
  void
  findReceived(const clang::FunctionDecl *Body,
               llvm::SmallVectorImpl<const clang::RecordDecl *> &Found);
  /// What keepsArgument() finds out once.
  bool storesArgument(const clang::FunctionDecl *Body, unsigned Index,
                      unsigned Depth);
  /// True if a call by contract \p C can take, give or drop a reference: lending
  /// alone is never a bug.
  bool bearsOnOwnership(const clang::CallExpr *Call, const Contract &C);
  bool isSeedCall(const clang::CallExpr *Call);

  clang::ASTContext &Ctx;
  ContractSet Contracts;
  llvm::DenseMap<const clang::FieldDecl *, const clang::FunctionDecl *> StandIns;
  llvm::DenseMap<const clang::FunctionDecl *, const clang::FieldDecl *>
      FieldsOfStandIns;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<Contract>> Casts;
  OwnedByUse Believed;
  TakenByUse GivenAway;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<FunctionFacts>>
      Facts;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<FunctionEffects>>
      Effects;
  llvm::DenseMap<const clang::FunctionDecl *, bool> Seeds;
  /// By function, and by argument and depth of the question.
  llvm::DenseMap<std::pair<const clang::FunctionDecl *, unsigned>, bool>
      Keepers;
  llvm::DenseMap<const clang::FunctionDecl *,
                 llvm::SmallVector<const clang::RecordDecl *, 2>>
      Received;
  llvm::DenseMap<const clang::CallExpr *, const clang::VarDecl *> HandOvers;
  llvm::DenseSet<const clang::CallExpr *> RemovalReleases;
  llvm::DenseSet<const clang::FunctionDecl *> HandOversKnown;
  llvm::DenseMap<const clang::CallExpr *, const clang::CallExpr *> Questions;
  void findHandOvers(const clang::FunctionDecl *Function);
  llvm::DenseSet<const clang::ValueDecl *> OwningContainers;
  bool MakesFloating = false;
  llvm::DenseSet<const clang::FunctionDecl *> Disposers;
  llvm::DenseSet<const clang::FieldDecl *> OwningFields;
  llvm::DenseSet<const clang::FieldDecl *> OwningArrays;
  llvm::DenseSet<const clang::FieldDecl *> GivenFields;
  void learnFields(const clang::FunctionDecl *Function);
  llvm::DenseSet<const clang::FunctionDecl *> CalledInFile;
  SharedTests Shared;
  ReferenceTypes Types;
};

/// Every definition in the translation unit outside of system headers.
std::vector<const clang::FunctionDecl *>
definedFunctions(clang::ASTContext &Ctx);

/// Those of \p Functions that somebody can call: not the inline functions of
/// headers that nothing in the main file leads to.
std::vector<const clang::FunctionDecl *>
reachableFunctions(Program &P,
                   llvm::ArrayRef<const clang::FunctionDecl *> Functions);

/// The definition of \p Function if it has a body, else null.
const clang::FunctionDecl *definitionOf(const clang::FunctionDecl *Function);

} // namespace virref

#endif // VIRREF_ENGINE_PROGRAM_H
