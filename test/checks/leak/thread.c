// RUN: %cc1-verify -I %inputs %s
//
// A thread that releases its argument at its end takes over a reference, once
// it runs.

#include "player.h"

static void playerThread(void *opaque)
{
    Player *player = opaque;

    virObjectLock(player);
    player->active = true;
    virObjectUnlock(player);
    virObjectUnref(player);
}

static void watchThread(void *opaque)
{
    Player *player = opaque;

    virObjectLock(player);
    player->active = true;
    virObjectUnlock(player);
}

int threadTakesOver(Player *player)
{
    virThread thread;

    virObjectRef(player);
    if (virThreadCreate(&thread, false, playerThread, player) < 0) {
        virObjectUnref(player);
        return -1;
    }
    return 0;
}

int threadFailedForgotten(Player *player)
{
    virThread thread;

    virObjectRef(player);
    if (virThreadCreate(&thread, false, playerThread, player) < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    return 0;
}

int newObjectForThread(int id)
{
    virThread thread;
    g_autoptr(Player) player = virObjectLockableNew(playerClass);

    player->id = id;
    if (virThreadCreate(&thread, false, playerThread, player) < 0)
        return -1;
    player = NULL;
    return 0;
}

/* Borrows for as long as it runs, and it is joined. */
int threadBorrows(int id)
{
    virThread thread;
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    if (virThreadCreate(&thread, true, watchThread, player) == 0)
        virThreadJoin(&thread);
    virObjectUnref(player);
    return 0;
}

int threadBorrowsForgotten(int id)
{
    virThread thread;
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    if (virThreadCreate(&thread, true, watchThread, player) < 0) {
        virObjectUnref(player);
        return -1;
    }
    virThreadJoin(&thread);
    return 0; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

/* GLib's, that cannot fail, and the one that can. */
static gpointer mixerThread(gpointer opaque)
{
    g_autoptr(Mixer) mixer = opaque;

    deviceWait(mixer->fd);
    return NULL;
}

void glibThreadTakesOver(Mixer *mixer)
{
    GThread *thread = g_thread_new("mixer", mixerThread, virObjectRef(mixer));

    g_thread_unref(thread);
}

int glibThreadFailedForgotten(Mixer *mixer)
{
    GThread *thread;

    if (!(thread = g_thread_try_new("mixer", mixerThread, virObjectRef(mixer), NULL)))
        return -1; // expected-warning-re {{'mixer'{{.*}}[virref-leak]}}
    g_thread_unref(thread);
    return 0;
}

int glibThreadFailedReleased(Mixer *mixer)
{
    GThread *thread;

    if (!(thread = g_thread_try_new("mixer", mixerThread, virObjectRef(mixer), NULL))) {
        virObjectUnref(mixer);
        return -1;
    }
    g_thread_unref(thread);
    return 0;
}
