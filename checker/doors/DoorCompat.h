//===- DoorCompat.h - Version differences that only doors meet --*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Not in engine/Compat.h: the engine does not know clang-tidy.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_DOORS_DOORCOMPAT_H
#define VIRREF_DOORS_DOORCOMPAT_H

#include "clang/Basic/Version.h"

// The registry of modules moved into ClangTidyModule.h in 22.
#if CLANG_VERSION_MAJOR >= 22
#include "clang-tidy/ClangTidyModule.h"
#else
#include "clang-tidy/ClangTidyModuleRegistry.h"
#endif

#endif // VIRREF_DOORS_DOORCOMPAT_H
