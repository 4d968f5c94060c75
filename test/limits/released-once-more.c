// RUN: %cc1-verify -I %inputs %s
// expected-no-diagnostics
//
// A release of what somebody else owns can be this function's contract: one of
// a parameter's reference, or of one that it has given away itself.

#include "player.h"

/* BUG, unless it is meant to consume the caller's reference. */
void parameterReleased(Player *player)
{
    virObjectRef(player);
    player->active = true;
    virObjectUnref(player);
    virObjectUnref(player);
}

/* BUG: the table owns it. */
int handedOverAndReleased(const char *name)
{
    GHashTable *table = virHashNew(virObjectUnref);
    Player *player = virObjectLockableNew(playerClass);

    player->id = 1;
    if (virHashAddEntry(table, name, player) < 0) {
        virObjectUnref(player);
        g_hash_table_unref(table);
        return -1;
    }
    virObjectUnref(player);
    g_hash_table_unref(table);
    return 0;
}
