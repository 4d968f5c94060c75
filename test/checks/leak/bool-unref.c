// RUN: %cc1-verify -I %inputs %s
//
// The API of libvirt 1.2, where virObjectUnref returns whether the object is
// still there.

#include "virobject-1.2.h"
#include "player.h"

int forgotten(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    if (!mixer)
        return -1;
    mixer->fd = fd;
    if (deviceReady(fd) < 0)
        return -1; // expected-warning-re {{'mixer'{{.*}}[virref-leak]}}
    virObjectUnref(mixer);
    return 0;
}

int releasedResultIgnored(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    if (!mixer)
        return -1;
    mixer->fd = fd;
    if (deviceReady(fd) < 0) {
        (void) virObjectUnref(mixer);
        return -1;
    }
    virObjectUnref(mixer);
    return 0;
}

/* Whatever it returns, one reference is gone. */
int releasedInCondition(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    if (!mixer)
        return -1;
    mixer->fd = fd;
    if (virObjectUnref(mixer))
        virDebug("device %d is still in use", fd);
    return 0;
}

int oneOfTwoReleasedInCondition(Player *player)
{
    virObjectRef(player);
    virObjectRef(player);
    if (!virObjectUnref(player))
        return 0;
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

bool releasedInReturn(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    if (!mixer)
        return false;
    mixer->fd = fd;
    return virObjectUnref(mixer);
}
