// RUN: %cc1-verify -I %inputs %s

#include "player.h"

int usedOnOneSide(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);
    int rc = deviceReady(fd);

    virObjectUnref(mixer);
    return rc < 0 ? -1 : mixer->volume; // expected-warning-re {{'mixer'{{.*}}[virref-use-after-release]}}
}

int usedBefore(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);
    int rc = deviceReady(fd);
    int volume = rc < 0 ? -1 : mixer->volume;

    virObjectUnref(mixer);
    return volume;
}

Player *returnedOnOneSide(int fd)
{
    Player *player = virObjectLockableNew(playerClass);
    int rc = deviceReady(fd);

    if (rc < 0)
        virObjectUnref(player);
    return rc > 0 ? NULL : player; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}} expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

Player *returnedOnTheRightSide(int fd)
{
    Player *player = virObjectLockableNew(playerClass);
    int rc = deviceReady(fd);

    if (rc < 0)
        virObjectUnref(player);
    return rc < 0 ? NULL : player;
}

int chosenReleased(Track *given)
{
    Track *own = virObjectNew(trackClass);
    Track *track = given ? given : own;

    virObjectUnref(own);
    return track->seconds; // expected-warning-re {{'{{own|track}}'{{.*}}[virref-use-after-release]}}
}
