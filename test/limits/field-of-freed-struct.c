// RUN: %cc1-verify -I %inputs %s
// expected-no-diagnostics
//
// A reference that was stored has moved to the field's owner. What becomes of
// it there is followed only if this code has made the owner.

#include "player.h"

/* BUG: the dispose function forgets one of its fields. */
typedef struct _Stage {
    virObject parent;
    Player *player;
    Mixer *mixer;
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

Stage *stageNew(Player *player, Mixer *mixer)
{
    Stage *stage;

    if (stageOnceInit() < 0 || !(stage = virObjectNew(StageClass)))
        return NULL;
    stage->player = virObjectRef(player);
    stage->mixer = virObjectRef(mixer);
    return stage;
}

/* BUG: the field's old value is lost. Whether a field owns what it points to is
 * not known here. */
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
