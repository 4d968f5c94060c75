// RUN: %cc1-verify -I %inputs %s
// expected-no-diagnostics
//
// A borrowed object can go while we look at it, when somebody else drops the
// reference that we relied on. Only contracts (ends-borrow) will tell.

#include "player.h"

/* BUG: removing the entry drops what may be the last reference. Nothing in this
 * file says that the table owns its values (use-after-release/removed.c). */
int removedThenUsed(Daemon *daemon, const char *name)
{
    Player *player = virHashLookup(daemon->players, name);

    if (!player)
        return -1;
    virHashRemoveEntry(daemon->players, name);
    return player->id;
}

/* BUG: without the lock the table may lose it at any time. */
int unlockedThenUsed(Library *library)
{
    Player *player;

    virObjectRWLockRead(library);
    player = library->nplayers ? library->players[0] : NULL;
    virObjectRWUnlock(library);
    return player ? player->id : -1;
}

/* BUG: the mixer goes with the player that owns it. */
int memberOfReleased(int id)
{
    Player *player = virObjectLockableNew(playerClass);
    Mixer *mixer;
    int volume;

    player->id = id;
    if (playerStart(player) < 0) {
        virObjectUnref(player);
        return -1;
    }
    mixer = player->mixer;
    virObjectUnref(player);
    volume = mixer ? mixer->volume : 0;
    return volume;
}

/* BUG: the variable is released by the signal handler as well. */
static Session *pending;

void onSignal(void)
{
    virObjectUnref(pending);
}

void finish(void)
{
    virObjectUnref(pending);
}
