/*
 * monitor.c: the connection to the process of a domain
 *
 * Two own a monitor: the domain, as long as it runs, and the I/O thread, as
 * long as that does. Either may be the last. The monitor owns a reference to
 * what it calls back, the domain.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "daemon.h"

typedef enum {
    STATE_IDLE,
    STATE_ASKED,
    STATE_ANSWERED
} monitorState;

struct _monitor {
    virObjectLockable parent;
    pthread_cond_t changed; /* goes with the lock of the object */
    monitorState state;
    int command;
    int answer;
    bool quit;

    monitorFunc call; /* these three never change once it is open */
    void *opaque;     /* owned, if there is a freeOpaque */
    freeFunc freeOpaque;
};

static virClass *monitorClass;

static void monitorDispose(void *obj)
{
    monitor *mon = obj;

    if (mon->freeOpaque)
        mon->freeOpaque(mon->opaque);
    pthread_cond_destroy(&mon->changed);
    countGone(COUNT_MONITORS);
}

int monitorInit(void)
{
    if (!VIR_CLASS_NEW(monitor, virClassForObjectLockable()))
        return -1;
    return 0;
}

/* The I/O thread: it answers commands, and says what else happens. */
static void monitorThread(void *obj)
{
    monitor *mon = obj;
    monitorEvent event;

    virObjectLock(mon);
    while (!mon->quit) {
        if (mon->state != STATE_ASKED) {
            pthread_cond_wait(&mon->changed, &mon->parent.lock.lock);
            continue;
        }
        mon->answer = worldGuestAnswers(mon->command);
        mon->state = STATE_ANSWERED;
        if ((event = worldGuestDoes(mon->command)) == MONITOR_EOF)
            mon->quit = true;
        pthread_cond_broadcast(&mon->changed);

        /* The callback will lock the domain, and whoever has the domain locked
         * may want to lock us. */
        if (event != MONITOR_NOTHING) {
            virObjectUnlock(mon);
            mon->call(mon, event, mon->opaque);
            virObjectLock(mon);
        }
    }
    virObjectUnlock(mon);

    /* The reference that monitorOpen() has handed over. If it is the last one,
     * the monitor goes, and perhaps the domain with it. */
    virObjectUnref(mon);
    threadEnds(&helperThreads);
}

monitor *monitorOpen(monitorFunc call, void *opaque, freeFunc freeOpaque)
{
    monitor *mon;

    if (!(mon = virObjectLockableNew(monitorClass)))
        return NULL;
    countMade(COUNT_MONITORS);
    pthread_cond_init(&mon->changed, NULL);
    mon->call = call;
    mon->opaque = opaque;
    mon->freeOpaque = freeOpaque;

    /* One more, for the thread: the caller may give up his at any time. */
    virObjectRef(mon);
    threadBegins(&helperThreads);
    if (virRefThreadStart(NULL, monitorThread, mon) < 0) {
        threadEnds(&helperThreads);
        mon->freeOpaque = NULL; /* 'opaque' is still the caller's */
        virObjectUnref(mon);    /* the one that was for the thread */
#ifndef BREAK_RULE_1 /* the one of whom made it is forgotten */
        virObjectUnref(mon);
#endif
        return NULL; // rule1-warning {{[virref-leak]}}
    }
    return mon;
}

int monitorCommand(monitor *mon, int command)
{
    int ret = -1;

    virObjectLock(mon);
    while (!mon->quit && mon->state != STATE_IDLE)
        pthread_cond_wait(&mon->changed, &mon->parent.lock.lock);
    if (mon->quit)
        goto cleanup;

    mon->command = command;
    mon->state = STATE_ASKED;
    pthread_cond_broadcast(&mon->changed);
    while (!mon->quit && mon->state != STATE_ANSWERED)
        pthread_cond_wait(&mon->changed, &mon->parent.lock.lock);
    if (mon->state != STATE_ANSWERED)
        goto cleanup;

    ret = mon->answer;
    mon->state = STATE_IDLE;
    pthread_cond_broadcast(&mon->changed);

 cleanup:
    virObjectUnlock(mon);
    return ret;
}

void monitorClose(monitor *mon)
{
    virObjectLock(mon);
    mon->quit = true;
    pthread_cond_broadcast(&mon->changed);
    virObjectUnlock(mon);
}
