// RUN: %cc1-verify -I %inputs %s
//
// Releasing more often than one owns.

#include "player.h"

void objectUnrefTwice(void)
{
    Track *track = virObjectNew(trackClass);

    virObjectUnref(track);
    virObjectUnref(track); // expected-warning-re {{'track'{{.*}}[virref-over-release]}}
}

void objectUnrefOnce(void)
{
    Track *track = virObjectNew(trackClass);

    virObjectUnref(track);
}

void lockableUnrefTwice(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    if (!session)
        return;
    session->fd = fd;
    virObjectUnref(session);
    deviceClose(fd);
    virObjectUnref(session); // expected-warning-re {{'session'{{.*}}[virref-over-release]}}
}

void lockableUnrefOncePerRef(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    if (!session)
        return;
    session->fd = fd;
    virObjectRef(session);
    virObjectUnref(session);
    deviceClose(fd);
    virObjectUnref(session);
}

void rwLockableUnrefTwice(void)
{
    Library *library = virObjectRWLockableNew(libraryClass);

    virObjectUnref(library);
    virObjectUnref(library); // expected-warning-re {{'library'{{.*}}[virref-over-release]}}
}

/* A parameter may be consumed, but once only. */
void paramUnrefOnce(Player *player)
{
    virObjectUnref(player);
}

void paramUnrefTwice(Player *player)
{
    virObjectUnref(player);
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
}

void paramRefUnref(Player *player)
{
    virObjectRef(player);
    virObjectUnref(player);
}

void paramRefUnrefUnref(Player *player)
{
    virObjectRef(player);
    virObjectUnref(player);
    virObjectUnref(player);
}

void paramRefUnrefThrice(Player *player)
{
    virObjectRef(player);
    virObjectUnref(player);
    virObjectUnref(player);
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
}

/* What a field holds is one reference as well. */
void fieldUnrefTwice(Session *session)
{
    virObjectUnref(session->player);
    virObjectUnref(session->player); // expected-warning-re {{player'{{.*}}[virref-over-release]}}
}

void fieldUnrefAndCleared(Session *session)
{
    virObjectUnref(session->player);
    session->player = NULL;
    virObjectUnref(session->player);
}

void freeCallbackAndUnref(void)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    virObjectFreeCallback(mixer);
    virObjectUnref(mixer); // expected-warning-re {{'mixer'{{.*}}[virref-over-release]}}
}

void freeHashDataAndUnref(void)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    virObjectUnref(mixer);
    virObjectFreeHashData(mixer); // expected-warning-re {{'mixer'{{.*}}[virref-over-release]}}
}

void nullAsOftenAsYouLike(void)
{
    Mixer *mixer = NULL;

    virObjectUnref(mixer);
    virObjectUnref(mixer);
    virObjectFreeCallback(mixer);
}

/* The list owns what it has; the local name is one more name only. */
int listFreedWithElement(void)
{
    Track **list = g_new0(Track *, 2);
    Track *track = virObjectNew(trackClass);

    list[0] = track;
    virObjectListFree(list);
    return 0;
}

int arrayElementsTwice(void)
{
    Track *pair[2] = { virObjectNew(trackClass), virObjectNew(trackClass) };

    virObjectUnref(pair[0]);
    virObjectUnref(pair[1]);
    virObjectUnref(pair[0]); // expected-warning {{[virref-over-release]}}
    return 0;
}

int arrayElementsOnce(void)
{
    Track *pair[2] = { virObjectNew(trackClass), virObjectNew(trackClass) };

    virObjectUnref(pair[1]);
    virObjectUnref(pair[0]);
    return 0;
}
