/*
 * event.c: who wants to know what happens to a domain
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "daemon.h"

typedef struct {
    virObject parent;
    eventFunc call;
    void *opaque; /* owned, if there is a freeOpaque */
    freeFunc freeOpaque;
} subscription;

static virClass *subscriptionClass;

static void subscriptionDispose(void *obj)
{
    subscription *sub = obj;

    if (sub->freeOpaque)
        sub->freeOpaque(sub->opaque);
    countGone(COUNT_SUBSCRIPTIONS);
}

int subscriptionInit(void)
{
    if (!VIR_CLASS_NEW(subscription, virClassForObject()))
        return -1;
    return 0;
}

int domainSubscribe(domain *dom, eventFunc call, void *opaque,
                    freeFunc freeOpaque)
{
    subscription *sub;

    if (!(sub = virObjectNew(subscriptionClass)))
        return -1;
    countMade(COUNT_SUBSCRIPTIONS);
    sub->call = call;
    sub->opaque = opaque;
    sub->freeOpaque = freeOpaque;

    if (virRefListAdd(dom->subscriptions, sub) < 0) {
        sub->freeOpaque = NULL; /* 'opaque' is still the caller's */
        virObjectUnref(sub);
        return -1;
    }
    /* The list has its own. */
    virObjectUnref(sub);
    return 0;
}

typedef struct {
    domain *dom;
    domainEvent event;
} dispatchData;

/* The list holds a reference to 'obj' during the call, so that it may be
 * removed here. */
static int dispatchOne(void *obj, void *opaque)
{
    subscription *sub = obj;
    dispatchData *data = opaque;

    if (!sub->call(data->dom, data->event, sub->opaque))
        virRefListRemove(data->dom->subscriptions, sub);
    return 0;
}

void domainDispatch(domain *dom, domainEvent event)
{
    dispatchData data = { dom, event };

    /* If memory is short, nobody hears of it. */
    virRefListForEach(dom->subscriptions, dispatchOne, &data);
}
