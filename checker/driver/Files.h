//===- Files.h - Files that are whole or not there --------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_DRIVER_FILES_H
#define VIRREF_DRIVER_FILES_H

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace virref {

/// Writes what \p Print prints to the file at \p Path, or to standard output if
/// that is empty. A file is either written whole or left as it was. \returns
/// false, and a sentence in \p Error, if that failed.
bool writeWhole(llvm::StringRef Path,
                llvm::function_ref<void(llvm::raw_ostream &)> Print,
                std::string &Error);

/// The same, but a file that has this content already is not touched: then
/// Ninja sees that nothing that is made of it has to be made again.
bool writeIfChanged(llvm::StringRef Path, llvm::StringRef Content,
                    std::string &Error);

bool readFile(llvm::StringRef Path, std::string &Content, std::string &Error);

} // namespace virref

#endif // VIRREF_DRIVER_FILES_H
