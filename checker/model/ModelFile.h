//===- ModelFile.h - Reads and writes model files ---------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// On LLVM's YAML parser, node by node: its mapping traits would stop at the
// first error, could not say which key or word was meant, and would pad what
// they write into columns that change with each key.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_MODEL_MODELFILE_H
#define VIRREF_MODEL_MODELFILE_H

#include "model/Model.h"
#include "llvm/Support/MemoryBuffer.h"

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace virref {

/// What is wrong with a model file, and what to do about it.
struct ModelError {
  std::string Path;
  unsigned Line = 0; ///< 0: the file could not be read at all
  unsigned Column = 0;
  std::string Message;

  std::string text() const; ///< "foo.yaml:3:5: ..."
};

/// Reads the file at \p Path, relative to the working directory of the process.
/// \returns false, and at least one error, if anything is wrong with it: then
/// \p Out must not be used.
bool readModel(llvm::StringRef Path, Model &Out,
               std::vector<ModelError> &Errors);

/// The same from memory; \p Text has the path for errors and reports.
bool readModel(llvm::MemoryBufferRef Text, Model &Out,
               std::vector<ModelError> &Errors);

/// The value of `returns`, and a word of `params`, as a model file has it.
std::string resultWord(ResultEffect Effect, unsigned Index);
std::string paramWord(const ParamContract &P);

/// Writes \p M sorted, so that readModel() reads an equal model, and equal
/// models are written alike.
void writeModel(llvm::raw_ostream &OS, const Model &M);

} // namespace virref

#endif // VIRREF_MODEL_MODELFILE_H
