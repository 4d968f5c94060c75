/*
 * faults.c: what fails
 *
 * The program is linked with -Wl,--wrap=NAME for each function below, together
 * with the static library: both call these instead of libc's.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "daemon.h"

#include <errno.h>
#include <stdlib.h>

static __thread bool on;
static int faults; /* atomic */

void faultsOn(void)
{
    on = true;
}

void faultsOff(void)
{
    on = false;
}

int faultsSoFar(void)
{
    return virAtomicIntGet(&faults);
}

static bool fails(unsigned int onceIn)
{
    if (!on || worldRandom(onceIn) != 0)
        return false;
    virAtomicIntInc(&faults);
    return true;
}

/* ---- Memory ----------------------------------------------------------- */

static bool noMemory(void)
{
    if (!fails(60))
        return false;
    errno = ENOMEM;
    return true;
}

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_malloc(size_t size)
{
    return noMemory() ? NULL : __real_malloc(size);
}

void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size)
{
    return noMemory() ? NULL : __real_calloc(count, size);
}

void *__real_realloc(void *block, size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__wrap_realloc(void *block, size_t size)
{
    return noMemory() ? NULL : __real_realloc(block, size);
}

char *__real_strdup(const char *text);
char *__wrap_strdup(const char *text);
char *__wrap_strdup(const char *text)
{
    return noMemory() ? NULL : __real_strdup(text);
}

/* ---- Threads ---------------------------------------------------------- */

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
                          void *(*func)(void *), void *opaque);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
                          void *(*func)(void *), void *opaque);

typedef struct {
    void *(*func)(void *);
    void *opaque;
    uint64_t seed;
    bool on;
} start;

/* The new thread's stream comes from that of its parent. */
static void *run(void *opaque)
{
    start begin = *(start *) opaque;

    free(opaque);
    worldSeed(begin.seed);
    on = begin.on;
    return begin.func(begin.opaque);
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attr,
                          void *(*func)(void *), void *opaque)
{
    start *begin;
    int ret;

    if (fails(12))
        return EAGAIN;
    if (!(begin = __real_malloc(sizeof(*begin))))
        return EAGAIN;
    begin->func = func;
    begin->opaque = opaque;
    begin->seed = worldNewSeed();
    begin->on = on;
    if ((ret = __real_pthread_create(thread, attr, run, begin)) != 0)
        free(begin);
    return ret;
}
