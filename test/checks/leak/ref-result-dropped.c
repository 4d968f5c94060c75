// RUN: %cc1-verify -I %inputs %s
//
// Ref as a statement, and calls whose owned result nobody keeps.

#include "player.h"

static Player *playerNew(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    return player;
}

void statementThenStored(Session *session, Player *player)
{
    virObjectRef(player);
    session->player = player;
}

Player *statementOnOurOwn(int id)
{
    Player *player = playerNew(id);

    virObjectRef(player);
    return player; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

Player *statementThenReturned(Session *session)
{
    virObjectRef(session->player);
    return session->player;
}

/* Dropped when it succeeds, so it is not for keeps; forgotten when it fails. */
int statementForgottenOnFailure(Player *player, int fd)
{
    virObjectRef(player);
    if (deviceWait(fd) < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    virObjectUnref(player);
    return 0;
}

int statementReleasedOnFailure(Player *player, int fd)
{
    virObjectRef(player);
    if (deviceWait(fd) < 0) {
        virObjectUnref(player);
        return -1;
    }
    virObjectUnref(player);
    return 0;
}

void castToVoidReleased(Player *player)
{
    (void) virObjectRef(player);
    player->active = true;
    virObjectUnref(player);
}

int newObjectDropped(void)
{
    virObjectNew(trackClass); // expected-warning {{[virref-leak]}}
    return 0;
}

int constructedObjectDropped(int id)
{
    playerNew(id); // expected-warning {{[virref-leak]}}
    return 0;
}

int constructedObjectTested(int id)
{
    if (!playerNew(id)) // expected-warning {{[virref-leak]}}
        return -1;
    return 0;
}

int constructedObjectKept(int id)
{
    Player *player;

    if (!(player = playerNew(id)))
        return -1;
    virObjectUnref(player);
    return 0;
}

/* A reference of an argument, for a callee that does not take it. */
int refAsArgumentOfBorrower(Player *player)
{
    return virObjectIsClass(virObjectRef(player), playerClass); // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

int borrowedByBorrower(Player *player)
{
    return virObjectIsClass(player, playerClass);
}

static void sessionTakePlayer(Session *session, Player *player)
{
    virObjectUnref(session->player);
    session->player = player;
}

void refAsArgumentOfTaker(Session *session, Player *player)
{
    sessionTakePlayer(session, virObjectRef(player));
}

void newAsArgumentOfTaker(Session *session, int id)
{
    sessionTakePlayer(session, playerNew(id));
}
