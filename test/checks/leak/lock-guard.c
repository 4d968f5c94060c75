// RUN: %cc1-verify -I %inputs %s
//
// Lock guards hold no reference. VIR_WITH_OBJECT_LOCK_GUARD looks like a loop
// that may not run at all; it runs once.

#include "player.h"

int guardIsNoReference(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    if (!player)
        return -1;
    VIR_WITH_OBJECT_LOCK_GUARD(player) {
        player->id = id;
    }
    return 0; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

int guardAndRelease(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    if (!player)
        return -1;
    VIR_WITH_OBJECT_LOCK_GUARD(player) {
        player->id = id;
    }
    virObjectUnref(player);
    return 0;
}

int returnUnderGuardForgets(Session *session)
{
    Player *player = virObjectRef(session->player);

    VIR_WITH_OBJECT_LOCK_GUARD(session) {
        if (session->fd < 0)
            return -1; // expected-warning-re {{player'{{.*}}[virref-leak]}}
        session->fd = player->id;
    }
    virObjectUnref(player);
    return 0;
}

int returnUnderGuardReleases(Session *session)
{
    Player *player = virObjectRef(session->player);

    VIR_WITH_OBJECT_LOCK_GUARD(session) {
        if (session->fd < 0) {
            virObjectUnref(player);
            return -1;
        }
        session->fd = player->id;
    }
    virObjectUnref(player);
    return 0;
}

/* Taken under the guard, released behind it: the body runs for certain. */
int takenUnderGuard(Session *session)
{
    Player *player = NULL;
    int id;

    VIR_WITH_OBJECT_LOCK_GUARD(session) {
        player = virObjectRef(session->player);
    }
    id = player ? player->id : -1;
    virObjectUnref(player);
    return id;
}

/* Released under the guard of another object: on every path. */
int releasedUnderGuard(Session *session, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    VIR_WITH_OBJECT_LOCK_GUARD(session) {
        session->fd = player->id;
        virObjectUnref(player);
    }
    return 0;
}

int guardOfScope(Session *session, int id)
{
    VIR_LOCK_GUARD lock = virObjectLockGuard(session);
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    if (session->fd < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    session->player = player;
    return 0;
}

int guardOfScopeAutoptr(Session *session, int id)
{
    VIR_LOCK_GUARD lock = virObjectLockGuard(session);
    g_autoptr(Player) player = virObjectLockableNew(playerClass);

    player->id = id;
    if (session->fd < 0)
        return -1;
    session->player = g_steal_pointer(&player);
    return 0;
}

virMutex daemonLock;

int guardOfMutex(Daemon *daemon, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    VIR_WITH_MUTEX_LOCK_GUARD(&daemonLock) {
        daemon->lastId = id;
        virObjectUnref(player);
    }
    return 0;
}
