// RUN: %cc1-verify -I %inputs %s
//
// What ends something is also reached by paths that have not begun it. It takes
// the caller's reference there.

#include "player.h"

static int playBegin(Player *player)
{
    virObjectRef(player);
    if (playerStart(player) < 0) {
        virObjectUnref(player);
        return -1;
    }
    player->active = true;
    return 0;
}

static void playEnd(Player *player)
{
    player->active = false;
    virObjectUnref(player);
}

int playTrack(Player *player, Track *track)
{
    int rc = -1;

    if (!nameIsValid(track->title))
        goto end;
    if (playBegin(player) < 0)
        return -1;
    if (trackCheck(track) < 0)
        goto end;
    rc = 0;
 end:
    playEnd(player); // expected-warning-re {{'player'{{.*}}no reference to it has been taken{{.*}}[virref-over-release]}}
    return rc;
}

int playTrackRight(Player *player, Track *track)
{
    int rc = -1;

    if (!nameIsValid(track->title))
        return -1;
    if (playBegin(player) < 0)
        return -1;
    if (trackCheck(track) < 0)
        goto end;
    rc = 0;
 end:
    playEnd(player);
    return rc;
}

/* The result of a call: a failure, perhaps. */
int playAny(Player *player, Track *track)
{
    int rc = -1;

    if (!nameIsValid(track->title))
        goto end;
    virObjectRef(player);
    rc = trackCheck(track);
 end:
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
    return rc;
}

/* Consumes its argument, unless it is to be kept: when it succeeds, too. */
int playLast(Player *player, Track *track, bool keep)
{
    int rc = -1;

    if (keep)
        virObjectRef(player);
    if (trackCheck(track) < 0)
        goto end;
    rc = 0;
 end:
    virObjectUnref(player);
    return rc;
}

/* Where it fails, the player is dropped; that is nothing that others begin. */
int playOrDrop(Player *player, Track *track)
{
    virObjectRef(player);
    if (trackCheck(track) < 0) {
        virObjectUnref(player);
        virObjectUnref(player);
        return -1;
    }
    virObjectUnref(player);
    return 0;
}
