// RUN: %plugin -fplugin-arg-virref-fingerprint -I %inputs %s 2>&1 | FileCheck %s
//
// A finding belongs to the function that is explored, even if it comes to light
// in a helper that it calls.

#include "player.h"

struct slot {
    Player *player;
    int used;
};

static void slotClear(struct slot *slot)
{
    if (!slot->used)
        return;
    virObjectUnref(slot->player);
    slot->used = 0;
}

int slotFill(struct slot *slot, int id)
{
    slot->player = virObjectLockableNew(playerClass);
    slot->used = 1;
    if (deviceWait(id) < 0) {
        virObjectUnref(slot->player);
        // CHECK: :[[#@LINE+1]]:9: warning: {{.*}} {slotFill|{{.*}}player} [virref-over-release]
        slotClear(slot);
        return -1;
    }
    return 0;
}
