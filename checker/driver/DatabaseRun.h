//===- DatabaseRun.h - The same step for every file of a build --*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_DRIVER_DATABASERUN_H
#define VIRREF_DRIVER_DATABASERUN_H

#include "driver/CommandLine.h"
#include "driver/NinjaFile.h"
#include "driver/Unit.h"

namespace virref {

/// A run over a compilation database, by way of Ninja.
class DatabaseRun {
public:
  DatabaseRun(const CommandLine &Options, llvm::StringRef Program)
      : Options(Options), Program(Program) {}

  /// The files to work on, in the order of their names, and those that are
  /// only part of the same program.
  std::vector<Unit> Units, Others;

  /// Reads the database, and takes hold of the cache. Files that are not there
  /// become errors of \p All. \returns false, and a sentence in \p Error, if
  /// there is nothing to run.
  bool open(Report &All, std::string &Error);

  /// Where a step for \p U leaves what it makes.
  std::string pathOf(const Unit &U, llvm::StringRef Extension) const;
  std::string pathOf(llvm::StringRef Name) const {
    return Cache + "/" + Name.str();
  }

  const std::string &program() const { return Program; }

  /// The step `virref COMMAND -o OUTPUT FILE -- ARGUMENTS`, done again when the
  /// file, what it includes, or virref changes.
  NinjaStep step(const Unit &U, llvm::StringRef Command,
                 llvm::StringRef Extension) const;

  /// The step that collects the facts of \p U.
  NinjaStep collectStep(const Unit &U) const;

  bool run(llvm::StringRef NinjaFileName, const std::vector<NinjaStep> &Steps,
           std::string &Error);
  /// What to add to the last sentence of a run.
  llvm::StringRef newness() const {
    return StepsDone || Units.empty() ? ""
                                      : ", nothing has changed since the last run";
  }

private:
  std::string buildDir() const;
  bool openCache(llvm::StringRef BuildDir, std::string &Error);

  const CommandLine &Options;
  std::string Program;
  std::string Cache;
  unsigned StepsDone = 0; ///< by the last run()
};

} // namespace virref

#endif // VIRREF_DRIVER_DATABASERUN_H
