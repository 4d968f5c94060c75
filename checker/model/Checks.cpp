//===- Checks.cpp - The checks and sets of them ---------------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "model/Checks.h"

using llvm::StringRef;

namespace virref {

llvm::ArrayRef<CheckId> allChecks() {
  static constexpr CheckId All[] = {
#define CHECK(Enumerator, Id, Summary) CheckId::Enumerator,
#include "model/Checks.def"
  };
  return All;
}

StringRef checkName(CheckId Check) {
  static constexpr const char *Names[] = {
#define CHECK(Enumerator, Id, Summary) Id,
#include "model/Checks.def"
  };
  return Names[static_cast<unsigned>(Check)];
}

std::string qualifiedCheckName(CheckId Check) {
  return "virref-" + checkName(Check).str();
}

StringRef checkSummary(CheckId Check) {
  static constexpr const char *Summaries[] = {
#define CHECK(Enumerator, Id, Summary) Summary,
#include "model/Checks.def"
  };
  return Summaries[static_cast<unsigned>(Check)];
}

CheckSet CheckSet::all() {
  CheckSet Set;
  for (CheckId Check : allChecks())
    Set.insert(Check);
  return Set;
}

/// \returns true if \p Text has the form of \p Glob, where `*` stands for any
/// text.
static bool matches(StringRef Glob, StringRef Text) {
  if (Glob.empty())
    return Text.empty();
  if (Glob.front() != '*')
    return !Text.empty() && Glob.front() == Text.front() &&
           matches(Glob.drop_front(), Text.drop_front());
  for (size_t Skip = 0; Skip <= Text.size(); ++Skip)
    if (matches(Glob.drop_front(), Text.drop_front(Skip)))
      return true;
  return false;
}

static std::string noSuchCheck(StringRef Glob) {
  std::string Error = "no check matches '" + Glob.str() + "'; the checks are ";
  StringRef Separator;
  for (CheckId Check : allChecks()) {
    Error += Separator.str() + checkName(Check).str();
    Separator = ", ";
  }
  return Error;
}

bool CheckSet::select(StringRef Globs, std::string &Error) {
  CheckSet Selected;
  bool First = true;
  do {
    auto Split = Globs.split(',');
    Globs = Split.second;
    StringRef Glob = Split.first.trim();
    StringRef Pattern = Glob;
    bool TakeAway = Pattern.consume_front("-");
    // Nothing but exceptions: exceptions from all checks.
    if (First && TakeAway)
      Selected = all();
    First = false;

    bool Known = false;
    for (CheckId Check : allChecks()) {
      if (!matches(Pattern, checkName(Check)) &&
          !matches(Pattern, qualifiedCheckName(Check)))
        continue;
      Known = true;
      if (TakeAway)
        Selected.erase(Check);
      else
        Selected.insert(Check);
    }
    if (!Known) {
      Error = noSuchCheck(Glob);
      return false;
    }
  } while (!Globs.empty());
  *this = Selected;
  return true;
}

std::string CheckSet::text() const {
  if (Bits == all().Bits)
    return "*";
  if (empty())
    return "-*";
  std::string Text;
  for (CheckId Check : allChecks())
    if (contains(Check))
      Text += (Text.empty() ? "" : ",") + checkName(Check).str();
  return Text;
}

} // namespace virref
