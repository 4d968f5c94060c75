// RUN: %cc1-verify -I %inputs %s
// expected-no-diagnostics
//
// An unknown function is taken to borrow what it gets. One that keeps, or
// releases, a reference is only known by its contract: an annotation, a model
// file, or another file of the program.

#include "player.h"

/* In another file: releases the player when it fails. */
int playerOpen(Player *player, const char *device);

/* BUG: the failed open has released it already. */
int releasedByFailure(const char *device)
{
    g_autoptr(Player) player = virObjectLockableNew(playerClass);

    if (playerOpen(player, device) < 0)
        return -1;
    return player->id;
}

/* In another file: returns a reference. */
Player *daemonGetPlayer(Daemon *daemon, const char *name);

/* BUG: the reference is lost; the result of an unknown function is borrowed
 * for all we know. */
int ownedResult(Daemon *daemon, const char *name)
{
    Player *player = daemonGetPlayer(daemon, name);

    if (!player)
        return -1;
    return player->id;
}

/* In another file: returns no reference. */
Player *daemonPeekPlayer(Daemon *daemon, const char *name);

/* BUG: releases what belongs to the daemon. */
int borrowedResult(Daemon *daemon, const char *name)
{
    Player *player = daemonPeekPlayer(daemon, name);
    int id;

    if (!player)
        return -1;
    id = player->id;
    virObjectUnref(player);
    return id;
}

/* In another file: stores a new player there. */
int daemonCreatePlayer(Daemon *daemon, Player **out);

/* BUG: the new player is lost. What an unknown function puts somewhere may be
 * borrowed. */
int ownedOutParameter(Daemon *daemon)
{
    Player *player = NULL;

    if (daemonCreatePlayer(daemon, &player) < 0)
        return -1;
    return player->id;
}
