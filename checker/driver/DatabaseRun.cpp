//===- DatabaseRun.cpp - The same step for every file of a build ----------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "driver/DatabaseRun.h"
#include "driver/Files.h"
#include "driver/NinjaRun.h"
#include "inference/Facts.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/xxhash.h"

using llvm::StringRef;

namespace virref {

std::string DatabaseRun::pathOf(const Unit &U, StringRef Extension) const {
  // Without the name of the file nobody would find anything in the cache.
  return Cache + "/units/" + llvm::sys::path::filename(U.File).str() + "-" +
         llvm::utohexstr(llvm::xxHash64(U.File), /*LowerCase=*/true) +
         Extension.str();
}

std::string DatabaseRun::buildDir() const {
  if (!Options.BuildDir.empty())
    return Options.BuildDir;
  std::string Found =
      findDatabase(Options.Names.empty() ? "./x" : Options.Names.front());
  return Found.empty() ? "." : Found;
}

bool DatabaseRun::openCache(StringRef BuildDir, std::string &Error) {
  llvm::SmallString<256> Path;
  if (Options.Cache.empty()) {
    Path = BuildDir;
    llvm::sys::path::append(Path, ".virref");
  } else {
    Path = Options.Cache;
  }
  llvm::sys::fs::make_absolute(Path);
  Cache = Path.str().str();
  std::error_code Code = llvm::sys::fs::create_directories(Cache + "/units");
  int Descriptor = -1;
  if (!Code)
    Code = llvm::sys::fs::openFileForWrite(Cache + "/lock", Descriptor);
  if (Code) {
    Error = "cannot write to the cache " + Cache + ": " + Code.message() +
            "; --cache DIR names another one";
    return false;
  }
  // It is let go of when the process ends.
  if (llvm::sys::fs::tryLockFile(Descriptor)) {
    Error = "another virref is at work in " + Cache +
            "; wait for it, or use another --cache DIR";
    return false;
  }
  return true;
}

bool DatabaseRun::open(Report &All, std::string &Error) {
  std::vector<Unit> Database, Selected, Rest;
  if (!readDatabase(buildDir(), Database, Error)) {
    if (!Options.Names.empty() && Options.BuildDir.empty())
      Error += "; for one file: virref check FILE -- COMPILER ARGUMENTS";
    return false;
  }
  if (Options.Names.empty())
    Selected = std::move(Database);
  else if (!selectUnits(Database, Options.Names, Selected, Rest, Error))
    return false;
  if (!openCache(buildDir(), Error))
    return false;
  for (Unit &U : Rest)
    if (llvm::sys::fs::exists(U.File))
      Others.push_back(std::move(U));
  for (Unit &U : Selected) {
    if (llvm::sys::fs::exists(U.File)) {
      Units.push_back(std::move(U));
      continue;
    }
    ++All.Files;
    All.Errors.push_back({U.File,
                          "error: there is no such file; is the compilation "
                          "database out of date?",
                          false});
  }
  return true;
}

NinjaStep DatabaseRun::step(const Unit &U, StringRef Command,
                            StringRef Extension) const {
  NinjaStep Step;
  const std::string Output = pathOf(U, Extension);
  Step.Depfile = Output + ".d";
  Step.Description = (Command + " ").str() + U.File;
  Step.Outputs = {Output};
  Step.Inputs = {U.File, Program};
  Step.Command = {Program,      Command.str(), "-o",        Output, "--depfile",
                  Step.Depfile, "--directory", U.Directory, U.File, "--"};
  Step.Command.insert(Step.Command.end(), U.Arguments.begin(),
                      U.Arguments.end());
  return Step;
}

NinjaStep DatabaseRun::collectStep(const Unit &U) const {
  NinjaStep Step = step(U, "collect", ".facts");
  Step.Outputs.push_back(linesFile(Step.Outputs.front()));
  Step.Command.insert(Step.Command.begin() + 2, Options.ModelWords.begin(),
                      Options.ModelWords.end());
  Step.Inputs.insert(Step.Inputs.end(), Options.Analysis.ModelFiles.begin(),
                     Options.Analysis.ModelFiles.end());
  return Step;
}

bool DatabaseRun::run(StringRef NinjaFileName,
                      const std::vector<NinjaStep> &Steps,
                      std::string &Error) {
  if (Steps.empty())
    return true;
  if (!writeIfChanged(pathOf(NinjaFileName), ninjaFile(Steps), Error)) {
    Error += "; --cache DIR names another place for it";
    return false;
  }
  switch (runNinja(Cache, NinjaFileName, Options.Jobs, StepsDone, Error)) {
  case NinjaResult::Done:
    return true;
  case NinjaResult::Interrupted:
    Error = "interrupted; what is done is kept, and the same command goes on "
            "from there";
    return false;
  case NinjaResult::Failed:
    if (Error.empty())
      Error = "some steps failed, see above; nothing is reported, because it "
              "would not be complete";
    return false;
  }
  return false;
}

} // namespace virref
