// RUN: %cc1-verify -I %inputs %s

#include "player.h"

static void playerThread(void *opaque)
{
    Player *player = opaque;

    deviceWait(player->id);
    virObjectUnref(player);
}

/* Releases at its end what it has released on the way. */
void playerThreadTwice(void *opaque)
{
    Player *player = opaque;

    if (deviceWait(player->id) < 0) {
        virObjectUnref(player);
        goto cleanup;
    }
    player->active = true;

 cleanup:
    virObjectUnref(player); // expected-warning-re {{'{{player|opaque}}'{{.*}}[virref-over-release]}}
}

int handedOverReleasedTwice(int id)
{
    virThread thread;
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    if (virThreadCreate(&thread, false, playerThread, player) < 0) {
        virObjectUnref(player);
        return -1;
    }
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
    return 0;
}

int handedOverWithReference(int id)
{
    virThread thread;
    Player *player = virObjectLockableNew(playerClass);
    int ret = 0;

    player->id = id;
    virObjectRef(player);
    if (virThreadCreate(&thread, false, playerThread, player) < 0) {
        virObjectUnref(player);
        ret = -1;
    }
    virObjectUnref(player);
    return ret;
}

int failedReleasedTwice(Player *player)
{
    virThread thread;
    g_autoptr(Player) own = virObjectRef(player);

    if (virThreadCreate(&thread, false, playerThread, own) < 0) {
        virObjectUnref(own);
        virObjectUnref(own);
        return -1; // expected-warning-re {{'{{own|player}}'{{.*}}[virref-over-release]}}
    }
    own = NULL;
    return 0;
}

int failedReleasedOnce(Player *player)
{
    virThread thread;
    g_autoptr(Player) own = virObjectRef(player);

    if (virThreadCreate(&thread, false, playerThread, own) < 0)
        return -1;
    own = NULL;
    return 0;
}
