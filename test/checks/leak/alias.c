// RUN: %cc1-verify -I %inputs %s
//
// Several names for one object; casts between parent and child are the same
// object too.

#include "player.h"

int releasedThroughAlias(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);
    Mixer *same = mixer;

    same->fd = fd;
    mixer = NULL;
    virObjectUnref(same);
    return 0;
}

int aliasForgotten(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);
    Mixer *same = mixer;

    same->fd = fd;
    mixer = NULL;
    return same->volume; // expected-warning-re {{'same'{{.*}}[virref-leak]}}
}

int aliasNulledIsNoRelease(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);
    Mixer *same = mixer;

    same->fd = fd;
    same = NULL;
    virObjectUnref(same);
    return mixer->volume; // expected-warning-re {{'mixer'{{.*}}[virref-leak]}}
}

int releasedAsParent(int fd)
{
    Player *player = virObjectLockableNew(playerClass);
    virObjectLockable *lockable = &player->parent;
    virObject *object = &player->parent.parent;

    player->id = fd;
    virObjectLock(lockable);
    virObjectUnlock(lockable);
    virObjectUnref(object);
    return 0;
}

int releasedAsCast(int fd)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = fd;
    virObjectUnref((virObject *) player);
    return 0;
}

int parentForgotten(int fd)
{
    virObject *object = virObjectNew(trackClass);
    Track *track = (Track *) object;

    if (!track)
        return -1;
    track->seconds = fd;
    return 0; // expected-warning-re {{'{{track|object}}'{{.*}}[virref-leak]}}
}

virObject *returnedAsParent(int seconds)
{
    Track *track = virObjectNew(trackClass);

    if (!track)
        return NULL;
    track->seconds = seconds;
    return &track->parent;
}

void *returnedAsOpaque(int seconds)
{
    Track *track = virObjectNew(trackClass);

    if (!track)
        return NULL;
    track->seconds = seconds;
    return (void *) track;
}

/* The result of Ref and its argument are one object. */
int refResultIsArgument(Player *player)
{
    Player *same = virObjectRef(player);

    if (same != player)
        return -1;
    virObjectUnref(player);
    return 0;
}

int voidPointerInBetween(int fd)
{
    void *opaque = virObjectLockableNew(sessionClass);
    Session *session = opaque;

    if (!session)
        return -1;
    session->fd = fd;
    virObjectUnref(opaque);
    return 0;
}
