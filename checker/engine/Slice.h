//===- Slice.h - The part of a function that can matter ---------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Most of a function has nothing to do with references, and yet it makes the
// states of its paths differ, so that they never meet again. A slice names the
// statements that ownership depends on:
//
//   - calls with an effect on references, and assignments of the variables and
//     fields that the objects pass through ("tracked");
//   - conditions on tracked variables, and those on other variables
//     ("scalars") that a later test can agree with: such a variable is tested
//     more than once, or gets a constant somewhere. Of these, the ones that
//     decide whether something else in this list happens, or tell what has
//     become of a reference: where both ways of a branch come together before
//     anything has happened, it makes no difference which one was taken;
//   - uses of an object behind a place where it may have been released;
//   - every assignment of a variable that a kept statement reads.
//
// What is left out has an unknown value: the engine then takes both ways of a
// branch with one and the same state, and the ways join again behind it.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_SLICE_H
#define VIRREF_ENGINE_SLICE_H

#include "engine/Program.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

namespace clang {
class CFG;
class CFGBlock;
class CFGElement;
} // namespace clang

namespace virref {

class Slice {
public:
  /// \p Graph is the whole CFG of \p Function, with its cleanup elements.
  Slice(Program &P, const clang::FunctionDecl *Function,
        const clang::CFG &Graph);

  /// True if the statement is to stay an element of the CFG.
  bool keeps(const clang::Stmt *S) const;
  /// True if the call of the cleanup function of \p Var is to be made.
  bool keepsCleanup(const clang::VarDecl *Var) const {
    return Cleanups.count(Var);
  }

private:
  void findCounters();
  void findTracked();
  void findFlows();
  void findStructs();
  bool hasTrackedField(const clang::RecordDecl *Record) const;
  /// Adds what a value in the set can flow to or come from, as far as accepted.
  using EntitySet = llvm::DenseSet<const clang::ValueDecl *>;
  void spread(EntitySet &Set,
              llvm::function_ref<bool(const clang::ValueDecl *)> Accepts);
  void findReleased();
  void keepEffects();
  void keepConditions(const clang::CFG &Graph);
  void keepRepeatedQuestions();
  void keepUsesAfterRelease(const clang::CFG &Graph);
  void keepDefinitions();
  void keepDecidingElements(const clang::CFG &Graph);

  bool isEffectCall(const clang::CallExpr *Call);
  /// The arguments of which a call of \p Call can take references away.
  void releasedArguments(const clang::CallExpr *Call,
                         llvm::SmallVectorImpl<const clang::Expr *> &Args);
  void effectArguments(const clang::CallExpr *Call,
                       llvm::SmallVectorImpl<const clang::Expr *> &Args);
  bool mentionsTracked(const clang::Expr *E) const;
  bool addressesNeeded(const clang::CallExpr *Call) const;
  bool releasesSomething(const clang::Stmt *S);
  bool storesUnowned(const clang::Stmt *S) const;
  bool releasesPlaceTwice();
  bool usesReleased(const clang::Expr *Pointer) const;

  void track(const clang::Expr *E);
  void keepDeep(const clang::Stmt *S);
  void keepArms(const clang::Stmt *S);
  bool isCounter(const clang::Expr *E) const;
  void keepCall(const clang::CallExpr *Call);
  void keepAssignment(const Assignment &A);
  void keepUse(const clang::Stmt *S);

  Program &P;
  const clang::FunctionDecl *Function;
  const FunctionFacts &Facts;
  /// For each assignment of a pointer, what it is about on both sides.
  llvm::SmallVector<EntityList, 32> Flows;
  EntitySet Tracked;
  EntitySet Released;
  /// Parameters that are stored in fields which own what they refer to.
  EntitySet Stored;
  /// Calls that make or free a struct which references pass through.
  llvm::DenseSet<const clang::CallExpr *> StructCalls;
  /// The variables that such structs are in.
  EntitySet Structs;
  /// What a reference is taken of here: who else gets it can be taking it over.
  llvm::DenseSet<const clang::ValueDecl *> Acquired;
  llvm::DenseSet<const clang::ValueDecl *> Scalars;
  /// Variables that count: `i++`, `p += n`. Which element of an array they
  /// select is not told apart, so that a loop over them comes to rest.
  llvm::DenseSet<const clang::ValueDecl *> Counters;
  /// Local variables that a kept statement reads: all their definitions stay.
  llvm::DenseSet<const clang::VarDecl *> Variables;
  /// Those whose cleanup function is to be called: that of a string only gives
  /// memory back, and would keep what is known of the string until then.
  llvm::DenseSet<const clang::VarDecl *> Cleanups;
  llvm::DenseSet<const clang::Stmt *> Kept;
  llvm::SmallVector<const clang::VarDecl *, 16> NewVariables;
  /// Fields that a kept statement follows to another field, `p->f->g`.
  llvm::DenseSet<const clang::ValueDecl *> Fields;
  llvm::SmallVector<const clang::ValueDecl *, 8> NewFields;
};

} // namespace virref

#endif // VIRREF_ENGINE_SLICE_H
