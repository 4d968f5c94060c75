// RUN: %cc1-verify -I %inputs %s
//
// The value of one owning field is stored in another one: each needs a reference.

#include "player.h"

typedef struct _Seat { Player *player; int row; } Seat;

static void seatFree(Seat *seat)
{
    virObjectUnref(seat->player);
    g_free(seat);
}

void seatEnd(Seat **seat)
{
    seatFree(*seat);
    *seat = NULL;
}

void copied(Seat *from, Seat *to)
{
    to->row = from->row;
    to->player = from->player; // expected-warning-re {{'{{.*}}player' is stored here in a field that owns what it refers to, without a reference for it [virref-missing-ref]}}
}

void copiedWithReference(Seat *from, Seat *to)
{
    to->row = from->row;
    to->player = virObjectRef(from->player);
}

void referencedAfterwards(Seat *from, Seat *to)
{
    to->player = from->player;
    virObjectRef(to->player);
}

void moved(Seat *from, Seat *to)
{
    to->player = from->player;
    from->player = NULL;
}

void stolen(Seat *from, Seat *to)
{
    to->player = g_steal_pointer(&from->player);
}

void swapped(Seat *one, Seat *two)
{
    Player *player = one->player;

    one->player = two->player;
    two->player = player;
}

/* What one had is lost, and two lends what it has. */
void swappedByHalf(Seat *one, Seat *two)
{
    Player *player = one->player;

    one->player = two->player; // expected-warning-re {{'{{.*}}player' is stored here in a field that owns what it refers to, without a reference for it}}
    if (player)
        virObjectUnref(player);
}

void replaced(Seat *one, Seat *two)
{
    virObjectUnref(one->player);
    one->player = two->player; // expected-warning-re {{'{{.*}}player' is stored here in a field that owns what it refers to, without a reference for it}}
}

/* The struct ends here: whoever frees it knows what it still owns. */
void movedAndFreed(Seat *from, Seat *to)
{
    to->player = from->player;
    g_free(from);
}

int seatForget(Seat *seat);

/* It can clear the field. */
void movedByCallee(Seat *from, Seat *to)
{
    to->player = from->player;
    seatForget(from);
}

Seat *seatCopy(Seat *from)
{
    Seat *seat = g_new0(Seat, 1);

    seat->player = from->player; // expected-warning-re {{'{{.*}}player' is stored here in a field that owns what it refers to, without a reference for it}}
    return seat;
}

Seat *seatCopyWithReference(Seat *from)
{
    Seat *seat = g_new0(Seat, 1);

    seat->player = virObjectRef(from->player);
    return seat;
}

/* A look at it that does not outlive the function. */
int looked(Seat *from)
{
    Seat seat = { .player = from->player };

    return seat.player->id;
}
