//===- SyntaxFinding.h - A finding that needs no path -----------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_SYNTAXFINDING_H
#define VIRREF_ENGINE_SYNTAXFINDING_H

#include "clang/AST/DeclBase.h"
#include "clang/Basic/SourceLocation.h"
#include "report/Finding.h"
#include <string>
#include <vector>

namespace virref {

struct SyntaxFinding {
  const clang::Decl *On;       ///< the declaration that it is about
  clang::SourceLocation Loc;
  std::string Message;
  std::vector<PathNote> Notes; ///< what it contradicts, if in the same file
  std::vector<ContractUse> Contracts = {}; ///< what it relies on
};

} // namespace virref

#endif // VIRREF_ENGINE_SYNTAXFINDING_H
