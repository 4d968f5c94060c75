// RUN: %cc1-verify -I %inputs %s
// expected-no-diagnostics
//
// A helper that replaces what a field refers to has no effect on the references
// of its caller, and the caller's copy of the old pointer is not connected with
// the field any more.

#include "player.h"

static void playerSetTrack(Player *player, Track *track)
{
    virObjectUnref(player->current);
    player->current = virObjectRef(track);
}

/* BUG: the old track may be gone. */
int oldUsedAfterSetter(Player *player, Track *track)
{
    Track *old = player->current;

    playerSetTrack(player, track);
    return old->seconds;
}
