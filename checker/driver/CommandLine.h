//===- CommandLine.h - What the user wants ----------------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_DRIVER_COMMANDLINE_H
#define VIRREF_DRIVER_COMMANDLINE_H

#include "engine/Options.h"
#include "report/Report.h"
#include "llvm/ADT/ArrayRef.h"
#include <string>
#include <vector>

namespace virref {

enum class Command { None, Check, Report, Explain, Infer, Collect, Merge };

/// Whether to check with what the whole build shows.
enum class Inference {
  Off,
  IfPossible, ///< unless files are named, and little is known of the others
  Asked,      ///< the same, but that is worth a word
};

struct CommandLine {
  Command What = Command::None;
  std::vector<std::string> Names; ///< files, or what is to be explained
  std::string BuildDir;
  std::string Cache;
  unsigned Jobs = 0; ///< 0: as many as there are processors
  ReportFormat Format = ReportFormat::Text;
  std::string Output;
  AnalysisOptions Analysis;
  /// The options of the analysis as they were given, for other processes.
  std::vector<std::string> AnalysisWords;
  /// Those of them that say what is known: inference needs it, too.
  std::vector<std::string> ModelWords;
  Inference Infer = Inference::Off;

  // For build engines.
  bool ExitZero = false;
  std::string Depfile;
  std::string Directory;
  bool HasCompilerArguments = false; ///< there was a `--`
  std::vector<std::string> CompilerArguments;
  bool Slices = false;            ///< merge: what each file can rely on
  bool AsFacts = false;           ///< merge: facts, to be merged with others
  /// merge: which functions are not of one mind.
  bool Disagreements = false;
  std::vector<std::string> Facts; ///< explain: instead of a build
};

/// \returns false after it has printed what is wrong. Ends the process for
/// --help and --version.
bool parseCommandLine(llvm::ArrayRef<const char *> Words, CommandLine &Out);

} // namespace virref

#endif // VIRREF_DRIVER_COMMANDLINE_H
