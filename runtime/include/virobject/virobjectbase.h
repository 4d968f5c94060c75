/*
 * virobjectbase.h: what the other headers of libvirobject need of the compiler
 *
 * Not to be included by users. Everything here is meant for gcc and clang.
 *
 * Part of libvirobject.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#ifndef VIROBJECT_VIROBJECTBASE_H
#define VIROBJECT_VIROBJECTBASE_H

#include <virref/annotations.h>

/* bool, also in C89, which has none: it is what C99 and libvirt mean by it. */
#ifdef __cplusplus
typedef bool virobject_bool;
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 202311L
typedef bool virobject_bool;
#else
__extension__ typedef _Bool virobject_bool;
#endif

/* A function that the library exports. */
#define VIROBJECT_API __attribute__((__visibility__("default")))

/* The name that the linker knows a function by, where that is not its own:
 * functions with two prototypes must be two symbols. */
#define VIROBJECT_ENTRY(symbol)                                                \
    __asm__(VIROBJECT_STRING(__USER_LABEL_PREFIX__) symbol)
#define VIROBJECT_STRING(text) VIROBJECT_STRING_(text)
#define VIROBJECT_STRING_(text) #text

#define VIROBJECT_JOIN(a, b) VIROBJECT_JOIN_(a, b)
#define VIROBJECT_JOIN_(a, b) a##b

/* 0, or a build error if 'condition' does not hold. */
#define VIROBJECT_ZERO_IF(condition) (0 * sizeof(char[(condition) ? 1 : -1]))

#endif /* VIROBJECT_VIROBJECTBASE_H */
