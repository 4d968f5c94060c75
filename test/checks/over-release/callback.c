// RUN: %cc1-verify -I %inputs %s

#include "player.h"

static void playerTick(int timer, void *opaque)
{
    Player *player = opaque;

    player->id = timer;
}

/* The event loop has the reference, and we do not any more. */
int registeredReleasedTwice(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    if (virEventAddTimeout(id, playerTick, player, virObjectUnref) < 0) {
        virObjectUnref(player);
        return -1;
    }
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
    return 0;
}

int registeredWithReference(int id)
{
    Player *player = virObjectLockableNew(playerClass);
    int ret = 0;

    player->id = id;
    virObjectRef(player);
    if (virEventAddTimeout(id, playerTick, player, virObjectUnref) < 0) {
        virObjectUnref(player);
        ret = -1;
    }
    virObjectUnref(player);
    return ret;
}

int failedReleasedTwice(int id)
{
    g_autoptr(Player) player = virObjectLockableNew(playerClass);

    player->id = id;
    if (virEventAddTimeout(id, playerTick, player, virObjectUnref) < 0) {
        virObjectUnref(player);
        return -1; // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
    }
    player = NULL;
    return 0;
}

int failedReleasedOnce(int id)
{
    g_autoptr(Player) player = virObjectLockableNew(playerClass);

    player->id = id;
    if (virEventAddTimeout(id, playerTick, player, virObjectUnref) < 0)
        return -1;
    player = NULL;
    return 0;
}

/* No free function: the object stays ours. */
int borrowedReleasedTwice(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    virEventAddTimeout(id, playerTick, player, NULL);
    virObjectUnref(player);
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
    return 0;
}

int borrowedReleasedOnce(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    virEventAddTimeout(id, playerTick, player, NULL);
    virObjectUnref(player);
    return 0;
}
