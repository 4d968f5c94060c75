// RUN: %cc1-verify -I %inputs %s
//
// The cleanup releases at the end of the scope; a lock that is still held then
// goes with the object.

#include "player.h"

int lockHeldAtReturn(int fd)
{
    g_autoptr(Mixer) mixer = virObjectLockableNew(mixerClass);

    virObjectLock(mixer);
    if (deviceReady(fd) < 0)
        return -1; // expected-warning-re {{'mixer'{{.*}}[virref-release-while-locked]}}
    mixer->fd = fd;
    virObjectUnlock(mixer);
    return 0;
}

int lockDroppedBeforeReturn(int fd)
{
    g_autoptr(Mixer) mixer = virObjectLockableNew(mixerClass);

    virObjectLock(mixer);
    if (deviceReady(fd) < 0) {
        virObjectUnlock(mixer);
        return -1;
    }
    mixer->fd = fd;
    virObjectUnlock(mixer);
    return 0;
}

void lockHeldAtBrace(int fd)
{
    g_autoptr(Mixer) mixer = virObjectLockableNew(mixerClass);

    virObjectLock(mixer);
    mixer->fd = fd;
} // expected-warning-re {{'mixer'{{.*}}[virref-release-while-locked]}}

/* Declared later, cleaned up earlier: the guard goes first. */
int guardGoesFirst(int id)
{
    g_autoptr(Player) player = virObjectLockableNew(playerClass);
    VIR_LOCK_GUARD lock = virObjectLockGuard(player);

    player->id = id;
    if (id < 0)
        return -1;
    return 0;
}

/* The other way round the object goes first. */
int guardGoesLast(int id)
{
    Player *raw = virObjectLockableNew(playerClass);
    VIR_LOCK_GUARD lock = virObjectLockGuard(raw);
    g_autoptr(Player) player = raw;

    player->id = id;
    return 0; // expected-warning-re {{'{{player|raw}}'{{.*}}[virref-release-while-locked]}}
}

int guardGoesLastReferenced(Player *raw, int id)
{
    VIR_LOCK_GUARD lock = virObjectLockGuard(raw);
    g_autoptr(Player) player = virObjectRef(raw);

    player->id = id;
    return 0;
}

int stolenWhileLocked(int id, Player **out)
{
    g_autoptr(Player) player = virObjectLockableNew(playerClass);

    virObjectLock(player);
    player->id = id;
    *out = g_steal_pointer(&player);
    return 0;
}

int loopWithLock(int count)
{
    for (int i = 0; i < count; i++) {
        g_autoptr(Mixer) mixer = virObjectLockableNew(mixerClass);

        virObjectLock(mixer);
        if (deviceWait(i) < 0)
            continue; // expected-warning-re {{'mixer'{{.*}}[virref-release-while-locked]}}
        virObjectUnlock(mixer);
    }
    return 0;
}
