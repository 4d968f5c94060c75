//===- Contract.h - What a function does to references ----------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The analysis asks, providers answer: contractOf() goes through them in the
// order of their precedence and returns the first contract, with its source,
// so that a report can say what it relied on.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_MODEL_CONTRACT_H
#define VIRREF_MODEL_CONTRACT_H

#include "model/Words.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace clang {
class ASTContext;
class FieldDecl;
class FunctionDecl;
class QualType;
class RecordDecl;
} // namespace clang

namespace virref {

/// Where a contract stands. In the order of precedence.
enum class ContractSource {
  Model, ///< a model file of the user's
  Annotation,
  Builtin,
  Shipped, ///< a model file that comes with virref
  Inferred ///< a model file that says `origin: inferred`
};

/// An effect on one parameter; a parameter can have several.
struct ParamContract {
  unsigned Index;
  ParamEffect Effect;
  unsigned Other = 0;        ///< the n of destroys(n), value-of(n), thread-entry(n)
  ResultCondition When = {}; ///< of consumed-if
  /// Of what is consumed: the callee stores it, so that the object lives on.
  bool Keeps = false;
};

/// What a call does to the references of its caller. A parameter that is not
/// mentioned is borrowed.
struct Contract {
  ContractSource Source = ContractSource::Builtin;
  /// Where it stands: "models/foo.yaml:12"; empty for what is built in.
  std::string Where;
  ResultEffect Result = ResultEffect::None;
  /// What a call that succeeds returns, where the type does not tell.
  std::optional<ResultCondition> Success;
  /// The result is what callers take it for: inferred, but not from the body.
  bool ByCallers = false;
  unsigned ResultIndex = 0; ///< the n of returns-same(n), borrowed-from(n) ...
  llvm::SmallVector<ParamContract, 2> Params;

  /// True if somebody has said it of the code at hand, so that a body has to
  /// keep it.
  bool isDeclared() const {
    return Source == ContractSource::Model ||
           Source == ContractSource::Annotation;
  }
  /// True if what a body returns has to be as it says.
  bool bindsResult() const { return isDeclared() || ByCallers; }
  /// Who says so, for people: "model foo.yaml:12", "annotated at foo.h:3",
  /// "inferred, seen at a.c:10"; empty for what is built in.
  std::string provenance() const;
  bool has(unsigned Index, ParamEffect Effect) const;
  /// True if a call can end with fewer references to argument \p Index.
  bool mayRelease(unsigned Index) const;
  /// True if it does nothing but locking: such a call alone is never a bug.
  bool onlyLocks() const;
  /// True if all that is said is inferred, and a call does nothing to the
  /// references of its caller by itself: it matters to objects that others make
  /// matter.
  bool isPassive() const;
};

/// How a result of this type says success, unless something else is known: not
/// NULL, true, 0 or positive.
ResultCondition successOf(clang::QualType Result);
/// True for `bool`, and for a number that a typedef calls so: gboolean.
bool isBoolean(clang::QualType Type);
/// True for a result that is 0 if the call fails: of a boolean, or a pointer.
bool isYesOrNo(clang::QualType Result);

/// True if the effect depends on the result of the call.
bool dependsOnResult(ParamEffect Effect);

/// What has to be true of the result for the effect to happen, where \p Success
/// says that the call has succeeded; nothing if it happens always.
std::optional<ResultCondition> conditionOf(const ParamContract &P,
                                           ResultCondition Success);

class ModelIndex;
/// Model files, in the order in which they were given.
using ModelList = std::vector<std::shared_ptr<const ModelIndex>>;

/// The functions that count references to objects of a type; both empty if
/// nobody has said so.
struct CountingFunctions {
  llvm::StringRef Ref, Unref;
};

/// All knowledge about one translation unit that does not come from bodies of
/// functions.
class ContractSet {
public:
  /// With \p UseShipped, the models that come with virref count as well.
  ContractSet(clang::ASTContext &Ctx, const ModelList &Models, bool UseShipped);
  ~ContractSet();

  /// The contract of \p Function, or null if nobody has declared one. The
  /// contract lives as long as the set.
  const Contract *contractOf(const clang::FunctionDecl *Function);
  /// The contract of the functions that a field can point to, or null.
  const Contract *contractOf(const clang::FieldDecl *Pointer);
  /// What is declared about what a field points to.
  FieldEffect ownershipOf(const clang::FieldDecl *Field) const;
  CountingFunctions countedBy(const clang::RecordDecl *Record) const;

private:
  using Names = llvm::SmallVector<llvm::StringRef, 2>;
  void learnDeclarations(clang::ASTContext &Ctx, const ModelList &Models);
  Names namesOf(const clang::FieldDecl *Field) const;
  std::unique_ptr<Contract> find(const clang::FunctionDecl *Function) const;

  /// In the order of precedence.
  ModelList Users, Shipped, Inferred;
  /// The names by which models know the structs of this translation unit.
  llvm::DenseMap<const clang::RecordDecl *, Names> RecordNames;
  /// The functions that annotated structs are counted by.
  struct CountedStruct {
    CountingFunctions By;
    const clang::RecordDecl *Record;
  };
  llvm::SmallVector<CountedStruct, 0> CountedStructs;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<Contract>> Cache;
  llvm::DenseMap<const clang::FieldDecl *, std::unique_ptr<Contract>>
      PointerCache;
};

} // namespace virref

#endif // VIRREF_MODEL_CONTRACT_H
