/*
 * stress.c: two threads that take and give back references as fast as they can
 *
 *     stress SHARED HANDED MADE
 *
 * SHARED  rounds of ref and unref on one object, in each thread
 * HANDED  objects that one thread makes and the other releases, each way
 * MADE    objects that each thread makes, uses and releases
 *
 * Prints what was done and exits with 0 if each object died once, at its end.
 *
 * Part of libvirobject.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <virobject/viratomic.h>
#include <virobject/virobject.h>

typedef struct {
    virObjectLockable parent;
    int value;
} item;

static virClass *itemClass;
static int made;
static int dead;
static int wrong;

static void itemDispose(void *obj)
{
    item *self = obj;
    /* A plain field: ThreadSanitizer sees here whether what both threads did
     * before is ordered before the end. */
    if (self->value < 0)
        virAtomicIntInc(&wrong);
    self->value = -1;
    virAtomicIntInc(&dead);
}

static item *itemNew(void)
{
    item *self = virObjectLockableNew(itemClass);
    if (!self)
        exit(2);
    virAtomicIntInc(&made);
    return self;
}

/* Places for objects, each with its reference, on the way to the other thread.
 * Neither needs the other for every single one: on a busy machine each wait takes
 * as long as others are let run. */
enum { PLACES = 512, LAG = PLACES / 2 };
typedef struct {
    item *places[PLACES];
} channel;

static void put(channel *to, long number, item *obj)
{
    item **place = &to->places[number % PLACES];
    item *nothing = NULL;
    while (!__atomic_compare_exchange_n(place, &nothing, obj, 0,
                                        __ATOMIC_RELEASE, __ATOMIC_RELAXED)) {
        nothing = NULL;
        sched_yield();
    }
}

static item *get(channel *from, long number)
{
    item **place = &from->places[number % PLACES];
    item *obj;
    while (!(obj = __atomic_exchange_n(place, NULL, __ATOMIC_ACQUIRE)))
        sched_yield();
    return obj;
}

typedef struct {
    item *shared;
    long sharedRounds, handedRounds, madeRounds;
    channel *in, *out;
} job;

static void *work(void *opaque)
{
    job *self = opaque;
    long i;

    for (i = 0; i < self->sharedRounds; i++) {
        virObjectRef(self->shared);
        if (i % 64 == 0) {
            virObjectLock(self->shared);
            self->shared->value++;
            virObjectUnlock(self->shared);
        }
        virObjectUnref(self->shared);
    }
    for (i = 0; i < self->handedRounds + LAG; i++) {
        item *mine = NULL;
        item *theirs = NULL;
        if (i < self->handedRounds) {
            mine = itemNew();
            mine->value = 1;
            /* Both hold one for a while: either may be the last. */
            virObjectRef(mine);
            put(self->out, i, mine);
        }
        if (i >= LAG)
            theirs = get(self->in, i - LAG);
        virObjectUnref(mine);
        virObjectUnref(theirs);
    }
    for (i = 0; i < self->madeRounds; i++) {
        item *mine = itemNew();
        virObjectRef(mine);
        virObjectUnref(mine);
        virObjectUnref(mine);
    }
    /* The last of the three references to it. */
    virObjectUnref(self->shared);
    return NULL;
}

int main(int argc, char **argv)
{
    static channel channels[2];
    pthread_t threads[2];
    job jobs[2];
    item *shared;
    int i;

    if (argc != 4)
        return 2;
    if (!VIR_CLASS_NEW(item, virClassForObjectLockable()))
        return 2;
    shared = itemNew();
    for (i = 0; i < 2; i++) {
        jobs[i].shared = virObjectRef(shared);
        jobs[i].sharedRounds = atol(argv[1]);
        jobs[i].handedRounds = atol(argv[2]);
        jobs[i].madeRounds = atol(argv[3]);
        jobs[i].in = &channels[i];
        jobs[i].out = &channels[1 - i];
        if (pthread_create(&threads[i], NULL, work, &jobs[i]))
            return 2;
    }
    virObjectUnref(shared);
    for (i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%ld operations, %d objects made, %d dead, %d wrong\n",
           4 * jobs[0].sharedRounds +
               2 * 4 * (jobs[0].handedRounds + jobs[0].madeRounds),
           made, dead, wrong);
    return made == dead && !wrong ? 0 : 1;
}
