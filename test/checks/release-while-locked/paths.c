// RUN: %cc1-verify -I %inputs %s
//
// Error paths, labels, loops and switches that jump over the unlock.

#include "player.h"

int earlyReturn(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    if (!mixer)
        return -1;
    virObjectLock(mixer);
    if (deviceReady(fd) < 0) {
        virObjectUnref(mixer); // expected-warning-re {{'mixer'{{.*}}[virref-release-while-locked]}}
        return -1;
    }
    mixer->fd = fd;
    virObjectUnlock(mixer);
    virObjectUnref(mixer);
    return 0;
}

int earlyReturnUnlocked(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    if (!mixer)
        return -1;
    virObjectLock(mixer);
    if (deviceReady(fd) < 0) {
        virObjectUnlock(mixer);
        virObjectUnref(mixer);
        return -1;
    }
    mixer->fd = fd;
    virObjectUnlock(mixer);
    virObjectUnref(mixer);
    return 0;
}

int gotoPastUnlock(int fd)
{
    int ret = -1;
    Session *session = virObjectLockableNew(sessionClass);

    virObjectLock(session);
    if (deviceReady(fd) < 0)
        goto cleanup;
    session->fd = fd;
    virObjectUnlock(session);
    ret = 0;

 cleanup:
    virObjectUnref(session); // expected-warning-re {{'session'{{.*}}[virref-release-while-locked]}}
    return ret;
}

int gotoUnlock(int fd)
{
    int ret = -1;
    Session *session = virObjectLockableNew(sessionClass);

    virObjectLock(session);
    if (deviceReady(fd) < 0)
        goto cleanup;
    session->fd = fd;
    ret = 0;

 cleanup:
    virObjectUnlock(session);
    virObjectUnref(session);
    return ret;
}

int breakPastUnlock(const int *fds, int count)
{
    Session *session = virObjectLockableNew(sessionClass);
    int i;

    for (i = 0; i < count; i++) {
        virObjectLock(session);
        if (deviceReady(fds[i]) < 0)
            break;
        session->fd = fds[i];
        virObjectUnlock(session);
    }
    virObjectUnref(session); // expected-warning-re {{'session'{{.*}}[virref-release-while-locked]}}
    return i;
}

int breakAfterUnlock(const int *fds, int count)
{
    Session *session = virObjectLockableNew(sessionClass);
    int i;

    for (i = 0; i < count; i++) {
        int rc;

        virObjectLock(session);
        rc = deviceReady(fds[i]);
        session->fd = fds[i];
        virObjectUnlock(session);
        if (rc < 0)
            break;
    }
    virObjectUnref(session);
    return i;
}

int caseWithoutUnlock(int kind, int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    virObjectLock(mixer);
    switch (kind) {
    case 0:
        virObjectUnlock(mixer);
        break;
    case 1:
        mixer->fd = fd;
        virObjectUnlock(mixer);
        break;
    case 2:
        mixer->volume = 0;
        break;
    default:
        virObjectUnlock(mixer);
        break;
    }
    virObjectUnref(mixer); // expected-warning-re {{'mixer'{{.*}}[virref-release-while-locked]}}
    return 0;
}

/* Locked under a condition, unlocked under the same one. */
int correlated(bool shared, int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    if (shared)
        virObjectLock(mixer);
    mixer->fd = fd;
    if (shared)
        virObjectUnlock(mixer);
    virObjectUnref(mixer);
    return 0;
}

int notCorrelated(bool shared, bool last, int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    if (shared)
        virObjectLock(mixer);
    mixer->fd = fd;
    if (last)
        virObjectUnlock(mixer);
    virObjectUnref(mixer); // expected-warning-re {{'mixer'{{.*}}[virref-release-while-locked]}}
    return 0;
}

int fatalWhileLocked(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    virObjectLock(mixer);
    if (fd < 0)
        virFatal("bad device %d", fd);
    mixer->fd = fd;
    virObjectUnlock(mixer);
    virObjectUnref(mixer);
    return 0;
}

/* Through another name. */
void alias(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);
    virObjectLockable *lockable = &mixer->parent;

    virObjectLock(lockable);
    mixer->fd = fd;
    virObjectUnref(mixer); // expected-warning-re {{'{{mixer|lockable}}'{{.*}}[virref-release-while-locked]}}
}

void aliasUnlocked(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);
    virObjectLockable *lockable = &mixer->parent;

    virObjectLock(mixer);
    mixer->fd = fd;
    virObjectUnlock(lockable);
    virObjectUnref(mixer);
}
