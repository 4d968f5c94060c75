// RUN: %cc1-verify -I %inputs %s

#include "player.h"

enum { RELEASE_EARLY = 1 << 0, RELEASE_LATE = 1 << 1 };

void otherBit(unsigned int flags)
{
    Track *track = virObjectNew(trackClass);

    if (flags & RELEASE_EARLY)
        virObjectUnref(track);
    if (flags & RELEASE_LATE)
        virObjectUnref(track); // expected-warning-re {{'track'{{.*}}[virref-over-release]}}
    else if (!(flags & RELEASE_EARLY))
        virObjectUnref(track);
}

void sameBit(unsigned int flags)
{
    Track *track = virObjectNew(trackClass);

    if (flags & RELEASE_EARLY)
        virObjectUnref(track);
    deviceWait(1);
    if (!(flags & RELEASE_EARLY))
        virObjectUnref(track);
}

void overlappingRanges(int mode)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    if (mode <= 5)
        virObjectUnref(mixer);
    if (mode >= 5)
        virObjectUnref(mixer); // expected-warning-re {{'mixer'{{.*}}[virref-over-release]}}
}

void disjointRanges(int mode)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    if (mode < 5)
        virObjectUnref(mixer);
    if (mode >= 5)
        virObjectUnref(mixer);
}

/* A flag set where it was released. */
void flagTells(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);
    bool gone = false;

    if (deviceReady(fd) < 0) {
        virObjectUnref(mixer);
        gone = true;
    }
    deviceClose(fd);
    if (!gone)
        virObjectUnref(mixer);
}

void flagNotAsked(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);
    bool gone = false;

    if (deviceReady(fd) < 0) {
        virObjectUnref(mixer);
        gone = true;
    }
    if (!gone)
        deviceClose(fd);
    virObjectUnref(mixer); // expected-warning-re {{'mixer'{{.*}}[virref-over-release]}}
}

/* Only there if the reference was taken. */
void pointerTells(Player *player, bool keep)
{
    Player *own = NULL;

    if (keep)
        own = virObjectRef(player);
    deviceWait(1);
    if (own)
        virObjectUnref(own);
}

void pointerOfOtherTells(Player *player, bool keep)
{
    Player *own = NULL;

    if (keep)
        own = virObjectRef(player);
    virObjectUnref(player);
    if (player)
        virObjectUnref(player); // expected-warning-re {{'{{own|player}}'{{.*}}[virref-over-release]}}
    if (own)
        own = NULL;
}
