//===- OwnershipChecker.h - Follows references along paths ------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The rules, on the states of RefState.h:
//
//   1. Who creates an object, or receives one from a function that returns it
//      owned, owns a reference.
//   2. Storing an owned reference in memory that outlives the function,
//      returning it, or handing it over to a container, callback or thread
//      passes it on.
//   3. An object that is already there when the function starts, or that an
//      unknown function returns, is kept alive by somebody else; releasing that
//      reference once is the function's contract, not an error.
//   4. A reference that is still owned when the object can no longer be
//      reached, or when the function ends, is leaked.
//   5. Handing over what this code does not own, and going on as if it were
//      there, is a missing reference.
//   6. Releasing what is exhausted is an over-release; any use of it a use
//      after release; giving up the last known reference while holding the
//      object's own lock is a release while locked.
//
// OwnershipChecker.cpp has the callbacks of the engine, StoreModel.cpp what a
// store does, CallModel.cpp what a call of a known function does, ContractCall.cpp
// and ContractObjects.cpp what it does by contract, UnknownCall.cpp what one of an
// unknown function does, StructModel.cpp what happens to structs that own references,
// FieldRules.cpp what the fields that own must not be left with,
// MissingRef.cpp what is handed over without being owned, LentRelease.cpp what is
// released without being owned, BodyContract.cpp what
// a function's own contract asks of it, ExitModel.cpp what is judged at its end.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_OWNERSHIPCHECKER_H
#define VIRREF_ENGINE_OWNERSHIPCHECKER_H

#include "engine/Compat.h"
#include "engine/Options.h"
#include "engine/OwnershipReport.h"
#include "engine/Program.h"
#include "engine/PathState.h"
#include "clang/StaticAnalyzer/Core/Checker.h"
#include "llvm/ADT/STLExtras.h"
#include <array>
#include <functional>
#include <vector>

namespace clang {
namespace ento {
class CheckerRegistry;
} // namespace ento
} // namespace clang

namespace virref {

/// Whether somebody takes a reference over; in the order of what prevails.
enum class HandOver { No, Yes, Perhaps };

/// What the checker needs to know about the run that it is part of.
struct Session {
  Program &P;
  const AnalysisOptions &Options;
  /// Makes the CFG of a function ready to be followed; false if it cannot be.
  std::function<bool(const clang::FunctionDecl *)> Prepare;
  ContractUses &Uses;
};

/// A path on which the function ends with one reference more to an object that
/// was there before; judged when all paths are known.
struct AcquiredExit {
  const clang::ento::ExplodedNode *Node;
  clang::ento::SymbolRef Object;
  RefState Ref;
  enum Outcome { Void, Success, Failure, Unknown } Result;
  const clang::Stmt *TakenAt;
};

class OwnershipChecker
    : public clang::ento::Checker<
          clang::ento::eval::Call, clang::ento::eval::Assume,
          clang::ento::check::PreStmt<clang::ReturnStmt>,
          clang::ento::check::PreStmt<clang::BinaryOperator>,
          clang::ento::check::PreStmt<clang::CallExpr>,
          clang::ento::check::PostStmt<clang::BinaryOperator>,
          clang::ento::check::PostStmt<clang::CastExpr>,
          clang::ento::check::Bind, clang::ento::check::Location,
          clang::ento::check::LiveSymbols, clang::ento::check::DeadSymbols,
          clang::ento::check::PointerEscape,
          clang::ento::check::BeginFunction, clang::ento::check::EndFunction,
          clang::ento::check::EndAnalysis> {
public:
  using CheckerContext = clang::ento::CheckerContext;
  using CallEvent = clang::ento::CallEvent;
  using ProgramStateRef = clang::ento::ProgramStateRef;
  using SymbolRef = clang::ento::SymbolRef;
  using SVal = clang::ento::SVal;

  bool evalCall(const CallEvent &Call, CheckerContext &C) const;
  ProgramStateRef evalAssume(ProgramStateRef State, SVal Condition,
                             bool Assumption) const;
  void checkPreStmt(const clang::ReturnStmt *Return, CheckerContext &C) const;
  void checkPreStmt(const clang::BinaryOperator *Assign,
                    CheckerContext &C) const;
  void checkPreStmt(const clang::CallExpr *Call, CheckerContext &C) const;
  void checkPostStmt(const clang::BinaryOperator *Assign,
                     CheckerContext &C) const;
  void checkPostStmt(const clang::CastExpr *Cast, CheckerContext &C) const;
  void checkBind(VIRREF_CHECK_BIND_PARAMS) const;
  void checkLocation(SVal Loc, bool IsLoad, const clang::Stmt *S,
                     CheckerContext &C) const;
  void checkLiveSymbols(ProgramStateRef State,
                        clang::ento::SymbolReaper &Reaper) const;
  void checkDeadSymbols(clang::ento::SymbolReaper &Reaper,
                        CheckerContext &C) const;
  ProgramStateRef
  checkPointerEscape(ProgramStateRef State,
                     const clang::ento::InvalidatedSymbols &Escaped,
                     const CallEvent *Call,
                     clang::ento::PointerEscapeKind Kind) const;
  void checkBeginFunction(CheckerContext &C) const;
  void checkEndFunction(const clang::ReturnStmt *Return,
                        CheckerContext &C) const;
  void checkEndAnalysis(clang::ento::ExplodedGraph &Graph,
                        clang::ento::BugReporter &Reporter,
                        clang::ento::ExprEngine &Engine) const;

  /// Set before the engine runs.
  Session *S = nullptr;
  void setName(CheckId Check, clang::ento::CheckerNameRef Name);
  const clang::ento::BugType &typeOf(CheckId Check) const {
    return *Types[static_cast<size_t>(Check)];
  }

private:
  /// What is known about a call before it is evaluated.
  struct CallInfo {
    const clang::CallExpr *Expr;
    const clang::FunctionDecl *Callee; ///< null if it is not known
    SymbolRef argument(const CallEvent &Call, unsigned I) const;
  };

  /// Changes a state step by step and keeps the notes of the steps.
  struct Step {
    ProgramStateRef State;
    std::vector<ObjectNote> Notes;
    std::string Source = {}; ///< who says so, to be added to a note
  };

  // CallModel.cpp
  bool reportUseByCall(const CallEvent &Call, const CallInfo &Info,
                       CheckerContext &C) const;
  // ContractCall.cpp
  struct DeclaredCall;
  void applyContract(const CallEvent &Call, const CallInfo &Info,
                     const Contract &Declared, CheckerContext &C) const;
  void applyResult(DeclaredCall &D) const;
  /// Adds to the notes of the call who says what it does, and says it of
  /// objects that there is no other note about.
  void tellProvenance(DeclaredCall &D) const;
  /// What the contract that is being applied says of \p Object; null if none
  /// is, or if it is built in.
  const clang::ento::NoteTag *tagOfContract(SymbolRef Object,
                                            CheckerContext &C) const;
  /// True if somebody gets a reference to the argument.
  bool keepsAlive(const DeclaredCall &D, const ParamContract &P) const;
  // These return false if the effect was an error, which is reported.
  bool applyEffect(DeclaredCall &D, const ParamContract &P) const;
  bool applyToObject(DeclaredCall &D, const ParamContract &P,
                     SymbolRef Object) const;
  bool applyToSlot(DeclaredCall &D, const ParamContract &P) const;
  void applyRemoval(DeclaredCall &D, const ParamContract &P) const;
  bool applyToCallback(DeclaredCall &D, const ParamContract &P) const;
  /// What becomes of a reference that is floating, or may be.
  void applyFloating(Step &Next, ParamEffect Effect, SymbolRef Object,
                     const clang::Expr *Where) const;
  /// The arguments that a contract does not mention: it can write through those
  /// that are addresses. \returns false after a report.
  bool lendUnmentioned(Step &Next, const CallEvent &Call,
                       const Contract &Declared, CheckerContext &C) const;
  /// Success and failure go separate ways: with failure an error is stored.
  void finishWithError(Step &Next, const CallEvent &Call, const CallInfo &Info,
                       const Contract &Declared, const ParamContract &Error,
                       clang::ento::loc::MemRegionVal Address, CheckerContext &C) const;
  void applyRelease(const CallEvent &Call, const CallInfo &Info,
                    SymbolRef Object, const clang::Expr *Through,
                    CheckerContext &C) const;
  bool shouldFollow(const CallInfo &Info, CheckerContext &C) const;
  bool alwaysSucceeds(const CallInfo &Info) const;
  void applySummary(const CallEvent &Call, const CallInfo &Info,
                    CheckerContext &C) const;
  // UnknownCall.cpp
  /// What the arguments of a call tell about an object among them.
  struct Evidence {
    HandOver Opaque = HandOver::No; ///< a function among them releases a void *
    bool Releaser = false;          ///< a release function is among them
    bool Container = false;         ///< a container that owns its values is
    bool Function = false;          ///< a pointer to any function is
    bool SeenFunction = false;      ///< a function with a body is
    bool UnseenFunction = false;    ///< a function without one is
    /// All functions among them are in sight, and release nothing.
    bool isHarmless() const {
      return SeenFunction && !UnseenFunction && !Releaser &&
             Opaque == HandOver::No;
    }
  };
  enum class AddressOf { Nothing, Local, Other, Error };
  Evidence gatherEvidence(const CallEvent &Call, ProgramStateRef State) const;
  state::OwnsValues ownsValues(const clang::Expr *Arg, SVal Value,
                               ProgramStateRef State) const;
  bool isContainer(const clang::Expr *Arg, SVal Value,
                   ProgramStateRef State) const;
  AddressOf lendAddress(Step &Next, const CallEvent &Call, unsigned I,
                        CheckerContext &C) const;
  /// Hands over a reference to \p Object to who keeps it, if the call succeeds.
  /// \returns false if that was an error, which is reported. It cannot be one if
  /// the hand-over is not \p Certain. \p Keeper is the container that has it.
  bool give(Step &Next, const CallEvent &Call, const CallInfo &Info,
            SymbolRef Object, SymbolRef Result, CheckerContext &C,
            bool Certain = true, SymbolRef Keeper = nullptr) const;
  /// True if the object comes from a function that nobody knows, and only its
  /// other callers tell that it gives a reference.
  bool isOnlyBelieved(SymbolRef Object) const;
  /// True if it was lent last to a function that is known only to borrow.
  bool isLentToBorrower(const RefState &Ref) const;
  void applyUnknown(const CallEvent &Call, const CallInfo &Info,
                    CheckerContext &C) const;
  /// The state in which a call is evaluated: its arguments are used by it.
  Step begin(const CallEvent &Call, CheckerContext &C) const;
  bool release(Step &Next, SymbolRef Object, CheckerContext &C,
               const clang::Expr *Through = nullptr) const;
  /// \p From is the node to go on from, if it is not the one that \p C has.
  void finish(Step &Next, CheckerContext &C,
              clang::ento::ExplodedNode *From = nullptr) const;
  void finishAndSplit(Step &Next, const CallInfo &Info,
                      CheckerContext &C) const;
  SVal bindResult(Step &Next, const CallEvent &Call, const CallInfo &Info,
                  CheckerContext &C) const;

  void storeOutside(SVal Loc, SVal Value, const clang::Stmt *Where,
                    CheckerContext &C) const;

  /// An object whose reference is lost, and the statement that took it.
  struct Lost {
    SymbolRef Object;
    const clang::Stmt *TakenAt;
  };
  // StructModel.cpp
  void freeStruct(Step &Next, const CallEvent &Call, const CallInfo &Info,
                  CheckerContext &C) const;
  void enterCallee(CheckerContext &C) const;
  void publishArguments(Step &Next, const CallEvent &Call) const;
  /// What goes with a struct that nobody can reach any more.
  llvm::SmallVector<Lost, 2> findLostWithStructs(ProgramStateRef State) const;

  // ExitModel.cpp
  void recordEffects(CheckerContext &C) const;
  /// What the parameter of the current function leads to is released.
  void notePointeeRelease(const clang::ParmVarDecl *Param,
                          CheckerContext &C) const;
  /// True if it is only believed that there is a reference (see OwnedByUse.h), and
  /// a function that nobody knows can have taken it over; or can have told by
  /// another way than its result that there is none: `x = f(&error)`.
  bool isPerhapsNone(ProgramStateRef State, SymbolRef Object) const;
  AcquiredExit::Outcome outcomeOf(const clang::ReturnStmt *Return,
                                  CheckerContext &C) const;
  void judgeReleasingExits(clang::ento::BugReporter &Reporter) const;

  void report(CheckId Check, llvm::StringRef Message, SymbolRef Object,
              const clang::ento::ExplodedNode *Node,
              clang::ento::BugReporter &Reporter, const clang::Stmt *TakenAt,
              const clang::Stmt *Where = nullptr,
              const clang::Expr *Named = nullptr) const;
  /// Reports unless the object was born in a callee that is being followed:
  /// that one is judged for itself. Ends the path.
  void reportAndStop(CheckId Check, llvm::StringRef Message, SymbolRef Object,
                     CheckerContext &C,
                     const clang::Expr *Named = nullptr) const;
  bool isNull(ProgramStateRef State, SymbolRef Object) const;

  // BodyContract.cpp
  /// The contract that the explored function has been given by annotations.
  const Contract *ownContract(CheckerContext &C) const;
  ProgramStateRef startAsDeclared(ProgramStateRef State,
                                  CheckerContext &C) const;
  /// True if \p Object is null somewhere on the path to \p Node.
  bool wasNull(const clang::ento::ExplodedNode *Node, SymbolRef Object) const;
  /// True if the explored function takes a reference to \p Object for its caller,
  /// who gave it, and returns it besides: that is no second hand-over.
  bool isAcquiredAndReturned(SymbolRef Object, CheckerContext &C) const;
  /// A parameter that a contract speaks of, and what is wrong with it; null if
  /// nothing is.
  struct Mismatch {
    SymbolRef Object;
    const char *Message;
  };
  llvm::SmallVector<Mismatch, 2>
  findMismatches(ProgramStateRef State, const clang::ReturnStmt *Return,
                 CheckerContext &C) const;
  void findSlotMismatch(const ParamContract &P, ProgramStateRef State,
                        Tested Happens, CheckerContext &C,
                        llvm::SmallVectorImpl<Mismatch> &Found) const;
  bool keepsNone(const ParamContract &P, ProgramStateRef State,
                 CheckerContext &C) const;
  /// Whether what is returned is as the condition says.
  Tested testReturned(const clang::ReturnStmt *Return, ProgramStateRef State,
                      const ResultCondition &When, CheckerContext &C) const;
  /// \returns false if what is returned is not as declared, which is reported.
  bool checkReturnContract(const clang::ReturnStmt *Return,
                           CheckerContext &C) const;
  /// The same where only callers show that a reference is to be returned.
  bool checkReturnForCallers(const clang::ReturnStmt *Return, SymbolRef Object,
                             const RefState &Ref, CheckerContext &C) const;

  // LentRelease.cpp
  /// True if the object comes from a function that is declared to lend it, and
  /// nothing in sight can have made whoever lends it let go of it.
  bool isOnlyLent(SymbolRef Object, const RefState &Ref,
                  CheckerContext &C) const;

  /// The owning field that the object has been read from, and is still in;
  /// another one than \p Place, or null.
  const clang::ento::FieldRegion *
  otherOwner(ProgramStateRef State, SymbolRef Object,
             const clang::ento::MemRegion *Place) const;

  // FieldRules.cpp
  /// The field at \p Place if its struct owns what it refers to, and goes on to
  /// live when the explored function ends.
  const clang::FieldDecl *survivingOwner(const clang::ento::MemRegion *Place,
                                         ProgramStateRef State,
                                         CheckerContext &C) const;
  /// A released object that others still find where it was stored: in what the
  /// caller has given the address of, or in a field.
  struct LeftBehind {
    SymbolRef Object;
    const char *Message;
  };
  llvm::SmallVector<LeftBehind, 2>
  findLeftBehind(ProgramStateRef State, AcquiredExit::Outcome Outcome,
                 CheckerContext &C) const;
  /// True if an owning field gets another value, and nobody has done anything
  /// about the reference to \p Old that it had.
  bool losesItsOwn(ProgramStateRef State, const clang::ento::MemRegion *Place,
                   SymbolRef Old, CheckerContext &C) const;

  // MissingRef.cpp
  /// The call hands over a reference to \p Object. \returns false if this code
  /// certainly has none, which is reported and ends the path.
  bool checkHandOver(const CallEvent &Call, SymbolRef Object,
                     CheckerContext &C) const;
  /// The object is used: remembers it if the reference that was handed over was
  /// not this code's.
  ProgramStateRef noteUse(ProgramStateRef State, SymbolRef Object) const;
  /// The object is registered for calls back: what it has to own is due.
  ProgramStateRef noteRegistration(ProgramStateRef State, const CallEvent &Call,
                                   unsigned Index, CheckerContext &C) const;
  /// The object is stored in \p Field, and this code owns no reference.
  ProgramStateRef noteUnownedStore(ProgramStateRef State, SymbolRef Object,
                                   const clang::ento::MemRegion *Field,
                                   const clang::Stmt *Where) const;
  /// What was handed over or stored without a reference, and never got one.
  struct Missing {
    SymbolRef Object;
    const clang::Stmt *Where;
    bool Stored;
  };
  llvm::SmallVector<Missing, 2> findMissing(ProgramStateRef State, CheckerContext &C) const;

  mutable std::array<std::unique_ptr<clang::ento::BugType>, NumChecks> Types;

  /// The pointers that the current function gets, if its contract says what it
  /// stores through one.
  mutable llvm::SmallVector<SymbolRef, 2> DeclaredSlots;
  /// The call whose contract is being applied, or null.
  mutable const DeclaredCall *Applying = nullptr;

  // What the exploration of the current function has shown so far.
  mutable std::vector<AcquiredExit> AcquiredExits;
  /// Objects of which a path has dropped, or passed on, the reference that it
  /// had taken; with the outcome of that path, and whose failure made it so.
  struct BalancedExit {
    SymbolRef Object;
    AcquiredExit::Outcome Result;
    const clang::FunctionDecl *DroppedFor;
  };
  mutable std::vector<BalancedExit> Balanced;
  /// A path on which a parameter is released once more than it was taken, or on
  /// which what was taken (if anything) has been released; and the last release.
  struct ReleasingExit {
    const clang::ento::ExplodedNode *Node;
    SymbolRef Object;
    AcquiredExit::Outcome Result;
    const clang::Stmt *Released;
    bool Overdrawn;
    bool CanFail;
    bool Took;
  };
  mutable std::vector<ReleasingExit> ReleasingExits;
  /// For each failing exit, the inherited objects that it still owns.
  mutable std::vector<llvm::SmallVector<SymbolRef, 2>> FailingExits;
  /// Calls that made an object which a path returns with a reference.
  mutable llvm::DenseSet<const clang::Stmt *> ReturnedOwned;
  /// Objects that a path returns after it has handed over their last reference.
  struct GivenReturn {
    const clang::ento::ExplodedNode *Node;
    SymbolRef Object;
    const clang::Stmt *GivenAt;
  };
  mutable std::vector<GivenReturn> ReturnedGiven;
  /// Unknown functions that were called with an object that this code released
  /// afterwards, and the argument that it was: so they only borrow it.
  mutable llvm::DenseSet<std::pair<const clang::FunctionDecl *, unsigned>>
      Borrowers;
  /// How often the function that is explored has followed each large callee.
  mutable llvm::DenseMap<const clang::FunctionDecl *, unsigned> Followed;
  /// Where references were taken that a report has named already: a caller of
  /// the function at fault need not hear of it again.
  mutable llvm::DenseSet<const clang::Stmt *> ReportedSources;
};

/// The object that a pointer value points to: the symbol behind casts and
/// members at offset 0, which a "derived class" shares with its base.
clang::ento::SymbolRef objectOf(clang::ento::SVal Value);

/// The tracked objects that a value refers to, or that a struct contains pointers
/// to.
llvm::SmallVector<clang::ento::SymbolRef, 4>
objectsIn(clang::ento::SVal Value, clang::ento::ProgramStateRef State);

/// The parameter of the explored function whose pointee \p Region is, or null.
const clang::ParmVarDecl *outParameter(const clang::ento::MemRegion *Region);

/// The value that a parameter has when the function starts.
clang::ento::SymbolRef entryValue(const clang::ParmVarDecl *Param,
                                  clang::ento::CheckerContext &C);

/// The parameter that has had this value from the start, or null.
const clang::ParmVarDecl *parameterOf(clang::ento::SymbolRef Object);

/// Whether a function that runs later releases its `void *` parameter.
HandOver releasesOpaque(Program &P, const clang::FunctionDecl *Function);

/// "this code now owns 1"
std::string ownedNow(const RefState &Ref);

/// How a lost reference is told, wherever the path notices it: two texts would
/// make two reports of one leak.
extern const char LeakMessage[];

/// True for an object that was read from a field, an element or a global: a
/// place that may have a reference of its own.
bool isFromMemory(clang::ento::SymbolRef Object);

/// The call that an object came from, or null.
const clang::Stmt *originOf(clang::ento::SymbolRef Object);

/// The pointer that leads to the struct which \p Region is a field of, or null.
/// Elements of an array are not told apart, so they belong to nothing.
clang::ento::SymbolRef memoryOf(const clang::ento::MemRegion *Region);

/// Settles what waits for a result that nobody will look at any more.
clang::ento::ProgramStateRef settleUnasked(clang::ento::ProgramStateRef State,
                                           const Pending &P,
                                           clang::ento::CheckerContext &C);

/// A local variable that refers to the object, or null.
const clang::VarDecl *variableOf(clang::ento::ProgramStateRef State,
                                 clang::ento::SymbolRef Object);

/// Places have got values that nobody knows: what was stored there can have been
/// released from there.
clang::ento::ProgramStateRef
forgetOverwritten(clang::ento::ProgramStateRef State);

/// What \p Declared says of success, or null if it says nothing.
inline const ResultCondition *successOf(const Contract *Declared) {
  return Declared && Declared->Success ? &*Declared->Success : nullptr;
}

/// What a value leads to is within the reach of others from here on.
clang::ento::ProgramStateRef publish(clang::ento::ProgramStateRef State,
                                     clang::ento::SVal Value);
/// The same for a value that outlives the function, in a field or as a result:
/// `&obj->node`. Who has a part of an object can get at all of it, and release
/// it.
clang::ento::ProgramStateRef
publishWhole(clang::ento::ProgramStateRef State, clang::ento::SVal Value);


/// True if no use of the object can be right any more.
bool isCertainlyGone(const RefState &Ref, clang::ento::SymbolRef Object);

/// True if the object lived before the explored function did, or belongs to
/// what did: a parameter, a field, a global.
bool isInherited(clang::ento::SymbolRef Object);

/// True if somebody looks at the result of the call.
bool isResultUsed(const clang::CallExpr *Expr, clang::ento::CheckerContext &C);

/// True if a result is known to say failure: NULL, false or negative.
bool hasFailed(clang::ento::ProgramStateRef State,
               clang::ento::SymbolRef Result);

/// Adds our checkers to the registry of an engine that we build ourselves.
void registerOwnershipCheckers(clang::ento::CheckerRegistry &Registry);
/// "virref.leak": the name that a check has in reports of the engine.
std::string analyzerCheckName(CheckId Check);

} // namespace virref

#endif // VIRREF_ENGINE_OWNERSHIPCHECKER_H
