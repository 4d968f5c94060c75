//===- DebugProcess.h - Exit, fork and signals ------------------*- C++ -*-===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#ifndef VIROBJECT_SRC_DEBUGPROCESS_H
#define VIROBJECT_SRC_DEBUGPROCESS_H

namespace vir::debug {

/// Reports at exit, if that is asked for, and on signals, and survives fork().
/// For TheOptions, once.
void startProcess();

/// The thread that waits for signals does not survive fork(): starts it again
/// in a child. Not to be called with a mutex held.
void resumeAfterFork();

} // namespace vir::debug

#endif // VIROBJECT_SRC_DEBUGPROCESS_H
