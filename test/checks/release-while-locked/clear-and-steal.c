// RUN: %cc1-verify -I %inputs %s
// RUN: %cc1-verify -DGLIB_CLEAR_FORM=1 -DGLIB_STEAL_FORM=1 -I %inputs %s
// RUN: %cc1-verify -DGLIB_CLEAR_FORM=1 -DGLIB_STEAL_FORM=2 -I %inputs %s

#include "player.h"

void clearedLocked(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    virObjectLock(mixer);
    mixer->fd = fd;
    g_clear_pointer(&mixer, virObjectUnref); // expected-warning-re {{'mixer'{{.*}}[virref-release-while-locked]}}
}

void clearedUnlocked(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    virObjectLock(mixer);
    mixer->fd = fd;
    virObjectUnlock(mixer);
    g_clear_pointer(&mixer, virObjectUnref);
}

static void mixerUnlockUnref(Mixer *mixer)
{
    virObjectUnlock(mixer);
    virObjectUnref(mixer);
}

void clearedByEnd(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    virObjectLock(mixer);
    mixer->fd = fd;
    g_clear_pointer(&mixer, mixerUnlockUnref);
}

void stolenLocked(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);
    Mixer *mine;

    virObjectLock(mixer);
    mixer->fd = fd;
    mine = g_steal_pointer(&mixer);
    virObjectUnref(mine); // expected-warning-re {{'mine'{{.*}}[virref-release-while-locked]}}
}

void stolenUnlocked(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);
    Mixer *mine;

    virObjectLock(mixer);
    mixer->fd = fd;
    mine = g_steal_pointer(&mixer);
    virObjectUnlock(mine);
    virObjectUnref(mine);
}

/* Through a table of functions. */
typedef struct _LockOps {
    void (*lock)(void *obj);
    void (*unref)(void *obj);
} LockOps;

static const LockOps ops = { virObjectLock, virObjectUnref };

void releasedThroughTable(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    ops.lock(mixer);
    mixer->fd = fd;
    ops.unref(mixer); // expected-warning-re {{'mixer'{{.*}}[virref-release-while-locked]}}
}
