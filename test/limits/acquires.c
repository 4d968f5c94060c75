// RUN: %cc1-verify -I %inputs %s
// expected-no-diagnostics
//
// A function can be there to take a reference for its caller: jobs and monitors
// begin like that, and end in another function. If a function takes one on an
// object that is not its own and never drops it, we take it to be such a one.

#include "player.h"

/* BUG: nobody will know that the caller has to release. */
void refWithoutPurpose(Player *player)
{
    virObjectRef(player);
    player->active = true;
}

/* BUG: two references, one field. */
void refTwiceStoredOnce(Session *session, Player *player)
{
    virObjectRef(player);
    session->player = virObjectRef(player);
}

/* BUG: without a free function nobody drops the timer's reference. */
int refForTimer(Player *player, void (*tick)(int timer, void *opaque))
{
    int timer;

    virObjectRef(player);
    if ((timer = virEventAddTimeout(1000, tick, player, NULL)) < 0) {
        virObjectUnref(player);
        return -1;
    }
    return timer;
}

/* BUG: one element is left out at the end. */
void refAllUnrefAllButFirst(Player **players, size_t n)
{
    for (size_t i = 0; i < n; i++)
        virObjectRef(players[i]);
    deviceWait(100);
    for (size_t i = 1; i < n; i++)
        virObjectUnref(players[i]);
}

/* Right: the pair to it is in another function. */
int playerBeginJob(Player *player, int fd)
{
    virObjectRef(player);
    if (deviceWait(fd) < 0) {
        virObjectUnref(player);
        return -1;
    }
    player->active = true;
    return 0;
}

void playerEndJob(Player *player)
{
    player->active = false;
    virObjectUnref(player);
}
