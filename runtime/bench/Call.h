//===- Call.h - What a call into a library costs ----------------*- C++ -*-===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#ifndef VIROBJECT_BENCH_CALL_H
#define VIROBJECT_BENCH_CALL_H

struct CallObject {
  int Refs;
  char Payload[60];
};

extern "C" {
void *callNew(void);
void *callRef(void *Any);
void callUnref(void *Any);
}

#endif // VIROBJECT_BENCH_CALL_H
