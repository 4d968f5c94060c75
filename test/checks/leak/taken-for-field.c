// RUN: %cc1-verify -I %inputs %s
//
// A reference that is taken for what a field has been given before belongs to the
// field.

#include "player.h"

Player *playerOfName(const char *name);
int playerFill(Player **player);

struct slot {
    Player *player;
    int n;
};

int takenThroughField(struct slot *slot, const char *name)
{
    slot->player = playerOfName(name);
    virObjectRef(slot->player);
    slot->n++;
    return 0;
}

int takenThroughVariable(struct slot *slot, const char *name)
{
    Player *player = playerOfName(name);

    slot->player = player;
    virObjectRef(player);
    return 0;
}

int takenForFilled(struct slot *slot)
{
    if (playerFill(&slot->player) < 0)
        return -1;
    virObjectRef(slot->player);
    return 0;
}

int takenForNothing(struct slot *slot, const char *name)
{
    Player *player = playerOfName(name);

    virObjectRef(player); // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    return 0;
}

int takenTwice(struct slot *slot, const char *name)
{
    slot->player = playerOfName(name);
    virObjectRef(slot->player);
    if (deviceReady(slot->n) < 0)
        return -1;
    virObjectUnref(slot->player);
    slot->player = NULL;
    return 0;
}

/* ---- a struct that another function of the file makes ---- */

struct job {
    Player *player;
    Session *session;
};

static struct job *jobNew(Player *player, Session *session)
{
    struct job *job = g_malloc0(sizeof(*job));

    if (job) {
        job->player = virObjectRef(player);
        job->session = virObjectRef(session);
    }
    return job;
}

struct queue {
    struct job *first;
};

int jobQueued(struct queue *queue, Player *player, Session *session)
{
    struct job *job = jobNew(player, session);

    if (!job)
        return -1;
    queue->first = job;
    return 0;
}

int jobForgotten(struct queue *queue, Player *player, Session *session)
{
    struct job *job = jobNew(player, session);

    if (!job)
        return -1;
    return 0; // expected-warning-re {{'player'{{.*}}[virref-leak]}} expected-warning-re {{'session'{{.*}}[virref-leak]}}
}
