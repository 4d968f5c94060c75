// RUN: %cc1-verify -I %inputs %s
// RUN: %cc1-verify -DGLIB_STEAL_FORM=1 -I %inputs %s
// RUN: %cc1-verify -DGLIB_STEAL_FORM=2 -I %inputs %s
//
// Stealing: the value moves, the place is NULL afterwards. In every form that
// GLib has had, and libvirt's own VIR_STEAL_PTR.

#include "player.h"

Track *stealAndReturn(int seconds)
{
    Track *ret = NULL;
    Track *track = virObjectNew(trackClass);

    if (!track)
        return NULL;
    if (seconds < 0)
        goto cleanup;
    track->seconds = seconds;
    ret = g_steal_pointer(&track);

 cleanup:
    virObjectUnref(track);
    return ret;
}

int stealIntoField(Player *player, int seconds)
{
    g_autoptr(Track) track = virObjectNew(trackClass);

    if (seconds < 0)
        return -1;
    track->seconds = seconds;
    virObjectUnref(player->current);
    player->current = g_steal_pointer(&track);
    return 0;
}

int stealIntoOut(Track **out, int seconds)
{
    g_autoptr(Track) track = virObjectNew(trackClass);

    if (seconds < 0)
        return -1;
    track->seconds = seconds;
    *out = g_steal_pointer(&track);
    return 0;
}

int stealFromField(Player *player)
{
    Track *track = g_steal_pointer(&player->current);
    int seconds;

    if (!track)
        return 0;
    seconds = track->seconds;
    virObjectUnref(track);
    return seconds;
}

int stolenAndForgotten(int seconds)
{
    g_autoptr(Track) track = virObjectNew(trackClass);
    Track *mine;

    track->seconds = seconds;
    mine = g_steal_pointer(&track);
    if (mine->seconds < 0)
        return -1; // expected-warning-re {{'mine'{{.*}}[virref-leak]}}
    virObjectUnref(mine);
    return 0;
}

int stolenAndReleased(int seconds)
{
    g_autoptr(Track) track = virObjectNew(trackClass);
    Track *mine;

    track->seconds = seconds;
    mine = g_steal_pointer(&track);
    if (mine->seconds < 0) {
        virObjectUnref(mine);
        return -1;
    }
    virObjectUnref(mine);
    return 0;
}

/* Stolen too early: the error path after it has nothing left to release. */
int stolenTooEarly(int fd, Mixer **out)
{
    int ret = -1;
    Mixer *mixer = virObjectLockableNew(mixerClass);
    Mixer *result = NULL;

    mixer->fd = fd;
    result = g_steal_pointer(&mixer);
    if (deviceReady(fd) < 0)
        goto cleanup;
    *out = result;
    ret = 0;

 cleanup:
    virObjectUnref(mixer);
    return ret; // expected-warning-re {{'result'{{.*}}[virref-leak]}}
}

int stolenInTime(int fd, Mixer **out)
{
    int ret = -1;
    Mixer *mixer = virObjectLockableNew(mixerClass);

    mixer->fd = fd;
    if (deviceReady(fd) < 0)
        goto cleanup;
    *out = g_steal_pointer(&mixer);
    ret = 0;

 cleanup:
    virObjectUnref(mixer);
    return ret;
}

/* Directly into a call. */
static void sessionTakePlayer(Session *session, Player *player)
{
    virObjectUnref(session->player);
    session->player = player;
}

void stealIntoCall(Session *session, int id)
{
    g_autoptr(Player) player = virObjectLockableNew(playerClass);

    player->id = id;
    sessionTakePlayer(session, g_steal_pointer(&player));
}

static void playerTouch(Player *player)
{
    player->active = true;
}

void stealIntoBorrower(int id)
{
    g_autoptr(Player) player = virObjectLockableNew(playerClass);

    player->id = id;
    /* On one line: clang 14 notices the loss at the return only. */
    playerTouch(g_steal_pointer(&player)); return; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

/* Over a place that has something. */
int stealOverOwned(int seconds)
{
    Track *first = virObjectNew(trackClass);
    Track *second = virObjectNew(trackClass);

    first->seconds = seconds;
    second->seconds = seconds;
    first = g_steal_pointer(&second); // expected-warning-re {{'first'{{.*}}[virref-leak]}}
    virObjectUnref(first);
    return 0;
}

int stealOverReleased(int seconds)
{
    Track *first = virObjectNew(trackClass);
    Track *second = virObjectNew(trackClass);

    first->seconds = seconds;
    second->seconds = seconds;
    virObjectUnref(first);
    first = g_steal_pointer(&second);
    virObjectUnref(first);
    return 0;
}

/* ---- VIR_STEAL_PTR ---- */

Track *virSteal(int seconds)
{
    Track *ret = NULL;
    Track *track = virObjectNew(trackClass);

    if (!track)
        return NULL;
    if (seconds < 0)
        goto cleanup;
    track->seconds = seconds;
    VIR_STEAL_PTR(ret, track);

 cleanup:
    virObjectUnref(track);
    return ret;
}

int virStealForgotten(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);
    Mixer *mine;

    mixer->fd = fd;
    VIR_STEAL_PTR(mine, mixer);
    virObjectUnref(mixer);
    return mine->volume; // expected-warning-re {{'mine'{{.*}}[virref-leak]}}
}

void virStealIntoField(Session *session, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    VIR_STEAL_PTR(session->player, player);
    virObjectUnref(player);
}
