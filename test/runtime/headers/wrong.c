/*
 * wrong.c: what must not compile; WRONG says which part of it
 *
 * Part of libvirobject.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <virobject/viratomic.h>
#include <virobject/virobject.h>

typedef struct {
    int number;
    virObject parent;
} shifted;

typedef struct {
    virObject parent;
    long large;
    short small;
    int *pointer;
    double real;
} fine;

static virClass *shiftedClass, *fineClass;
#define shiftedDispose NULL

#if WRONG == 6
static int fineDispose(int obj)
{
    return obj;
}
#else
static void fineDispose(void *obj)
{
    (void) obj;
}
#endif

int main(void)
{
    fine *self = 0;

    (void) shiftedClass;
    VIR_CLASS_NEW(fine, virClassForObject());
#if WRONG == 1 /* parent does not come first */
    VIR_CLASS_NEW(shifted, virClassForObject());
#elif WRONG == 2 /* not an int */
    virAtomicIntInc(&self->large);
#elif WRONG == 3
    virAtomicIntInc(&self->small);
#elif WRONG == 4
    virAtomicIntInc(&self->pointer);
#elif WRONG == 5
    virAtomicIntSet(&self->real, 1);
#elif WRONG == 7 /* the guard would unlock nothing */
    virObjectLockGuard(self);
#endif
    return self != 0;
}
