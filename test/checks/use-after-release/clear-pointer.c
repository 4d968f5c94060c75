// RUN: %cc1-verify -I %inputs %s
// RUN: %cc1-verify -DGLIB_CLEAR_FORM=1 -I %inputs %s

#include "player.h"

int aliasUsed(int id)
{
    Player *player = virObjectLockableNew(playerClass);
    Player *same = player;

    player->id = id;
    g_clear_pointer(&player, virObjectUnref);
    return same->id; // expected-warning-re {{'{{same|player}}'{{.*}}[virref-use-after-release]}}
}

int aliasReferenced(int id)
{
    Player *player = virObjectLockableNew(playerClass);
    g_autoptr(Player) same = virObjectRef(player);

    player->id = id;
    g_clear_pointer(&player, virObjectUnref);
    return same->id;
}

int clearedAndTested(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    if (id < 0)
        g_clear_pointer(&player, virObjectUnref);
    if (player)
        id = player->id;
    virObjectUnref(player);
    return id;
}

int fieldClearedAliasUsed(Session *session)
{
    Player *player = session->player;

    g_clear_pointer(&session->player, virObjectUnref);
    return player->id; // expected-warning-re {{player'{{.*}}[virref-use-after-release]}}
}

int fieldClearedUsedBefore(Session *session)
{
    Player *player = session->player;
    int id = player->id;

    g_clear_pointer(&session->player, virObjectUnref);
    return id;
}

/* The function that is called uses what has been released. */
static void playerUnrefUnlock(Player *player)
{
    virObjectUnref(player);
    virObjectUnlock(player); // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

void endedBackwards(Session *session)
{
    g_clear_pointer(&session->player, playerUnrefUnlock);
}
