// RUN: %cc1-verify -I %inputs %s

#include "player.h"

Player *daemonFindPlayer(Daemon *daemon, const char *name);
void playerRefresh(Player **player);
int daemonReload(Daemon *daemon);
extern Player *currentPlayer;

/* It may have been owned, so the release is fine; the use after it is not. */
int resultReleasedUsed(Daemon *daemon)
{
    Player *player = daemonFindPlayer(daemon, "main");

    virObjectUnref(player);
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

int resultUsedReleased(Daemon *daemon)
{
    Player *player = daemonFindPlayer(daemon, "main");
    int id = player->id;

    virObjectUnref(player);
    return id;
}

int releasedThenPassed(int seconds)
{
    Track *track = virObjectNew(trackClass);

    track->seconds = seconds;
    virObjectUnref(track);
    trackPrint(track); // expected-warning-re {{'track'{{.*}}[virref-use-after-release]}}
    return 0;
}

int passedThenReleased(int seconds)
{
    Track *track = virObjectNew(trackClass);

    track->seconds = seconds;
    trackPrint(track);
    virObjectUnref(track);
    return 0;
}

/* The address: another object may be there now. */
int refreshedInBetween(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    virObjectUnref(player);
    playerRefresh(&player);
    return player->id;
}

int globalClearedInBetween(Daemon *daemon)
{
    virObjectUnref(currentPlayer);
    currentPlayer = NULL;
    daemonReload(daemon);
    return currentPlayer ? currentPlayer->id : -1;
}
