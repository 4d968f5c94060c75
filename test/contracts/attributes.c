// RUN: %cc1-verify -I %inputs %s
//
// What clang's own attributes say about ownership.

#include "player.h"

#define RC(Words) __attribute__((annotate("rc_ownership_" Words)))

Player *playerFind(int id) RC("returns_retained");
Player *playerPeek(int id) RC("returns_not_retained");
void playerTake(Player *player RC("consumed"));
Player *playerOpen(int id);
Player *playerOpen(int id) __attribute__((cf_returns_retained));
void playerClose(Player *player __attribute__((cf_consumed)));
void playerGet(int id, Player **player __attribute__((cf_returns_retained)));
Player *playerMake(int id) __attribute__((ownership_returns(players)));
void playerUnmake(int id, Player *player)
    __attribute__((ownership_takes(players, 2)));
void playerKeep(Player *player) __attribute__((ownership_holds(players, 1)));

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

void takenTwice(int id)
{
    Player *player = playerFind(id);

    playerTake(player);
    playerTake(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
}

int openedForgotten(int id)
{
    Player *player = playerOpen(id);

    return player ? player->id : 0; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

void openedAndClosed(int id)
{
    playerClose(playerOpen(id));
}

int gottenForgotten(int id)
{
    Player *player = NULL;

    playerGet(id, &player);
    return player ? player->id : 0; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

void gotten(int id)
{
    Player *player = NULL;

    playerGet(id, &player);
    playerClose(player);
}

int madeForgotten(int id)
{
    Player *player = playerMake(id);

    return player ? player->id : 0; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

void madeAndUnmade(int id)
{
    Player *player = playerMake(id);

    playerUnmake(id, player);
}

void madeAndKept(int id)
{
    playerKeep(playerMake(id));
}

void keptAndUsed(int id)
{
    Player *player = playerMake(id);

    if (!player)
        return;
    playerKeep(player);
    player->id = id; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

/* Memory is not an object: that is clang's own business. */
Player *playerAlloc(int id) __attribute__((ownership_returns(malloc)));
void playerDealloc(Player *player) __attribute__((ownership_takes(malloc, 1)));

/* Nor is what is no struct. */
char *nameMake(int id) __attribute__((ownership_returns(names)));

int allocated(int id)
{
    Player *player = playerAlloc(id);
    char *name = nameMake(id);

    return player && name;
}

void allocatedTwice(Player *player)
{
    virObjectRef(player);
    playerDealloc(player);
    virObjectUnref(player);
}
