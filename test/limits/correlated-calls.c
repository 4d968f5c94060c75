// RUN: %cc1-verify -I %inputs %s
// expected-no-diagnostics
//
// Code asks the same question twice and relies on the same answer. To warn
// there would be wrong nearly always, so the answers are taken to be equal, and
// a bug that needs two different ones is missed.

#include "player.h"

bool playerNeedsMixer(const Player *player) __attribute__((pure));

/* Right, unless somebody changes the player while we wait. */
int pureFunction(Player *player, Mixer *mixer, int fd)
{
    int rc;

    if (playerNeedsMixer(player))
        virObjectRef(mixer);
    rc = deviceWait(fd);
    if (playerNeedsMixer(player))
        virObjectUnref(mixer);
    return rc;
}

/* BUG: stopping the player changes the answer. */
int answerChanges(Player *player, Mixer *mixer)
{
    if (playerIsIdle(player))
        virObjectRef(mixer);
    playerStop(player);
    if (playerIsIdle(player))
        virObjectUnref(mixer);
    return 0;
}
