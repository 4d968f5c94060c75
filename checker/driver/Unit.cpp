//===- Unit.cpp - One file and how it is compiled -------------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "driver/Unit.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/GlobPattern.h"
#include "llvm/Support/Path.h"
#include <map>
#include <set>

using namespace clang::tooling;
using llvm::StringRef;
namespace path = llvm::sys::path;

namespace virref {

static std::string absolute(StringRef Path, StringRef Directory) {
  llvm::SmallString<256> Result(Path);
  if (!path::is_absolute(Result)) {
    Result = Directory;
    path::append(Result, Path);
  }
  llvm::sys::fs::make_absolute(Result);
  path::remove_dots(Result, /*remove_dot_dot=*/true);
  return Result.str().str();
}

static bool isSource(StringRef File) {
  static constexpr llvm::StringLiteral Known[] = {".c", ".cc", ".cpp", ".cxx"};
  return llvm::is_contained(Known, path::extension(File));
}

/// In front of a compiler, and not one.
static bool isLauncher(StringRef Program) {
  static constexpr llvm::StringLiteral Known[] = {"ccache", "sccache", "distcc",
                                                  "icecc"};
  return llvm::is_contained(Known, path::filename(Program));
}

/// Of what the library's adjusters leave: warnings are none of our business,
/// but must not become errors, nor may clang's own -w silence anything.
static bool isUnwanted(StringRef Argument) {
  if (Argument == "-w" || Argument == "-pedantic-errors" ||
      Argument == "-Wfatal-errors" || Argument == "-c" || Argument == "-S" ||
      Argument == "-fsyntax-only" || Argument == "--")
    return true;
  for (StringRef Prefix : {"-Werror", "-fplugin", "-save-temps",
                           "-fdiagnostics-color", "-fcolor-diagnostics"}) {
    StringRef Rest = Argument;
    if (Rest.consume_front(Prefix))
      return true;
  }
  return false;
}

Unit makeUnit(StringRef File, StringRef Directory,
              std::vector<std::string> CommandLine) {
  Unit Result;
  Result.Directory = absolute(Directory, "");
  Result.File = absolute(File, Result.Directory);

  size_t First = 0;
  while (First + 1 < CommandLine.size() && isLauncher(CommandLine[First]))
    ++First;
  CommandLine.erase(CommandLine.begin(), CommandLine.begin() + First);
  static const ArgumentsAdjuster Strip =
      combineAdjusters(combineAdjusters(getClangStripOutputAdjuster(),
                                        getClangStripDependencyFileAdjuster()),
                       getStripPluginsAdjuster());
  CommandLine = Strip(CommandLine, File);

  if (CommandLine.empty())
    return Result;
  // g++ and clang++ take a .c file for C++.
  StringRef Compiler = path::filename(CommandLine.front());
  if (Compiler.contains("++"))
    Result.Arguments.push_back("--driver-mode=g++");
  for (const std::string &Argument : llvm::drop_begin(CommandLine)) {
    if (isUnwanted(Argument))
      continue;
    if (Argument.front() != '-' &&
        absolute(Argument, Result.Directory) == Result.File)
      continue;
    Result.Arguments.push_back(Argument);
  }
  return Result;
}

bool readDatabase(StringRef BuildDir, std::vector<Unit> &Units,
                  std::string &Error) {
  std::string Path = absolute("compile_commands.json", absolute(BuildDir, ""));
  if (!llvm::sys::fs::exists(Path)) {
    Error = "there is no " + Path +
            ": CMake writes one with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON, meson "
            "always, and 'bear -- make' for anything else";
    return false;
  }
  std::string Why;
  auto Database = JSONCompilationDatabase::loadFromFile(
      Path, Why, JSONCommandLineSyntax::AutoDetect);
  if (!Database) {
    Error = Path + ": " + StringRef(Why).rtrim().str();
    return false;
  }
  std::map<std::string, Unit> ByName;
  for (CompileCommand &Command : Database->getAllCompileCommands()) {
    if (!isSource(Command.Filename))
      continue;
    std::string Directory = absolute(Command.Directory, absolute(BuildDir, ""));
    std::string File = absolute(Command.Filename, Directory);
    if (!ByName.count(File))
      ByName.emplace(File,
                     makeUnit(File, Directory, std::move(Command.CommandLine)));
  }
  if (ByName.empty()) {
    Error = Path + " names no C or C++ file";
    return false;
  }
  for (auto &Entry : ByName)
    Units.push_back(std::move(Entry.second));
  return true;
}

std::string findDatabase(StringRef File) {
  llvm::SmallString<256> Directory(path::parent_path(absolute(File, "")));
  while (!Directory.empty()) {
    llvm::SmallString<256> Candidate = Directory;
    path::append(Candidate, "compile_commands.json");
    if (llvm::sys::fs::exists(Candidate))
      return Directory.str().str();
    Directory = path::parent_path(Directory);
  }
  return std::string();
}

bool selectUnits(const std::vector<Unit> &Units,
                 llvm::ArrayRef<std::string> Patterns,
                 std::vector<Unit> &Selected, std::vector<Unit> &Rest,
                 std::string &Error) {
  std::set<size_t> Chosen;
  for (const std::string &Pattern : Patterns) {
    std::string Here = absolute(Pattern, "");
    StringRef End = Pattern;
    End.consume_front("./");
    auto Glob = llvm::GlobPattern::create(("*/" + End).str());
    if (!Glob) {
      Error = "'" + Pattern + "': " + llvm::toString(Glob.takeError());
      return false;
    }
    bool Any = false;
    for (size_t I = 0; I != Units.size(); ++I)
      if (Units[I].File == Here || Glob->match(Units[I].File)) {
        Chosen.insert(I);
        Any = true;
      }
    if (!Any) {
      Error = "no file of the compilation database is called '" + Pattern + "'";
      return false;
    }
  }
  for (size_t I = 0; I != Units.size(); ++I)
    (Chosen.count(I) ? Selected : Rest).push_back(Units[I]);
  return true;
}

} // namespace virref
