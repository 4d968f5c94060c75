//===- ForgottenFields.h - Fields that nobody releases ----------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A dispose function, or one that frees a struct, leaves a field alone which the
// file fills with references: they go when the struct goes. No path is needed
// to see that, only all functions of the file.
//
// It is the field's last chance only if nobody else can release what it refers
// to. So a field is not judged if any function of the file
//
//   - passes it to a function that is not known to leave its references alone,
//     or passes on its address;
//   - moves it elsewhere and clears it.
//
// A function that releases it to put another reference there is none of these:
// the last one remains.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_FORGOTTENFIELDS_H
#define VIRREF_ENGINE_FORGOTTENFIELDS_H

#include "engine/Program.h"
#include "engine/SyntaxFinding.h"
#include "llvm/ADT/ArrayRef.h"
#include <vector>

namespace virref {

/// True if a function of the file ends a struct, so that there is something to
/// be looked for. \p Functions are all that are defined in the file.
bool endsStructs(Program &P,
                 llvm::ArrayRef<const clang::FunctionDecl *> Functions);

/// To be asked when all functions have been explored.
std::vector<SyntaxFinding>
findForgottenFields(Program &P,
                    llvm::ArrayRef<const clang::FunctionDecl *> Functions);

} // namespace virref

#endif // VIRREF_ENGINE_FORGOTTENFIELDS_H
