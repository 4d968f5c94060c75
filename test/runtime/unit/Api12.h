/*
 * Api12.h: what Api12.c does with the API of libvirt 1.2, for Api12Test.cpp,
 * which uses the other one
 *
 * Part of libvirobject.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#ifndef VIROBJECT_TEST_API12_H
#define VIROBJECT_TEST_API12_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct _virClass;

/* virClassNew with four arguments. */
struct _virClass *oldClassNew(struct _virClass *parent, const char *name,
                              size_t size, void (*dispose)(void *));
/* What virObjectUnref returns: 0 or 1. */
int oldUnref(void *obj);
/* virObjectFreeHashData with a name. */
void oldFreeHashData(void *obj, const char *name);
/* Uses the other functions and types, as sources of 1.2 do. Returns 0, or the
 * number of the line that is wrong. */
int oldLife(void);

#ifdef __cplusplus
}
#endif

#endif /* VIROBJECT_TEST_API12_H */
