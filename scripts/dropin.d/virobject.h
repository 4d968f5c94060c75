/*
 * virobject.h: libvirt's name for the objects of libvirobject
 *
 * Takes the place of src/util/virobject.h in libvirt 9.0.0, see docs/dropin.md.
 *
 * Part of virref, under the Apache License v2.0 with LLVM Exceptions.
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 */

#pragma once

/* GLib comes first: virobject.h then makes g_autoptr(virObject) work. */
#include "internal.h"

/* The locks are libvirt's own. */
#include "virthread.h"
#define VIROBJECT_EMBEDDER_LOCKS

#include <virobject/virobject.h>
