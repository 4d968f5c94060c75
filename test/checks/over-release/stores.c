// RUN: %cc1-verify -I %inputs %s
//
// A field that was released keeps its value until it gets another one.

#include "player.h"

Player *currentPlayer;

void globalReleasedTwice(void)
{
    virObjectUnref(currentPlayer);
    virObjectUnref(currentPlayer); // expected-warning-re {{'currentPlayer'{{.*}}[virref-over-release]}}
}

void globalReplaced(Player *player)
{
    virObjectUnref(currentPlayer);
    currentPlayer = virObjectRef(player);
    virObjectUnref(currentPlayer);
    currentPlayer = NULL;
}

/* Both fields hold the same object, with one reference each. */
void twoFields(Session *session, Mixer *mixer, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    session->player = virObjectRef(player);
    mixer->player = player;
    virObjectUnref(session->player);
    virObjectUnref(mixer->player);
    session->player = NULL;
    mixer->player = NULL;
}

void twoFieldsThreeReleases(Session *session, Mixer *mixer, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    session->player = virObjectRef(player);
    mixer->player = player;
    virObjectUnref(session->player);
    virObjectUnref(mixer->player);
    virObjectUnref(player); // expected-warning-re {{player'{{.*}}[virref-over-release]}}
    session->player = NULL;
    mixer->player = NULL;
}

/* The out-parameter was set, and then the error path is taken after all. */
int releasedAfterPublishing(Player **out, int fd)
{
    Player *player = virObjectLockableNew(playerClass);

    *out = player;
    if (deviceReady(fd) < 0) {
        virObjectUnref(player);
        virObjectUnref(*out); // expected-warning-re {{'{{.*}}'{{.*}}[virref-over-release]}}
        *out = NULL;
        return -1;
    }
    return 0;
}

int takenBackAfterPublishing(Player **out, int fd)
{
    Player *player = virObjectLockableNew(playerClass);

    *out = player;
    if (deviceReady(fd) < 0) {
        virObjectUnref(player);
        *out = NULL;
        return -1;
    }
    return 0;
}
