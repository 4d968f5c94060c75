// RUN: %cc1-verify -I %inputs %s
//
// The functions of the API in tables and variables.

#include "player.h"

typedef struct _ObjectOps {
    const char *name;
    void *(*ref)(void *obj);
    void (*unref)(void *obj);
} ObjectOps;

static const ObjectOps counted = {
    .name = "counted",
    .ref = virObjectRef,
    .unref = virObjectUnref,
};

static void keepAlive(void *obj)
{
    Session *session = obj;

    session->fd = -1;
}

static const ObjectOps borrowing = {
    .name = "borrowing",
    .ref = virObjectRef,
    .unref = keepAlive,
};

int releasedThroughTable(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    counted.unref(session);
    return 0;
}

int notReleasedThroughTable(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    borrowing.unref(session);
    return 0; // expected-warning-re {{'session'{{.*}}[virref-leak]}}
}

int takenThroughTable(Player *player)
{
    Player *own = counted.ref(player);

    own->id++;
    return own->id; // expected-warning-re {{'{{own|player}}'{{.*}}[virref-leak]}}
}

int takenAndReleasedThroughTable(Player *player)
{
    Player *own = counted.ref(player);
    int id = own->id;

    counted.unref(own);
    return id;
}

int releasedThroughVariable(int fd)
{
    void (*drop)(void *) = virObjectUnref;
    Mixer *mixer = virObjectLockableNew(mixerClass);

    mixer->fd = fd;
    drop(mixer);
    return 0;
}

int functionChosen(int fd, bool keep)
{
    void (*drop)(void *) = keep ? keepAlive : virObjectUnref;
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    drop(session);
    return 0; // expected-warning-re {{'session'{{.*}}[virref-leak]}}
}

int functionChosenTwice(int fd, bool keep)
{
    void (*drop)(void *) = keep ? keepAlive : virObjectUnref;
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    drop(session);
    if (keep)
        virObjectUnref(session);
    return 0;
}

/* The free function that an object brings along; nobody knows which. */
int releasedByUnknownFunction(void (*drop)(void *), int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    drop(session);
    return 0;
}
