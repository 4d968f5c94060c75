// RUN: %cc1-verify -I %inputs %s
//
// References that float, what goes to a struct that keeps it, and what a call
// stores when it fails.

#include "player.h"

#define SAYS(Words) __attribute__((annotate("virref:" Words)))

typedef struct Error Error;
typedef struct Team Team;

SAYS("returns-floating") Player *playerMake(int id);
SAYS("returns-floating") Player *playerGroup(const char *format, ...);
SAYS("returns-same(0)") Player *playerSink(Player *player SAYS("sinks"));
SAYS("returns-same(0)") Player *playerKeep(Player *player SAYS("takes-floating"));
void teamAdopt(Team *team, Player *player SAYS("consumed-if-floating"));
int teamAdd(Team *team, Player *player SAYS("handed-to(0)"));
SAYS("returns-owned") Player *playerLoad(int id, Error **error SAYS("out-if-failed"));
int playerOpen(int id, Player **player SAYS("out-owned-on-success"));
void playerShow(Player *player);

int leftFloating(int id)
{
    Player *player = playerMake(id);

    return player->id; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

void adopted(Team *team, int id)
{
    teamAdopt(team, playerMake(id));
}

void adoptedAndReleased(Team *team, int id)
{
    Player *player = playerMake(id);

    teamAdopt(team, player);
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
}

void adoptedOwned(Team *team, int id)
{
    Player *player = playerSink(playerMake(id));

    teamAdopt(team, player);
    virObjectUnref(player);
}

void adoptedOwnedAndLeaked(Team *team, int id)
{
    Player *player = playerKeep(playerMake(id));

    teamAdopt(team, player);
} // expected-warning-re {{'player'{{.*}}[virref-leak]}}

void sunkTwice(int id)
{
    Player *player = playerMake(id);

    playerSink(player);
    playerSink(player);
    virObjectUnref(player);
} // expected-warning-re {{'player'{{.*}}[virref-leak]}}

Player *group(int id)
{
    Player *player = playerMake(id);

    return playerGroup("%p", player);
}

/* Somebody unknown may take it over. */
void shown(int id)
{
    Player *player = playerMake(id);

    playerShow(player);
}

int added(Team *team, int id)
{
    Player *player = playerSink(playerMake(id));

    if (teamAdd(team, player) < 0) {
        virObjectUnref(player);
        return -1;
    }
    return player->id; // the team keeps it
}

int addedOrLeaked(Team *team, int id)
{
    Player *player = playerSink(playerMake(id));

    if (teamAdd(team, player) < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    return 0;
}

int loaded(int id)
{
    Error *error = 0;
    Player *player = playerLoad(id, &error);

    if (error)
        return -1;
    id = player->id;
    virObjectUnref(player);
    return id;
}

int loadedAndLeaked(int id)
{
    Error *error = 0;
    Player *player = playerLoad(id, &error);

    if (error)
        return -1;
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

struct Seat { Player *player; };

/* What is stored in somebody else's struct is his. */
int seated(struct Seat *seat, int id)
{
    if (playerOpen(id, &seat->player) < 0)
        return -1;
    return seat->player ? 0 : -1;
}

int opened(int id)
{
    return playerOpen(id, 0);
}
