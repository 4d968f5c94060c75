// RUN: %cc1-verify -I %inputs %s
//
// A dispose function is called with an object that nobody has a reference to.

#include "player.h"

typedef struct _Stage {
    virObject parent;
    Player *player;
} Stage;

typedef struct _Deck {
    virObject parent;
    Player *player;
} Deck;

typedef struct _Desk {
    virObject parent;
    Player *player;
} Desk;

static virClass *StageClass;
static virClass *DeckClass;
static virClass *DeskClass;

void stageShow(Stage *stage);

static void StageDispose(void *opaque)
{
    Stage *stage = opaque;

    virObjectRef(stage); // expected-warning-re {{'{{stage|opaque}}' has a reference taken while it is disposed of: it is freed all the same [virref-contract-mismatch]}}
    stageShow(stage);
    virObjectUnref(stage);
}

static void DeckDispose(void *opaque)
{
    Deck *deck = opaque;

    virObjectUnref(deck->player);
    g_free(deck); // expected-warning-re {{'{{deck|opaque}}' is freed by its own dispose function: the memory is freed behind it [virref-contract-mismatch]}}
}

static void DeskDispose(void *opaque)
{
    Desk *desk = opaque;

    virObjectUnref(desk->player);
}

int onceInit(void)
{
    if (!VIR_CLASS_NEW(Stage, virClassForObject()) ||
        !VIR_CLASS_NEW(Deck, virClassForObject()) ||
        !VIR_CLASS_NEW(Desk, virClassForObject()))
        return -1;
    return 0;
}
