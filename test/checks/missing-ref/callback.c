// RUN: %cc1-verify -I %inputs %s
//
// A callback gets an object together with a function that releases it, from
// code that owns no reference. Taking it afterwards is as good as before.

#include "player.h"

void playerOnEvent(int watch, int fd, int events, void *opaque);

int watchUnowned(Player *player, int fd)
{
    int watch = virEventAddHandle(fd, 1, playerOnEvent, player, virObjectUnref); // expected-warning {{'player' is handed over here, but this code owns no reference to it [virref-missing-ref]}}

    if (watch < 0)
        return -1;
    player->id = watch;
    return 0;
}

int watchOwned(Player *player, int fd)
{
    int watch = virEventAddHandle(fd, 1, playerOnEvent, virObjectRef(player),
                                  virObjectUnref);

    if (watch < 0) {
        virObjectUnref(player);
        return -1;
    }
    player->id = watch;
    return 0;
}

int watchRefAfterwards(Player *player, int fd)
{
    player->id = virEventAddHandle(fd, 1, playerOnEvent, player,
                                   virObjectUnref);
    if (player->id < 0)
        return -1;
    virObjectRef(player);
    player->active = true;
    return 0;
}

/* What an unknown function is called tells something. */
void playerRef(Player *player);
void playerShow(Player *player);

int watchRefByOther(Player *player, int fd)
{
    if (virEventAddHandle(fd, 1, playerOnEvent, player, virObjectUnref) < 0)
        return -1;
    playerRef(player);
    return player->id;
}

int watchShown(Player *player, int fd)
{
    if (virEventAddHandle(fd, 1, playerOnEvent, player, virObjectUnref) < 0) // expected-warning {{'player' is handed over here, but this code owns no reference to it [virref-missing-ref]}}
        return -1;
    playerShow(player);
    return 0;
}

/* Whoever calls it gives a reference along. */
int watchForCaller(Player *player, int fd)
{
    return virEventAddHandle(fd, 1, playerOnEvent, player, virObjectUnref);
}

/* Nobody releases it: it is borrowed. */
int watchBorrowed(Player *player, int fd)
{
    if (virEventAddHandle(fd, 1, playerOnEvent, player, NULL) < 0)
        return -1;
    player->active = true;
    return 0;
}

int watchTwice(int fd, int other)
{
    Player *player = virObjectLockableNew(playerClass);

    if (virEventAddHandle(fd, 1, playerOnEvent, player, virObjectUnref) < 0) {
        virObjectUnref(player);
        return -1;
    }
    return virEventAddHandle(other, 1, playerOnEvent, player, virObjectUnref); // expected-warning {{'player' is handed over here, but this code owns no reference to it [virref-missing-ref]}}
}

int watchTwiceOwned(int fd, int other)
{
    Player *player = virObjectLockableNew(playerClass);

    virObjectRef(player);
    if (virEventAddHandle(fd, 1, playerOnEvent, player, virObjectUnref) < 0) {
        virObjectUnref(player);
        virObjectUnref(player);
        return -1;
    }
    if (virEventAddHandle(other, 1, playerOnEvent, player, virObjectUnref) < 0) {
        virObjectUnref(player);
        return -1;
    }
    return 0;
}
