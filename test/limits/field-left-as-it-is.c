// RUN: %cc1-verify -I %inputs %s
// expected-no-diagnostics
//
// One release of what a field refers to, with the field left as it is, may be
// the release of a reference that was taken elsewhere: the field still has its
// own. Where the field is cleared or replaced, we do warn.

#include "player.h"

/* BUG, if it was the field's reference. */
int usedThroughField(Session *session)
{
    virObjectUnref(session->player);
    return session->player->id;
}

int usedThroughVariable(Session *session)
{
    Player *player = session->player;

    virObjectUnref(player);
    return player->id;
}
