//===- SourceLines.h - Lines of source files by number ----------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_REPORT_SOURCELINES_H
#define VIRREF_REPORT_SOURCELINES_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"
#include <memory>

namespace virref {

/// The source files that a report shows, each read once.
class SourceLines {
public:
  /// Line \p Number, counted from 1; empty if there is none, or no such file.
  llvm::StringRef line(llvm::StringRef Path, unsigned Number) {
    auto [Entry, IsNew] = Files.try_emplace(Path);
    File &F = Entry->second;
    if (IsNew) {
      if (auto Buffer = llvm::MemoryBuffer::getFile(Path)) {
        F.Content = std::move(*Buffer);
        F.Content->getBuffer().split(F.Lines, '\n');
      }
    }
    return Number >= 1 && Number <= F.Lines.size()
               ? F.Lines[Number - 1].rtrim('\r')
               : llvm::StringRef();
  }

private:
  struct File {
    std::unique_ptr<llvm::MemoryBuffer> Content;
    llvm::SmallVector<llvm::StringRef, 0> Lines;
  };
  llvm::StringMap<File> Files;
};

} // namespace virref

#endif // VIRREF_REPORT_SOURCELINES_H
