//===- RefState.h - What a path knows about one object ----------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The state of an object (a symbol) on a path is immutable: two numbers of
// references, and what has happened to its lock.
//
//   balance   what this activation owns: created, taken, received from a
//             callee; less what it has released, stored, returned
//   backing   what others own and this code may count on: 1 for an object that
//             was there before (a parameter, a field, the result of an unknown
//             function), 0 for one created here; +1 for each reference that
//             this code has handed to a field, a container, a thread
//
//                            create: (1,0)
//                                  |
//       ref: balance+1             v             store, hand over:
//      +---------------------->  owned  -------- balance-1, backing+1 ---+
//      |                           |                                     v
//   borrowed (0,1)  <--------------+------ release: balance-1 ----> borrowed
//      |                           |
//      | release: (-1,1)           | release: (0,0)
//      v                           v
//     gone  <------------------- gone           balance + backing <= 0
//
// An object is gone when balance + backing <= 0: everything that this code knew
// to keep it alive has been given up. Releasing it once more is an
// over-release; touching it is a use after release. A path that ends, or
// forgets the object, with balance > 0 leaks.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_REFSTATE_H
#define VIRREF_ENGINE_REFSTATE_H

#include "clang/StaticAnalyzer/Core/PathSensitive/ProgramState.h"
#include "llvm/ADT/FoldingSet.h"
#include "llvm/ADT/STLExtras.h"
#include <tuple>
#include <type_traits>

namespace clang {
class CallExpr;
class FunctionDecl;
class VarDecl;
} // namespace clang

namespace virref {

class RefState {
public:
  /// An object that this code has just become an owner of.
  static RefState created(const clang::Stmt *Where) {
    RefState S(1, 0);
    S.TakenAt = Where;
    S.Mine = true;
    return S;
  }
  /// The same, if other callers of the function say so: who else may have a
  /// right to it is not known.
  static RefState believed(const clang::Stmt *Where) {
    RefState S = created(Where);
    S.Mine = false;
    return S;
  }
  /// An object that somebody else keeps alive.
  static RefState borrowed() { return RefState(0, 1); }
  /// The same, if a contract says so.
  static RefState lent() {
    RefState S(0, 1);
    S.Lent = true;
    return S;
  }
  /// An object that nobody keeps alive but that may still be touched: what a
  /// dispose function is called with.
  static RefState dying() {
    RefState S(0, 0);
    S.Dying = true;
    return S;
  }

  /// An object that got out of sight: whatever happens to it, we cannot judge.
  static RefState escaped() {
    RefState S(0, 1);
    S.Escaped = true;
    return S;
  }

  int balance() const { return Balance; }
  bool isOwned() const { return Balance > 0 && !Escaped; }
  bool isGone() const {
    return Balance + Backing <= 0 && !Dying && !Escaped;
  }
  /// True if one more release is one too many.
  bool isExhausted() const { return Balance + Backing <= 0 && !Escaped; }
  /// True while its dispose function runs.
  bool isDying() const { return Dying; }
  bool isLocked() const { return Locks > 0; }
  bool isEscaped() const { return Escaped; }
  /// True if the state says nothing that an untracked object's would not.
  bool isTrivial() const {
    return Balance == 0 && Backing == 1 && Locks == 0 && !Dying && !Took &&
           !Escaped && !Unlinked && !StoredIn && !GivenAt && !Lent &&
           !OwedAt && !Doubtful && !KeptBy && !Stored && !Mine &&
           !UsedSince;
  }
  /// The statement by which this code has handed over the last reference that it
  /// owned, or one that it did not own.
  const clang::Stmt *givenAt() const { return GivenAt; }
  /// True if more was handed over than this code owned.
  bool isOverdrawn() const { return Overdrawn; }
  /// True if it has been used since, so that this code reckons with it.
  bool isUsedSince() const { return UsedSince; }
  /// The statement by which it was stored in a field that owns what it refers
  /// to, without a reference for that; and the field.
  const clang::Stmt *owedAt() const { return OwedAt; }
  const clang::ento::MemRegion *owedTo() const { return OwedTo; }
  /// True if a call may have taken a reference for this code, or not.
  bool isDoubtful() const { return Doubtful; }
  /// True if all references that this code has a right to are known: it has made
  /// the object, or received it with a reference.
  bool isMine() const { return Mine; }
  /// True if a contract says that somebody else keeps it alive.
  bool isLent() const { return Lent; }
  /// True if only this code can release the reference that it owns.
  bool isHeld() const { return Held && isOwned(); }
  /// True if it is known that the place which the object was read from does not
  /// keep it alive: it has been overwritten, or was never meant.
  bool isUnlinked() const { return Unlinked; }
  /// True if the struct that it was read from is freed: who has not read it by
  /// then cannot get at it that way any more.
  bool isOrphaned() const { return Orphaned; }
  /// True if this code has taken a reference, whatever became of it.
  bool tookReference() const { return Took; }
  /// The statement that took the reference owned last.
  const clang::Stmt *takenAt() const { return TakenAt; }
  /// The unknown function that received the object last, since it was taken.
  const clang::FunctionDecl *lentTo() const { return LentTo; }
  /// The number of the argument that it was.
  unsigned lentAs() const { return LentAs; }
  /// The result of that call, or null.
  clang::ento::SymbolRef lentResult() const { return LentResult; }
  /// The unknown function by whose failure this code was left with the
  /// reference, which it then dropped: had the function succeeded, it would have
  /// taken it over.
  const clang::FunctionDecl *droppedFor() const { return DroppedFor; }
  /// True if that function may have kept it, to call another with it later.
  bool isRegistered() const { return Registered; }

  RefState acquire(const clang::Stmt *Where) const {
    RefState S = *this;
    ++S.Balance;
    S.Took = true;
    S.TakenAt = Where;
    if (S.Balance >= 0) {
      S.GivenAt = nullptr;
      S.Overdrawn = S.UsedSince = false;
    }
    S.OwedAt = nullptr;
    S.OwedTo = nullptr;
    S.LentTo = nullptr;
    S.LentAs = 0;
    S.LentResult = nullptr;
    S.Registered = false;
    return S;
  }
  RefState release() const {
    RefState S = *this;
    --S.Balance;
    if (S.Balance <= 0) {
      S.Held = false;
      S.Anchored = false;
      S.TakenAt = nullptr;
      S.LentTo = nullptr;
      S.LentAs = 0;
      S.LentResult = nullptr;
      S.Registered = false;
    }
    return S;
  }
  /// The reference now belongs to somebody who keeps the object alive: by the
  /// call \p Where, or in some other way.
  RefState handOver(const clang::Stmt *Where = nullptr) const {
    RefState S = release();
    ++S.Backing;
    if (Where && Balance <= 1) {
      S.GivenAt = Where;
      S.Overdrawn |= Balance <= 0;
    }
    return S;
  }
  /// The same, if there is no telling for how long: unless this code owns
  /// another reference, it must not count on the object any more.
  RefState giveAway(const clang::Stmt *Where) const {
    return Balance > 0 ? release() : handOver(Where);
  }
  /// Somebody else keeps a reference of his own.
  RefState retain() const {
    RefState S = *this;
    ++S.Backing;
    return S;
  }
  /// Handed over to one place in memory, and to no other; null for a place that
  /// cannot be told from others.
  RefState storeIn(const clang::ento::MemRegion *Place) const {
    RefState S = handOver();
    S.StoredIn = Place;
    S.Stored = true;
    return S;
  }
  const clang::ento::MemRegion *storedIn() const { return StoredIn; }
  /// True if a place in memory has got a reference of this code's, whatever has
  /// become of it.
  bool wasStored() const { return Stored; }
  /// The pointer has got to another place as well: no place is the owner.
  RefState spread() const {
    RefState S = *this;
    S.StoredIn = nullptr;
    return S;
  }
  /// The place that had the reference from us is overwritten: it is ours again.
  RefState takeBack() const {
    RefState S = *this;
    ++S.Balance;
    --S.Backing;
    S.StoredIn = nullptr;
    return S;
  }
  /// A container lets go of it. Unless all that is known to keep the object alive
  /// has come from here, somebody else still does.
  RefState dropByContainer() const {
    RefState S = *this;
    if (S.Backing > 1)
      --S.Backing;
    return S;
  }
  /// All that others owned is given up.
  RefState endBorrow() const {
    RefState S = *this;
    S.Backing = S.Balance < 0 ? -S.Balance : 0;
    return S;
  }
  /// Nothing can be counted on any more.
  RefState gone() const {
    RefState S = *this;
    S.Balance = 0;
    S.Backing = 0;
    S.Dying = false;
    return S;
  }
  /// Somebody has told that references remain.
  RefState revived() const {
    RefState S = *this;
    if (S.isGone())
      S.Backing = 1 - S.Balance;
    return S;
  }
  /// The reference has been put into a variable of ours, or into an expression
  /// that nobody else can get it from: it is this code's to release.
  RefState hold() const {
    RefState S = *this;
    S.Held = S.Balance > 0 && !S.Anchored;
    return S;
  }
  /// The reference belongs to something that outlives this function, which does
  /// not have it from us.
  RefState anchor() const {
    RefState S = *this;
    S.Anchored = true;
    return S;
  }
  /// The struct that had the reference is freed: whoever has read the pointer
  /// before is its heir.
  static RefState inherited(const clang::Stmt *Where) {
    RefState S(1, 0);
    S.Took = true;
    S.TakenAt = Where;
    return S;
  }
  RefState doubt() const {
    RefState S = *this;
    S.Doubtful = true;
    return S;
  }
  RefState use() const {
    RefState S = *this;
    S.UsedSince = true;
    return S;
  }
  /// An owning field refers to it now, but has no reference.
  RefState owe(const clang::ento::MemRegion *Field,
               const clang::Stmt *Where) const {
    RefState S = *this;
    S.OwedTo = Field;
    S.OwedAt = Where;
    return S;
  }
  RefState unlink() const {
    RefState S = *this;
    S.Unlinked = true;
    return S;
  }
  RefState orphan() const {
    RefState S = *this;
    S.Orphaned = true;
    return S;
  }
  RefState lock() const {
    RefState S = *this;
    ++S.Locks;
    return S;
  }
  RefState unlock() const {
    RefState S = *this;
    if (S.Locks)
      --S.Locks;
    return S;
  }
  /// It lives as long as \p Other does: an object that it belongs to, or a
  /// container that has a reference to it, which can be removed by \p Key.
  RefState keptBy(clang::ento::SymbolRef Other,
                  const void *Key = nullptr) const {
    RefState S = *this;
    S.KeptBy = Other;
    S.Key = Key;
    return S;
  }
  clang::ento::SymbolRef keptBy() const { return KeptBy; }
  /// What the key is: a piece of memory, or a symbol; null if it is not known.
  const void *key() const { return Key; }
  /// What has kept it alive for others is gone.
  RefState outlive() const {
    RefState S = Escaped ? *this : endBorrow();
    S.KeptBy = nullptr;
    S.Key = nullptr;
    S.Outlived = S.isGone();
    return S;
  }
  /// True if it is gone because of that.
  bool hasOutlived() const { return Outlived; }
  RefState dropFor(const clang::FunctionDecl *Callee) const {
    RefState S = *this;
    S.DroppedFor = Callee;
    return S;
  }
  RefState lend(const clang::FunctionDecl *Callee, unsigned Index,
                bool Registered, clang::ento::SymbolRef Result) const {
    RefState S = *this;
    S.LentTo = Callee;
    S.LentAs = Index;
    S.LentResult = Result;
    S.Registered = Registered;
    return S;
  }

private:
  auto all() const {
    return std::tie(Balance, Backing, Locks, Dying, Unlinked, Anchored, Held,
                    Escaped, Took, Registered, TakenAt, LentTo, LentAs, LentResult,
                    StoredIn, DroppedFor, GivenAt, Overdrawn, UsedSince, OwedAt,
                    OwedTo, Lent, Mine, Doubtful, Stored, KeptBy, Key, Outlived,
                    Orphaned);
  }

public:
  bool operator==(const RefState &O) const { return all() == O.all(); }
  void Profile(llvm::FoldingSetNodeID &ID) const {
    std::apply([&ID](const auto &...Part) { (add(ID, Part), ...); }, all());
  }

private:
  RefState(int Balance, int Backing) : Balance(Balance), Backing(Backing) {}

  template <typename T>
  static void add(llvm::FoldingSetNodeID &ID, const T &Part) {
    if constexpr (std::is_pointer_v<T>)
      ID.AddPointer(Part);
    else
      ID.AddInteger(static_cast<int>(Part));
  }

  int Balance;
  int Backing;
  unsigned Locks = 0;
  bool Dying = false;
  bool Unlinked = false;
  bool Anchored = false;
  bool Held = false;
  bool Escaped = false;
  bool Took = false;
  bool Registered = false;
  const clang::Stmt *TakenAt = nullptr;
  const clang::FunctionDecl *LentTo = nullptr;
  unsigned LentAs = 0;
  clang::ento::SymbolRef LentResult = nullptr;
  const clang::ento::MemRegion *StoredIn = nullptr;
  const clang::FunctionDecl *DroppedFor = nullptr;
  const clang::Stmt *GivenAt = nullptr;
  bool Overdrawn = false;
  bool UsedSince = false;
  const clang::Stmt *OwedAt = nullptr;
  const clang::ento::MemRegion *OwedTo = nullptr;
  bool Lent = false;
  bool Mine = false;
  bool Doubtful = false;
  bool Stored = false;
  clang::ento::SymbolRef KeptBy = nullptr;
  const void *Key = nullptr;
  bool Outlived = false;
  bool Orphaned = false;
};

} // namespace virref

#endif // VIRREF_ENGINE_REFSTATE_H
