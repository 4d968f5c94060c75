// RUN: %cc1-verify -I %inputs %s
//
// The only pointer to an owned object gets another value: the finding is at
// that assignment.

#include "player.h"

void overwrittenByNew(void)
{
    Track *track = virObjectNew(trackClass);

    track->seconds = 1;
    track = virObjectNew(trackClass); // expected-warning-re {{'track'{{.*}}[virref-leak]}}
    track->seconds = 2;
    virObjectUnref(track);
}

void releasedBeforeNew(void)
{
    Track *track = virObjectNew(trackClass);

    track->seconds = 1;
    virObjectUnref(track);
    track = virObjectNew(trackClass);
    track->seconds = 2;
    virObjectUnref(track);
}

void overwrittenByNull(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    mixer->fd = fd;
    if (deviceReady(fd) < 0)
        mixer = NULL; // expected-warning-re {{'mixer'{{.*}}[virref-leak]}}
    virObjectUnref(mixer);
}

void releasedAndNulled(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    mixer->fd = fd;
    if (deviceReady(fd) < 0) {
        virObjectUnref(mixer);
        mixer = NULL;
    }
    virObjectUnref(mixer);
}

/* By an object that belongs to the caller. */
int overwrittenByBorrowed(Library *library, Track *fallback)
{
    Track *track = virObjectRef(library->first);
    bool owned = true;
    int seconds;

    if (!track || track->seconds == 0) {
        track = fallback; // expected-warning-re {{'{{track|.*first}}'{{.*}}[virref-leak]}}
        owned = false;
    }
    seconds = track->seconds;
    if (owned)
        virObjectUnref(track);
    return seconds;
}

int overwrittenByBorrowedReleased(Library *library, Track *fallback)
{
    Track *track = virObjectRef(library->first);
    int seconds;

    if (!track || track->seconds == 0) {
        virObjectUnref(track);
        track = virObjectRef(fallback);
    }
    seconds = track->seconds;
    virObjectUnref(track);
    return seconds;
}

/* An alias keeps it. */
void keptByAlias(void)
{
    Track *first = virObjectNew(trackClass);
    Track *track = first;

    track->seconds = 1;
    track = virObjectNew(trackClass);
    track->next = NULL;
    virObjectUnref(track);
    virObjectUnref(first);
}

/* A field of a local struct is a variable like any other. */
int fieldOfLocalOverwritten(void)
{
    struct { Track *track; int n; } slot = { NULL, 0 };

    slot.track = virObjectNew(trackClass);
    slot.n = slot.track->seconds;
    slot.track = NULL; // expected-warning-re {{'{{slot|.*track}}'{{.*}}[virref-leak]}}
    return slot.n;
}

int fieldOfLocalReleased(void)
{
    struct { Track *track; int n; } slot = { NULL, 0 };

    slot.track = virObjectNew(trackClass);
    slot.n = slot.track->seconds;
    virObjectUnref(slot.track);
    slot.track = NULL;
    return slot.n;
}

/* The out-parameter was given away; asking again loses the local copy only. */
int publishedBefore(Player **out)
{
    Player *player = virObjectLockableNew(playerClass);

    *out = player;
    player = NULL;
    return 0;
}
