// RUN: %cc1-verify -I %inputs %s
//
// A field, a global or an out-parameter that holds the reference keeps the
// object alive.

#include "player.h"

Player *currentPlayer;

int usedAfterPublishing(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    currentPlayer = player;
    player->id = id;
    return player->id;
}

int publishedReleasedUsed(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    currentPlayer = player;
    virObjectUnref(currentPlayer);
    currentPlayer = NULL;
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

int intoOutParameter(Player **out, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    *out = player;
    player->id = id;
    return 0;
}

/* The object holds its member; releasing the holder leaves the member to
 * whoever else has a reference. */
int memberReferenced(void)
{
    Player *player = virObjectLockableNew(playerClass);
    Mixer *mixer = virObjectLockableNew(mixerClass);
    int volume;

    player->mixer = virObjectRef(mixer);
    virObjectUnref(player);
    volume = mixer->volume;
    virObjectUnref(mixer);
    return volume;
}

void fieldUsedAfterRelease(Session *session)
{
    Player *old = session->player;

    virObjectUnref(session->player);
    session->player = NULL;
    old->active = false; // expected-warning-re {{'{{old|.*player}}'{{.*}}[virref-use-after-release]}}
}

void fieldUsedBeforeRelease(Session *session)
{
    session->player->active = false;
    virObjectUnref(session->player);
    session->player = NULL;
}
