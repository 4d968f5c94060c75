//===- Finalise.h - The model that all facts make ---------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_INFERENCE_FINALISE_H
#define VIRREF_INFERENCE_FINALISE_H

#include "inference/Facts.h"
#include <string>
#include <vector>

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace virref {

/// A contract that the program shows.
struct InferredFunction {
  std::string Name;        ///< empty for a field
  std::string Type, Field; ///< what a pointer in this field calls
  std::string File;        ///< of a static function
  std::string Result;      ///< words, without "returns-"
  std::vector<std::pair<unsigned, std::string>> Params;
  std::vector<std::string> Seen;
  unsigned Confidence = 0; ///< 0 to 100
};

struct InferredField {
  std::string Type, Field, Ownership;
  std::vector<std::string> Seen;
  unsigned Confidence = 0;
};

struct InferredModel {
  std::vector<InferredFunction> Functions;
  std::vector<InferredField> Fields;
};

InferredModel finalise(const Facts &All);

void writeInferred(llvm::raw_ostream &OS, const InferredModel &M);

/// Why the function, or field of function pointers, called \p Name has its
/// contract: its paths, and what they rest on, down the chain of calls.
std::string explainContract(const Facts &All, llvm::StringRef Name);

} // namespace virref

#endif // VIRREF_INFERENCE_FINALISE_H
