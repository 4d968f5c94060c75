// RUN: %cc1-verify -I %inputs %s
//
// The reference belongs to somebody else by then: it was stored, returned, or
// never taken.

#include "player.h"

/* Two places, two references. */
void storedAndReleasedTwice(Session *session, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    virObjectRef(player);
    session->player = player;
    virObjectUnref(player);
    virObjectUnref(player);
    virObjectUnref(player); // expected-warning-re {{player'{{.*}}[virref-over-release]}}
}

void storedAndReleasedOnce(Session *session, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    virObjectRef(player);
    session->player = player;
    virObjectUnref(player);
}

/* The condition of the release is wider than that of the reference. */
void moreOftenThanRef(Player *player, int mode)
{
    if (mode > 1)
        virObjectRef(player);
    deviceWait(mode);
    if (mode > 0)
        virObjectUnref(player);
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
}

void asOftenAsRef(Player *player, int mode)
{
    if (mode > 1)
        virObjectRef(player);
    deviceWait(mode);
    if (mode >= 2)
        virObjectUnref(player);
    virObjectUnref(player);
}

/* A local reference while the lock is dropped, and the caller's is kept. */
int waitUnlocked(Player *player, int fd)
{
    int rc;

    virObjectRef(player);
    virObjectUnlock(player);
    rc = deviceWait(fd);
    virObjectLock(player);
    virObjectUnref(player);
    return rc + player->id;
}

/* The same pattern for removal from a list: the net is zero. */
void removeFromLibrary(Library *library, Player *player)
{
    virObjectRef(player);
    virObjectUnlock(player);
    virObjectRWLockWrite(library);
    virObjectLock(player);
    for (size_t i = 0; i < library->nplayers; i++) {
        if (library->players[i] == player) {
            VIR_DELETE_ELEMENT(library->players, i, library->nplayers);
            break;
        }
    }
    virObjectUnlock(player);
    virObjectUnref(player);
    virObjectRWUnlock(library);
}
