// RUN: %cc1-verify -I %inputs %s
// expected-no-diagnostics
//
// A borrowed object is kept where a reference is needed, but nothing here says
// that one is, or that the function has not been given one to keep.

#include "player.h"

/* BUG, if the field owns: no reference was taken for it. */
void storedWithoutReference(Session *session, Player *player)
{
    session->player = player;
}

/* BUG: the field keeps what the release at the end may destroy. */
void storedAndReleased(Session *session, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    session->player = player;
    virObjectUnref(player);
}

/* BUG: the field still points to what has been released. */
void danglingField(Session *session)
{
    virObjectUnref(session->player);
}

/* BUG: the thread releases what nobody gave to it. */
static void playerThread(void *opaque)
{
    Player *player = opaque;

    player->active = true;
    virObjectUnref(player);
}

int threadWithoutReference(Player *player)
{
    virThread thread;

    return virThreadCreate(&thread, false, playerThread, player);
}

/* BUG: the event loop will release the caller's reference. */
static void playerTick(int timer, void *opaque)
{
    Player *player = opaque;

    player->id = timer;
}

int callbackWithoutReference(Player *player)
{
    return virEventAddTimeout(1000, playerTick, player, virObjectUnref);
}

/* BUG: so will the table. */
int daemonInit(Daemon *daemon)
{
    return (daemon->players = virHashNew(virObjectUnref)) ? 0 : -1;
}

int tableWithoutReference(Daemon *daemon, Player *player)
{
    return virHashAddEntry(daemon->players, player->name, player);
}

/* BUG: returns the table's object as if it carried a reference, on one of the
 * two paths. */
Player *sometimesReferenced(Daemon *daemon, const char *name)
{
    Player *player = virHashLookup(daemon->players, name);

    if (!player)
        return NULL;
    if (player->active)
        virObjectRef(player);
    return player;
}
