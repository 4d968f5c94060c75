/*
 * server.c: what there is one of
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "daemon.h"

static virClass *serverClass;

static void serverDispose(void *obj)
{
    server *srv = obj;

    /* NULL if serverNew() failed: that may be unref'd, too. */
    virObjectUnref(srv->clients);
    virObjectUnref(srv->running);
    virObjectUnref(srv->domains);
    countGone(COUNT_OTHERS);
}

int serverInit(void)
{
    if (!VIR_CLASS_NEW(server, virClassForObjectLockable()))
        return -1;
    return 0;
}

server *serverNew(void)
{
    server *srv;

    if (!(srv = virObjectLockableNew(serverClass)))
        return NULL;
    countMade(COUNT_OTHERS);

    if (!(srv->domains = virRefHashNew()) ||
        !(srv->running = domainIndexNew()) ||
        !(srv->clients = virRefListNew())) {
        virObjectUnref(srv);
        return NULL;
    }
    return srv;
}

int serverAccept(server *srv, unsigned int number, unsigned int quota)
{
    client *cl;

    if (!(cl = clientNew(srv, number, quota)))
        return -1;

    /* The list takes a reference of its own. */
    if (virRefListAdd(srv->clients, cl) < 0) {
        virObjectUnref(cl);
        return -1;
    }

    /* Ours goes to the thread, if it starts. */
    threadBegins(&clientThreads);
    if (virRefThreadStart(NULL, clientThread, cl) < 0) {
        threadEnds(&clientThreads);
        virRefListRemove(srv->clients, cl);
        virObjectUnref(cl);
        return -1;
    }

#ifdef BREAK_RULE_2 /* what was handed over is given back once more */
    virObjectUnref(cl); // rule2-warning {{[virref-over-release]}}
#endif
    return 0;
}

void serverHangup(server *srv)
{
    size_t count = virRefListCount(srv->clients);
    client *cl;

    /* The list may be shorter by now. */
    if (count == 0 ||
        !(cl = virRefListGet(srv->clients, worldRandom(count))))
        return;

    clientHangup(cl);
    virObjectUnref(cl);
}

int serverClose(server *srv)
{
    void **doms;
    client *cl;
    size_t count;
    size_t i;

    /* What the list gave up is ours: the client's thread has its own. */
    while ((cl = virRefListSteal(srv->clients, 0))) {
        clientHangup(cl);
        virObjectUnref(cl);
    }
    threadsWait(&clientThreads, 0);

    /* Nobody starts a domain any more. */
    if (!(doms = virRefHashObjects(srv->domains, &count)))
        return -1;
    for (i = 0; i < count; i++)
        domainStop(doms[i]);
    virObjectListFree(doms);

    virRefHashClear(srv->domains);
    threadsWait(&helperThreads, 0);
    return 0;
}
