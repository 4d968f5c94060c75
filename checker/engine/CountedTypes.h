//===- CountedTypes.h - Which structs are counted, and by whom --*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_COUNTEDTYPES_H
#define VIRREF_ENGINE_COUNTEDTYPES_H

#include "engine/FieldUses.h"
#include "engine/Program.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/MapVector.h"
#include <memory>
#include <string>

namespace virref {

using FunctionSet = llvm::SmallPtrSet<const clang::FunctionDecl *, 4>;

/// A reference count, and the functions whose business it is.
struct Count {
  const clang::RecordDecl *Owner; ///< the struct whose objects it counts
  const clang::FieldDecl *Field;
  bool Known;                     ///< of a library whose API we know by name
  std::string Take, Drop;
  bool Atomic = false;            ///< the API counts up atomically
  FunctionSet Api = {}; ///< those that take and drop references, and free at the end
  /// The first two of them that have a body here, for notes.
  const clang::FunctionDecl *TakeDecl = nullptr, *DropDecl = nullptr;
};

/// The uses of one count in one function.
struct CountUses {
  const clang::FunctionDecl *Function;
  std::vector<FieldUse> Uses;
};

class CountedTypes {
public:
  CountedTypes(Program &P,
               llvm::ArrayRef<const clang::FunctionDecl *> Functions);

  using UsesOfCounts = llvm::MapVector<const Count *, std::vector<CountUses>>;
  const UsesOfCounts &uses() const { return Uses; }

  /// The count that a struct of this type begins with, or null; \p Bits is set
  /// to how far from its start that stands.
  const Count *countIn(clang::QualType Type, uint64_t &Bits);

  /// True if the function hands the object of \p Var to something that frees
  /// it, below \p Where or anywhere.
  bool frees(const clang::FunctionDecl *Function, const clang::VarDecl *Var,
             const clang::Stmt *Where = nullptr, unsigned Depth = 0);

private:
  using Key = std::pair<const clang::FieldDecl *, const clang::RecordDecl *>;

  void findCandidates();
  void findUses();
  bool settleApi(Count &C, std::vector<CountUses> &Uses);
  bool dropsToZero(const clang::FunctionDecl *Function, const FieldUse &Use);
  bool freesAtZero(const clang::FunctionDecl *Function, const FieldUse &Use);
  void addDestroyers(FunctionSet &Api, const clang::FunctionDecl *Function,
                     unsigned Depth);
  Count *knownCount(const clang::RecordDecl *Record);
  Count *countOf(const clang::MemberExpr *Member);

  Program &P;
  llvm::ArrayRef<const clang::FunctionDecl *> Functions;
  llvm::SmallPtrSet<const clang::FieldDecl *, 16> Candidates;
  llvm::MapVector<Key, std::unique_ptr<Count>> Counts;
  llvm::DenseMap<const clang::RecordDecl *, Count *> KnownCounts;
  UsesOfCounts Uses;
};

/// True if the name of a function says that it is about references.
bool isNamedForReferences(const clang::FunctionDecl *Function);

/// True if the name of a function says that it gives a reference up.
bool isNamedDrop(const clang::FunctionDecl *Function);

/// True if \p Name has one of \p Words: `foo_unref`, `fooUnrefLocked`.
bool hasWord(llvm::StringRef Name, llvm::ArrayRef<llvm::StringRef> Words,
             bool OnlyAtEnd = false);

} // namespace virref

#endif // VIRREF_ENGINE_COUNTEDTYPES_H
