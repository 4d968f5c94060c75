// RUN: %cc1-verify -I %inputs %s
//
// Every kind of use, after the last reference that this code owned.

#include "player.h"

int memberRead(void)
{
    Track *track = virObjectNew(trackClass);

    virObjectUnref(track);
    return track->seconds; // expected-warning-re {{'track'{{.*}}[virref-use-after-release]}}
}

int memberReadBefore(void)
{
    Track *track = virObjectNew(trackClass);
    int seconds = track->seconds;

    virObjectUnref(track);
    return seconds;
}

void memberWritten(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    virObjectUnref(mixer);
    mixer->fd = fd; // expected-warning-re {{'mixer'{{.*}}[virref-use-after-release]}}
}

void memberWrittenBefore(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    mixer->fd = fd;
    virObjectUnref(mixer);
}

void locked(void)
{
    Session *session = virObjectLockableNew(sessionClass);

    virObjectUnref(session);
    virObjectLock(session); // expected-warning-re {{'session'{{.*}}[virref-use-after-release]}}
}

/* The lock is the object's own: it goes with the object. */
void unlockedAfterParamRelease(Session *session)
{
    virObjectUnref(session);
    virObjectUnlock(session); // expected-warning-re {{'session'{{.*}}[virref-use-after-release]}}
}

void unlockedBeforeRelease(Session *session)
{
    virObjectUnlock(session);
    virObjectUnref(session);
}

void rwUnlocked(Library *library)
{
    virObjectUnref(library);
    virObjectRWUnlock(library); // expected-warning-re {{'library'{{.*}}[virref-use-after-release]}}
}

void rwLockedRead(void)
{
    Library *library = virObjectRWLockableNew(libraryClass);

    virObjectUnref(library);
    virObjectRWLockRead(library); // expected-warning-re {{'library'{{.*}}[virref-use-after-release]}}
}

Player *referenced(void)
{
    Player *player = virObjectLockableNew(playerClass);

    virObjectUnref(player);
    return virObjectRef(player); // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

Player *referencedBefore(void)
{
    Player *player = virObjectLockableNew(playerClass);
    Player *ret = virObjectRef(player);

    virObjectUnref(player);
    return ret;
}

Player *returned(int fd)
{
    Player *player = virObjectLockableNew(playerClass);

    if (deviceReady(fd) < 0)
        virObjectUnref(player);
    return player; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

Player *returnedNull(int fd)
{
    Player *player = virObjectLockableNew(playerClass);

    if (deviceReady(fd) < 0) {
        virObjectUnref(player);
        player = NULL;
    }
    return player;
}

void passedToCall(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    virObjectUnref(player);
    playerStop(player); // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

void passedBefore(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    playerStop(player);
    virObjectUnref(player);
}

void askedForClass(void)
{
    Player *player = virObjectLockableNew(playerClass);

    virObjectUnref(player);
    if (virObjectIsClass(player, playerClass)) // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
        virDebug("%s", "a player");
}

/* The parameter was consumed; the caller may have had the last reference. */
int paramUsed(Player *player)
{
    virObjectUnref(player);
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

int paramUsedBefore(Player *player)
{
    int id = player->id;

    virObjectUnref(player);
    return id;
}

/* Back to what the caller has: still alive. */
int paramReferencedAndReleased(Player *player)
{
    virObjectRef(player);
    virObjectUnref(player);
    return player->id;
}

/* Comparing and testing a pointer touches no object. */
bool compared(Player *player, Session *session)
{
    bool same;

    virObjectUnref(session->player);
    same = session->player == player;
    session->player = NULL;
    return same && player;
}

int deepMember(void)
{
    Player *player = virObjectLockableNew(playerClass);

    virObjectUnref(player);
    return player->current->seconds; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

int deepMemberOfOther(Session *session)
{
    virObjectUnref(session->player->current);
    session->player->current = NULL;
    return session->player->id;
}

int listUsed(void)
{
    Track *track = virObjectNew(trackClass);
    Track *own = virObjectRef(track);
    Track **list = g_new0(Track *, 2);
    int seconds;

    list[0] = track;
    virObjectListFree(list);
    seconds = own->seconds;
    virObjectUnref(own);
    return seconds;
}
