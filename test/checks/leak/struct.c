// RUN: %cc1-verify -I %inputs %s
//
// A reference that is stored in a struct goes with the struct: when this code
// frees it, or loses it before anybody else has seen it.

#include "player.h"

typedef struct _Job {
    Player *player;
    char *name;
    int action;
} Job;

int jobSend(Job *job);
void jobClear(Job *job);
int jobParse(int *action, char **name);

int freedWithReference(Player *player, int action)
{
    Job *job = g_new0(Job, 1);

    job->player = virObjectRef(player);
    job->action = action;
    if (action < 0) {
        g_free(job);
        return -1; // expected-warning-re {{'player' is leaked here{{.*}}[virref-leak]}}
    }
    virObjectUnref(job->player);
    g_free(job);
    return 0;
}

int freedWithObject(int action)
{
    Job *job = g_new0(Job, 1);

    job->player = virObjectLockableNew(playerClass);
    if (action < 0) {
        g_free(job); // expected-warning {{'player' is leaked here: the struct that owns the reference is freed [virref-leak]}}
        return -1;
    }
    virObjectUnref(job->player);
    g_free(job);
    return 0;
}

int clearedElsewhere(int action)
{
    Job *job = g_new0(Job, 1);

    job->player = virObjectLockableNew(playerClass);
    job->action = action;
    jobClear(job);
    g_free(job);
    return 0;
}

int lostWithStruct(int action)
{
    Job *job = g_new0(Job, 1);

    job->player = virObjectLockableNew(playerClass);
    if (jobParse(&job->action, &job->name) < 0)
        return -1; // expected-warning {{'player' is leaked here: nobody can reach the struct that owns the reference any more [virref-leak]}}
    return jobSend(job);
}

int sentWithStruct(int action)
{
    Job *job = g_new0(Job, 1);

    job->player = virObjectLockableNew(playerClass);
    job->action = action;
    return jobSend(job);
}

Job *returnedWithStruct(int action)
{
    Job *job = g_new0(Job, 1);

    job->player = virObjectLockableNew(playerClass);
    job->action = action;
    return job;
}

void storedWithStruct(Session *session)
{
    Job *job = g_new0(Job, 1);

    job->player = virObjectLockableNew(playerClass);
    session->privateData = job;
}

/* A thread inherits what it finds in the struct that it frees. */
void inheritedLeak(void *opaque)
{
    Job *job = opaque;
    Player *player = job->player;

    g_free(job);
    if (playerStart(player) < 0)
        return; // expected-warning-re {{'player' is leaked here{{.*}}[virref-leak]}}
    playerStop(player);
    virObjectUnref(player);
}

void inheritedReleased(void *opaque)
{
    Job *job = opaque;
    Player *player = job->player;

    g_free(job);
    if (playerStart(player) == 0)
        playerStop(player);
    virObjectUnref(player);
}

/* It never had one. */
void notInherited(void *opaque)
{
    Job *job = opaque;
    Player *player = job->player;

    g_free(job);
    if (playerStart(player) == 0)
        playerStop(player);
}

/* ---- types of which only the name is known ---- */

typedef struct _Order Order;   /* plain memory */
typedef struct _Ticket Ticket; /* an object */

struct counter {
    Order *order;
    Ticket *ticket;
};

void orderRun(Order *order, int n);
void orderFinish(Order *order);
int ticketShow(Ticket *ticket);
void sessionPost(void *opaque);

static void orderStep(Order *order, int n)
{
    struct counter *next = g_new0(struct counter, 1);

    if (n < 0) {
        g_free(next);
        orderFinish(order);
        return;
    }
    next->order = order;
    sessionPost(next);
}

void orderNext(void *opaque, int n)
{
    struct counter *counter = opaque;
    Order *order = counter->order;

    g_free(counter);
    orderStep(order, n);
}

void ticketNext(void *opaque)
{
    struct counter *counter = opaque;
    Ticket *ticket = counter->ticket;

    g_free(counter);
    if (ticketShow(ticket) < 0)
        return; // expected-warning-re {{'ticket' is leaked here{{.*}}[virref-leak]}}
    virObjectUnref(ticket);
}
