//===- Model.h - What a model file says -------------------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Contracts as plain data, in the form that people and the inference write them
// down. docs/model-files.md is the reference of the format.
//
//   foo.yaml ──readModel()──> Model ──> ModelIndex ──> ContractSet
//            <─writeModel()──
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_MODEL_MODEL_H
#define VIRREF_MODEL_MODEL_H

#include "model/Contract.h"
#include <optional>
#include <string>
#include <vector>

namespace virref {

/// Why an entry of an inferred model says what it says.
struct Evidence {
  /// "file:line" or "file:function", up to MaxSeen of them.
  std::vector<std::string> Seen;
  std::optional<unsigned> Confidence; ///< 0 to 100

  static constexpr size_t MaxSeen = 3;
  bool operator==(const Evidence &Other) const {
    return Seen == Other.Seen && Confidence == Other.Confidence;
  }
};

/// The contract of the functions that fit: those called Name, or those that a
/// pointer in the field Field of the struct Type can point to.
struct ModelFunction {
  std::string Name; ///< can be a glob, `foo_*_new`; empty for a field
  std::string Type, Field;
  std::string File; ///< how the path of a declaration must end; empty: any
  ResultEffect Result = ResultEffect::None;
  unsigned ResultIndex = 0;
  llvm::SmallVector<ParamContract, 2> Params;
  std::optional<ResultCondition> Success; ///< by the type of the result if unset
  /// Parameters of which what Params says is a guess; no finding may rest on it.
  llvm::SmallVector<unsigned, 2> DoubtfulParams;
  bool DoubtfulResult = false;
  /// The result is what callers take it for; the body shows something else.
  bool ByCallers = false;
  Evidence Why;
  /// In the model file; they say nothing about equality.
  unsigned Line = 0, Column = 0;

  bool isGlob() const { return Name.find_first_of("*?[") != Name.npos; }
};

struct ModelType {
  std::string Name, Ref, Unref;
  unsigned Line = 0;
};

struct ModelField {
  std::string Type, Field;
  FieldEffect Ownership = FieldEffect::None;
  Evidence Why;
  unsigned Line = 0;
};

struct Model {
  /// How a report names the file: its path, or "glib.yaml" of those we ship.
  std::string Path;
  /// Whose knowledge it is: the user's (Model), Shipped or Inferred.
  ContractSource Source = ContractSource::Model;
  /// The model says nothing about a translation unit that does not declare this.
  std::string Declares;
  std::vector<ModelType> Types;
  std::vector<ModelFunction> Functions;
  std::vector<ModelField> Fields;
};

/// True if both say the same, wherever they stand.
bool operator==(const ModelFunction &A, const ModelFunction &B);
bool operator==(const ModelType &A, const ModelType &B);
bool operator==(const ModelField &A, const ModelField &B);
bool operator==(const Model &A, const Model &B);

/// Brings the entries, and the effects of each, into the order in which they are
/// written.
void sortModel(Model &M);

} // namespace virref

#endif // VIRREF_MODEL_MODEL_H
