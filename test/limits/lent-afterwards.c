// RUN: %cc1-verify -I %inputs %s
// expected-no-diagnostics
//
// A reference to what was there before, and then a call of an unknown function
// with the object: that one can be who takes the reference over.

#include "player.h"

void playerAnnounce(Player *player);

static void watch(void *opaque)
{
    Player *player = opaque;

    player->active = false;
}

/* BUG: neither the thread nor the other function drops it. */
void watched(Player *player)
{
    virThread thread;

    virObjectRef(player);
    if (virThreadCreate(&thread, false, watch, player) < 0) {
        virObjectUnref(player);
        return;
    }
    playerAnnounce(player);
}
