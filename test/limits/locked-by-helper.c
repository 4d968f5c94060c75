// RUN: %cc1-verify -I %inputs %s
// expected-no-diagnostics
//
// A helper that does nothing but lock has no effect on references, and is not
// followed.

#include "player.h"

static void playerEnter(Player *player)
{
    virObjectLock(player);
}

/* BUG: released while locked. */
void enteredAndReleased(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    playerEnter(player);
    virObjectUnref(player);
}
