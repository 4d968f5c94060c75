// RUN: %cc1-verify -I %inputs %s
//
// An object that went into a table stays alive with it.

#include "player.h"

int daemonInit(Daemon *daemon)
{
    if (!(daemon->players = virHashNew(virObjectUnref)))
        return -1;
    return 0;
}

int usedAfterAdding(Daemon *daemon, const char *name)
{
    Player *player = virObjectLockableNew(playerClass);

    if (virHashAddEntry(daemon->players, name, player) < 0) {
        virObjectUnref(player);
        return -1;
    }
    return player->id;
}

int usedAfterFailure(Daemon *daemon, const char *name)
{
    Player *player = virObjectLockableNew(playerClass);

    if (virHashAddEntry(daemon->players, name, player) < 0) {
        virObjectUnref(player);
        virReportError(VIR_ERR_INTERNAL_ERROR, "player %d", player->id); // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
        return -1;
    }
    return 0;
}

/* Referenced after the insertion: one for the table, one for the caller. */
Player *sharedWithTable(Daemon *daemon, const char *name)
{
    Player *player = virObjectLockableNew(playerClass);

    if (virHashAddEntry(daemon->players, name, player) < 0) {
        virObjectUnref(player);
        return NULL;
    }
    return virObjectRef(player);
}

/* Not an owner: the release was the last. */
int borrowingTable(const char *name)
{
    g_autoptr(GHashTable) table = virHashNew(NULL);
    Player *player = virObjectLockableNew(playerClass);

    virHashAddEntry(table, name, player);
    virObjectUnref(player);
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

int borrowingTableReleasedLast(const char *name)
{
    g_autoptr(GHashTable) table = virHashNew(NULL);
    Player *player = virObjectLockableNew(playerClass);
    int id;

    virHashAddEntry(table, name, player);
    id = player->id;
    virObjectUnref(player);
    return id;
}

/* Taken out with its reference. */
int stolenReleasedUsed(Daemon *daemon, const char *name)
{
    Player *player = virHashSteal(daemon->players, name);

    if (!player)
        return -1;
    virObjectUnref(player);
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

int lookedUpUsed(Daemon *daemon, const char *name)
{
    Player *player = virHashLookup(daemon->players, name);

    if (!player)
        return -1;
    virObjectRef(player);
    virObjectUnref(player);
    return player->id;
}
