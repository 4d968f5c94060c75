// RUN: %cc1-verify -I %inputs %s

#include "player.h"

int bothReleased(void)
{
    Track *a = virObjectNew(trackClass);
    Track *b = virObjectNew(trackClass);
    Track *tmp;

    a->seconds = 1;
    b->seconds = 2;
    tmp = a;
    a = b;
    b = tmp;
    virObjectUnref(a);
    virObjectUnref(b);
    return 0;
}

int oneForgottenAfterSwap(void)
{
    Track *a = virObjectNew(trackClass);
    Track *b = virObjectNew(trackClass);
    Track *tmp;

    a->seconds = 1;
    b->seconds = 2;
    tmp = a;
    a = b;
    b = tmp;
    virObjectUnref(a);
    return b->seconds; // expected-warning-re {{'{{b|tmp}}'{{.*}}[virref-leak]}}
}

/* What the field had comes out, what we had goes in. */
void swappedWithField(Player *player, int seconds)
{
    Track *track = virObjectNew(trackClass);
    Track *old;

    track->seconds = seconds;
    old = player->current;
    player->current = track;
    virObjectUnref(old);
}

/* The same with an object that we have referenced, and without the release of
 * our own reference when there is nothing to swap. */
int swapNotNeeded(Player *player, Track *track)
{
    Track *own = virObjectRef(track);
    Track *old;

    if (player->current == track)
        return 0; // expected-warning-re {{'{{own|track}}'{{.*}}[virref-leak]}}

    old = player->current;
    player->current = own;
    virObjectUnref(old);
    return 1;
}

int swapNotNeededReleased(Player *player, Track *track)
{
    Track *own = virObjectRef(track);
    Track *old;

    if (player->current == track) {
        virObjectUnref(own);
        return 0;
    }

    old = player->current;
    player->current = own;
    virObjectUnref(old);
    return 1;
}

/* In the manner of g_set_object(). */
static bool setTrack(Track **place, Track *track)
{
    Track *old = *place;

    if (old == track)
        return false;
    if (track)
        virObjectRef(track);
    *place = track;
    if (old)
        virObjectUnref(old);
    return true;
}

void setTrackKeepsOurs(Player *player)
{
    Track *track = virObjectNew(trackClass);

    setTrack(&player->current, track);
    virObjectUnref(track);
}

void setTrackIsNoRelease(Player *player)
{
    Track *track = virObjectNew(trackClass);

    if (!track)
        return;
    setTrack(&player->current, track);
} // expected-warning-re 1-2 {{'track'{{.*}}[virref-leak]}}
