// RUN: %cc1-verify -I %inputs %s
//
// Functions of the same file are followed.

#include "player.h"

/* ---- constructor and destructor ---- */

static Player *playerNew(const char *name)
{
    Player *player;

    if (!(player = virObjectLockableNew(playerClass)))
        return NULL;
    if (!(player->name = g_strdup(name))) {
        virObjectUnref(player);
        return NULL;
    }
    return player;
}

static void playerFree(Player *player)
{
    if (!player)
        return;
    player->active = false;
    virObjectUnref(player);
}

int constructedForgotten(const char *name, const char *device)
{
    Player *player;

    if (!(player = playerNew(name)))
        return -1;
    if ((player->id = deviceOpen(device)) < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    playerFree(player);
    return 0;
}

int constructedDestructed(const char *name, const char *device)
{
    Player *player;
    int ret = -1;

    if (!(player = playerNew(name)))
        return -1;
    if ((player->id = deviceOpen(device)) < 0)
        goto cleanup;
    ret = 0;

 cleanup:
    playerFree(player);
    return ret;
}

/* ---- find with reference ---- */

static Player *libraryFindPlayer(Library *library, int id)
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

int foundForgotten(Library *library, int id)
{
    Player *player;

    if (!(player = libraryFindPlayer(library, id)))
        return -1;
    virObjectLock(player);
    if (!player->active) {
        virObjectUnlock(player);
        return -1; // expected-warning-re {{player{{.*}}'{{.*}}[virref-leak]}}
    }
    playerEndAPI(&player);
    return 0;
}

int foundEnded(Library *library, int id)
{
    Player *player;
    int ret = -1;

    if (!(player = libraryFindPlayer(library, id)))
        return -1;
    virObjectLock(player);
    if (!player->active)
        goto cleanup;
    ret = player->current ? 1 : 0;

 cleanup:
    playerEndAPI(&player);
    return ret;
}

/* EndAPI on nothing. */
int endedTwice(Library *library, int id)
{
    Player *player = libraryFindPlayer(library, id);

    if (player)
        virObjectLock(player);
    playerEndAPI(&player);
    playerEndAPI(&player);
    return 0;
}

/* ---- setters ---- */

static void playerSetTrack(Player *player, Track *track)
{
    virObjectUnref(player->current);
    player->current = virObjectRef(track);
}

void setterKeepsItsOwn(Player *player)
{
    Track *track = virObjectNew(trackClass);

    if (!track)
        return;
    playerSetTrack(player, track);
} // expected-warning-re {{'track'{{.*}}[virref-leak]}}

void setterAndRelease(Player *player)
{
    Track *track = virObjectNew(trackClass);

    if (!track)
        return;
    playerSetTrack(player, track);
    virObjectUnref(track);
}

static void playerTakeTrack(Player *player, Track *track)
{
    virObjectUnref(player->current);
    player->current = track;
}

void takerTakes(Player *player)
{
    Track *track = virObjectNew(trackClass);

    if (!track)
        return;
    playerTakeTrack(player, track);
}

/* ---- takes only on success ---- */

static int libraryAddTrack(Library *library, Track *track)
{
    if (!track->title) {
        virReportError(VIR_ERR_INVALID_ARG, "%s", "track without title");
        return -1;
    }
    track->next = library->first;
    library->first = track;
    return 0;
}

int addFailedForgotten(Library *library, const char *title)
{
    Track *track = virObjectNew(trackClass);

    if (!track)
        return -1;
    track->title = g_strdup(title);
    if (libraryAddTrack(library, track) < 0)
        return -1; // expected-warning-re {{'track'{{.*}}[virref-leak]}}
    return 0;
}

int addFailedReleased(Library *library, const char *title)
{
    Track *track = virObjectNew(trackClass);

    if (!track)
        return -1;
    track->title = g_strdup(title);
    if (libraryAddTrack(library, track) < 0) {
        virObjectUnref(track);
        return -1;
    }
    return 0;
}

/* Through a variable, and the wrong way round. */
int addResultMisread(Library *library, const char *title)
{
    Track *track = virObjectNew(trackClass);
    int rc;

    if (!track)
        return -1;
    track->title = g_strdup(title);
    rc = libraryAddTrack(library, track);
    if (rc > 0)
        virObjectUnref(track);
    return rc; // expected-warning-re {{'track'{{.*}}[virref-leak]}}
}

int addResultThroughVariable(Library *library, const char *title)
{
    Track *track = virObjectNew(trackClass);
    int rc;

    if (!track)
        return -1;
    track->title = g_strdup(title);
    rc = libraryAddTrack(library, track);
    if (rc)
        virObjectUnref(track);
    return rc;
}

/* ---- out-parameter ---- */

static int playerCreate(const char *name, Player **out)
{
    Player *player = playerNew(name);

    if (!player)
        return -1;
    *out = player;
    return 0;
}

int createdForgotten(const char *name, int fd)
{
    Player *player = NULL;

    if (playerCreate(name, &player) < 0)
        return -1;
    if (deviceReady(fd) < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    virObjectUnref(player);
    return 0;
}

int createdReleased(const char *name, int fd)
{
    Player *player = NULL;
    int rc;

    if (playerCreate(name, &player) < 0)
        return -1;
    rc = deviceReady(fd);
    virObjectUnref(player);
    return rc;
}

/* Without initial value: it is valid after success only. */
int createdIntoUninitialised(const char *name)
{
    Player *player;

    if (playerCreate(name, &player) < 0)
        return -1;
    virObjectUnref(player);
    return 0;
}

/* ---- several levels ---- */

static Session *sessionNew(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    if (session)
        session->fd = fd;
    return session;
}

static Session *sessionNewForPlayer(Player *player, int fd)
{
    Session *session = sessionNew(fd);

    if (!session)
        return NULL;
    session->player = virObjectRef(player);
    return session;
}

static void sessionClose(Session *session)
{
    deviceClose(session->fd);
    session->fd = -1;
    virObjectUnref(session);
}

int twoLevelsForgotten(Player *player, int fd)
{
    Session *session = sessionNewForPlayer(player, fd);

    if (!session)
        return -1;
    if (deviceReady(fd) < 0)
        return -1; // expected-warning-re {{'session'{{.*}}[virref-leak]}}
    sessionClose(session);
    return 0;
}

int twoLevelsReleased(Player *player, int fd)
{
    Session *session = sessionNewForPlayer(player, fd);

    if (!session)
        return -1;
    if (deviceReady(fd) < 0) {
        sessionClose(session);
        return -1;
    }
    sessionClose(session);
    return 0;
}

/* ---- made at one of two places, lost at one: reported once ---- */

static Session *sessionOfKind(bool quiet)
{
    if (quiet)
        return virObjectNew(sessionClass);
    return virObjectLockableNew(sessionClass);
}

int eitherForgotten(bool quiet, int fd)
{
    Session *session = sessionOfKind(quiet);

    if (!session)
        return -1;
    if (deviceReady(fd) < 0)
        return -1; // expected-warning-re {{'session'{{.*}}[virref-leak]}}
    virObjectUnref(session);
    return 0;
}

int eitherReleased(bool quiet, int fd)
{
    Session *session = sessionOfKind(quiet);

    if (!session)
        return -1;
    if (deviceReady(fd) < 0) {
        virObjectUnref(session);
        return -1;
    }
    virObjectUnref(session);
    return 0;
}
