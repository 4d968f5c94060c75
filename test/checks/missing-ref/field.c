// RUN: %cc1-verify -I %inputs %s
//
// A struct releases what its field refers to when it is freed: the field needs
// a reference of its own.

#include "player.h"

typedef struct _Job {
    Player *player;
    Mixer *shown; /* jobFree leaves it alone */
    int action;
} Job;

int jobSend(Job *job);

static void jobFree(Job *job)
{
    virObjectUnref(job->player);
    g_free(job);
}

int jobUnowned(Player *player, int action)
{
    Job *job = g_new0(Job, 1);

    job->player = player; // expected-warning {{'player' is stored here in a field that owns what it refers to, without a reference for it [virref-missing-ref]}}
    job->action = action;
    if (jobSend(job) < 0) {
        g_free(job);
        return -1;
    }
    return playerStop(player);
}

int jobOwned(Player *player, int action)
{
    Job *job = g_new0(Job, 1);

    job->player = virObjectRef(player);
    job->action = action;
    if (jobSend(job) < 0) {
        jobFree(job);
        return -1;
    }
    return playerStop(player);
}

int jobRefAfterwards(Player *player, int action)
{
    Job *job = g_new0(Job, 1);

    job->player = player;
    job->action = action;
    if (jobSend(job) < 0) {
        g_free(job);
        return -1;
    }
    virObjectRef(player);
    return playerStop(player);
}

int jobBorrows(Mixer *mixer, int action)
{
    Job *job = g_new0(Job, 1);

    job->shown = mixer;
    job->action = action;
    if (jobSend(job) < 0) {
        jobFree(job);
        return -1;
    }
    return mixerSetVolume(mixer, 0);
}

/* The job can be what the caller gives its reference to. */
Job *jobForCaller(Player *player)
{
    Job *job = g_new0(Job, 1);

    job->player = player;
    return job;
}

/* An error path releases through the field what was never taken. */
Job *jobEarlyStore(Player *player, int action)
{
    Job *job = g_new0(Job, 1);

    job->player = player;
    job->action = action;
    if (action < 0) {
        jobFree(job); // expected-warning {{'player' is released here through a field that was never given a reference [virref-over-release]}}
        return NULL;
    }
    virObjectRef(player);
    return job;
}
