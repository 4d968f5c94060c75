// RUN: %cc1-verify -I %inputs %s
//
// A field that owns what it refers to gets another value, and nobody has done
// anything about the reference that it had.

#include "player.h"

typedef struct _Stage {
    virObject parent;
    Player *player;
    Mixer *shown; /* not owned */
} Stage;

static virClass *StageClass;

static void StageDispose(void *opaque)
{
    Stage *stage = opaque;

    virObjectUnref(stage->player);
}

int stageOnceInit(void)
{
    return VIR_CLASS_NEW(Stage, virClassForObject()) ? 0 : -1;
}

void stageClear(Stage *stage)
{
    if (stage->player)
        stage->player = NULL; // expected-warning-re {{'{{.*}}player' is leaked here: the field that owns the reference gets another value [virref-leak]}}
}

void stageClearRight(Stage *stage)
{
    if (stage->player) {
        virObjectUnref(stage->player);
        stage->player = NULL;
    }
}

int stageReplace(Stage *stage, Player *player)
{
    if (stage->player && stage->player->active)
        return -1;
    if (stage->player != NULL)
        stage->player = virObjectRef(player); // expected-warning-re {{'{{.*}}player' is leaked here}}
    return 0;
}

void stageFill(Stage *stage, Player *player)
{
    if (!stage->player)
        stage->player = virObjectRef(player);
}

/* It may be empty. */
void stageSet(Stage *stage, Player *player)
{
    stage->player = virObjectRef(player);
}

Player *stageTake(Stage *stage)
{
    Player *player = NULL;

    if (stage->player) {
        player = stage->player;
        stage->player = NULL;
    }
    return player;
}

void playerForget(Player *player);

void stageForget(Stage *stage)
{
    if (stage->player) {
        playerForget(stage->player);
        stage->player = NULL;
    }
}

void stageHide(Stage *stage)
{
    if (stage->shown)
        stage->shown = NULL;
}
