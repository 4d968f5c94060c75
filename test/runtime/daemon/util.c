/*
 * util.c: threads that nobody joins, and a count of objects
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "daemon.h"

threadGroup clientThreads = { PTHREAD_MUTEX_INITIALIZER,
                              PTHREAD_COND_INITIALIZER, 0 };
threadGroup helperThreads = { PTHREAD_MUTEX_INITIALIZER,
                              PTHREAD_COND_INITIALIZER, 0 };

void threadBegins(threadGroup *group)
{
    pthread_mutex_lock(&group->lock);
    group->running++;
    pthread_mutex_unlock(&group->lock);
}

void threadEnds(threadGroup *group)
{
    pthread_mutex_lock(&group->lock);
    group->running--;
    pthread_cond_broadcast(&group->fewer);
    pthread_mutex_unlock(&group->lock);
}

void threadsWait(threadGroup *group, unsigned int limit)
{
    pthread_mutex_lock(&group->lock);
    while (group->running > limit)
        pthread_cond_wait(&group->fewer, &group->lock);
    pthread_mutex_unlock(&group->lock);
}

static int made[COUNT_LAST];
static int left[COUNT_LAST];

void countMade(countKind kind)
{
    virAtomicIntInc(&made[kind]);
    virAtomicIntInc(&left[kind]);
}

void countGone(countKind kind)
{
    virAtomicIntAdd(&left[kind], -1);
}

int countOf(countKind kind)
{
    return virAtomicIntGet(&made[kind]);
}

int countLeft(void)
{
    int sum = 0;
    int kind;

    for (kind = 0; kind < COUNT_LAST; kind++)
        sum += virAtomicIntGet(&left[kind]);
    return sum;
}
