// RUN: %cc1-verify -I %inputs %s
//
// A field that owns what it refers to, and still does after the release of its
// reference, while its struct lives on.

#include "player.h"

typedef struct _Stage {
    virObject parent;
    Player *player;
    Mixer *mixer;
    Mixer *shown; /* not owned */
} Stage;

static virClass *StageClass;

static void StageDispose(void *opaque)
{
    Stage *stage = opaque;

    virObjectUnref(stage->player);
    virObjectUnref(stage->mixer);
}

int stageOnceInit(void)
{
    return VIR_CLASS_NEW(Stage, virClassForObject()) ? 0 : -1;
}

void stageStop(Stage *stage)
{
    virObjectLock(stage->player);
    stage->player->active = false;
    virObjectUnlock(stage->player);
    virObjectUnref(stage->player);
} // expected-warning-re {{'{{.*}}player' is still referred to by the field that owns it, after the release of its reference: it will be released once more [virref-use-after-release]}}

void stageStopAndClear(Stage *stage)
{
    virObjectUnref(stage->player);
    stage->player = NULL;
}

void stageStopByMacro(Stage *stage)
{
    g_clear_pointer(&stage->player, virObjectUnref);
}

void stageSetMixer(Stage *stage, Mixer *mixer)
{
    virObjectUnref(stage->mixer);
    stage->mixer = virObjectRef(mixer);
}

int stageSetMixerIf(Stage *stage, Mixer *mixer, int volume)
{
    virObjectUnref(stage->mixer);
    if (volume < 0)
        return -1; // expected-warning-re {{'{{.*}}mixer' is still referred to by the field}}
    stage->mixer = virObjectRef(mixer);
    return 0;
}

int stageSetMixerRight(Stage *stage, Mixer *mixer)
{
    if (mixerSetVolume(mixer, 1) < 0)
        return -1;
    virObjectUnref(stage->mixer);
    stage->mixer = virObjectRef(mixer);
    return 0;
}

/* The one who has it on loan gives it back. */
void stageHide(Stage *stage)
{
    virObjectUnref(stage->shown);
}

int stageStart(Stage *stage)
{
    stage->player = virObjectLockableNew(playerClass);
    if (playerStart(stage->player) < 0) {
        virObjectUnref(stage->player);
        return -1; // expected-warning-re {{'{{.*}}player' is still referred to by the field}}
    }
    return 0;
}

int stageStartRight(Stage *stage)
{
    stage->player = virObjectLockableNew(playerClass);
    if (playerStart(stage->player) < 0) {
        virObjectUnref(stage->player);
        stage->player = NULL;
        return -1;
    }
    return 0;
}

int stageStartByVariable(Stage *stage)
{
    Player *player = virObjectLockableNew(playerClass);

    stage->player = player;
    if (playerStart(player) < 0) {
        virObjectUnref(player);
        return -1; // expected-warning-re {{'{{.*}}player' is still referred to by the field}}
    }
    return 0;
}

/* The caller clears it. */
static void stageDrop(Stage *stage)
{
    virObjectUnref(stage->player);
}

void stageEnd(Stage *stage)
{
    stageDrop(stage);
    stage->player = NULL;
}

/* Who gets the struct can see to it. */
void stageReset(Stage *stage);

void stageEndElsewhere(Stage *stage)
{
    virObjectUnref(stage->player);
    stageReset(stage);
}

/* The field has a reference of its own. */
void stageLook(Stage *stage)
{
    virObjectRef(stage->player);
    playerStop(stage->player);
    virObjectUnref(stage->player);
}

/* ---- a struct that helpers free, with what it refers to ---- */

struct job {
    Player *player;
    int id;
};

struct entry {
    struct job *job;
    int n;
};

static void jobFree(struct job *job)
{
    virObjectUnref(job->player);
    g_free(job);
}

static void entryFree(struct entry *entry)
{
    if (entry->job)
        jobFree(entry->job);
    g_free(entry);
}

struct entry *entryNext(struct entry *entry);

int entriesPrune(struct entry *first, int n)
{
    struct entry *entry = entryNext(first);

    if (!entry || entry->n != n)
        return -1;
    entryFree(entry);
    return 0;
}

int jobsPrune(struct entry *first)
{
    struct job *job = first->job;

    jobFree(job);
    return 0;
}

int jobStop(struct entry *first)
{
    struct job *job = first->job;

    virObjectUnref(job->player);
    return 0; // expected-warning-re {{'{{.*}}player' is still referred to by the field}}
}
