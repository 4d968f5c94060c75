// RUN: %cc1-verify -plugin-arg-virref level=all -I %inputs %s
//
// With level=all, also where the function may be meant to take its caller's
// reference over.

#include "player.h"

typedef struct _Job {
    Player *player;
    int action;
} Job;

void playerOnEvent(int watch, int fd, int events, void *opaque);

void jobFree(Job *job)
{
    virObjectUnref(job->player);
    g_free(job);
}

Job *jobForCaller(Player *player)
{
    Job *job = g_new0(Job, 1);

    job->player = player; // expected-warning {{'player' is stored here in a field that owns what it refers to}}
    return job;
}

int watchForCaller(Player *player, int fd)
{
    if (virEventAddHandle(fd, 1, playerOnEvent, player, virObjectUnref) < 0) // expected-warning {{'player' is handed over here, but this code owns no reference to it}}
        return -1;
    return 0;
}

Job *jobOwned(Player *player)
{
    Job *job = g_new0(Job, 1);

    job->player = virObjectRef(player);
    return job;
}
