// RUN: %cc1-verify -I %inputs %s
// expected-no-diagnostics
//
// One release of what a field refers to, with the field left as it is, may be
// the release of a reference that was taken elsewhere: the field still has its
// own. Where the field is cleared or replaced, we do warn.

#include "player.h"

/* BUG, if it was the field's reference. */
int usedThroughField(Session *session)
{
    virObjectUnref(session->player);
    return session->player->id;
}

/* BUG, if it was the element's reference. */
int elementsUsedAfter(Track **tracks, int count)
{
    int total = 0;

    for (int i = 0; i < count; i++) {
        virObjectUnref(tracks[i]);
        total += tracks[i]->seconds;
    }
    return total;
}

extern Player *currentPlayer;

/* BUG, if it was the global's reference. */
int usedThroughGlobal(void)
{
    virObjectUnref(currentPlayer);
    return currentPlayer->id;
}

/* BUG, if it was the reference of the place that the caller names. */
void unlockedAfter(Player **player)
{
    virObjectUnref(*player);
    virObjectUnlock(*player);
    *player = NULL;
}
