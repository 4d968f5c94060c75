// RUN: %cc1-verify -I %inputs %s

#include "player.h"

int unlockedInCleanup(Session *session, int fd)
{
    int ret = -1;

    virObjectLock(session);
    if (deviceReady(fd) < 0)
        goto cleanup;
    session->fd = fd;
    virObjectUnlock(session);
    virObjectUnref(session);
    ret = 0;

 cleanup:
    virObjectUnlock(session); // expected-warning-re {{'session'{{.*}}[virref-use-after-release]}}
    return ret;
}

int notUnlockedWhenGone(Session *session, int fd)
{
    int ret = -1;

    virObjectLock(session);
    if (deviceReady(fd) < 0)
        goto cleanup;
    session->fd = fd;
    virObjectUnlock(session);
    virObjectUnref(session);
    session = NULL;
    ret = 0;

 cleanup:
    if (session)
        virObjectUnlock(session);
    return ret;
}

Player *returnedAfterError(const char *name)
{
    Player *player = virObjectLockableNew(playerClass);

    if (!player)
        return NULL;
    if (!(player->name = g_strdup(name)))
        goto error;

 cleanup:
    return player; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}

 error:
    virObjectUnref(player);
    goto cleanup;
}

Player *clearedAfterError(const char *name)
{
    Player *player = virObjectLockableNew(playerClass);

    if (!player)
        return NULL;
    if (!(player->name = g_strdup(name)))
        goto error;

 cleanup:
    return player;

 error:
    virObjectUnref(player);
    player = NULL;
    goto cleanup;
}

int retryWithOld(const char *device)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);
    int tries = 0;

 again:
    mixer->fd = deviceOpen(device); // expected-warning-re {{'mixer'{{.*}}[virref-use-after-release]}}
    if (mixer->fd < 0) {
        virObjectUnref(mixer);
        if (tries++ < 3)
            goto again;
        return -1;
    }
    virObjectUnref(mixer);
    return 0;
}

int retryWithNew(const char *device)
{
    Mixer *mixer;
    int tries = 0;

 again:
    mixer = virObjectLockableNew(mixerClass);
    mixer->fd = deviceOpen(device);
    if (mixer->fd < 0) {
        virObjectUnref(mixer);
        if (tries++ < 3)
            goto again;
        return -1;
    }
    virObjectUnref(mixer);
    return 0;
}
