// RUN: %cc1-verify -I %inputs %s
//
// Shared labels: the finding is at the return by which the path leaves.

#include "player.h"

int labelWithoutRelease(Session *session, const char *device)
{
    int ret = -1;
    int fd = -1;
    Mixer *mixer = NULL;

    if ((fd = deviceOpen(device)) < 0)
        goto cleanup;
    if (!(mixer = virObjectLockableNew(mixerClass)))
        goto cleanup;
    mixer->fd = fd;
    if (deviceReady(fd) < 0)
        goto cleanup;

    session->player->mixer = mixer;
    fd = -1;
    ret = 0;

 cleanup:
    deviceClose(fd);
    return ret; // expected-warning-re {{'mixer'{{.*}}[virref-leak]}}
}

int labelWithRelease(Session *session, const char *device)
{
    int ret = -1;
    int fd = -1;
    Mixer *mixer = NULL;

    if ((fd = deviceOpen(device)) < 0)
        goto cleanup;
    if (!(mixer = virObjectLockableNew(mixerClass)))
        goto cleanup;
    mixer->fd = fd;
    if (deviceReady(fd) < 0)
        goto cleanup;

    session->player->mixer = mixer;
    mixer = NULL;
    fd = -1;
    ret = 0;

 cleanup:
    deviceClose(fd);
    virObjectUnref(mixer);
    return ret;
}

/* Two labels; one of the gotos jumps over the release. */
Player *wrongLabel(const char *name, const char *device)
{
    Player *player = NULL;
    int fd;

    if ((fd = deviceOpen(device)) < 0)
        goto end;
    if (!(player = virObjectLockableNew(playerClass)))
        goto close;
    if (!(player->name = g_strdup(name)))
        goto close;
    if (deviceReady(fd) < 0)
        goto error;
    deviceClose(fd);
    return player;

 error:
    virObjectUnref(player);
 close:
    deviceClose(fd);
 end:
    return NULL; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

Player *rightLabel(const char *name, const char *device)
{
    Player *player = NULL;
    int fd;

    if ((fd = deviceOpen(device)) < 0)
        goto end;
    if (!(player = virObjectLockableNew(playerClass)))
        goto close;
    if (!(player->name = g_strdup(name)))
        goto error;
    if (deviceReady(fd) < 0)
        goto error;
    deviceClose(fd);
    return player;

 error:
    virObjectUnref(player);
 close:
    deviceClose(fd);
 end:
    return NULL;
}

/* Released only on error, and the result is dropped on success. */
int releasedOnErrorOnly(Daemon *daemon, const char *device)
{
    int ret = -1;
    Settings *settings = virObjectRef(daemon->settings);

    if (!settings->device)
        goto error;
    if (deviceOpen(device) < 0)
        goto error;
    daemon->lastId++;
    ret = 0;
    return ret; // expected-warning-re {{settings'{{.*}}[virref-leak]}}

 error:
    virObjectUnref(settings);
    return ret;
}

/* Released if the call failed; else it went to the caller. */
int releasedUnlessSuccess(const char *name, Player **out)
{
    int ret = -1;
    Player *player = virObjectLockableNew(playerClass);

    if (!player)
        goto cleanup;
    if (!(player->name = g_strdup(name)))
        goto cleanup;

    *out = player;
    ret = 0;

 cleanup:
    if (ret < 0)
        virObjectUnref(player);
    return ret;
}

int releasedOnSuccessInstead(const char *name)
{
    int ret = -1;
    Player *player = virObjectLockableNew(playerClass);

    if (!player)
        goto cleanup;
    if (!(player->name = g_strdup(name)))
        goto cleanup;
    ret = 0;

 cleanup:
    if (ret == 0)
        virObjectUnref(player);
    return ret; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

/* Backwards: the second try overwrites what the first one has made. */
int retryForgets(const char *device)
{
    Mixer *mixer;
    int tries = 0;

 again:
    mixer = virObjectLockableNew(mixerClass); // expected-warning-re {{'mixer'{{.*}}[virref-leak]}}
    mixer->fd = deviceOpen(device);
    if (mixer->fd < 0 && tries++ < 3)
        goto again;

    virObjectUnref(mixer);
    return 0;
}

int retryReleases(const char *device)
{
    Mixer *mixer;
    int tries = 0;

 again:
    mixer = virObjectLockableNew(mixerClass);
    mixer->fd = deviceOpen(device);
    if (mixer->fd < 0 && tries++ < 3) {
        virObjectUnref(mixer);
        goto again;
    }

    virObjectUnref(mixer);
    return 0;
}

/* Not even assigned on the first goto, and NULL on the second. */
int uninitialisedUntilUsed(Daemon *daemon, const char *name)
{
    int ret = -1;
    Player *player = NULL;
    Settings *settings = NULL;

    if (!nameIsValid(name))
        goto cleanup;
    if (!(settings = virObjectRef(daemon->settings)))
        goto cleanup;
    if (!(player = virObjectLockableNew(playerClass)))
        goto cleanup;
    player->id = settings->rate;
    ret = 0;

 cleanup:
    virObjectUnref(player);
    virObjectUnref(settings);
    return ret;
}
