//===- Finalise.h - The model that all facts make ---------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_INFERENCE_FINALISE_H
#define VIRREF_INFERENCE_FINALISE_H

#include "inference/Facts.h"
#include "model/Model.h"
#include "llvm/ADT/StringMap.h"
#include <string>

namespace virref {

/// The contracts that the program shows. Where they were seen is named as in
/// Facts, "file:function", or with lines, "file:line", as far as All.Lines has
/// them; without the folders that all places have in common.
Model finalise(const Facts &All, bool WithLines);

/// "file:line" if \p Lines has the line of "file:function".
std::string placeWithLine(const std::string &Place,
                          const std::map<std::string, unsigned> &Lines);

/// Cuts from a model what one file can rely on: only a change of that concerns
/// it. \p Whole has to live longer.
class ModelSlicer {
public:
  explicit ModelSlicer(const Model &Whole);

  /// \p Uses are keys as in Facts.
  Model slice(const std::set<std::string> &Uses) const;

private:
  const Model &Whole;
  llvm::StringMap<const ModelFunction *> Functions;
  std::vector<const ModelFunction *> ByCallers;
  llvm::StringMap<const ModelField *> Fields;
};

/// A function whose paths do different things where nobody who calls it could
/// tell: a candidate for a bug.
struct Disagreement {
  std::string Function, File;
  unsigned Line = 0;
  std::string What;
  std::vector<std::string> Paths; ///< what each of them does
};

/// Those that rest on nothing that was not seen.
std::vector<Disagreement> disagreements(const Facts &All);

/// Why the function, or field of function pointers, called \p Name has its
/// contract: its paths, and what they rest on, down the chain of calls.
std::string explainContract(const Facts &All, llvm::StringRef Name);

} // namespace virref

#endif // VIRREF_INFERENCE_FINALISE_H
