//===- Probes.h - Static probes ---------------------------------*- C++ -*-===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//
//
// For SystemTap, bpftrace and gdb, under the provider `virobject`:
//
//   object_new      object, class name
//   object_ref      object, references before
//   object_unref    object, references before; it may be gone already
//   object_dispose  object, class name
//
// Each costs one nop. They are left out where <sys/sdt.h> is missing
// (VIROBJECT_PROBES in the build).
//
//===----------------------------------------------------------------------===//

#ifndef VIROBJECT_SRC_PROBES_H
#define VIROBJECT_SRC_PROBES_H

#ifdef VIROBJECT_PROBES
// Clang takes the default, "any operand", to mean memory, and stores it there.
#ifdef __clang__
#define STAP_SDT_ARG_CONSTRAINT nr
#endif
#include <sys/sdt.h>
#define VIROBJECT_PROBE(Name, First, Second)                                   \
  STAP_PROBE2(virobject, Name, First, Second)
#else
#define VIROBJECT_PROBE(Name, First, Second)                                   \
  ((void)(First), (void)(Second))
#endif

#endif // VIROBJECT_SRC_PROBES_H
