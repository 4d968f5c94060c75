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
} // namespace clang

namespace virref {

class Program;

/// Builds and rewrites the CFG of \p Function, which must be a definition. Call
/// it once a function, and before anything else asks \p Manager for its CFG.
/// \returns false if clang cannot build a CFG for the function.
bool prepareCfg(Program &P, clang::AnalysisDeclContextManager &Manager,
                const clang::FunctionDecl *Function);

} // namespace virref

#endif // VIRREF_ENGINE_PREPARECFG_H
