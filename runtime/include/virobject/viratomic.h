/*
 * viratomic.h: atomic integers for C
 *
 * For an int or an unsigned int that several threads use. All are full
 * barriers: what a thread did before is seen by one that sees the result. 'ptr'
 * is evaluated once, must not be NULL, and may point to a volatile integer;
 * other types are a build error. Arithmetic wraps around.
 *
 *   virAtomicIntGet(ptr)                   the value
 *   virAtomicIntSet(ptr, value)            sets it; no result
 *   virAtomicIntInc(ptr)                   adds 1; the NEW value
 *   virAtomicIntDecAndTest(ptr)            subtracts 1; true if it is 0 now
 *   virAtomicIntAdd(ptr, value)            adds; the OLD value
 *   virAtomicIntAnd(ptr, value)            and; the OLD value
 *   virAtomicIntOr(ptr, value)             or; the OLD value
 *   virAtomicIntXor(ptr, value)            exclusive or; the OLD value
 *   virAtomicIntCompareExchange(ptr, old, value)
 *                                          sets it if it is 'old'; true if so
 *
 * For reference counts use virObjectRef(): it checks more.
 *
 * Part of libvirobject.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#ifndef VIROBJECT_VIRATOMIC_H
#define VIROBJECT_VIRATOMIC_H

#include <virobject/virobjectbase.h>

#define virAtomicIntGet(ptr)                                                   \
    (__atomic_load_n(VIRATOMIC_INT_(ptr), __ATOMIC_SEQ_CST))

#define virAtomicIntSet(ptr, value)                                            \
    ((void) __atomic_store_n(VIRATOMIC_INT_(ptr), (value), __ATOMIC_SEQ_CST))

#define virAtomicIntInc(ptr)                                                   \
    (__atomic_add_fetch(VIRATOMIC_INT_(ptr), 1, __ATOMIC_SEQ_CST))

#define virAtomicIntDecAndTest(ptr)                                            \
    (__atomic_sub_fetch(VIRATOMIC_INT_(ptr), 1, __ATOMIC_SEQ_CST) == 0)

#define virAtomicIntAdd(ptr, value)                                            \
    (__atomic_fetch_add(VIRATOMIC_INT_(ptr), (value), __ATOMIC_SEQ_CST))

#define virAtomicIntAnd(ptr, value)                                            \
    (__atomic_fetch_and(VIRATOMIC_INT_(ptr), (value), __ATOMIC_SEQ_CST))

#define virAtomicIntOr(ptr, value)                                             \
    (__atomic_fetch_or(VIRATOMIC_INT_(ptr), (value), __ATOMIC_SEQ_CST))

#define virAtomicIntXor(ptr, value)                                            \
    (__atomic_fetch_xor(VIRATOMIC_INT_(ptr), (value), __ATOMIC_SEQ_CST))

#define virAtomicIntCompareExchange(ptr, old, value)                           \
    (__sync_bool_compare_and_swap(VIRATOMIC_INT_(ptr), (old), (value)))

/* 'ptr', or a build error if it does not point to something of the size of an
 * int that '^' is defined for. */
#define VIRATOMIC_INT_(ptr)                                                    \
    ((ptr) + VIROBJECT_ZERO_IF(sizeof(*(ptr)) == sizeof(int) &&                \
                               sizeof(*(ptr) ^ 1) == sizeof(int)))

#endif /* VIROBJECT_VIRATOMIC_H */
