// RUN: %cc1-verify -I %inputs -I %include %s
//
// A reference that is taken for what a field has been given before belongs to the
// field.

#include "player.h"
#include <virref/annotations.h>

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

/* ---- the same for other places that outlive the function ---- */

Player **playerPlace(const char *name);
Player *mainPlayer;

int takenForPlace(const char *name, bool keep)
{
    Player **place = playerPlace(name);
    Player *player = playerOfName(name);

    if (!player)
        return -1;
    *place = player;
    if (keep)
        virObjectRef(player);
    return 0;
}

VIRREF_RETURNS_BORROWED
Player *playerLent(const char *name);

int takenForLent(Player **place, const char *name)
{
    Player *player = playerLent(name);

    *place = player;
    virObjectRef(player);
    return 0;
}

int takenForElement(Player **players, int n, const char *name)
{
    Player *player = playerOfName(name);

    players[n] = player;
    virObjectRef(player);
    return 0;
}

int takenForGlobal(const char *name)
{
    Player *player = playerOfName(name);

    mainPlayer = player;
    virObjectRef(player);
    return 0;
}

int takenForVariable(const char *name)
{
    Player *player = playerOfName(name);
    Player *other = player;

    virObjectRef(other);
    return 0; // expected-warning-re {{'other'{{.*}}[virref-leak]}}
}

int takenBefore(Player **place, const char *name)
{
    Player *player = playerOfName(name);

    virObjectRef(player);
    *place = player;
    virObjectRef(player);
    return 0; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

int takenForTwoPlaces(struct slot *slot, Player **place, Player *player, int fd)
{
    slot->player = player;
    virObjectRef((virObject *)player);
    *place = player;
    virObjectRef((virObject *)player);
    if (deviceReady(fd) < 0)
        return -1;
    return 0;
}

int takenForTwoOrNone(struct slot *slot, Player **place, Player *player)
{
    if (slot->n)
        return -1;
    slot->player = player;
    virObjectRef((virObject *)player);
    *place = player;
    virObjectRef((virObject *)player);
    return 0;
}

int takenOnceMore(struct slot *slot, Player *player, int fd)
{
    virObjectRef(player);
    slot->player = player;
    virObjectRef(player);
    if (deviceReady(fd) < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    virObjectUnref(player);
    return 0;
}

int takenForNothing(struct slot *slot, const char *name)
{
    Player *player = playerOfName(name);

    virObjectRef(player);
    return 0; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
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
