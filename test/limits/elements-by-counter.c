// RUN: %cc1-verify -I %inputs %s
// expected-no-diagnostics
//
// Elements that a counter selects are not told apart: a loop over them would
// never come to rest.

#include "player.h"

/* BUG */
void releasedTwice(Track **tracks, int count)
{
    for (int i = 0; i < count; i++) {
        virObjectUnref(tracks[i]);
        count = trackCheck(tracks[0]);
        virObjectUnref(tracks[i]);
    }
}
