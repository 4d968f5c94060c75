/*
 * client.c: somebody who is connected
 *
 * A client is used by its thread, by the server that may hang up at any time,
 * and by the domains that it has subscribed to. It lives until the last of them
 * has given its reference back, in whichever order.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "daemon.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static virClass *clientClass;

static void clientDispose(void *obj)
{
    client *cl = obj;

    /* Perhaps the last one: then the server goes with its last client. */
    virObjectUnref(cl->srv);
    free(cl->name);
    countGone(COUNT_CLIENTS);
}

int clientInit(void)
{
    if (!VIR_CLASS_NEW(client, virClassForObjectLockable()))
        return -1;
    return 0;
}

client *clientNew(server *srv, unsigned int number, unsigned int quota)
{
    char name[32];
    client *cl;

    if (!(cl = virObjectLockableNew(clientClass)))
        return NULL;
    countMade(COUNT_CLIENTS);

    snprintf(name, sizeof(name), "client-%u", number);
    if (!(cl->name = strdup(name))) {
        virObjectUnref(cl);
        return NULL;
    }
    cl->srv = virObjectRef(srv);
    cl->quota = quota;
    return cl;
}

void clientHangup(client *cl)
{
    VIR_WITH_OBJECT_LOCK_GUARD(cl) {
        if (!cl->gone)
            virAtomicIntInc(&cl->srv->hangups);
        cl->gone = true;
    }
}

static bool clientIsGone(client *cl)
{
    bool gone;

    virObjectLock(cl);
    gone = cl->gone;
    virObjectUnlock(cl);
    return gone;
}

/* An event of a domain, in a thread of that domain. The subscription owns a
 * reference to the client, which may be gone in every other way. */
static bool clientEvent(domain *dom, domainEvent event, void *opaque)
{
    client *cl = opaque;
    bool gone;

    (void) dom;
    (void) event;
    virObjectLock(cl);
    cl->events++;
    gone = cl->gone;
    virObjectUnlock(cl);
    return !gone;
}

static int clientSubscribe(client *cl, domain *dom)
{
    virObjectRef(cl);
    if (domainSubscribe(dom, clientEvent, cl, virObjectFreeCallback) < 0) {
        virObjectUnref(cl);
        return -1;
    }
    return 0;
}

/* A request of several steps: the peer can vanish between any of them, and
 * what was done is undone then. */
static int clientCreate(client *cl, const char *uuid)
{
    VIR_AUTOUNREF(domain *) dom = NULL;

    if (!(dom = domainDefine(cl->srv, uuid)))
        return -1;
    if (clientSubscribe(cl, dom) < 0 || clientIsGone(cl))
        goto error;
    if (domainStart(dom) < 0 || clientIsGone(cl))
        goto error;
    return 0;

 error:
    domainUndefine(cl->srv, uuid);
    return -1;
}

/* A domain that runs. Another client can stop and undefine it while we look. */
static int clientLookup(client *cl, int id)
{
    domain *dom;
    int ret;

    if (!(dom = domainIndexFind(cl->srv->running, id)))
        return -1;
    virObjectLock(dom);
    ret = dom->events;
    virObjectUnlock(dom);
    virObjectUnref(dom);
    return ret;
}

/* Called for each domain: counts the events of all. */
static int clientListOne(const char *uuid, void *obj, void *opaque)
{
    domain *dom = obj;
    int *events = opaque;

    (void) uuid;
    virObjectLock(dom);
    *events += dom->events;
    virObjectUnlock(dom);
    return 0;
}

static int clientList(client *cl)
{
    int events = 0;

    if (virRefHashForEach(cl->srv->domains, clientListOne, &events) < 0)
        return -1;
    return events;
}

/* Gives back what domainLookup() has handed out. */
static void clientPutDomain(domain *dom VIRREF_CONSUMED)
{
#ifdef BREAK_RULE_6 /* the count decides */
    if (dom->parent.parent.refs > 1) // rule6-warning {{[virref-raw-refcount]}}
        return; /* somebody else will free it */
#endif
    virObjectUnref(dom);
}

static int clientUse(client *cl, requestKind request, const char *uuid)
{
    domain *dom;
    int ret = -1;

    if (!(dom = domainLookup(cl->srv, uuid)))
        return -1;

    if (request == REQUEST_START)
        ret = domainStart(dom);
    else if (request == REQUEST_STOP)
        ret = domainStop(dom);
    else if (request == REQUEST_PAUSE)
        ret = domainPause(dom);
    else if (request == REQUEST_SAVE)
        ret = domainSave(dom);
    else if (request == REQUEST_SUBSCRIBE)
        ret = clientSubscribe(cl, dom);

    clientPutDomain(dom);
    return ret;
}

static int clientHandle(client *cl)
{
    VIR_AUTOUNREF(domain *) defined = NULL;
    char uuid[UUID_SIZE];
    requestKind request;
    int back;

    request = worldRequest(uuid, &back);
    switch (request) {
    case REQUEST_DEFINE:
        defined = domainDefine(cl->srv, uuid);
        return defined ? 0 : -1;
    case REQUEST_CREATE:
        return clientCreate(cl, uuid);
    case REQUEST_UNDEFINE:
        return domainUndefine(cl->srv, uuid);
    case REQUEST_LOOKUP:
        return clientLookup(cl, domainLastId() - back);
    case REQUEST_LIST:
        return clientList(cl);
    default:
        return clientUse(cl, request, uuid);
    }
}

void clientThread(void *obj)
{
    client *cl = obj;

    while (cl->quota > 0 && !clientIsGone(cl)) {
        int answer = clientHandle(cl);

        cl->quota--;
        virAtomicIntInc(&cl->srv->operations);
        if (!worldAnswer(answer))
            clientHangup(cl);
    }
    /* Those that it has subscribed to will find it gone. */
    virObjectLock(cl);
    cl->gone = true;
    virObjectUnlock(cl);

    /* The list's reference goes, if the server has not taken it; then ours,
     * which was handed to this thread. */
    virRefListRemove(cl->srv->clients, cl);
    virObjectUnref(cl);
    threadEnds(&clientThreads);
}
