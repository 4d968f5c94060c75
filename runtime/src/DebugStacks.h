//===- DebugStacks.h - Who called -------------------------------*- C++ -*-===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#ifndef VIROBJECT_SRC_DEBUGSTACKS_H
#define VIROBJECT_SRC_DEBUGSTACKS_H

#include <stddef.h>

namespace vir::debug {

/// More are not kept.
constexpr int MaxFrames = 16;

/// The return addresses of a call and of its callers, without those in this
/// library that come first.
struct Frames {
  int Count = 0;
  void *PCs[MaxFrames];
};

/// The same in the depot, where there is one of each. Lives forever.
struct Stack {
  Stack *Next;
  size_t Hash;
  int Count;
  void *PCs[];
};

/// What is known of an address in code.
struct Symbol {
  /// The function, or null if the dynamic linker knows none.
  const char *Function;
  size_t Offset;
  /// The file, and what addr2line calls the address in it.
  const char *Module;
  size_t Address;
};

/// Loads what backtrace(3) needs, so that it works in a signal handler.
void preloadStacks();

/// Whether \p PC is in this library.
bool isOurCode(const void *PC);

/// The stack of the caller.
Frames framesHere();

/// The stack of the code that a signal has interrupted at \p PC, in its
/// handler.
Frames framesAt(void *PC);

/// \returns \p From in the depot, or null if memory is short.
const Stack *intern(const Frames &From);

Symbol symbolOf(void *PC);

/// \returns how many of \p Count frames are left without those that have called
/// main, which are the same everywhere.
int withoutStart(void *const *PCs, int Count);

} // namespace vir::debug

#endif // VIROBJECT_SRC_DEBUGSTACKS_H
