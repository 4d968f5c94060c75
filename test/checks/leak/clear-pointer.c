// RUN: %cc1-verify -I %inputs %s
// RUN: %cc1-verify -DGLIB_CLEAR_FORM=1 -I %inputs %s
//
// g_clear_pointer: releases what is there, if anything, and leaves NULL. The
// old form calls through a local function pointer and a union.

#include "player.h"

int clearLocal(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    mixer->fd = fd;
    g_clear_pointer(&mixer, virObjectUnref);
    return 0;
}

int clearOnOnePathOnly(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    mixer->fd = fd;
    if (deviceReady(fd) < 0) {
        g_clear_pointer(&mixer, virObjectUnref);
        return -1;
    }
    return 0; // expected-warning-re {{'mixer'{{.*}}[virref-leak]}}
}

int clearThenReuse(int count)
{
    Track *track = NULL;

    for (int i = 0; i < count; i++) {
        g_clear_pointer(&track, virObjectUnref);
        track = virObjectNew(trackClass);
        track->seconds = i;
    }
    g_clear_pointer(&track, virObjectUnref);
    return 0;
}

int clearOther(int fd)
{
    Track *track = virObjectNew(trackClass);
    Mixer *mixer = virObjectLockableNew(mixerClass);

    track->seconds = fd;
    mixer->fd = fd;
    g_clear_pointer(&mixer, virObjectUnref);
    g_clear_pointer(&mixer, virObjectUnref);
    return 0; // expected-warning-re {{'track'{{.*}}[virref-leak]}}
}

void clearField(Session *session)
{
    g_clear_pointer(&session->player, virObjectUnref);
    session->player = virObjectLockableNew(playerClass);
}

/* With another function than unref nothing is released. */
static void playerForget(void *opaque)
{
    Player *player = opaque;

    player->active = false;
}

int clearWithoutRelease(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    /* Shown at the one or the other, as the macro is written. */
    g_clear_pointer(&player, playerForget); return 0; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

static void playerStopAndFree(void *opaque)
{
    Player *player = opaque;

    player->active = false;
    virObjectUnref(player);
}

int clearWithHelper(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    g_clear_pointer(&player, playerStopAndFree);
    return 0;
}

/* EndAPI as it is written today. */
static void playerUnlockUnref(Player *player)
{
    virObjectUnlock(player);
    virObjectUnref(player);
}

static void playerEndAPI(Player **player)
{
    g_clear_pointer(player, playerUnlockUnref);
}

int endApiOnOnePath(Session *session)
{
    Player *player = virObjectRef(session->player);

    virObjectLock(player);
    if (player->id < 0) {
        virObjectUnlock(player);
        return -1; // expected-warning-re {{player'{{.*}}[virref-leak]}}
    }
    playerEndAPI(&player);
    return 0;
}

int endApiOnBothPaths(Session *session)
{
    Player *player = virObjectRef(session->player);
    int ret = -1;

    virObjectLock(player);
    if (player->id < 0)
        goto cleanup;
    ret = 0;

 cleanup:
    playerEndAPI(&player);
    return ret;
}

// Elements of an array: the first has the address of the array.
int clearElements(void)
{
    Mixer *mixers[] = { NULL, NULL };

    mixers[0] = virObjectLockableNew(mixerClass);
    mixers[1] = virObjectLockableNew(mixerClass);
    g_clear_pointer(&mixers[0], virObjectUnref);
    g_clear_pointer(&mixers[1], virObjectUnref);
    return 0;
}

int clearElementsAndForgetTrack(void)
{
    Mixer *mixers[] = { NULL, NULL };
    Track *track = virObjectNew(trackClass);

    track->seconds = 1;
    g_clear_pointer(&mixers[0], virObjectUnref);
    g_clear_pointer(&mixers[1], virObjectUnref);
    return 0; // expected-warning-re {{'track'{{.*}}[virref-leak]}}
}
