// RUN: %cc1-verify -I %inputs -I %include %s
//
// Bodies against what their functions declare about out-parameters, conditions
// and references that are kept. What else there is: test/checks/contract-mismatch.

#include "player.h"
#include <virref/annotations.h>

Player *playerMake(void) VIRREF_RETURNS_OWNED;
Player *playerLent(void) VIRREF_RETURNS_BORROWED;

/* ---- out-owned ---- */

int getLent(Session *session, Player **out VIRREF_OUT_OWNED_ON_SUCCESS)
{
    if (session->fd < 0)
        return -1;
    *out = session->player;
    return 0; // expected-warning-re {{'{{.*}}' is stored for the caller without a reference, but the function is declared to store one with it [virref-contract-mismatch]}}
}

int getOwned(Session *session, Player **out VIRREF_OUT_OWNED_ON_SUCCESS)
{
    if (session->fd < 0)
        return -1;
    *out = virObjectRef(session->player);
    return 0;
}

int getLentByContract(Player **out VIRREF_OUT_OWNED)
{
    *out = playerLent();
    return 0; // expected-warning-re {{'{{.*}}' is stored for the caller without a reference}}
}

int getMade(Player **out VIRREF_OUT_OWNED)
{
    *out = playerMake();
    return 0;
}

int getOnFailure(Session *session, Player **out VIRREF_OUT_OWNED_ON_SUCCESS)
{
    *out = session->player;
    return -1;
}

/* What the field had goes to the caller. */
int getTaken(Session *session, Player **out VIRREF_OUT_OWNED)
{
    *out = session->player;
    session->player = NULL;
    return 0;
}

/* ---- out-borrowed ---- */

void lendMade(Player **out VIRREF_OUT_BORROWED)
{
    *out = playerMake();
} // expected-warning-re {{'{{.*}}' is stored for the caller with a reference, but the function is declared to store it without: nobody will release it [virref-contract-mismatch]}}

void lendKept(Session *session, Player **out VIRREF_OUT_BORROWED)
{
    Player *player = playerMake();

    session->player = player;
    *out = player;
}

/* ---- consumed-and-cleared ---- */

void endForgets(Player **player VIRREF_CONSUMED_AND_CLEARED)
{
    if (!*player)
        return;
    (*player)->active = false;
} // expected-warning-re {{'{{.*}}' is neither released here nor is the pointer to it set to NULL, and the function is declared to do both [virref-contract-mismatch]}}

void endLeaves(Player **player VIRREF_CONSUMED_AND_CLEARED)
{
    virObjectUnref(*player);
} // expected-warning-re {{'{{.*}}' is released but still referred to, and the function is declared to set its caller's pointer to NULL [virref-contract-mismatch]}}

void endRight(Player **player VIRREF_CONSUMED_AND_CLEARED)
{
    if (!*player)
        return;
    virObjectUnref(*player);
    *player = NULL;
}

void endByMacro(Player **player VIRREF_CONSUMED_AND_CLEARED)
{
    g_clear_pointer(player, virObjectUnref);
}

void endElsewhere(Player **player);

void endPassedOn(Player **player VIRREF_CONSUMED_AND_CLEARED)
{
    endElsewhere(player);
}

/* ---- consumed-if ---- */

int giveIfZero(Session *session, Player *player VIRREF_CONSUMED_IF(== 0))
{
    if (session->fd < 0)
        return 1;
    return 0; // expected-warning {{'player' is not released or handed over here, but the function is declared to take over its caller's reference [virref-contract-mismatch]}}
}

int giveIfZeroRight(Session *session, Player *player VIRREF_CONSUMED_IF(== 0))
{
    if (session->fd < 0)
        return 1;
    session->player = player;
    return 0;
}

int giveAlways(Session *session, Player *player VIRREF_CONSUMED_IF(== 0))
{
    virObjectUnref(player);
    if (session->fd < 0)
        return -1; // expected-warning {{'player' is released or handed over here, where the function is declared to leave the caller's reference alone [virref-contract-mismatch]}}
    return 0;
}

int giveOnFailure(Session *session, Player *player VIRREF_CONSUMED_ON_FAILURE)
{
    if (session->fd < 0)
        return -1; // expected-warning {{'player' is not released or handed over here}}
    return 0;
}

int giveOnFailureRight(Session *session, Player *player VIRREF_CONSUMED_ON_FAILURE)
{
    if (session->fd < 0) {
        virObjectUnref(player);
        return -1;
    }
    return 0;
}

/* ---- retained ---- */

void keepNone(Session *session, Player *player VIRREF_RETAINED)
{
    session->player = player;
} // expected-warning {{'player' has no reference taken here, but the function is declared to keep one [virref-contract-mismatch]}}

void keepOne(Session *session, Player *player VIRREF_RETAINED)
{
    session->player = virObjectRef(player);
}

int keepOnSuccess(Session *session, Player *player VIRREF_RETAINED_ON_SUCCESS)
{
    if (session->fd < 0)
        return -1;
    session->player = player;
    return 0; // expected-warning {{'player' has no reference taken here}}
}

void playerEnlist(Player *player);

void keepElsewhere(Player *player VIRREF_RETAINED)
{
    playerEnlist(player);
}

/* ---- returns-same, borrowed-from ---- */

VIRREF_RETURNS_SAME(0) Player *other(Player *player, Player *second)
{
    if (player->active)
        return second; // expected-warning {{'second' is returned, but the function is declared to return its argument itself [virref-contract-mismatch]}}
    return player;
}

VIRREF_RETURNS_SAME(0) Player *same(Player *player)
{
    if (!player)
        return NULL;
    player->active = true;
    return player;
}

VIRREF_BORROWED_FROM(0) Player *inner(Session *session)
{
    return virObjectRef(session->player); // expected-warning-re {{'{{.*}}' is returned with a reference, but the function is declared to return none: nobody will release it [virref-contract-mismatch]}}
}

VIRREF_BORROWED_FROM(0) Player *innerRight(Session *session)
{
    return session->player;
}
