// RUN: %cc1-verify -I %inputs %s
//
// Contracts that stand in the code.

#include "player.h"

#define SAYS(Words) __attribute__((annotate("virref:" Words)))

SAYS("returns-owned") Player *playerFind(int id);
SAYS("returns-borrowed") Player *playerPeek(int id);
void playerTake(Player *player SAYS("consumed"));
int playerTryTake(Player *player SAYS("consumed-on-success"));
int playerGet(int id, Player **player SAYS("out-owned-on-success"));
void playerDrop(Player **player SAYS("consumed-and-cleared"));
int playerBegin(Player *player SAYS("acquires-on-success"));
int playerEnd(Player *player SAYS("consumed") SAYS("gone-if-false"));

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

int tried(int id)
{
    Player *player = playerFind(id);
    int rc = playerTryTake(player);

    if (rc < 0)
        virObjectUnref(player);
    return rc;
}

int triedForgotten(int id)
{
    Player *player = playerFind(id);

    if (playerTryTake(player) < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    return 0;
}

int gotten(int id)
{
    Player *player = NULL;

    if (playerGet(id, &player) < 0)
        return -1;
    playerDrop(&player);
    return player ? 1 : 0;
}

int gottenForgotten(int id)
{
    Player *player = NULL;

    if (playerGet(id, &player) < 0)
        return -1;
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

void begunAndEnded(Player *player)
{
    if (playerBegin(player) < 0)
        return;
    if (!playerEnd(player))
        return;
    player->id = 0;
}

void endedUnasked(Player *player)
{
    if (playerBegin(player) < 0)
        return;
    playerEnd(player);
    player->id = 0; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

/* A word that we do not know is no contract: the body counts. */
SAYS("returns-something") // expected-warning-re {{'returns-something'{{.*}}[virref-contract-mismatch]}}
static Player *wordUnknown(void)
{
    return virObjectLockableNew(playerClass);
}

void wordUnknownReleased(void)
{
    virObjectUnref(wordUnknown());
}

int wordUnknownForgotten(void)
{
    Player *player = wordUnknown();

    return player != NULL; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}
