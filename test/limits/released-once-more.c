// RUN: %cc1-verify -I %inputs %s
// expected-no-diagnostics
//
// A release of a reference that the caller owns can be this function's contract.

#include "player.h"

/* BUG, unless it is meant to consume the caller's reference. */
void parameterReleased(Player *player)
{
    virObjectRef(player);
    player->active = true;
    virObjectUnref(player);
    virObjectUnref(player);
}
