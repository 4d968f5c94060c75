// RUN: %cc1-verify -I %inputs %s
//
// What a table has taken over is not ours to release: its reference is one that
// it will drop itself.

#include "player.h"

int daemonInit(Daemon *daemon)
{
    if (!(daemon->players = virHashNew(virObjectUnref)))
        return -1;
    return 0;
}

/* Added, then released twice: the table's reference and one more. */
int addedAndReleasedTwice(Daemon *daemon, const char *name)
{
    Player *player = virObjectLockableNew(playerClass);

    if (virHashAddEntry(daemon->players, name, player) < 0) {
        virObjectUnref(player);
        return -1;
    }
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
    return 0;
}

int addedWithReference(Daemon *daemon, const char *name)
{
    Player *player = virObjectLockableNew(playerClass);

    virObjectRef(player);
    if (virHashAddEntry(daemon->players, name, player) < 0) {
        virObjectUnref(player);
        virObjectUnref(player);
        return -1;
    }
    virObjectUnref(player);
    return 0;
}

/* Failure leaves one reference, not two. */
int failedReleasedTwice(Daemon *daemon, const char *name)
{
    int ret = -1;
    Player *player = virObjectLockableNew(playerClass);

    if (virHashAddEntry(daemon->players, name, player) < 0) {
        virObjectUnref(player);
        goto cleanup;
    }
    player = NULL;
    ret = 0;

 cleanup:
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
    return ret;
}

int failedReleasedOnce(Daemon *daemon, const char *name)
{
    int ret = -1;
    Player *player = virObjectLockableNew(playerClass);

    if (virHashAddEntry(daemon->players, name, player) < 0)
        goto cleanup;
    player = NULL;
    ret = 0;

 cleanup:
    virObjectUnref(player);
    return ret;
}

/* A table that owns nothing drops nothing. */
int borrowingTable(const char *name)
{
    GHashTable *table = virHashNew(NULL);
    Player *player = virObjectLockableNew(playerClass);
    int rc = virHashAddEntry(table, name, player);

    g_hash_table_unref(table);
    virObjectUnref(player);
    return rc;
}

int borrowingTableTwice(const char *name)
{
    GHashTable *table = virHashNew(NULL);
    Player *player = virObjectLockableNew(playerClass);
    int rc = virHashAddEntry(table, name, player);

    g_hash_table_unref(table);
    virObjectUnref(player);
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
    return rc;
}

/* Taken out of the table: its reference comes along. */
int stolenFromTable(Daemon *daemon, const char *name)
{
    Player *player = virHashSteal(daemon->players, name);

    if (!player)
        return -1;
    virObjectUnref(player);
    return 0;
}

int stolenFromTableTwice(Daemon *daemon, const char *name)
{
    Player *player = virHashSteal(daemon->players, name);

    if (!player)
        return -1;
    virObjectUnref(player);
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
    return 0;
}
