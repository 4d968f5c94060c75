// RUN: %cc1-verify -I %inputs %s
//
// After the scope is left, the object is gone; returning the variable is
// returning what the cleanup releases.

#include "player.h"

Player *returned(int id)
{
    g_autoptr(Player) player = virObjectLockableNew(playerClass);

    player->id = id;
    return player; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

Player *returnedStolen(int id)
{
    g_autoptr(Player) player = virObjectLockableNew(playerClass);

    player->id = id;
    return g_steal_pointer(&player);
}

Player *returnedReferenced(int id)
{
    g_autoptr(Player) player = virObjectLockableNew(playerClass);

    player->id = id;
    return virObjectRef(player);
}

Player *returnedBorrowed(Session *session)
{
    g_autoptr(Player) player = virObjectRef(session->player);

    player->active = true;
    return player;
}

int returnedMember(int id)
{
    g_autoptr(Player) player = virObjectLockableNew(playerClass);

    player->id = id;
    return player->id;
}

int outlivesScope(int id)
{
    Player *keep = NULL;

    if (id > 0) {
        g_autoptr(Player) player = virObjectLockableNew(playerClass);

        player->id = id;
        keep = player;
    }
    return keep ? keep->id : 0; // expected-warning-re {{'{{keep|player}}'{{.*}}[virref-use-after-release]}}
}

int outlivesScopeReferenced(int id)
{
    g_autoptr(Player) keep = NULL;

    if (id > 0) {
        g_autoptr(Player) player = virObjectLockableNew(playerClass);

        player->id = id;
        keep = virObjectRef(player);
    }
    return keep ? keep->id : 0;
}

int outlivesTrip(int count)
{
    Track *last = NULL;

    for (int i = 0; i < count; i++) {
        g_autoptr(Track) track = virObjectNew(trackClass);

        if (last && last->seconds == 1) // expected-warning-re {{'{{last|track}}'{{.*}}[virref-use-after-release]}}
            return i;
        last = track;
    }
    return 0;
}

int outlivesTripReferenced(int count)
{
    g_autoptr(Track) last = NULL;

    for (int i = 0; i < count; i++) {
        g_autoptr(Track) track = virObjectNew(trackClass);

        if (last && last->seconds == 1)
            return i;
        virObjectUnref(last);
        last = virObjectRef(track);
    }
    return 0;
}

/* Members are read before the cleanup runs, also in the return itself. */
char *titleTaken(void)
{
    g_autoptr(Track) track = virObjectNew(trackClass);

    return g_strdup(track->title);
}

int usedAfterManualRelease(int fd)
{
    g_autoptr(Mixer) mixer = virObjectLockableNew(mixerClass);

    if (deviceReady(fd) < 0) {
        virObjectUnref(mixer);
        mixer->fd = -1; // expected-warning-re {{'mixer'{{.*}}[virref-use-after-release]}}
        mixer = NULL;
    }
    return 0;
}

/* The cleanup function itself is a use. */
static void sessionHangUp(Session **session)
{
    deviceClose((*session)->fd);
}

static void sessionCleanup(Session **session)
{
    deviceClose((*session)->fd);
    virObjectUnref(*session);
}

int cleanupUses(int fd)
{
    __attribute__((cleanup(sessionHangUp))) Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    virObjectUnref(session);
    return 0; // expected-warning-re {{'session'{{.*}}[virref-use-after-release]}}
}

int cleanupOnly(int fd)
{
    __attribute__((cleanup(sessionCleanup))) Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    return 0;
}

/* Variables go in the reverse order of their declarations. */
int laterOneGoesFirst(Session *session)
{
    g_autoptr(Player) player = virObjectRef(session->player);
    VIR_LOCK_GUARD lock = virObjectLockGuard(player);

    return player->id;
}
