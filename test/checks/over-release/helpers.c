// RUN: %cc1-verify -I %inputs %s
//
// The functions of the file are followed: what they release is released.

#include "player.h"

/* ---- destructor ---- */

static void sessionFree(Session *session)
{
    if (!session)
        return;
    deviceClose(session->fd);
    virObjectUnref(session);
}

void destructedAndReleased(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    if (!session)
        return;
    session->fd = fd;
    sessionFree(session);
    virObjectUnref(session); // expected-warning-re {{'session'{{.*}}[virref-over-release]}}
}

void destructedOnly(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    if (!session)
        return;
    session->fd = fd;
    sessionFree(session);
}

/* ---- setter that refs, taker that does not ---- */

static void playerSetTrack(Player *player, Track *track)
{
    virObjectUnref(player->current);
    player->current = virObjectRef(track);
}

static void playerTakeTrack(Player *player, Track *track)
{
    virObjectUnref(player->current);
    player->current = track;
}

void setAndReleasedTwice(Player *player)
{
    Track *track = virObjectNew(trackClass);

    playerSetTrack(player, track);
    virObjectUnref(track);
    virObjectUnref(track);
    virObjectUnref(track); // expected-warning-re {{track'{{.*}}[virref-over-release]}}
}

void setAndReleasedOnce(Player *player)
{
    Track *track = virObjectNew(trackClass);

    playerSetTrack(player, track);
    virObjectUnref(track);
}

void takenOnly(Player *player)
{
    Track *track = virObjectNew(trackClass);

    playerTakeTrack(player, track);
}

/* The old value went with the first call. */
void oldReleasedBySetter(Player *player, Track *track)
{
    Track *old = player->current;

    playerSetTrack(player, track);
    virObjectUnref(old); // expected-warning-re {{'{{old|.*current}}'{{.*}}[virref-over-release]}}
}

void oldKeptOverSetter(Player *player, Track *track)
{
    Track *old = virObjectRef(player->current);

    playerSetTrack(player, track);
    virObjectUnref(old);
}

/* ---- consumes only on success ---- */

static int sessionAttach(Session *session, Player *player)
{
    if (player->id < 0)
        return -1;
    virObjectUnref(player);
    session->fd = 0;
    return 0;
}

int consumedAndReleased(Session *session, int id)
{
    Player *player = virObjectLockableNew(playerClass);
    int rc;

    player->id = id;
    rc = sessionAttach(session, player);
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
    return rc;
}

int consumedOrReleased(Session *session, int id)
{
    Player *player = virObjectLockableNew(playerClass);
    int rc;

    player->id = id;
    if ((rc = sessionAttach(session, player)) < 0)
        virObjectUnref(player);
    return rc;
}

int consumedResultNegated(Session *session, int id)
{
    Player *player = virObjectLockableNew(playerClass);
    bool ok;

    player->id = id;
    ok = !sessionAttach(session, player);
    if (!ok)
        virObjectUnref(player);
    return ok ? 0 : -1;
}

/* ---- find without reference ---- */

static Player *libraryFind(Library *library, int id)
{
    for (size_t i = 0; i < library->nplayers; i++) {
        if (library->players[i]->id == id)
            return library->players[i];
    }
    return NULL;
}

int foundReferencedReleased(Library *library, int id)
{
    Player *player = virObjectRef(libraryFind(library, id));

    if (!player)
        return -1;
    player->active = true;
    virObjectUnref(player);
    return 0;
}

/* Its own reference, the library's, and one that does not exist. */
int foundReleasedTooOften(Library *library, int id)
{
    Player *player = virObjectRef(libraryFind(library, id));

    if (!player)
        return -1;
    player->active = true;
    virObjectUnref(player);
    virObjectUnref(player);
    virObjectUnref(player); // expected-warning-re {{player{{.*}}'{{.*}}[virref-over-release]}}
    return 0;
}

/* ---- EndAPI ---- */

static void playerEndAPI(Player **player)
{
    if (!*player)
        return;
    virObjectUnlock(*player);
    virObjectUnref(*player);
    *player = NULL;
}

static void playerEndAPIForgetful(Player **player)
{
    if (!*player)
        return;
    virObjectUnlock(*player);
    virObjectUnref(*player);
}

int endedTwice(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    virObjectLock(player);
    player->id = id;
    playerEndAPI(&player);
    playerEndAPI(&player);
    virObjectUnref(player);
    return 0;
}

int endedWithoutClearing(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    virObjectLock(player);
    player->id = id;
    playerEndAPIForgetful(&player);
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
    return 0;
}

int endedAliasReleased(int id)
{
    Player *player = virObjectLockableNew(playerClass);
    Player *same = player;

    virObjectLock(player);
    player->id = id;
    playerEndAPI(&player);
    virObjectUnref(same); // expected-warning-re {{'{{player|same}}'{{.*}}[virref-over-release]}}
    return 0;
}

/* A parameter that is ended: the caller's reference is consumed. */
int finishPlayer(Player *player)
{
    virObjectLock(player);
    player->active = false;
    playerEndAPI(&player);
    return 0;
}

/* ---- out-parameter ---- */

static int playerCreate(int id, Player **out)
{
    Player *player = virObjectLockableNew(playerClass);

    if (!player)
        return -1;
    player->id = id;
    if (id < 0) {
        virObjectUnref(player);
        return -1;
    }
    *out = player;
    return 0;
}

int createdReleasedTwice(int id)
{
    Player *player = NULL;

    if (playerCreate(id, &player) < 0)
        return -1;
    virObjectUnref(player);
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
    return 0;
}

int createdReleasedOnce(int id)
{
    Player *player = NULL;
    int rc = playerCreate(id, &player);

    virObjectUnref(player);
    return rc;
}
