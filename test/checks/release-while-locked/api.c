// RUN: %cc1-verify -I %inputs %s
//
// The lock is part of the object: the last reference must not go while it is
// held.

#include "player.h"

void lockedAndReleased(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    virObjectLock(session);
    session->fd = fd;
    virObjectUnref(session); // expected-warning-re {{'session'{{.*}}[virref-release-while-locked]}}
}

void unlockedAndReleased(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    virObjectLock(session);
    session->fd = fd;
    virObjectUnlock(session);
    virObjectUnref(session);
}

void neverLocked(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    virObjectUnref(session);
}

/* Not the last one: the second reference keeps lock and object. */
void oneOfTwoReferences(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    virObjectRef(session);
    virObjectLock(session);
    session->fd = fd;
    virObjectUnref(session);
    virObjectUnlock(session);
    virObjectUnref(session);
}

void bothReferences(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    virObjectRef(session);
    virObjectLock(session);
    session->fd = fd;
    virObjectUnref(session);
    virObjectUnref(session); // expected-warning-re {{'session'{{.*}}[virref-release-while-locked]}}
}

void readLocked(void)
{
    Library *library = virObjectRWLockableNew(libraryClass);

    virObjectRWLockRead(library);
    library->nplayers = 0;
    virObjectUnref(library); // expected-warning-re {{'library'{{.*}}[virref-release-while-locked]}}
}

void readUnlocked(void)
{
    Library *library = virObjectRWLockableNew(libraryClass);

    virObjectRWLockRead(library);
    library->nplayers = 0;
    virObjectRWUnlock(library);
    virObjectUnref(library);
}

void writeLocked(void)
{
    Library *library = virObjectRWLockableNew(libraryClass);

    virObjectRWLockWrite(library);
    library->nplayers = 0;
    virObjectUnref(library); // expected-warning-re {{'library'{{.*}}[virref-release-while-locked]}}
}

void writeUnlocked(void)
{
    Library *library = virObjectRWLockableNew(libraryClass);

    virObjectRWLockWrite(library);
    library->nplayers = 0;
    virObjectRWUnlock(library);
    virObjectUnref(library);
}

/* Somebody else keeps a borrowed object alive: a local reference may go while
 * it is locked. */
void borrowedAndReferenced(Player *player)
{
    virObjectRef(player);
    virObjectLock(player);
    player->active = true;
    virObjectUnref(player);
    virObjectUnlock(player);
}

/* One's own parameter, consumed under its lock. */
void paramConsumed(Player *player)
{
    virObjectLock(player);
    player->active = false;
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-release-while-locked]}}
}

void paramConsumedUnlocked(Player *player)
{
    virObjectLock(player);
    player->active = false;
    virObjectUnlock(player);
    virObjectUnref(player);
}

/* The lock of another object is another matter. */
void otherObjectLocked(Session *session, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    virObjectLock(session);
    virObjectUnref(player);
    virObjectUnlock(session);
}

void freeCallback(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    virObjectLock(mixer);
    mixer->fd = fd;
    virObjectFreeCallback(mixer); // expected-warning-re {{'mixer'{{.*}}[virref-release-while-locked]}}
}

/* Locked by the caller: unlocked here, then released. */
void lockedByCaller(Player *player)
{
    player->active = false;
    virObjectUnlock(player);
    virObjectUnref(player);
}

/* Locked twice in a row, one after the other. */
void lockedAgain(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    virObjectLock(mixer);
    mixer->fd = fd;
    virObjectUnlock(mixer);
    deviceWait(fd);
    virObjectLock(mixer);
    mixer->volume = 0;
    virObjectUnref(mixer); // expected-warning-re {{'mixer'{{.*}}[virref-release-while-locked]}}
}
