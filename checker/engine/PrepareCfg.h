//===- PrepareCfg.h - Make a CFG ready for the engine -----------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clang's engine does not run the functions of __attribute__((cleanup)): up to
// 17 it skips the element, from 18 on the path dies there. And it has no notion
// of a slice. So we rewrite the control flow graph before the engine (and the
// liveness analysis) sees it: calls of cleanup functions become ordinary call
// expressions, and elements that cannot matter disappear.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_PREPARECFG_H
#define VIRREF_ENGINE_PREPARECFG_H

namespace clang {
class AnalysisDeclContextManager;
class FunctionDecl;
class Stmt;
} // namespace clang

namespace virref {

class Program;

/// Builds and rewrites the CFG of \p Function, which must be a definition. Call
/// it once a function, and before anything else asks \p Manager for its CFG.
/// \returns false if clang cannot build a CFG for the function.
bool prepareCfg(Program &P, clang::AnalysisDeclContextManager &Manager,
                const clang::FunctionDecl *Function);

/// `for (guard g = lock(x), ...; g is set; g = none)`: a block with a guard in
/// the clothes of a loop, as in VIR_WITH_OBJECT_LOCK_GUARD. Its condition and
/// its step are about the guard alone, and the guard has a cleanup function.
bool isScopeLoop(const clang::Stmt *S);

} // namespace virref

#endif // VIRREF_ENGINE_PREPARECFG_H
