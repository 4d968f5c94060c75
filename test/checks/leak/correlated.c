// RUN: %cc1-verify -I %inputs %s
//
// Taken under a condition, released under a condition.

#include "player.h"

int sameFlag(bool withMixer, int fd)
{
    Mixer *mixer;
    int rc;

    if (withMixer)
        mixer = virObjectLockableNew(mixerClass);
    rc = deviceWait(fd);
    if (withMixer)
        virObjectUnref(mixer);
    return rc;
}

int otherFlag(bool withMixer, bool wait, int fd)
{
    Mixer *mixer;
    int rc = 0;

    if (withMixer) {
        mixer = virObjectLockableNew(mixerClass);
        mixer->fd = fd;
    }
    if (wait) {
        rc = deviceWait(fd);
        if (withMixer)
            virObjectUnref(mixer);
    }
    return rc; // expected-warning-re {{'mixer'{{.*}}[virref-leak]}}
}

enum { FLAG_TRACK = 1 << 0, FLAG_WAIT = 1 << 1 };

int sameBit(unsigned int flags, int fd)
{
    Track *track = NULL;

    if (flags & FLAG_TRACK)
        track = virObjectNew(trackClass);
    if (flags & FLAG_WAIT)
        deviceWait(fd);
    if (flags & FLAG_TRACK)
        virObjectUnref(track);
    return 0;
}

int otherBit(unsigned int flags, int fd)
{
    Track *track = NULL;

    if (flags & FLAG_TRACK) {
        track = virObjectNew(trackClass);
        track->seconds = fd;
    }
    if (flags & FLAG_WAIT)
        virObjectUnref(track);
    return 0; // expected-warning-re {{'track'{{.*}}[virref-leak]}}
}

/* The pointer itself tells whether there is something to release. */
int pointerTells(int id)
{
    Player *player = NULL;

    if (id > 0)
        player = virObjectLockableNew(playerClass);
    if (player)
        virObjectUnref(player);
    return 0;
}

/* A flag that says whose the reference is. */
int ownershipFlag(Player *given)
{
    Player *player = given;
    bool owned = false;
    int id;

    if (!player) {
        player = virObjectLockableNew(playerClass);
        owned = true;
    }
    id = player->id;
    if (owned)
        virObjectUnref(player);
    return id;
}

int ownershipFlagForgotten(Player *given)
{
    Player *player = given;
    bool owned = false;
    int id;

    if (!player)
        player = virObjectLockableNew(playerClass);
    id = player->id;
    if (owned)
        virObjectUnref(player);
    return id; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

/* rc says whether the object exists. */
int resultCodeTells(int fd)
{
    Session *session = NULL;
    int rc = deviceReady(fd);

    if (rc >= 0) {
        session = virObjectLockableNew(sessionClass);
        session->fd = fd;
    }
    if (rc < 0)
        return -1;
    virObjectUnref(session);
    return 0;
}

int resultCodeComparedWrongly(int fd)
{
    Session *session = NULL;
    int rc = deviceReady(fd);

    if (rc >= 0) {
        session = virObjectLockableNew(sessionClass);
        session->fd = fd;
    }
    if (rc <= 0)
        return -1; // expected-warning-re {{'session'{{.*}}[virref-leak]}}
    virObjectUnref(session);
    return 0;
}

/* Two conditions that exclude each other. */
int excludingConditions(int mode)
{
    Track *track = NULL;

    if (mode == 1)
        track = virObjectNew(trackClass);
    if (mode == 2)
        return -1;
    virObjectUnref(track);
    return 0;
}
