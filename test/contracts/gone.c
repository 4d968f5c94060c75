// What has been told to be gone, in all ways of asking for it.
//
// RUN: %cc1-verify -I %inputs %s

#include "player.h"

#define VIRREF(Word) __attribute__((annotate("virref:" Word)))

/* The number of references that are left. */
int playerDrop(Player *player VIRREF("consumed") VIRREF("gone-if-false"));

int positive(Player *player)
{
    virObjectRef(player);
    if (playerDrop(player) > 0)
        return player->id;
    return -1;
}

int notPositive(Player *player)
{
    virObjectRef(player);
    if (playerDrop(player) > 0)
        return 0;
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

int different(Player *player)
{
    virObjectRef(player);
    if (playerDrop(player) != 0)
        return player->id;
    return -1;
}

int less(Player *player)
{
    virObjectRef(player);
    if (playerDrop(player) < 1)
        return player->id; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
    return 0;
}
