// RUN: %cc1-verify -I %inputs %s
//
// The API of libvirt 1.2: virObjectUnref returns whether the object is still
// there. It releases one reference either way.

#include "virobject-1.2.h"
#include "player.h"

void releasedTwice(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    mixer->fd = fd;
    if (virObjectUnref(mixer))
        virDebug("device %d is still in use", fd);
    virObjectUnref(mixer); // expected-warning-re {{'mixer'{{.*}}[virref-over-release]}}
}

void releasedOnce(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    mixer->fd = fd;
    if (virObjectUnref(mixer))
        virDebug("device %d is still in use", fd);
}

/* A job took a reference: its end says whether anything is left. */
void clearedWhenGone(Player *player, int fd)
{
    virObjectRef(player);
    deviceWait(fd);
    if (!virObjectUnref(player))
        player = NULL;
    virObjectUnref(player);
}

void notClearedWhenGone(Player *player, int fd)
{
    virObjectRef(player);
    deviceWait(fd);
    if (!virObjectUnref(player))
        virDebug("%s", "the player is gone");
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
}
