//===- PathState.h - What a path knows about references --------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The states of all objects on a path (RefState.h), what waits for the result
// of a call, who holds what, which memory is this code's own, and which
// containers own their values.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_PATHSTATE_H
#define VIRREF_ENGINE_PATHSTATE_H

#include "engine/RefState.h"
#include "model/Contract.h"
#include <tuple>

namespace virref {

/// What happens to an object once the result of a call is known.
enum class PendingEffect {
  Consumed,   ///< a contract says so: nobody keeps it for this code
  HandedOver, ///< the call shows it: who takes it keeps it
  Perhaps,    ///< handed over, as what the caller does suggests
  Retained,
  Acquired,
  Received, ///< the call stores an object there, with a reference
  Gone, ///< unless the condition is true, references remain
};

/// An effect that waits for the result of a call to be tested.
struct Pending {
  clang::ento::SymbolRef Result;
  clang::ento::SymbolRef Object;
  PendingEffect Effect;
  /// It happens if this is true of the result.
  ResultCondition When;
  const clang::Stmt *Call;
  /// Who keeps what is handed over, or null.
  clang::ento::SymbolRef Keeper = nullptr;

  /// True if the object changes hands.
  bool isHandOver() const {
    return Effect == PendingEffect::Consumed ||
           Effect == PendingEffect::HandedOver ||
           Effect == PendingEffect::Perhaps;
  }
private:
  auto all() const {
    return std::tie(Result, Object, Effect, When.Op, When.Value, Call, Keeper);
  }

public:
  bool operator==(const Pending &O) const { return all() == O.all(); }
  bool operator<(const Pending &O) const { return all() < O.all(); }
  void Profile(llvm::FoldingSetNodeID &ID) const {
    ID.AddPointer(Result);
    ID.AddPointer(Object);
    ID.AddInteger(static_cast<unsigned>(Effect));
    ID.AddInteger(static_cast<unsigned>(When.Op));
    ID.AddInteger(When.Value);
    ID.AddPointer(Call);
    ID.AddPointer(Keeper);
  }
};

/// True if who does not look at the result takes it that the condition is true.
bool isTakenForGranted(ResultCondition When, clang::QualType Result);

/// Whether \p Value, of that type, is as \p When says.
clang::ento::SVal conditionOn(clang::ento::ProgramStateRef State,
                              clang::ento::SVal Value, clang::QualType Type,
                              const ResultCondition &When);
/// The same for the result of a call.
clang::ento::SVal conditionOn(clang::ento::ProgramStateRef State,
                              clang::ento::SymbolRef Result,
                              const ResultCondition &When);

/// Whether a condition is true of a result.
enum class Tested { Unknown, True, False };
/// What is known of a condition on a path.
Tested testCondition(clang::ento::ProgramStateRef State,
                     clang::ento::SVal Condition);
Tested testResult(clang::ento::ProgramStateRef State,
                  clang::ento::SymbolRef Result, ResultCondition When);

/// Does what was waiting, or lets it be.
clang::ento::ProgramStateRef settle(clang::ento::ProgramStateRef State,
                                    const Pending &P, bool Happens);
/// The object is released or lost, and nobody has looked at the result of the
/// call that was to store it: takes it that the call has succeeded.
clang::ento::ProgramStateRef settleReceived(clang::ento::ProgramStateRef State,
                                            clang::ento::SymbolRef Object);
/// Settles all that waits for a result which is known by now.
clang::ento::ProgramStateRef settleKnown(clang::ento::ProgramStateRef State);

/// The traits that a program state carries for us. They are reached through
/// these functions only, so that the maps can change without their users.
namespace state {
using clang::ento::ProgramStateRef;
using clang::ento::SymbolRef;

const RefState *get(ProgramStateRef State, SymbolRef Object);
/// The state of an object; that of a borrowed one if it is not tracked.
RefState getOrBorrowed(ProgramStateRef State, SymbolRef Object);
/// Sets the state, or forgets it when it is trivial: equal states must be
/// equal in memory for paths to join.
ProgramStateRef set(ProgramStateRef State, SymbolRef Object, RefState Ref);
/// Stops judging what becomes of the object on this path.
ProgramStateRef escape(ProgramStateRef State, SymbolRef Object);
/// Stops tracking: the object is dead.
ProgramStateRef forget(ProgramStateRef State, SymbolRef Object);
void forEach(ProgramStateRef State,
             llvm::function_ref<void(SymbolRef, const RefState &)> Do);

/// The local variable through which this code holds an owned object.
const clang::VarDecl *holder(ProgramStateRef State, SymbolRef Object);
ProgramStateRef setHolder(ProgramStateRef State, SymbolRef Object,
                          const clang::VarDecl *Var);
/// No variable holds it any more.
ProgramStateRef dropHolder(ProgramStateRef State, SymbolRef Object);
void forEachHolder(ProgramStateRef State,
                   llvm::function_ref<void(SymbolRef, const clang::VarDecl *)>);

ProgramStateRef addPending(ProgramStateRef State, Pending P);
ProgramStateRef removePending(ProgramStateRef State, Pending P);
void forEachPending(ProgramStateRef State,
                    llvm::function_ref<void(const Pending &)> Do);
bool hasPendings(ProgramStateRef State);
/// For hypothetical questions: assuming something in a state with pending
/// effects would settle them.
ProgramStateRef withoutPendings(ProgramStateRef State);
bool isPending(ProgramStateRef State, SymbolRef Object);

/// Which object's lock a lock guard variable holds.
SymbolRef guarded(ProgramStateRef State, const clang::VarDecl *Guard);
ProgramStateRef setGuard(ProgramStateRef State, const clang::VarDecl *Guard,
                         SymbolRef Object);

/// What a question has been answered, and by which of the calls that ask it.
struct Answer {
  SymbolRef Result;
  const clang::CallExpr *Asker;
  bool operator==(const Answer &O) const {
    return Result == O.Result && Asker == O.Asker;
  }
  void Profile(llvm::FoldingSetNodeID &ID) const {
    ID.AddPointer(Result);
    ID.AddPointer(Asker);
  }
};
const Answer *answerTo(ProgramStateRef State, const clang::CallExpr *Question);
ProgramStateRef setAnswer(ProgramStateRef State,
                          const clang::CallExpr *Question, Answer A);
void forEachAnswer(ProgramStateRef State,
                   llvm::function_ref<void(const Answer &)> Do);

/// Memory that this code has made and that nobody else can reach yet.
bool isPrivate(ProgramStateRef State, SymbolRef Memory);
ProgramStateRef setPrivate(ProgramStateRef State, SymbolRef Memory,
                           bool Private);

/// Whether a container has a reference to each of its values.
enum class OwnsValues { Unknown, Yes, No };
OwnsValues ownsValues(ProgramStateRef State, SymbolRef Container);
ProgramStateRef addContainer(ProgramStateRef State, SymbolRef Container,
                             OwnsValues Owns);

/// Forgets the private memory and the containers that are dead.
ProgramStateRef forgetDeadMemory(ProgramStateRef State,
                                 clang::ento::SymbolReaper &Reaper);

/// An object that was made with a reference that nobody has taken over yet.
bool isFloating(ProgramStateRef State, SymbolRef Object);
ProgramStateRef setFloating(ProgramStateRef State, SymbolRef Object,
                            bool Floating);

/// Whether the call that was given \p Error to store an error in has failed; null
/// if there was none.
const bool *hasFailed(ProgramStateRef State, const clang::ento::MemRegion *Error);
ProgramStateRef setFailed(ProgramStateRef State,
                          const clang::ento::MemRegion *Error, bool Failed);
} // namespace state

} // namespace virref

#endif // VIRREF_ENGINE_PATHSTATE_H
