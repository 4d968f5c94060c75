// RUN: %cc1-verify -I %inputs %s

#include "player.h"

static Player *playerNewLocked(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    if (!player)
        return NULL;
    virObjectLock(player);
    player->id = id;
    return player;
}

static void playerEndAPI(Player **player)
{
    if (!*player)
        return;
    virObjectUnlock(*player);
    virObjectUnref(*player);
    *player = NULL;
}

static void playerFree(Player *player)
{
    if (!player)
        return;
    virObjectUnref(player);
}

int constructorLocks(int id, int fd)
{
    Player *player = playerNewLocked(id);

    if (!player)
        return -1;
    if (deviceReady(fd) < 0) {
        virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-release-while-locked]}}
        return -1;
    }
    playerEndAPI(&player);
    return 0;
}

int constructorLocksEndUnlocks(int id, int fd)
{
    Player *player = playerNewLocked(id);
    int ret = -1;

    if (!player)
        return -1;
    if (deviceReady(fd) < 0)
        goto cleanup;
    player->active = true;
    ret = 0;

 cleanup:
    playerEndAPI(&player);
    return ret;
}

int destructorDoesNotUnlock(int id)
{
    Player *player = playerNewLocked(id);

    if (!player)
        return -1;
    playerFree(player); // expected-warning-re {{'player'{{.*}}[virref-release-while-locked]}}
    return 0;
}

int destructorAfterUnlock(int id)
{
    Player *player = playerNewLocked(id);

    if (!player)
        return -1;
    virObjectUnlock(player);
    playerFree(player);
    return 0;
}

/* A getter that locks and references, as a library would have it. */
static Player *libraryFind(Library *library, int id)
{
    Player *player = NULL;

    virObjectRWLockRead(library);
    for (size_t i = 0; i < library->nplayers; i++) {
        if (library->players[i]->id == id) {
            player = virObjectRef(library->players[i]);
            break;
        }
    }
    virObjectRWUnlock(library);
    if (player)
        virObjectLock(player);
    return player;
}

/* The library still has it: the reference may go first. */
int foundBorrowed(Library *library, int id)
{
    Player *player = libraryFind(library, id);

    if (!player)
        return -1;
    virObjectUnref(player);
    player->active = true;
    virObjectUnlock(player);
    return 0;
}

/* What a field owns, locked while it is replaced. */
void fieldReleasedLocked(Session *session)
{
    virObjectLock(session->player);
    session->player->active = false;
    virObjectUnref(session->player); // expected-warning-re {{player'{{.*}}[virref-release-while-locked]}}
    session->player = NULL;
}

void fieldReleasedUnlocked(Session *session)
{
    virObjectLock(session->player);
    session->player->active = false;
    virObjectUnlock(session->player);
    virObjectUnref(session->player);
    session->player = NULL;
}

/* Stored first: the field holds it, the lock may outlive our reference. */
void storedAndReleasedLocked(Session *session, int id)
{
    Player *player = playerNewLocked(id);

    if (!player)
        return;
    session->player = virObjectRef(player);
    virObjectUnref(player);
    virObjectUnlock(player);
}

/* The removal pattern: reference, unlock, lock the list, lock, remove, release
 * a borrowed object. */
void removal(Library *library, Player *player)
{
    virObjectRef(player);
    virObjectUnlock(player);
    virObjectRWLockWrite(library);
    virObjectLock(player);
    library->nplayers--;
    virObjectUnref(player);
    virObjectRWUnlock(library);
    virObjectUnlock(player);
}
