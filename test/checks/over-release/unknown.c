// RUN: %cc1-verify -I %inputs %s
//
// The result of an unknown function may carry a reference: releasing it once is
// fine. An unknown function that gets an object leaves its references alone.

#include "player.h"

Player *daemonFindPlayer(Daemon *daemon, const char *name);
void playerRefresh(Player **player);

int resultReleasedOnce(Daemon *daemon, const char *name)
{
    Player *player = daemonFindPlayer(daemon, name);

    if (!player)
        return -1;
    player->active = true;
    virObjectUnref(player);
    return 0;
}

int resultReleasedTwice(Daemon *daemon, const char *name)
{
    Player *player = daemonFindPlayer(daemon, name);

    if (!player)
        return -1;
    player->active = true;
    virObjectUnref(player);
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
    return 0;
}

int twoResultsReleased(Daemon *daemon)
{
    Player *a = daemonFindPlayer(daemon, "a");
    Player *b = daemonFindPlayer(daemon, "b");

    virObjectUnref(a);
    virObjectUnref(b);
    return 0;
}

int lentThenReleasedTwice(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    playerStart(player);
    virObjectUnref(player);
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
    return 0;
}

int lentThenReleasedOnce(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    playerStart(player);
    virObjectUnref(player);
    return 0;
}

/* By address: it may have put in another one. */
int refreshedInBetween(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    virObjectUnref(player);
    playerRefresh(&player);
    virObjectUnref(player);
    return 0;
}

/* The field may have changed in the meantime. */
int daemonReload(Daemon *daemon);

int fieldChangedInBetween(Daemon *daemon)
{
    virObjectUnref(daemon->settings);
    daemon->settings = NULL;
    if (daemonReload(daemon) < 0)
        return -1;
    virObjectUnref(daemon->settings);
    daemon->settings = NULL;
    return 0;
}

/* Globals as well. */
extern Player *currentPlayer;

void globalClearedInBetween(Daemon *daemon)
{
    virObjectUnref(currentPlayer);
    currentPlayer = NULL;
    daemonReload(daemon);
    virObjectUnref(currentPlayer);
}
