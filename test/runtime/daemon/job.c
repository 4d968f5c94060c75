/*
 * job.c: one at a time changes a domain
 *
 * A job can take long, and the domain is not locked all the time: others may
 * look at it, and its monitor may tell that the process is gone.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "daemon.h"

#define JOBS_QUEUED_MAX 3

int domainBeginJob(domain *dom)
{
    if (dom->undefined || dom->jobsQueued >= JOBS_QUEUED_MAX)
        return -1;

    /* The lock is dropped here, and another thread can undefine the domain. It
     * cannot go away: whoever calls this owns a reference, so that waiting
     * needs none. */
    dom->jobsQueued++;
    while (dom->inJob && !dom->undefined)
        pthread_cond_wait(&dom->jobEnded, &dom->parent.lock.lock);
    dom->jobsQueued--;

    if (dom->undefined)
        return -1;
    dom->inJob = true;
    return 0;
}

void domainEndJob(domain *dom)
{
    dom->inJob = false;
    /* All of them: if it was undefined, all have to give up. */
    pthread_cond_broadcast(&dom->jobEnded);
}

int domainCommand(domain *dom, int command)
{
    monitor *mon;
    int ret;

    if (!dom->mon)
        return -1;

    /* The domain may lose its monitor while it is not locked: we need a
     * reference of our own. */
    mon = virObjectRef(dom->mon);
    virObjectUnlock(dom);
    ret = monitorCommand(mon, command);
    virObjectUnref(mon);
    virObjectLock(dom);
    return ret;
}
