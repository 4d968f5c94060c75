// RUN: %cc1-verify -I %inputs %s
//
// The API of libvirt 1.2: while one looks at what virObjectUnref returns,
// unlocking afterwards is right.

#include "virobject-1.2.h"
#include "player.h"

void lastReferenceLocked(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    virObjectLock(session);
    session->fd = fd;
    virObjectUnref(session); // expected-warning-re {{'session'{{.*}}[virref-release-while-locked]}}
}

void lastReferenceUnlocked(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    virObjectLock(session);
    session->fd = fd;
    virObjectUnlock(session);
    virObjectUnref(session);
}

/* The job's reference on a borrowed object, under its lock. */
bool endJob(Player *player)
{
    player->active = false;
    return virObjectUnref(player);
}

void jobUnderLock(Player *player, int fd)
{
    virObjectLock(player);
    virObjectRef(player);
    deviceWait(fd);
    if (endJob(player))
        virObjectUnlock(player);
}
