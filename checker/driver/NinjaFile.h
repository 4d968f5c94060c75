//===- NinjaFile.h - The steps of a run, written down for Ninja -*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which steps there are, what they read and write, and nothing else: what has
// to be done again, in which order, how much at a time and what is left after
// Ctrl-C is Ninja's business.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_DRIVER_NINJAFILE_H
#define VIRREF_DRIVER_NINJAFILE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace virref {

struct NinjaStep {
  std::vector<std::string> Command;
  std::string Description;
  std::vector<std::string> Outputs;
  std::vector<std::string> Inputs;
  std::string Depfile; ///< the step writes it, Ninja reads and removes it
  /// More words than a command line can have: Ninja writes them to this file,
  /// whose name is one of Command's with a '@' in front.
  std::string WordsFile;
  std::vector<std::string> Words;
};

/// A word for the shell.
std::string shellQuoted(llvm::StringRef Word);

/// The text of a Ninja file. All paths are absolute, or relative to its folder.
std::string ninjaFile(llvm::ArrayRef<NinjaStep> Steps);

} // namespace virref

#endif // VIRREF_DRIVER_NINJAFILE_H
