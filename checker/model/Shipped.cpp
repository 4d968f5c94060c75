//===- Shipped.cpp - The models that come with virref ---------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "model/Shipped.h"
#include "model/ModelFile.h"
#include "model/ModelIndex.h"
#include <mutex>

using llvm::StringRef;

namespace virref {

namespace {

struct ShippedModel {
  const char *Name;     ///< "glib.yaml"
  const char *Declares; ///< what its library declares, as the text says
  const char *Text;
};

const ShippedModel Texts[] = {
#include "ShippedModels.inc"
};

/// Reads a model when it is asked for the first time. Doors that analyse files
/// in several threads share it.
class Shelf {
public:
  std::shared_ptr<const ModelIndex> at(size_t I) {
    std::lock_guard<std::mutex> Lock(Mutex);
    if (!Read[I])
      Read[I] = read(Texts[I]);
    return Read[I];
  }

private:
  static std::shared_ptr<const ModelIndex> read(const ShippedModel &Shipped) {
    Model M;
    std::vector<ModelError> Errors;
    const bool Valid = readModel(
        llvm::MemoryBufferRef(Shipped.Text, Shipped.Name), M, Errors);
    assert(Valid && "a shipped model is tested");
    if (!Valid)
      M = Model();
    M.Source = ContractSource::Shipped;
    return std::make_shared<ModelIndex>(std::move(M));
  }

  std::mutex Mutex;
  std::shared_ptr<const ModelIndex> Read[std::size(Texts)];
};

} // namespace

ModelList shippedModels(llvm::function_ref<bool(StringRef Name)> IsKnown) {
  static Shelf TheShelf;
  ModelList Models;
  for (size_t I = 0; I != std::size(Texts); ++I)
    if (IsKnown(Texts[I].Declares))
      Models.push_back(TheShelf.at(I));
  return Models;
}

} // namespace virref
