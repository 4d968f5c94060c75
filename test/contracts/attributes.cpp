// RUN: %cc1-verify -I %inputs %s
//
// The attributes of libkern are for C++ only.

#include "player.h"

__attribute__((os_returns_retained)) Player *playerFind(int id);
__attribute__((os_returns_not_retained)) Player *playerPeek(int id);
void playerTake(__attribute__((os_consumed)) Player *player);
void playerGet(int id, __attribute__((os_returns_retained)) Player **player);
int playerTry(int id,
              __attribute__((os_returns_retained_on_zero)) Player **player);

int found(int id)
{
    Player *player = playerFind(id);

    return player ? player->id : 0; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

int peeked(int id)
{
    Player *player = playerPeek(id);

    return player ? player->id : 0;
}

void taken(int id)
{
    playerTake(playerFind(id));
}

int gottenForgotten(int id)
{
    Player *player = NULL;

    playerGet(id, &player);
    return player ? player->id : 0; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

/* Not followed yet: it may be released, and need not be. */
int tried(int id)
{
    Player *player = NULL;

    if (playerTry(id, &player))
        return -1;
    virObjectUnref(player);
    return 0;
}
