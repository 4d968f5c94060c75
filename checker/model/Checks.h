//===- Checks.h - The checks and sets of them -------------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_MODEL_CHECKS_H
#define VIRREF_MODEL_CHECKS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace virref {

enum class CheckId : unsigned {
#define CHECK(Enumerator, Id, Summary) Enumerator,
#include "Checks.def"
};

constexpr unsigned NumChecks = 0
#define CHECK(Enumerator, Id, Summary) +1
#include "Checks.def"
    ;

/// Every check, in the order of Checks.def.
llvm::ArrayRef<CheckId> allChecks();

/// "leak"
llvm::StringRef checkName(CheckId Check);

/// "virref-leak": the name in clang-tidy, in reports and in SARIF.
std::string qualifiedCheckName(CheckId Check);

/// One sentence on what the check reports.
llvm::StringRef checkSummary(CheckId Check);

/// A set of checks; empty unless said otherwise.
class CheckSet {
public:
  static CheckSet all();

  void insert(CheckId Check) { Bits |= bit(Check); }
  void erase(CheckId Check) { Bits &= ~bit(Check); }
  bool contains(CheckId Check) const { return Bits & bit(Check); }
  bool empty() const { return Bits == 0; }

  /// Replaces the set by what a comma separated list of globs selects. A glob
  /// is an id with `*` for any text ("leak", "*release*"), with `virref-` in
  /// front of it if one likes, and with `-` before it to take checks away
  /// again: "*,-leak"; a list that begins with `-` takes away from all checks.
  /// \returns false, and says why in \p Error, if a glob matches no check; the
  /// set is unchanged then.
  bool select(llvm::StringRef Globs, std::string &Error);

  /// A list of globs that selects this set.
  std::string text() const;

private:
  static unsigned bit(CheckId Check) {
    return 1u << static_cast<unsigned>(Check);
  }
  unsigned Bits = 0;
};

} // namespace virref

#endif // VIRREF_MODEL_CHECKS_H
