//===- Options.cpp - Options of the analysis ------------------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What an option accepts follows from the type of its member: parse() and
// print() are overloaded for each.
//
//===----------------------------------------------------------------------===//

#include "engine/Options.h"
#include "model/ModelFile.h"
#include "model/ModelIndex.h"
#include "llvm/ADT/StringExtras.h"

using llvm::StringRef;

namespace virref {

static bool parse(StringRef Value, bool &Flag, std::string &Error) {
  // `-fplugin-arg-virref-verbose` alone means yes.
  if (Value.empty() || Value == "true" || Value == "1")
    Flag = true;
  else if (Value == "false" || Value == "0")
    Flag = false;
  else {
    Error = "'" + Value.str() + "' is neither 'true' nor 'false'";
    return false;
  }
  return true;
}

static bool parse(StringRef Value, unsigned &Number, std::string &Error) {
  unsigned Parsed;
  if (Value.getAsInteger(10, Parsed) || Parsed == 0) {
    Error = "'" + Value.str() + "' is not a number of 1 or more";
    return false;
  }
  Number = Parsed;
  return true;
}

static bool parse(StringRef Value, Level &ReportLevel, std::string &Error) {
  if (Value == "default")
    ReportLevel = Level::Default;
  else if (Value == "all")
    ReportLevel = Level::All;
  else {
    Error = "'" + Value.str() + "' is neither 'default' nor 'all'";
    return false;
  }
  return true;
}

static bool parse(StringRef Value, CheckSet &Checks, std::string &Error) {
  return Checks.select(Value, Error);
}

static bool parse(StringRef Value, std::vector<std::string> &Files,
                  std::string &Error) {
  llvm::SmallVector<StringRef, 4> Parts;
  Value.split(Parts, ';', -1, /*KeepEmpty=*/false);
  for (StringRef Part : Parts)
    if (!Part.trim().empty())
      Files.push_back(Part.trim().str());
  if (Parts.empty())
    Error = "the name of a file is missing";
  return !Parts.empty();
}

static std::string print(bool Flag) { return Flag ? "true" : "false"; }
static std::string print(unsigned Number) { return std::to_string(Number); }
static std::string print(Level L) {
  return L == Level::All ? "all" : "default";
}
static std::string print(const CheckSet &Checks) { return Checks.text(); }

static std::string print(const std::vector<std::string> &Files) {
  return llvm::join(Files, ";");
}

// What the kinds of Options.def look like in a help text.
#define VIRREF_VALUES_flag "true|false"
#define VIRREF_VALUES_number "N"
#define VIRREF_VALUES_level "default|all"
#define VIRREF_VALUES_checks "GLOBS"
#define VIRREF_VALUES_files "FILE[;FILE]..."

llvm::ArrayRef<OptionInfo> allOptions() {
  static constexpr OptionInfo All[] = {
#define OPTION(Member, Name, Kind, Help) {Name, VIRREF_VALUES_##Kind, Help},
#include "engine/Options.def"
  };
  return All;
}

static std::string noSuchOption(StringRef Name) {
  std::string Error =
      "there is no option '" + Name.str() + "'; the options are ";
  StringRef Separator;
  for (const OptionInfo &Option : allOptions()) {
    Error += Separator.str() + Option.Name.str();
    Separator = ", ";
  }
  return Error;
}

bool AnalysisOptions::set(StringRef Name, StringRef Value, std::string &Error) {
#define OPTION(Member, OptionName, Kind, Help)                                 \
  if (Name == OptionName) {                                                    \
    if (parse(Value, Member, Error))                                           \
      return true;                                                             \
    Error = "option '" OptionName "': " + Error;                               \
    return false;                                                              \
  }
#include "engine/Options.def"
  Error = noSuchOption(Name);
  return false;
}

bool AnalysisOptions::exists(StringRef Name) {
  return llvm::any_of(allOptions(), [&](const OptionInfo &Option) {
    return Option.Name == Name;
  });
}

bool AnalysisOptions::loadModels(std::vector<std::string> &Errors) {
  Models.clear();
  std::vector<ModelError> Found;
  for (const std::string &File : ModelFiles) {
    Model M;
    if (readModel(File, M, Found))
      Models.push_back(std::make_shared<ModelIndex>(std::move(M)));
  }
  for (const ModelError &Error : Found)
    Errors.push_back(Error.text());
  return Found.empty();
}

std::string AnalysisOptions::text(StringRef Name) const {
#define OPTION(Member, OptionName, Kind, Help)                                 \
  if (Name == OptionName)                                                      \
    return print(Member);
#include "engine/Options.def"
  return std::string();
}

std::string optionsHelp() {
  std::string Text;
  for (const OptionInfo &Option : allOptions())
    Text += "  " + Option.Name.str() + "=" + Option.Values.str() + "\n      " +
            Option.Help.str() + "\n";
  return Text;
}

} // namespace virref
