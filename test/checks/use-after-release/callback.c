// RUN: %cc1-verify -I %inputs %s

#include "player.h"

static void playerTick(int timer, void *opaque)
{
    Player *player = opaque;

    player->id = timer;
}

int usedAfterRegistration(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    if (virEventAddTimeout(id, playerTick, player, virObjectUnref) < 0) {
        virObjectUnref(player);
        return -1;
    }
    player->active = true;
    return 0;
}

int usedAfterFailure(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    if (virEventAddTimeout(id, playerTick, player, virObjectUnref) < 0)
        virObjectUnref(player);
    player->active = true; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
    return 0;
}

/* The one-shot callback that releases what it was given. */
void playerTickOnce(int timer, void *opaque)
{
    Player *player = opaque;

    virObjectUnref(player);
    player->id = timer; // expected-warning-re {{'{{player|opaque}}'{{.*}}[virref-use-after-release]}}
}

void playerTickLast(int timer, void *opaque)
{
    Player *player = opaque;

    player->id = timer;
    virObjectUnref(player);
}

int borrowedReleasedUsed(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    virEventAddTimeout(id, playerTick, player, NULL);
    virObjectUnref(player);
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}
