// RUN: %cc1-verify -I %inputs %s
// expected-no-diagnostics
//
// A reference that was stored has moved to the field's owner. What becomes of
// it there is judged only where no other function can have a hand in it.

#include "player.h"

/* BUG: the free function forgets the field, but a function of another file gets
 * the struct, and can see to it. */
typedef struct _Stage {
    Player *player;
} Stage;

void stageClear(Stage *stage);

static void stageFree(Stage *stage)
{
    stageClear(stage);
    g_free(stage);
}

Stage *stageNew(Player *player)
{
    Stage *stage = g_new0(Stage, 1);

    stage->player = virObjectRef(player);
    return stage;
}

void stageEnd(Stage *stage)
{
    stageFree(stage);
}

/* BUG: what was released is still in the field when the function fails. But a
 * function that this code does not know could have put something else there. */
typedef struct _Seat {
    virObject parent;
    Player *player;
} Seat;

static virClass *SeatClass;

static void SeatDispose(void *opaque)
{
    Seat *seat = opaque;

    virObjectUnref(seat->player);
}

int seatOnceInit(void)
{
    return VIR_CLASS_NEW(Seat, virClassForObject()) ? 0 : -1;
}

int seatSet(Seat *seat, Player *player)
{
    virObjectUnref(seat->player);
    if (playerStart(player) < 0)
        return -1;
    seat->player = virObjectRef(player);
    return 0;
}

/* BUG, if there was one: the field's old value is lost. Whether a field owns what
 * it points to is not known here. */
void fieldOverwritten(Session *session, Player *player)
{
    session->player = virObjectRef(player);
}

/* BUG: a table that owns its values, and that nobody destroys. */
int tableDropped(const char *name)
{
    GHashTable *table = virHashNew(virObjectUnref);
    Track *track = virObjectNew(trackClass);

    if (virHashAddEntry(table, name, track) < 0) {
        virObjectUnref(track);
        return -1;
    }
    return 0;
}
