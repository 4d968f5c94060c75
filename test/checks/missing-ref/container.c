// RUN: %cc1-verify -I %inputs %s
//
// A table that owns its values gets one from code that does not own it and goes
// on to use it.

#include "player.h"

static GHashTable *players;

int playersInit(void)
{
    players = virHashNew(virObjectUnref);
    return players ? 0 : -1;
}

int addAndUse(Player *player)
{
    if (virHashAddEntry(players, player->name, player) < 0) // expected-warning-re {{'player' is handed over here{{.*}}[virref-missing-ref]}}
        return -1;
    return playerStart(player);
}

int addOwnAndUse(Player *player)
{
    if (virHashAddEntry(players, player->name, player) < 0)
        return -1;
    virObjectRef(player);
    return playerStart(player);
}

/* The usual way to keep two tables. */
int addTwice(GHashTable *names, Player *player)
{
    if (virHashAddEntry(players, "1", player) < 0)
        return -1;
    virObjectRef(player);
    if (virHashAddEntry(players, player->name, player) < 0) {
        virHashRemoveEntry(players, "1");
        return -1;
    }
    virObjectRef(player);
    return 0;
}
