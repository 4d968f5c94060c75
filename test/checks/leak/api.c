// RUN: %cc1-verify -I %inputs %s
//
// The functions of the API that give a reference, and those that take one.

#include "player.h"

int objectNewForgotten(const char *title)
{
    Track *track = virObjectNew(trackClass);

    if (!track)
        return -1;
    track->seconds = 0;
    if (!nameIsValid(title))
        return -1; // expected-warning-re {{'track'{{.*}}[virref-leak]}}

    virObjectUnref(track);
    return 0;
}

int objectNewReleased(const char *title)
{
    Track *track = virObjectNew(trackClass);

    if (!track)
        return -1;
    track->seconds = 0;
    if (!nameIsValid(title)) {
        virObjectUnref(track);
        return -1;
    }

    virObjectUnref(track);
    return 0;
}

void lockableNewForgotten(int id)
{
    Player *player;

    if (!(player = virObjectLockableNew(playerClass)))
        return;
    player->id = id;
} // expected-warning-re {{'player'{{.*}}[virref-leak]}}

void lockableNewReleased(int id)
{
    Player *player;

    if (!(player = virObjectLockableNew(playerClass)))
        return;
    player->id = id;
    virObjectUnref(player);
}

int rwLockableNewForgotten(void)
{
    Library *library = virObjectRWLockableNew(libraryClass);

    if (!library)
        return -1;
    virObjectRWLockWrite(library);
    library->nplayers = 0;
    virObjectRWUnlock(library);
    return 0; // expected-warning-re {{'library'{{.*}}[virref-leak]}}
}

Library *rwLockableNewReturned(void)
{
    Library *library = virObjectRWLockableNew(libraryClass);

    if (!library)
        return NULL;
    virObjectRWLockWrite(library);
    library->nplayers = 0;
    virObjectRWUnlock(library);
    return library;
}

int refForgotten(Player *player)
{
    Player *own = virObjectRef(player);

    virObjectLock(own);
    own->active = true;
    virObjectUnlock(own);
    return 0; // expected-warning-re {{'{{own|player}}'{{.*}}[virref-leak]}}
}

int refReleased(Player *player)
{
    Player *own = virObjectRef(player);

    virObjectLock(own);
    own->active = true;
    virObjectUnlock(own);
    virObjectUnref(own);
    return 0;
}

/* NULL is legal everywhere, and no object is no leak. */
int nullIsNoObject(bool wanted)
{
    Track *track = NULL;
    Track *own;

    if (wanted) {
        track = virObjectNew(trackClass);
        if (!track)
            return -1;
    }
    own = virObjectRef(track);
    virObjectUnref(own);
    virObjectUnref(track);
    virObjectUnref(NULL);
    return own ? 0 : -1;
}

void freeCallbackReleases(void)
{
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = -1;
    virObjectFreeCallback(session);
}

void freeHashDataReleases(void)
{
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = -1;
    virObjectFreeHashData(session);
}

/* Asking for the class takes nothing. */
int isClassTakesNothing(void)
{
    Session *session = virObjectLockableNew(sessionClass);

    if (!session)
        return -1;
    if (!virObjectIsClass(session, sessionClass))
        return -1; // expected-warning-re {{'session'{{.*}}[virref-leak]}}
    virObjectUnref(session);
    return 0;
}

int lockingTakesNothing(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    if (!mixer)
        return -1;
    virObjectLock(mixer);
    mixer->fd = fd;
    virObjectUnlock(mixer);
    return mixer->volume; // expected-warning-re {{'mixer'{{.*}}[virref-leak]}}
}

/* A list takes over what is put into it; freeing it releases all of that. */
int listFreed(void)
{
    Track **list = g_new0(Track *, 3);

    if (!(list[0] = virObjectNew(trackClass)) ||
        !(list[1] = virObjectNew(trackClass))) {
        virObjectListFree(list);
        return -1;
    }
    list[0]->seconds = 1;
    virObjectListFree(list);
    return 0;
}

int listFreedByCount(void)
{
    size_t n = 0;
    Player **list = g_new0(Player *, 2);

    if ((list[n] = virObjectLockableNew(playerClass)))
        n++;
    if ((list[n] = virObjectLockableNew(playerClass)))
        n++;
    virObjectListFreeCount(list, n);
    return (int) n;
}
