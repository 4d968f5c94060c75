//===- TakenByUse.h - What callers show of arguments ------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A function without contract and body is taken to borrow what it gets. But where
// a caller in the file gives it a reference that nobody else could ever drop,
//
//   add(list, ref(obj));      send(conn, messageNew());
//
// or drops it only if the call fails, and no caller releases what it has just
// given, the function takes the reference over, whoever calls it in this file. What
// it has been given is not judged any more.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_TAKENBYUSE_H
#define VIRREF_ENGINE_TAKENBYUSE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include <utility>

namespace clang {
class CallExpr;
class FunctionDecl;
} // namespace clang

namespace virref {

class Program;

class TakenByUse {
public:
  /// \p Functions are all that are defined in the file.
  void learn(Program &P, llvm::ArrayRef<const clang::FunctionDecl *> Functions);

  /// True if argument \p Index of \p Callee is given away, for all that its
  /// callers show.
  bool takes(const clang::FunctionDecl *Callee, unsigned Index) const;

private:
  struct Use {
    bool Given = false;   ///< nobody but the callee could release it
    bool Borrows = false; ///< somebody releases it behind the call
  };

  void read(Program &P, const clang::FunctionDecl *Function);
  void readArgument(Program &P, const clang::FunctionDecl *Function,
                    const clang::CallExpr *Call, unsigned Index, Use &Of);

  llvm::DenseMap<std::pair<const clang::FunctionDecl *, unsigned>, Use> Uses;
};

} // namespace virref

#endif // VIRREF_ENGINE_TAKENBYUSE_H
