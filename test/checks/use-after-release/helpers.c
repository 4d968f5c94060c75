// RUN: %cc1-verify -I %inputs %s

#include "player.h"

/* ---- destructor ---- */

static void sessionFree(Session *session)
{
    if (!session)
        return;
    deviceClose(session->fd);
    virObjectUnref(session);
}

int destructedThenUsed(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    sessionFree(session);
    return session->fd; // expected-warning-re {{'session'{{.*}}[virref-use-after-release]}}
}

int usedThenDestructed(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    fd = session->fd;
    sessionFree(session);
    return fd;
}

/* ---- the use is in the helper ---- */

static void playerTouch(Player *player)
{
    player->active = true;
}

void helperUses(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    virObjectUnref(player);
    playerTouch(player); // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

void helperUsesBefore(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    playerTouch(player);
    virObjectUnref(player);
}

/* ---- a helper that releases when it fails, and says so ---- */

static int playerOpen(Player *player, const char *device)
{
    if ((player->id = deviceOpen(device)) < 0) {
        virObjectUnref(player);
        return -1;
    }
    return 0;
}

int failureNotMinded(const char *device)
{
    Player *player = virObjectLockableNew(playerClass);

    if (playerOpen(player, device) < 0)
        player->active = false; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
    else
        virObjectUnref(player);
    return 0;
}

int failureMinded(const char *device)
{
    Player *player = virObjectLockableNew(playerClass);

    if (playerOpen(player, device) < 0)
        return -1;
    player->active = false;
    virObjectUnref(player);
    return 0;
}

int failureAskedInTheWrongWay(const char *device)
{
    Player *player = virObjectLockableNew(playerClass);
    int id;

    if (playerOpen(player, device) > 0)
        return -1;
    id = player->id; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
    virObjectUnref(player);
    return id;
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

static void playerEndAPIBackwards(Player **player)
{
    if (!*player)
        return;
    virObjectUnref(*player);
    virObjectUnlock(*player); // see limits/field-left-as-it-is.c
    *player = NULL;
}

int endedAliasUsed(Player *player)
{
    Player *own = virObjectRef(player);
    Player *other = virObjectLockableNew(playerClass);
    Player *same = other;

    virObjectLock(own);
    virObjectLock(other);
    playerEndAPI(&own);
    playerEndAPI(&other);
    return player->id + same->id; // expected-warning-re {{'{{same|other}}'{{.*}}[virref-use-after-release]}}
}

int endedFoundByCaller(Player *player)
{
    Player *own = virObjectRef(player);

    virObjectLock(own);
    playerEndAPI(&own);
    return player->id;
}

void endsOther(Player *player)
{
    playerEndAPIBackwards(&player); // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

/* ---- find: what the callee has released before it returns it ---- */

static Player *libraryFirst(Library *library)
{
    Player *player;

    if (library->nplayers == 0)
        return NULL;
    player = virObjectRef(library->players[0]);
    if (!player->active) {
        virObjectUnref(player);
        return NULL;
    }
    return player;
}

int firstUsed(Library *library)
{
    Player *player = libraryFirst(library);
    int id;

    if (!player)
        return -1;
    id = player->id;
    virObjectUnref(player);
    return id;
}

static Player *playerCheck(Player *player)
{
    if (player->id < 0) {
        virObjectUnref(player);
        return NULL;
    }
    return player;
}

int checkedResultIgnored(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    playerCheck(player);
    id = player->id; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
    virObjectUnref(player);
    return id;
}

int checkedResultUsed(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    if (!(player = playerCheck(player)))
        return -1;
    id = player->id;
    virObjectUnref(player);
    return id;
}

/* ---- setter: its old value may have been the last one's ---- */

static void playerSetTrack(Player *player, Track *track)
{
    virObjectUnref(player->current);
    player->current = virObjectRef(track);
}

int newUsedAfterSetter(Player *player, Track *track)
{
    playerSetTrack(player, track);
    return player->current->seconds + track->seconds;
}
