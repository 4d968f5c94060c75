/*
 * domain.c: a virtual machine
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "daemon.h"

#include <stdio.h>

static virClass *domainClass;
static int lastId; /* atomic */

static void domainDispose(void *obj)
{
    domain *dom = obj;

    virObjectUnref(dom->mon);
    virObjectUnref(dom->subscriptions);
    virObjectUnref(dom->running);
    pthread_cond_destroy(&dom->jobEnded);
    countGone(COUNT_DOMAINS);
}

int domainInit(void)
{
    if (!VIR_CLASS_NEW(domain, virClassForObjectLockable()))
        return -1;
    return 0;
}

static domain *domainNew(const char *uuid, domainIndex *running)
{
    domain *dom;

    if (!(dom = virObjectLockableNew(domainClass)))
        return NULL;
    countMade(COUNT_DOMAINS);
    pthread_cond_init(&dom->jobEnded, NULL);

    snprintf(dom->uuid, sizeof(dom->uuid), "%s", uuid);
    dom->running = virObjectRef(running);
    if (!(dom->subscriptions = virRefListNew())) {
        virObjectUnref(dom);
        return NULL;
    }
    return dom;
}

domain *domainDefine(server *srv, const char *uuid)
{
    domain *dom;

    if (!(dom = domainNew(uuid, srv->running)))
        return NULL;
    /* -1 also if there is one with this UUID. The table takes a reference of
     * its own: ours is for the caller. */
    if (virRefHashAdd(srv->domains, uuid, dom) < 0) {
        virObjectUnref(dom);
        return NULL;
    }
    return dom;
}

domain *domainLookup(server *srv, const char *uuid)
{
    return virRefHashFind(srv->domains, uuid);
}

int domainLastId(void)
{
    return virAtomicIntGet(&lastId);
}

/* It does not run any more. Wants the domain locked; the monitor goes to the
 * caller, with the reference that the domain had. */
static monitor *domainStopped(domain *dom)
{
    monitor *mon = dom->mon;

    dom->mon = NULL;
    domainIndexRemove(dom->running, dom->id);
    dom->id = 0;
    return mon;
}

/* Something happened to the process. This is the I/O thread of the monitor,
 * which owns a reference to it. 'opaque' is the domain, to which the monitor
 * owns a reference. */
static void domainMonitorEvent(monitor *mon, monitorEvent event, void *opaque)
{
    domain *dom = opaque;
    monitor *old = NULL;

    virObjectLock(dom);
    dom->events++;
    /* Somebody may have stopped the domain, and even started it again. */
    if (event == MONITOR_EOF && dom->mon == mon)
        old = domainStopped(dom);
    virObjectUnlock(dom);
    virObjectUnref(old);

    if (event == MONITOR_RESUMED)
        domainDispatch(dom, EVENT_RESUMED);
    else if (event == MONITOR_PAUSED)
        domainDispatch(dom, EVENT_PAUSED);
    else
        domainDispatch(dom, EVENT_STOPPED);
}

static monitor *domainOpenMonitor(domain *dom)
{
    monitor *mon;

    /* For the monitor's callback. */
#ifndef BREAK_RULE_6
    virObjectRef(dom);
#else /* open-coded */
    dom->parent.parent.refs++; // rule6-warning {{[virref-raw-refcount]}}
#endif
    if (!(mon = monitorOpen(domainMonitorEvent, dom, virObjectFreeCallback))) {
        virObjectUnref(dom);
        return NULL;
    }
    return mon;
}

int domainStart(domain *dom)
{
    monitor *mon = NULL;
    int ret = -1;

    virObjectLock(dom);
    if (domainBeginJob(dom) < 0) {
        virObjectUnlock(dom);
        return -1;
    }
    if (dom->mon)
        goto cleanup;

    /* This takes a while. The job keeps others from starting it, too. */
    virObjectUnlock(dom);
    mon = domainOpenMonitor(dom);
    virObjectLock(dom);
    if (!mon)
        goto cleanup;

    dom->id = virAtomicIntInc(&lastId);
    if (domainIndexAdd(dom->running, dom->id, dom) < 0) {
        dom->id = 0;
        monitorClose(mon);
        goto cleanup;
    }
    /* Our reference is the domain's from here on. */
    dom->mon = mon;
    mon = NULL;
    ret = 0;

 cleanup:
    domainEndJob(dom);
    virObjectUnlock(dom);
    virObjectUnref(mon);
    return ret;
}

/* Wants the domain locked and in a job. */
static int domainStopInJob(domain *dom)
{
    monitor *mon;

    if (!dom->mon)
        return -1;
    mon = domainStopped(dom);
    monitorClose(mon);
    /* If the I/O thread is gone, the monitor goes here, and with it the
     * reference to the domain that it owns. We are called with another. */
    virObjectUnref(mon);
    return 0;
}

int domainStop(domain *dom)
{
    int ret = -1;

    virObjectLock(dom);
    if (domainBeginJob(dom) == 0) {
        ret = domainStopInJob(dom);
        domainEndJob(dom);
    }
    virObjectUnlock(dom);
    return ret;
}

int domainPause(domain *dom)
{
    int ret = -1;

    virObjectLock(dom);
    if (domainBeginJob(dom) == 0) {
        ret = domainCommand(dom, 1);
        domainEndJob(dom);
    }
    virObjectUnlock(dom);
    return ret;
}

/* Takes over a reference and the job. */
static void domainSaveThread(void *obj)
{
    domain *dom = obj;
    int page;

    virObjectLock(dom);
    for (page = 0; page < 4; page++) {
        if (domainCommand(dom, page) < 0)
            break; /* it was killed */
    }
    domainEndJob(dom);
    virObjectUnlock(dom);
    virObjectUnref(dom);
    threadEnds(&helperThreads);
}

/* Saves in a thread that goes on when the client who asked for it is gone. */
int domainSave(domain *dom)
{
    virObjectLock(dom);
    if (domainBeginJob(dom) < 0) {
        virObjectUnlock(dom);
        return -1;
    }
    virObjectUnlock(dom);

    /* The caller's reference may be gone before the thread is done. */
    threadBegins(&helperThreads);
    if (virRefThreadStart(NULL, domainSaveThread, virObjectRef(dom)) < 0) {
        threadEnds(&helperThreads);
        virObjectLock(dom);
        domainEndJob(dom);
        virObjectUnlock(dom);
        virObjectUnref(dom); /* the one that was for the thread */
        return -1;
    }
    return 0;
}

int domainUndefine(server *srv, const char *uuid)
{
    domain *dom;
    int events;

    if (!(dom = domainLookup(srv, uuid)))
        return -1;
    virObjectLock(dom);
    if (domainBeginJob(dom) < 0) {
        virObjectUnlock(dom);
        virObjectUnref(dom);
        return -1;
    }
    domainStopInJob(dom);
    dom->undefined = true;
    domainEndJob(dom);
#ifndef BREAK_RULE_5
    events = dom->events;
#endif
    virObjectUnlock(dom);

    /* By now there can be another one with this UUID. The table's reference
     * goes here; those of others who use the domain stay. */
    virRefHashRemoveObject(srv->domains, uuid, dom);
    virObjectUnref(dom);

#ifdef BREAK_RULE_5 /* touched after it was given up */
    virObjectLock(dom); // rule5-warning {{[virref-use-after-release]}}
    events = dom->events;
    virObjectUnlock(dom);
#endif
    return events;
}
