/*
 * main.c: runs the daemon for a number of requests
 *
 *   daemon [REQUESTS [SEED [calm]]]
 *
 * With "calm", allocations and threads do not fail; clients still vanish.
 * Exits with 0 if all objects are gone at the end and libvirobject had nothing
 * to complain about.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "daemon.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define CLIENTS_MAX 8

static int warnings; /* atomic */

/* Errors are what faults.c is there for. Misuse is not. */
static void message(virObjectMessageKind kind, const char *function,
                    const char *text, void *opaque)
{
    (void) opaque;
    if (kind == VIR_OBJECT_WARNING) {
        virAtomicIntInc(&warnings);
        fprintf(stderr, "daemon: %s: %s\n", function, text);
    }
}

static int run(unsigned int requests, bool calm)
{
    unsigned int number = 0;
    server *srv;
    int operations;
    int hangups;

    /* Who has no memory at the start can give up; later he must not. */
    if (!(srv = serverNew()))
        return -1;
    if (!calm)
        faultsOn();

    while (requests > 0) {
        unsigned int quota = worldRandom(40) + 1;

        if (quota > requests)
            quota = requests;
        /* Not more clients at a time: this waits for one to go. */
        threadsWait(&clientThreads, CLIENTS_MAX - 1);
        if (serverAccept(srv, number++, quota) == 0)
            requests -= quota;
        if (worldRandom(8) == 0)
            serverHangup(srv);
    }
    /* Let half of them finish, and throw the others out. */
    threadsWait(&clientThreads, CLIENTS_MAX / 2);
    while (serverClose(srv) < 0)
        ;
    faultsOff();
    operations = virAtomicIntGet(&srv->operations);
    hangups = virAtomicIntGet(&srv->hangups);
    virObjectUnref(srv);

    printf("%d requests, %d clients (%d vanished), %d domains, %d monitors, "
           "%d subscriptions, %d faults\n",
           operations, countOf(COUNT_CLIENTS), hangups,
           countOf(COUNT_DOMAINS), countOf(COUNT_MONITORS),
           countOf(COUNT_SUBSCRIPTIONS), faultsSoFar());
    printf("%d objects left, %d warnings\n", countLeft(),
           virAtomicIntGet(&warnings));
    return countLeft() == 0 && virAtomicIntGet(&warnings) == 0 ? 0 : -1;
}

int main(int argc, char **argv)
{
    unsigned int requests = argc > 1 ? strtoul(argv[1], NULL, 10) : 5000;

    alarm(120); /* a deadlock is a failure, too */
    worldSeed(argc > 2 ? strtoul(argv[2], NULL, 10) : 1);
    virObjectSetMessageHook(message, NULL);
    if (serverInit() < 0 || clientInit() < 0 || domainInit() < 0 ||
        domainIndexInit() < 0 || monitorInit() < 0 || subscriptionInit() < 0)
        return EXIT_FAILURE;
    return run(requests, argc > 3) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
