// RUN: %cc1-verify -I %inputs %s
//
// The guard unlocks when it goes: that must not be later than the object.

#include "player.h"

void releasedUnderGuard(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    VIR_WITH_OBJECT_LOCK_GUARD(player) {
        player->id = id;
        virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-release-while-locked]}}
    }
}

void releasedAfterGuard(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    VIR_WITH_OBJECT_LOCK_GUARD(player) {
        player->id = id;
    }
    virObjectUnref(player);
}

void releasedUnderGuardOfScope(int id)
{
    Player *player = virObjectLockableNew(playerClass);
    VIR_LOCK_GUARD lock = virObjectLockGuard(player);

    player->id = id;
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-release-while-locked]}}
}

void releasedAfterGuardOfScope(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    {
        VIR_LOCK_GUARD lock = virObjectLockGuard(player);

        player->id = id;
    }
    virObjectUnref(player);
}

/* Returning out of the guarded block unlocks first. */
int returnOutOfGuard(int id)
{
    g_autoptr(Player) player = virObjectLockableNew(playerClass);

    VIR_WITH_OBJECT_LOCK_GUARD(player) {
        if (id < 0)
            return -1;
        player->id = id;
    }
    return 0;
}

int breakOutOfGuard(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    VIR_WITH_OBJECT_LOCK_GUARD(player) {
        if (id < 0)
            break;
        player->id = id;
    }
    virObjectUnref(player);
    return 0;
}

/* The guard is for something else. */
void releasedUnderOtherGuard(Session *session, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    VIR_WITH_OBJECT_LOCK_GUARD(session) {
        virObjectUnref(player);
    }
}

/* A local reference to what the caller keeps may go under the guard. */
void borrowedUnderGuard(Player *player)
{
    VIR_WITH_OBJECT_LOCK_GUARD(player) {
        virObjectRef(player);
        player->active = true;
        virObjectUnref(player);
    }
}

void fieldReplacedUnderGuard(Player *player, Track *track)
{
    VIR_LOCK_GUARD lock = virObjectLockGuard(player);

    virObjectUnref(player->current);
    player->current = virObjectRef(track);
}

/* Guard and explicit unlock do not mix, but the release is right. */
void unlockedByHand(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    {
        virLockGuard lock = virObjectLockGuard(player);

        player->id = id;
        virLockGuardUnlock(&lock);
    }
    virObjectUnref(player);
}
