// RUN: %cc1-verify -I %inputs %s
//
// An opaque pointer that is registered with a releasing free function goes to
// the callback's owner, if that succeeds.

#include "player.h"

static void playerTick(int timer, void *opaque)
{
    Player *player = opaque;

    virObjectLock(player);
    player->id = timer;
    virObjectUnlock(player);
}

int handedOver(Player *player)
{
    virObjectRef(player);
    if (virEventAddTimeout(1000, playerTick, player, virObjectUnref) < 0) {
        virObjectUnref(player);
        return -1;
    }
    return 0;
}

int failureForgotten(Player *player)
{
    virObjectRef(player);
    if (virEventAddTimeout(1000, playerTick, player, virObjectUnref) < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    return 0;
}

int handedOverWithFreeCallback(Player *player)
{
    if (virEventAddTimeout(1000, playerTick, virObjectRef(player),
                           virObjectFreeCallback) < 0) {
        virObjectUnref(player);
        return -1;
    }
    return 0;
}

/* Without a free function nobody will release it. */
int noFreeFunction(int id)
{
    Player *player = virObjectLockableNew(playerClass);
    int timer;

    player->id = id;
    if ((timer = virEventAddTimeout(1000, playerTick, player, NULL)) < 0) {
        virObjectUnref(player);
        return -1;
    }
    return timer; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

int noFreeFunctionBorrowed(Player *player)
{
    return virEventAddTimeout(1000, playerTick, player, NULL);
}

/* A free function of the file that releases. */
static void sessionReleased(void *opaque)
{
    Session *session = opaque;

    deviceClose(session->fd);
    virObjectUnref(session);
}

static void sessionReadable(int watch, int fd, int events, void *opaque)
{
    Session *session = opaque;

    session->fd = watch < 0 || events ? fd : -1;
}

int handedOverWithOwnFreeFunction(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    if (virEventAddHandle(fd, 1, sessionReadable, session, sessionReleased) < 0) {
        virObjectUnref(session);
        return -1;
    }
    return 0;
}

int ownFreeFunctionFailureForgotten(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    if (virEventAddHandle(fd, 1, sessionReadable, session, sessionReleased) < 0)
        return -1; // expected-warning-re {{'session'{{.*}}[virref-leak]}}
    return 0;
}

/* The result is kept for later. */
int watchKept(Mixer *mixer, int fd)
{
    int watch;

    virObjectRef(mixer);
    watch = virEventAddHandle(fd, 1, sessionReadable, mixer, virObjectUnref);
    if (watch < 0)
        goto error;
    mixer->fd = watch;
    return 0;

 error:
    virObjectUnref(mixer);
    return -1;
}

/* GLib: cannot fail. */
static gboolean playerIdle(gpointer opaque)
{
    Player *player = opaque;

    player->active = false;
    return FALSE;
}

void sourceHandedOver(Player *player)
{
    g_autoptr(GSource) source = g_timeout_source_new(1000);

    g_source_set_callback(source, playerIdle, virObjectRef(player),
                          virObjectUnref);
}

void sourceWithoutFreeFunction(int id)
{
    g_autoptr(GSource) source = g_timeout_source_new(1000);
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    g_source_set_callback(source, playerIdle, player, NULL);
} // expected-warning-re {{'player'{{.*}}[virref-leak]}}

/* ---- who is called at the end finds the object, and drops its reference ---- */

typedef struct _Task Task;
typedef void (*TaskDone)(Task *task, void *opaque);
Task *taskStart(Player *source, TaskDone done, void *opaque);
void *taskSource(Task *task);

static void playerConnected(Task *task, void *opaque)
{
    Player *player = taskSource(task);
    Session *session = opaque;

    session->fd = player->id;
    virObjectUnref(player);
}

static void playerLookedAt(Task *task, void *opaque)
{
    Player *player = taskSource(task);
    Session *session = opaque;

    session->fd = player->id;
}

int givenToWhoFindsIt(Session *session, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    return taskStart(player, playerConnected, session) ? 0 : -1;
}

int givenToWhoLooksOnly(Session *session, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    return taskStart(player, playerLookedAt, session) ? 0 : -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

/* ---- where the result goes to is tested before, not after ---- */

struct watches {
    GSource **sources;
    int n;
};

GSource *watchNew(int fd, gpointer data, GDestroyNotify notify);

void watchesRenew(struct watches *watches, Player *player)
{
    for (int i = 0; i < watches->n; i++) {
        if (watches->sources[i])
            watches->sources[i] = NULL;
    }
    for (int i = 0; i < watches->n; i++) {
        virObjectRef(player);
        watches->sources[i] = watchNew(i, player, virObjectUnref);
    }
}

int watchesRenewOrFail(struct watches *watches, Player *player)
{
    for (int i = 0; i < watches->n; i++) {
        virObjectRef(player);
        watches->sources[i] = watchNew(i, player, virObjectUnref);
        if (!watches->sources[i])
            return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    }
    return 0;
}
