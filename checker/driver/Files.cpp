//===- Files.cpp - Files that are whole or not there ----------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "driver/Files.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

namespace virref {

static std::string cannot(const char *Verb, StringRef Path,
                          std::error_code Code) {
  return std::string("cannot ") + Verb + " " + Path.str() + ": " +
         Code.message();
}

/// True if \p OS has written everything.
static bool finish(llvm::raw_fd_ostream &OS, StringRef Name,
                   std::string &Error) {
  OS.flush();
  if (!OS.has_error())
    return true;
  Error = cannot("write", Name, OS.error());
  OS.clear_error();
  return false;
}

bool writeWhole(StringRef Path,
                llvm::function_ref<void(llvm::raw_ostream &)> Print,
                std::string &Error) {
  if (Path.empty()) {
    Print(llvm::outs());
    return finish(llvm::outs(), "standard output", Error);
  }
  // A device cannot be replaced.
  llvm::sys::fs::file_status Status;
  if (!llvm::sys::fs::status(Path, Status) && llvm::sys::fs::is_other(Status)) {
    std::error_code Code;
    llvm::raw_fd_ostream OS(Path, Code);
    if (Code) {
      Error = cannot("write", Path, Code);
      return false;
    }
    Print(OS);
    return finish(OS, Path, Error);
  }
  int Descriptor;
  llvm::SmallString<256> Temporary;
  if (std::error_code Code = llvm::sys::fs::createUniqueFile(
          Path + ".%%%%%%.tmp", Descriptor, Temporary)) {
    Error = cannot("write", Path, Code);
    return false;
  }
  bool Written;
  {
    llvm::raw_fd_ostream OS(Descriptor, /*shouldClose=*/true);
    Print(OS);
    Written = finish(OS, Path, Error);
  }
  if (Written) {
    // What others may read is the user's decision, as for any new file.
    llvm::sys::fs::setPermissions(
        Temporary,
        static_cast<llvm::sys::fs::perms>(0666 & ~llvm::sys::fs::getUmask()));
    if (std::error_code Code = llvm::sys::fs::rename(Temporary, Path)) {
      Error = cannot("write", Path, Code);
      Written = false;
    }
  }
  if (!Written)
    llvm::sys::fs::remove(Temporary);
  return Written;
}

bool writeIfChanged(StringRef Path, StringRef Content, std::string &Error) {
  auto Old = llvm::MemoryBuffer::getFile(Path);
  if (Old && (*Old)->getBuffer() == Content)
    return true;
  return writeWhole(
      Path, [&](llvm::raw_ostream &OS) { OS << Content; }, Error);
}

bool readFile(StringRef Path, std::string &Content, std::string &Error) {
  auto Buffer = llvm::MemoryBuffer::getFile(Path);
  if (!Buffer) {
    Error = cannot("read", Path, Buffer.getError());
    return false;
  }
  Content = (*Buffer)->getBuffer().str();
  return true;
}

} // namespace virref
