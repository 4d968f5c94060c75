// RUN: %cc1-verify -I %inputs %s
//
// One reference more than releases.

#include "player.h"

int refForEachUser(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    virObjectRef(session);
    virObjectUnref(session);
    return 0; // expected-warning-re {{'session'{{.*}}[virref-leak]}}
}

int refAndUnrefBalanced(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    virObjectRef(session);
    virObjectUnref(session);
    virObjectUnref(session);
    return 0;
}

/* The returned object carries one reference, not two. */
Player *returnedWithOneTooMany(const char *name)
{
    Player *player = virObjectLockableNew(playerClass);

    player->name = g_strdup(name);
    virObjectRef(player);
    return player; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

/* Here the second one is the field's. */
Player *returnedAndStored(Session *session, const char *name)
{
    Player *player = virObjectLockableNew(playerClass);

    player->name = g_strdup(name);
    session->player = virObjectRef(player);
    return player;
}

/* A reference for the field, taken twice. */
void storedOnceRefTwice(Session *session, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    session->player = virObjectRef(player);
} // expected-warning-re {{'player'{{.*}}[virref-leak]}}

void storedOnceRefOnce(Session *session, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    session->player = player;
}

void storedTwiceRefTwice(Session *session, Mixer *mixer, Player *player)
{
    virObjectRef(player);
    mixer->player = player;
    session->player = virObjectRef(player);
}

/* Ref of one's own parameter for the time without the lock. */
int refWhileUnlocked(Player *player, int fd)
{
    int rc;

    virObjectRef(player);
    virObjectUnlock(player);
    rc = deviceWait(fd);
    virObjectLock(player);
    virObjectUnref(player);
    return rc;
}

/* The condition of the ref is wider than the one of the unref. */
int refMoreOftenThanUnref(Player *player, int mode)
{
    if (mode > 0)
        virObjectRef(player);
    deviceWait(mode);
    if (mode > 1)
        virObjectUnref(player);
    return 0; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

int refAsOftenAsUnref(Player *player, int mode)
{
    if (mode > 0)
        virObjectRef(player);
    deviceWait(mode);
    if (mode >= 1)
        virObjectUnref(player);
    return 0;
}

/* Three references, three owners. */
void threeOwners(Session *a, Session *b, Player **out)
{
    Player *player = virObjectLockableNew(playerClass);

    a->player = virObjectRef(player);
    b->player = virObjectRef(player);
    *out = player;
}
