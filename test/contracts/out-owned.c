// RUN: %cc1-verify -I %inputs -I %include %s
//
// What a function stores on success is this code's, and nobody else is known to
// keep it alive.

#include "player.h"
#include <virref/annotations.h>

int playerGet(const char *name, Player **out VIRREF_OUT_OWNED_ON_SUCCESS);
bool playerFind(const char *name, Player **out VIRREF_OUT_OWNED_ON_SUCCESS);

int releasedTwice(const char *name)
{
    Player *player = NULL;

    if (playerGet(name, &player) < 0)
        return -1;
    virObjectUnref(player);
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
    return 0;
}

int usedAfterwards(const char *name)
{
    Player *player;
    int rc = playerGet(name, &player);

    if (rc < 0)
        return rc;
    virObjectUnref(player);
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

int usedBefore(const char *name)
{
    Player *player;
    int rc = playerGet(name, &player);

    if (rc < 0)
        return rc;
    rc = player->id;
    virObjectUnref(player);
    return rc;
}

bool releasedTwiceIfFound(const char *name)
{
    Player *player = NULL;

    if (playerFind(name, &player)) {
        virObjectRef(player);
        playerStop(player);
        virObjectUnref(player);
        virObjectUnref(player);
        virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
        return true;
    }
    return false;
}

bool referencedAndReleased(const char *name)
{
    Player *player = NULL;

    if (playerFind(name, &player)) {
        virObjectRef(player);
        playerStop(player);
        virObjectUnref(player);
        virObjectUnref(player);
        return true;
    }
    return false;
}

/* Nobody asks whether it has succeeded, and NULL can be released. */
int releasedUnasked(const char *name)
{
    Player *player = NULL;
    int rc = playerGet(name, &player);

    virObjectUnref(player);
    return rc;
}

int releasedOnBoth(const char *name)
{
    Player *player = NULL;
    int rc = -1;

    if (playerGet(name, &player) < 0)
        goto cleanup;
    rc = playerStart(player);
cleanup:
    virObjectUnref(player);
    return rc;
}

int lostUnasked(const char *name)
{
    Player *player = NULL;

    return playerGet(name, &player); // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

int cleaned(const char *name)
{
    g_autoptr(Player) player = NULL;

    if (playerGet(name, &player) < 0)
        return -1;
    return playerStart(player);
}

int cleanedTwice(const char *name)
{
    g_autoptr(Player) player = NULL;

    if (playerGet(name, &player) < 0)
        return -1;
    virObjectUnref(player);
    return 0; // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
}

int passedOn(const char *name, Player **out VIRREF_OUT_OWNED_ON_SUCCESS)
{
    return playerGet(name, out);
}

int again(const char *name, const char *other)
{
    Player *player = NULL;

    if (playerGet(name, &player) < 0 && playerGet(other, &player) < 0)
        return -1;
    virObjectUnref(player);
    return 0;
}

/* A number that is called a boolean says success as one. */
gboolean playerLookUp(const char *name, Player **out VIRREF_OUT_OWNED_ON_SUCCESS);
int playerTake(Player *player VIRREF_CONSUMED_ON_SUCCESS);
gboolean playerGrab(Player *player VIRREF_CONSUMED_ON_SUCCESS);

int lookedUp(const char *name)
{
    Player *player;
    int id;

    if (!playerLookUp(name, &player))
        return -1;
    id = player->id;
    virObjectUnref(player);
    return id;
}

int lookedUpAndLeft(const char *name)
{
    Player *player;

    if (!playerLookUp(name, &player))
        return -1;
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

int grabbed(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    if (playerGrab(player))
        return 0;
    virObjectUnref(player);
    return -1;
}

int taken(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    if (playerTake(player) >= 0)
        return 0;
    virObjectUnref(player);
    return -1;
}

int grabbedOrForgotten(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    if (playerGrab(player))
        return 0;
    return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}
