// RUN: %cc1-verify -I %inputs %s
//
// A table that was made with a releasing function owns its values: what is put
// into it belongs to it, unless that fails.

#include "player.h"

int tableOwns(const char *name)
{
    GHashTable *table = virHashNew(virObjectUnref);
    Player *player = virObjectLockableNew(playerClass);

    if (virHashAddEntry(table, name, player) < 0) {
        virObjectUnref(player);
        g_hash_table_unref(table);
        return -1;
    }
    g_hash_table_unref(table);
    return 0;
}

int tableFailedForgotten(const char *name)
{
    GHashTable *table = virHashNew(virObjectUnref);
    Player *player = virObjectLockableNew(playerClass);
    int ret = 0;

    player->id = 1;
    if (virHashAddEntry(table, name, player) < 0)
        ret = -1;
    g_hash_table_unref(table);
    return ret; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

/* This one does not own what it has. */
int tableBorrows(const char *name)
{
    GHashTable *table = virHashNew(NULL);
    Player *player = virObjectLockableNew(playerClass);
    int ret;

    player->id = 1;
    ret = virHashAddEntry(table, name, player);
    g_hash_table_unref(table);
    return ret; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

int tableBorrowsReleased(const char *name)
{
    GHashTable *table = virHashNew(NULL);
    Player *player = virObjectLockableNew(playerClass);
    int ret;

    player->id = 1;
    ret = virHashAddEntry(table, name, player);
    g_hash_table_unref(table);
    virObjectUnref(player);
    return ret;
}

/* Insertion that cannot fail. */
void glibTableOwns(char *key)
{
    GHashTable *table = g_hash_table_new_full(g_str_hash, g_str_equal,
                                              g_free, virObjectUnref);
    Track *track = virObjectNew(trackClass);

    track->seconds = 1;
    g_hash_table_insert(table, key, track);
    g_hash_table_unref(table);
}

void glibTableBorrows(char *key)
{
    GHashTable *table = g_hash_table_new_full(g_str_hash, g_str_equal,
                                              g_free, NULL);
    Track *track = virObjectNew(trackClass);

    track->seconds = 1;
    g_hash_table_insert(table, key, track);
    g_hash_table_unref(table);
} // expected-warning-re {{'track'{{.*}}[virref-leak]}}

void glibArrayOwns(void)
{
    GPtrArray *array = g_ptr_array_new_with_free_func(virObjectUnref);
    Track *track = virObjectNew(trackClass);

    track->seconds = 1;
    g_ptr_array_add(array, track);
    g_ptr_array_unref(array);
}

/* ---- through a field ---- */

int daemonInit(Daemon *daemon)
{
    if (!(daemon->players = virHashNew(virObjectUnref)))
        return -1;
    return 0;
}

int fieldTableOwns(Daemon *daemon, const char *name)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = ++daemon->lastId;
    if (virHashAddEntry(daemon->players, name, player) < 0) {
        virObjectUnref(player);
        return -1;
    }
    return 0;
}

int fieldTableFailedForgotten(Daemon *daemon, const char *name)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = ++daemon->lastId;
    if (virHashAddEntry(daemon->players, name, player) < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    return 0;
}

/* A reference for the table, one for the caller. */
Player *fieldTableShares(Daemon *daemon, const char *name)
{
    g_autoptr(Player) player = virObjectLockableNew(playerClass);

    player->id = ++daemon->lastId;
    if (virHashAddEntry(daemon->players, name, player) < 0)
        return NULL;
    virObjectRef(player);
    return g_steal_pointer(&player);
}

int fieldTableRefArgument(Daemon *daemon, Player *player)
{
    return virHashAddEntry(daemon->players, player->name, virObjectRef(player)); // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

int fieldTableRefArgumentReleased(Daemon *daemon, Player *player)
{
    if (virHashAddEntry(daemon->players, player->name, virObjectRef(player)) < 0) {
        virObjectUnref(player);
        return -1;
    }
    return 0;
}

/* Looked up: borrowed, unless a reference is taken. */
int lookedUpRefForgotten(Daemon *daemon, const char *name)
{
    Player *player = virObjectRef(virHashLookup(daemon->players, name));

    if (!player)
        return -1;
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

int lookedUpBorrowed(Daemon *daemon, const char *name)
{
    Player *player = virHashLookup(daemon->players, name);

    if (!player)
        return -1;
    return player->id;
}

/* ---- arrays that a macro manages ---- */

int appendedToArray(Library *library, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    if (VIR_APPEND_ELEMENT(library->players, library->nplayers, player) < 0) {
        virObjectUnref(player);
        return -1;
    }
    return 0;
}

int storedInExpandedArray(Library *library, Player *player)
{
    if (VIR_EXPAND_N(library->players, library->nplayers, 1) < 0)
        return -1;
    library->players[library->nplayers - 1] = virObjectRef(player);
    return 0;
}

int storedInExpandedArrayTooLate(Library *library, Player *player)
{
    virObjectRef(player);
    if (VIR_EXPAND_N(library->players, library->nplayers, 1) < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    library->players[library->nplayers - 1] = player;
    return 0;
}
