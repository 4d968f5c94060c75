// RUN: %cc1-verify -I %inputs %s

#include "player.h"

static void playerThread(void *opaque)
{
    Player *player = opaque;

    virObjectLock(player);
    player->active = false;
    virObjectUnlock(player);
    virObjectUnref(player);
}

void playerThreadLate(void *opaque)
{
    Player *player = opaque;

    virObjectUnref(player);
    deviceWait(player->id); // expected-warning-re {{'{{player|opaque}}'{{.*}}[virref-use-after-release]}}
}

int ownReferenceHolds(Player *player)
{
    virThread thread;

    virObjectRef(player);
    if (virThreadCreate(&thread, false, playerThread, player) < 0) {
        virObjectUnref(player);
        return -1;
    }
    return player->id; /* the caller's */
}

int usedAfterFailure(int id)
{
    virThread thread;
    Player *player = virObjectLockableNew(playerClass);
    int rc;

    player->id = id;
    if ((rc = virThreadCreate(&thread, false, playerThread, player)) < 0)
        virObjectUnref(player);
    if (rc < 0)
        return player->id; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
    return 0;
}

int referenceForThreadAndUs(int id)
{
    virThread thread;
    g_autoptr(Player) player = virObjectLockableNew(playerClass);

    player->id = id;
    virObjectRef(player);
    if (virThreadCreate(&thread, false, playerThread, player) < 0) {
        virObjectUnref(player);
        return -1;
    }
    return player->id;
}
