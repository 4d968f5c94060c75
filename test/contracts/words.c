// RUN: %cc1-verify -I %inputs -I %include %s
//
// The words of the header: those whose meaning is known to the analysis, and
// those that must not mislead it as long as it is not.

#include "player.h"
#include <virref/annotations.h>

typedef struct Table Table;
typedef void (*FreeCallback)(void *opaque);

Player *playerFind(int id) VIRREF_RETURNS_OWNED;
int playerTake(Player *player VIRREF_CONSUMED_IF(>= 0));
bool playerTryTake(Player *player VIRREF_CONSUMED_IF(!=0));
int playerSend(Player *player VIRREF_CONSUMED_IF(==0));
int playerKeep(Player *player VIRREF_RETAINED_ON_SUCCESS);
void playerLock(Player *player VIRREF_LOCKS);
Player *playerOf(Table *table) VIRREF_BORROWED_FROM(0);

Table *tableNew(FreeCallback destroy VIRREF_FREES_VALUES);
int tableAdd(Table *table, const char *name, void *value VIRREF_VALUE_OF(0));
Player *tableFind(Table *table, const char *name) VIRREF_LENT_BY(0);
Player *tableSteal(Table *table, const char *name) VIRREF_HANDED_OVER_BY(0);
int whenIdle(void *opaque, FreeCallback destroy VIRREF_DESTROYS(0));

int takenIfNotNegative(int id)
{
    Player *player = playerFind(id);

    if (playerTake(player) < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    return 0;
}

int takenIfTrue(int id)
{
    Player *player = playerFind(id);

    if (!playerTryTake(player))
        virObjectUnref(player);
    return 0;
}

int takenIfTrueForgotten(int id)
{
    Player *player = playerFind(id);

    if (!playerTryTake(player))
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    return 0;
}

/* Not followed yet. */
int sent(int id)
{
    Player *player = playerFind(id);

    if (playerSend(player) != 0)
        virObjectUnref(player);
    return 0;
}

int kept(int id)
{
    Player *player = playerFind(id);
    int rc = playerKeep(player);

    virObjectUnref(player);
    return rc;
}

int keptForgotten(int id)
{
    return playerKeep(playerFind(id)); // expected-warning-re {{leaked{{.*}}[virref-leak]}}
}

void releasedUnderLock(int id)
{
    Player *player = playerFind(id);

    if (!player)
        return;
    playerLock(player);
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-release-while-locked]}}
}

int lookedAt(Table *table)
{
    Player *player = playerOf(table);
    Player *other = tableFind(table, "other");

    return player->id + other->id;
}

/* As without the words: the function that is passed along shows it. */
int filled(int id)
{
    Table *table = tableNew(virObjectUnref);
    Player *player = playerFind(id);

    if (tableAdd(table, "player", player) < 0) {
        virObjectUnref(player);
        return -1;
    }
    return 0;
}

int filledForgotten(int id)
{
    Table *table = tableNew(virObjectUnref);
    Player *player = playerFind(id);

    if (tableAdd(table, "player", player) < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    return 0;
}

void stolen(Table *table)
{
    virObjectUnref(tableSteal(table, "player"));
}

int idle(int id)
{
    Player *player = playerFind(id);

    if (whenIdle(player, virObjectUnref) < 0) {
        virObjectUnref(player);
        return -1;
    }
    return 0;
}
