//===- DeclaredCall.h - A call by contract ----------------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_DECLAREDCALL_H
#define VIRREF_ENGINE_DECLAREDCALL_H

#include "engine/OwnershipChecker.h"

namespace virref {

/// A call by contract, while its effects are applied one by one.
struct OwnershipChecker::DeclaredCall {
  const CallEvent &Call;
  const CallInfo &Info;
  const Contract &Declared;
  CheckerContext &C;
  Step Next;
  SVal Result = clang::ento::UnknownVal();
  SymbolRef ResultSymbol = nullptr;
  bool CanWait = false; ///< effects can wait for the result to be tested

  RefState stateOf(SymbolRef Object) const {
    return state::getOrBorrowed(Next.State, Object);
  }
  void set(SymbolRef Object, RefState Ref) {
    Next.State = state::set(Next.State, Object, Ref);
  }
  void note(SymbolRef Object, std::string Text) {
    Next.Notes.push_back({Object, std::move(Text)});
  }
  void own(SymbolRef Object) {
    set(Object, RefState::created(Info.Expr));
    note(Object, "% gets an object with a reference; this code now owns 1");
  }
  /// "The contract of 'f' says 'consumed' of %"
  std::string says(llvm::StringRef Word) const {
    return "The contract of '" + Info.Callee->getNameAsString() + "' says '" +
           Word.str() + "' of %";
  }
  /// Says it of an object that there is nothing else to be told of.
  void mention(SymbolRef Object, llvm::StringRef Word) {
    if (Object && Declared.Source != ContractSource::Builtin &&
        llvm::none_of(Next.Notes, [&](const ObjectNote &N) {
          return N.Object == Object;
        }))
      Next.Notes.push_back({Object, says(Word), applied()});
  }
  AppliedContract applied() const {
    return {&Declared, Info.Callee, Info.Expr->getBeginLoc()};
  }
  /// " (model foo.yaml:12)"
  std::string source() const { return " (" + Declared.provenance() + ")"; }
  void take(SymbolRef Object, bool Anchored) {
    RefState After = stateOf(Object).acquire(Info.Expr);
    set(Object, Anchored ? After.anchor() : After);
    note(Object, "A reference to % is taken; " + ownedNow(After));
  }
  void wait(SymbolRef Object, PendingEffect Effect, ResultCondition When) {
    Next.State = state::addPending(
        Next.State, Pending{ResultSymbol, Object, Effect, When, Info.Expr});
  }
  /// What an argument that is a key is, as long as nobody changes it.
  const void *keyOf(unsigned Index) const {
    SVal Value = Call.getArgSVal(Index);
    if (const clang::ento::MemRegion *Region = Value.getAsRegion())
      return Region->StripCasts();
    return Value.getAsSymbol();
  }
  /// The key that a container is asked for: the only argument beside it.
  const void *keyBeside(unsigned Container) const {
    return Call.getNumArgs() == 2 && Container < 2 ? keyOf(1 - Container)
                                                   : nullptr;
  }
  ResultCondition success() const {
    return Declared.Success ? *Declared.Success
                            : successOf(Info.Expr->getType());
  }
  /// When an effect happens.
  ResultCondition conditionOf(const ParamContract &P) const {
    return virref::conditionOf(P, success()).value_or(success());
  }
  /// True if who does not look at the result takes it that the effect happens.
  bool isGranted(const ParamContract &P) const {
    return isTakenForGranted(conditionOf(P), Info.Expr->getType());
  }
};

/// Inference says what becomes of references, not of locks: who drops an object by
/// such a contract can well have unlocked it before.
clang::ento::ProgramStateRef unlockFor(const Contract &Declared,
                                       clang::ento::SymbolRef Object,
                                       clang::ento::ProgramStateRef State);

} // namespace virref

#endif // VIRREF_ENGINE_DECLAREDCALL_H
