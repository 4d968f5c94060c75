// RUN: %cc1-verify -I %inputs %s
// expected-no-diagnostics
//
// Once the address of a variable went to an unknown function, the variable may
// hold anything: tracking ends, although most such functions leave it alone.

#include "player.h"

void playerInspect(Player **player);
int trackSort(Track **tracks, int count);

/* BUG: never released. */
int afterInspection(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    playerInspect(&player);
    return 0;
}

/* BUG: neither of the two is released. */
int afterSorting(void)
{
    Track *pair[2] = { virObjectNew(trackClass), virObjectNew(trackClass) };

    return trackSort(pair, 2);
}
