//===- NoDebug.cpp - Debugging that is not there --------------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//
//
// What the core calls on its slow paths, doing nothing: see CMakeLists.txt.
//
//===----------------------------------------------------------------------===//

#include "Debug.h"

namespace vir::debug {

void enroll(virClass *) {}
virObject *allocate(virClass *) { return nullptr; }
void born(virObject *) {}
void died(virObject *, bool) {}
void take(virObject *, const char *, const char *) {}
bool give(virObject *, const char *, const char *) { return true; }
void explain(const void *, const char *, const char *) {}
const char *nameOfFreed(const void *) { return nullptr; }

} // namespace vir::debug
