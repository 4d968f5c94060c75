// RUN: %cc1-verify -I %inputs %s
//
// A function that makes an object returns it with a reference on one path, and
// on another path without: there it has handed over the only one.

#include "player.h"

void playerOnEvent(int watch, int fd, int events, void *opaque);

Player *playerOpen(int fd)
{
    Player *player = virObjectLockableNew(playerClass);

    if (!player)
        return NULL;
    if (virEventAddHandle(fd, 1, playerOnEvent, player, virObjectUnref) < 0) // expected-warning {{'player' is returned without a reference: the one that there was has been handed over here, and other paths return one [virref-missing-ref]}}
        virDebug("no events for %d", fd);
    return player;
}

Player *playerOpenOwned(int fd)
{
    Player *player = virObjectLockableNew(playerClass);

    if (!player)
        return NULL;
    virObjectRef(player);
    if (virEventAddHandle(fd, 1, playerOnEvent, player, virObjectUnref) < 0)
        virObjectUnref(player);
    return player;
}

/* It is the event loop that keeps it, on each path on which there is one. */
Player *playerOpenLent(int fd)
{
    Player *player = virObjectLockableNew(playerClass);

    if (!player)
        return NULL;
    if (virEventAddHandle(fd, 1, playerOnEvent, player, virObjectUnref) < 0) {
        virObjectUnref(player);
        return NULL;
    }
    return player;
}
