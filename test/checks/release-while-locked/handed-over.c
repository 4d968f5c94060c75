// RUN: %cc1-verify -I %inputs %s
//
// Tables, callbacks and threads: what they own is not released by handing it
// over locked; what they have not taken is still ours.

#include "player.h"

int daemonInit(Daemon *daemon)
{
    if (!(daemon->players = virHashNew(virObjectUnref)))
        return -1;
    return 0;
}

static void playerThread(void *opaque)
{
    Player *player = opaque;

    player->active = true;
    virObjectUnlock(player);
    virObjectUnref(player);
}

/* The thread inherits the reference and the lock. */
int threadInheritsLock(int id)
{
    virThread thread;
    Player *player = virObjectLockableNew(playerClass);

    virObjectLock(player);
    player->id = id;
    if (virThreadCreate(&thread, false, playerThread, player) < 0) {
        virObjectUnlock(player);
        virObjectUnref(player);
        return -1;
    }
    return 0;
}

int threadFailedStillLocked(int id)
{
    virThread thread;
    Player *player = virObjectLockableNew(playerClass);

    virObjectLock(player);
    player->id = id;
    if (virThreadCreate(&thread, false, playerThread, player) < 0) {
        virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-release-while-locked]}}
        return -1;
    }
    return 0;
}

/* The table keeps it alive; the caller's reference goes under the lock. */
int tableHolds(Daemon *daemon, const char *name)
{
    Player *player = virObjectLockableNew(playerClass);

    virObjectLock(player);
    virObjectRef(player);
    if (virHashAddEntry(daemon->players, name, player) < 0) {
        virObjectUnref(player);
        virObjectUnlock(player);
        virObjectUnref(player);
        return -1;
    }
    player->id = 1;
    virObjectUnref(player);
    virObjectUnlock(player);
    return 0;
}

int tableFailedStillLocked(Daemon *daemon, const char *name)
{
    Player *player = virObjectLockableNew(playerClass);

    virObjectLock(player);
    if (virHashAddEntry(daemon->players, name, player) < 0) {
        virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-release-while-locked]}}
        return -1;
    }
    virObjectUnlock(player);
    return 0;
}

/* Callback: locked and released by itself. */
void playerTick(int timer, void *opaque)
{
    Player *player = opaque;

    virObjectLock(player);
    player->id = timer;
    virObjectUnref(player); // expected-warning-re {{'{{player|opaque}}'{{.*}}[virref-release-while-locked]}}
}

void playerTickUnlocked(int timer, void *opaque)
{
    Player *player = opaque;

    virObjectLock(player);
    player->id = timer;
    virObjectUnlock(player);
    virObjectUnref(player);
}
