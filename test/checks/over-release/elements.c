// RUN: %cc1-verify -I %inputs %s
//
// An element that a counter selects, released twice in a row.

#include "player.h"

void releasedTwice(Track **tracks, int count)
{
    for (int i = 0; i < count; i++) {
        virObjectUnref(tracks[i]);
        virObjectUnref(tracks[i]); // expected-warning {{this element is released here, but the statement before has released it [virref-over-release]}}
    }
}

void releasedOnce(Track **tracks, int count)
{
    for (int i = 0; i < count; i++)
        virObjectUnref(tracks[i]);
}

void inPairs(Track **tracks, int count)
{
    for (int i = 0; i < count; i += 2) {
        virObjectUnref(tracks[i]);
        virObjectUnref(tracks[i + 1]);
    }
}

void fromTheEnd(Track **tracks, int count)
{
    while (count > 1) {
        virObjectUnref(tracks[--count]);
        virObjectUnref(tracks[--count]);
    }
}
