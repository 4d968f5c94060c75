// RUN: %cc1-verify -I %inputs %s
// RUN: %cc1-verify -DGLIB_STEAL_FORM=1 -I %inputs %s
// RUN: %cc1-verify -DGLIB_STEAL_FORM=2 -I %inputs %s

#include "player.h"

/* The place is empty after the theft: releasing it is releasing NULL. */
void placeReleased(int id)
{
    Player *player = virObjectLockableNew(playerClass);
    Player *mine;

    player->id = id;
    mine = g_steal_pointer(&player);
    virObjectUnref(player);
    virObjectUnref(mine);
}

void loopOfThefts(int id)
{
    Player *player = virObjectLockableNew(playerClass);
    Player *mine;

    player->id = id;
    mine = g_steal_pointer(&player);
    virObjectUnref(mine);
    mine = g_steal_pointer(&player);
    virObjectUnref(mine);
}

void stolenReleasedTwice(int id)
{
    Player *player = virObjectLockableNew(playerClass);
    Player *mine;

    player->id = id;
    mine = g_steal_pointer(&player);
    virObjectUnref(mine);
    virObjectUnref(mine); // expected-warning-re {{'mine'{{.*}}[virref-over-release]}}
}

/* An alias survives the theft. */
void aliasReleased(int id)
{
    g_autoptr(Player) player = virObjectLockableNew(playerClass);
    Player *same = player;
    Player *mine;

    player->id = id;
    mine = g_steal_pointer(&player);
    virObjectUnref(mine);
    virObjectUnref(same); // expected-warning-re {{'{{mine|same}}'{{.*}}[virref-over-release]}}
}

/* Assigned instead of stolen: two variables, one reference. */
Track *assignedInsteadOfStolen(int seconds)
{
    Track *ret = NULL;
    Track *track = virObjectNew(trackClass);

    if (!track)
        return NULL;
    track->seconds = seconds;
    ret = track;
    virObjectUnref(track);
    virObjectUnref(ret); // expected-warning-re {{'{{track|ret}}'{{.*}}[virref-over-release]}}
    return NULL;
}

Track *stolenInsteadOfAssigned(int seconds)
{
    Track *ret = NULL;
    Track *track = virObjectNew(trackClass);

    if (!track)
        return NULL;
    track->seconds = seconds;
    ret = g_steal_pointer(&track);
    virObjectUnref(track);
    virObjectUnref(ret);
    return NULL;
}

void virStealTwice(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);
    Mixer *mine = NULL;

    mixer->fd = fd;
    VIR_STEAL_PTR(mine, mixer);
    virObjectUnref(mixer);
    virObjectUnref(mine);
    virObjectUnref(mine); // expected-warning-re {{'mine'{{.*}}[virref-over-release]}}
}

void virStealOnce(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);
    Mixer *mine = NULL;

    mixer->fd = fd;
    VIR_STEAL_PTR(mine, mixer);
    virObjectUnref(mixer);
    virObjectUnref(mine);
}

/* From a field. */
void fieldStolenAndReleased(Session *session)
{
    Player *player = g_steal_pointer(&session->player);

    virObjectUnref(player);
    virObjectUnref(session->player);
}

void fieldCopiedAndReleased(Session *session)
{
    Player *player = session->player;

    virObjectUnref(player);
    virObjectUnref(session->player); // expected-warning-re {{player'{{.*}}[virref-over-release]}}
}
