// RUN: %cc1-verify -I %inputs %s

#include "player.h"

int eitherIsOwned(Track *given)
{
    Track *track = given ? virObjectRef(given) : virObjectNew(trackClass);
    int seconds = track->seconds;

    virObjectUnref(track);
    return seconds;
}

int eitherIsForgotten(Track *given)
{
    Track *track = given ? given : virObjectNew(trackClass);
    int seconds = track->seconds;

    return seconds; // expected-warning-re {{'track'{{.*}}[virref-leak]}}
}

int onlyOursIsReleased(Track *given)
{
    Track *track = given ? given : virObjectNew(trackClass);
    int seconds = track->seconds;

    if (!given)
        virObjectUnref(track);
    return seconds;
}

Player *droppedByReturn(int fd)
{
    Player *player = virObjectLockableNew(playerClass);
    bool ready;

    player->id = fd;
    ready = deviceReady(fd) > 0;
    return ready ? player : NULL; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

Player *releasedUnlessReturned(int fd)
{
    Player *player = virObjectLockableNew(playerClass);
    bool ready;

    player->id = fd;
    ready = deviceReady(fd) > 0;
    if (!ready)
        virObjectUnref(player);
    return ready ? player : NULL;
}

/* The GNU form, with the same object on both sides of the question. */
int withoutMiddle(Player *player)
{
    Settings *settings = virObjectRef(player->settings);
    int rate = settings ? settings->rate : 44100;

    virObjectUnref(settings);
    return rate;
}

int withoutMiddleForgotten(Player *player)
{
    Settings *settings = virObjectRef(player->settings);
    int rate = settings ? settings->rate : 44100;

    return rate; // expected-warning-re {{settings'{{.*}}[virref-leak]}}
}

/* Which function releases is a question as well. */
int releasedInTernary(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);
    int rc;

    session->fd = fd;
    rc = deviceReady(fd);
    rc < 0 ? virObjectUnref(session) : virObjectFreeCallback(session);
    return rc;
}

Track *elvis(Track *given)
{
    return virObjectRef(given) ?: virObjectNew(trackClass);
}
