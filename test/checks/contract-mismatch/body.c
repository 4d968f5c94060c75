// RUN: %cc1-verify -I %inputs -I %include %s
//
// A body against the contract that its function declares.

#include "player.h"
#include <virref/annotations.h>

Player *libraryFirst(Library *library) VIRREF_RETURNS_OWNED;
Player *libraryFirstOwned(Library *library) VIRREF_RETURNS_OWNED;
Player *sessionTake(Session *session) VIRREF_RETURNS_OWNED;
Player *sessionLend(Session *session) VIRREF_RETURNS_BORROWED;
Player *sessionLeak(Session *session) VIRREF_RETURNS_BORROWED;
Player *playerByName(const char *name);
Player *playerOther(const char *name) VIRREF_RETURNS_OWNED;

Player *libraryFirst(Library *library)
{
    return library->players[0]; // expected-warning-re {{'{{.*}}' is returned without a reference, but the function is declared to return one [virref-contract-mismatch]}}
}

Player *libraryFirstOwned(Library *library)
{
    if (library->nplayers == 0)
        return NULL;
    return virObjectRef(library->players[0]);
}

/* The field's reference goes to the caller. */
Player *sessionTake(Session *session)
{
    Player *player = session->player;

    session->player = NULL;
    return player;
}

Player *sessionLend(Session *session)
{
    return session->player;
}

Player *sessionLeak(Session *session)
{
    return virObjectRef(session->player); // expected-warning-re {{'{{.*}}' is returned with a reference, but the function is declared to return none: nobody will release it [virref-contract-mismatch]}}
}

/* What an unknown function returns may carry one. */
Player *playerOther(const char *name)
{
    return playerByName(name);
}

/* What virObjectRef() itself promises: the caller gets it by the argument. */
Player *playerRef(Player *player VIRREF_ACQUIRES) VIRREF_RETURNS_SAME(0);
Player *playerRefLater(Player *player VIRREF_ACQUIRES) VIRREF_RETURNS_SAME(0);
Player *playerRefNot(Player *player VIRREF_ACQUIRES) VIRREF_RETURNS_SAME(0);

Player *playerRef(Player *player)
{
    if (!player)
        return NULL;
    return virObjectRef(player);
}

Player *playerRefLater(Player *player)
{
    virObjectRef(player);
    player->id++;
    return player;
}

void playerHold(Player *player VIRREF_ACQUIRES)
{
    if (!player)
        return;
    virObjectRef(player);
}

void playerHoldNot(Player *player VIRREF_ACQUIRES)
{
    if (!player->active)
        return; // expected-warning {{'player' has no reference taken here, but the function is declared to take one for its caller [virref-contract-mismatch]}}
    virObjectRef(player);
}

Player *playerRefNot(Player *player)
{
    return player; // expected-warning {{'player' has no reference taken here, but the function is declared to take one for its caller [virref-contract-mismatch]}}
}

void consumeSometimes(Player *player VIRREF_CONSUMED)
{
    if (playerStart(player) < 0)
        return; // expected-warning {{'player' is not released or handed over here, but the function is declared to take over its caller's reference [virref-contract-mismatch]}}
    virObjectUnref(player);
}

void consumeAlways(Player *player VIRREF_CONSUMED)
{
    if (playerStart(player) < 0)
        playerStop(player);
    virObjectUnref(player);
}

void consumeByStoring(Session *session, Player *player VIRREF_CONSUMED)
{
    session->player = player;
}

int addFails(Session *session, Player *player VIRREF_CONSUMED_ON_SUCCESS)
{
    if (session->fd < 0) {
        virObjectUnref(player);
        return -1; // expected-warning {{'player' is released or handed over here, where the function is declared to leave the caller's reference alone [virref-contract-mismatch]}}
    }
    session->player = player;
    return 0;
}

int addWorks(Session *session, Player *player VIRREF_CONSUMED_ON_SUCCESS)
{
    if (session->fd < 0)
        return -1;
    session->player = player;
    return 0;
}

int addForgets(Session *session, Player *player VIRREF_CONSUMED_ON_SUCCESS)
{
    if (session->fd < 0)
        return -1;
    return 0; // expected-warning {{'player' is not released or handed over here}}
}

void borrowReleases(Player *player VIRREF_BORROWED)
{
    player->active = false;
    virObjectUnref(player);
} // expected-warning {{'player' is released or handed over here, but the function is declared to leave the caller's references as they are [virref-contract-mismatch]}}

void borrowBalanced(Player *player VIRREF_BORROWED)
{
    virObjectRef(player);
    player->active = false;
    virObjectUnref(player);
}

int jobBegin(Player *player VIRREF_ACQUIRES_ON_SUCCESS)
{
    virObjectRef(player);
    if (playerStart(player) < 0)
        return -1; // expected-warning {{'player' has a reference taken here that nobody gives back, and the function is declared to leave none to its caller [virref-contract-mismatch]}}
    return 0;
}

int jobBeginRight(Player *player VIRREF_ACQUIRES_ON_SUCCESS)
{
    virObjectRef(player);
    if (playerStart(player) < 0) {
        virObjectUnref(player);
        return -1;
    }
    return 0;
}

void jobTake(Player *player VIRREF_ACQUIRES)
{
    if (player->active)
        return; // expected-warning {{'player' has no reference taken here, but the function is declared to take one for its caller [virref-contract-mismatch]}}
    virObjectRef(player);
}
