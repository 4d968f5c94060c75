// RUN: %cc1-verify -I %inputs %s
//
// Whether something is left depends on how many references there were.

#include "player.h"

int secondReferenceHolds(void)
{
    Track *track = virObjectNew(trackClass);
    int seconds;

    virObjectRef(track);
    virObjectUnref(track);
    seconds = track->seconds;
    virObjectUnref(track);
    return seconds;
}

int secondReferenceReleasedToo(void)
{
    Track *track = virObjectNew(trackClass);

    virObjectRef(track);
    virObjectUnref(track);
    virObjectUnref(track);
    return track->seconds; // expected-warning-re {{'track'{{.*}}[virref-use-after-release]}}
}

/* The field's reference keeps it alive. */
int fieldHolds(Session *session, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    session->player = virObjectRef(player);
    virObjectUnref(player);
    return player->id;
}

int fieldDoesNotHold(Session *session, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    session->fd = id;
    virObjectUnref(player);
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

/* Taken under a condition that is not known any more at the use. */
int referenceUnderCondition(Player *player, bool keep)
{
    if (keep)
        virObjectRef(player);
    virObjectUnref(player);
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

int referenceUnderSameCondition(Player *player, bool keep)
{
    int id = -1;

    if (keep)
        virObjectRef(player);
    virObjectUnref(player);
    if (keep)
        id = player->id;
    return id;
}
