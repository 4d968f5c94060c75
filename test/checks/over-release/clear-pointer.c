// RUN: %cc1-verify -I %inputs %s
// RUN: %cc1-verify -DGLIB_CLEAR_FORM=1 -I %inputs %s

#include "player.h"

void clearedTwice(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    g_clear_pointer(&player, virObjectUnref);
    g_clear_pointer(&player, virObjectUnref);
    virObjectUnref(player);
}

void releasedThenCleared(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    virObjectUnref(player);
    g_clear_pointer(&player, virObjectUnref); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
}

void clearedThenAlias(int id)
{
    Player *player = virObjectLockableNew(playerClass);
    Player *same = player;

    player->id = id;
    g_clear_pointer(&player, virObjectUnref);
    virObjectUnref(same); // expected-warning-re {{'{{player|same}}'{{.*}}[virref-over-release]}}
}

void clearedThenRefHeld(int id)
{
    Player *player = virObjectLockableNew(playerClass);
    Player *same = virObjectRef(player);

    player->id = id;
    g_clear_pointer(&player, virObjectUnref);
    virObjectUnref(same);
}

void fieldClearedTwice(Session *session)
{
    g_clear_pointer(&session->player, virObjectUnref);
    g_clear_pointer(&session->player, virObjectUnref);
}

void fieldReleasedThenCleared(Session *session)
{
    virObjectUnref(session->player);
    g_clear_pointer(&session->player, virObjectUnref); // expected-warning-re {{player'{{.*}}[virref-over-release]}}
}

void autoptrCleared(int id)
{
    g_autoptr(Player) player = virObjectLockableNew(playerClass);

    player->id = id;
    g_clear_pointer(&player, virObjectUnref);
}

/* With a function of our own that releases. */
static void playerStopAndFree(void *opaque)
{
    Player *player = opaque;

    player->active = false;
    virObjectUnref(player);
}

void helperClearedThenAlias(int id)
{
    Player *player = virObjectLockableNew(playerClass);
    Player *same = player;

    player->id = id;
    g_clear_pointer(&player, playerStopAndFree);
    virObjectUnref(same); // expected-warning-re {{'{{player|same}}'{{.*}}[virref-over-release]}}
}
