// RUN: %cc1-verify -I %inputs %s
//
// A dispose function, or one that frees a struct, leaves a field alone that the
// file fills with references.

#include "player.h"

/* ---- disposed of, without one of its fields ---- */

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
} // expected-warning {{'mixer' is leaked here: the reference in this field goes with the struct, and nobody releases it [virref-leak]}}

Stage *stageNew(Player *player, Mixer *mixer)
{
    Stage *stage;

    if (!VIR_CLASS_NEW(Stage, virClassForObject()) ||
        !(stage = virObjectNew(StageClass)))
        return NULL;
    stage->player = virObjectRef(player);
    stage->mixer = virObjectRef(mixer);
    return stage;
}

/* ---- both released, one of them by the macro ---- */

typedef struct _Deck {
    virObject parent;
    Player *player;
    Mixer *mixer;
    Mixer *borrowed;
} Deck;

static virClass *DeckClass;

static void DeckDispose(void *opaque)
{
    Deck *deck = opaque;

    virObjectUnref(deck->player);
    g_clear_pointer(&deck->mixer, virObjectUnref);
}

Deck *deckNew(Player *player, Mixer *mixer)
{
    Deck *deck;

    if (!VIR_CLASS_NEW(Deck, virClassForObject()) ||
        !(deck = virObjectNew(DeckClass)))
        return NULL;
    deck->player = virObjectRef(player);
    deck->mixer = virObjectRef(mixer);
    deck->borrowed = mixer;
    return deck;
}

/* ---- freed; the setter releases only what it replaces ---- */

typedef struct _Job {
    Player *player;
    char *name;
} Job;

static void jobFree(Job *job)
{
    if (!job)
        return;
    g_free(job->name);
    g_free(job);
} // expected-warning {{'player' is leaked here}}

void jobSetPlayer(Job *job, Player *player)
{
    virObjectUnref(job->player);
    job->player = virObjectRef(player);
}

void jobEnd(Job *job)
{
    jobFree(job);
}

/* ---- freed; closing it releases what it had ---- */

typedef struct _Task {
    Player *player;
    char *name;
} Task;

static void taskFree(void *opaque)
{
    Task *task = opaque;

    g_free(task->name);
    g_free(task);
}

void taskOpen(Task *task, Player *player)
{
    task->player = virObjectRef(player);
}

void taskClose(Task *task)
{
    virObjectUnref(task->player);
    task->player = NULL;
    taskFree(task);
}

/* ---- the reference comes by a variable ---- */

typedef struct _Show {
    virObject parent;
    Player *player;
} Show;

static virClass *ShowClass;

static void ShowDispose(void *opaque G_GNUC_UNUSED)
{
    Show *show = opaque;

    show->player = NULL;
} // expected-warning {{'player' is leaked here}}

Show *showNew(void)
{
    Show *show;
    Player *player;

    if (!VIR_CLASS_NEW(Show, virClassForObject()) ||
        !(show = virObjectNew(ShowClass)))
        return NULL;
    player = virObjectLockableNew(playerClass);
    show->player = player;
    return show;
}

/* ---- what is put there is also released through the variable ---- */

typedef struct _Scene {
    virObject parent;
    Player *player;
} Scene;

static virClass *SceneClass;

static void SceneDispose(void *opaque)
{
    Scene *scene = opaque;

    scene->player = NULL;
}

int scenePlay(void)
{
    Scene *scene;
    Player *player;
    int rc;

    if (!VIR_CLASS_NEW(Scene, virClassForObject()) ||
        !(scene = virObjectNew(SceneClass)))
        return -1;
    player = virObjectLockableNew(playerClass);
    scene->player = player;
    rc = playerStart(player);
    virObjectUnref(player);
    scene->player = NULL;
    virObjectUnref(scene);
    return rc;
}

/* ---- a helper of the dispose function does it ---- */

typedef struct _Act {
    virObject parent;
    Player *player;
} Act;

static virClass *ActClass;

static void actClear(Act *act)
{
    virObjectUnref(act->player);
    act->player = NULL;
}

static void ActDispose(void *opaque)
{
    actClear(opaque);
}

Act *actNew(Player *player)
{
    Act *act;

    if (!VIR_CLASS_NEW(Act, virClassForObject()) ||
        !(act = virObjectNew(ActClass)))
        return NULL;
    act->player = virObjectRef(player);
    return act;
}

/* ---- taken out and given to the caller ---- */

typedef struct _Seat {
    Player *player;
} Seat;

static void seatFree(Seat *seat)
{
    g_free(seat);
}

void seatGive(Seat *seat, Player *player)
{
    seat->player = virObjectRef(player);
}

Player *seatTake(Seat *seat)
{
    Player *player = seat->player;

    seat->player = NULL;
    seatFree(seat);
    return player;
}

/* ---- filled by a function of this file, or of another that gives references ---- */

static Mixer *mixerMake(Player *player)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    if (mixer)
        mixer->player = player;
    return mixer;
}

typedef struct _Hall {
    virObject parent;
    Player *player;
    Mixer *mixer;
    Mixer *spare;
} Hall;

static virClass *HallClass;

static void HallDispose(void *opaque)
{
    Hall *hall = opaque;

    virObjectUnref(hall->player);
    virObjectUnref(hall->spare);
} // expected-warning {{'mixer' is leaked here}}

Hall *hallNew(Player *player)
{
    Hall *hall;

    if (!VIR_CLASS_NEW(Hall, virClassForObject()) ||
        !(hall = virObjectNew(HallClass)))
        return NULL;
    hall->player = virObjectRef(player);
    hall->mixer = mixerMake(player);
    hall->spare = mixerMake(player);
    return hall;
}

/* ---- the elements of an array, which is more than its memory ---- */

typedef struct _Queue {
    Player *player;
    Track **tracks;
    Track **played;
    Track **later;
    size_t ntracks;
} Queue;

void *listGrow(void *list, size_t size, size_t count);
void listFree(Track **list, size_t count);

static void queueFree(Queue *queue)
{
    size_t i;

    for (i = 0; i < queue->ntracks; i++)
        virObjectUnref(queue->played[i]);
    listFree(queue->later, queue->ntracks);
    virObjectUnref(queue->player);
    g_free(queue->tracks);
    g_free(queue->played);
    g_free(queue);
} // expected-warning {{'tracks' is leaked here}}

void queueAdd(Queue *queue, Track *track)
{
    listGrow(&queue->tracks, sizeof(*queue->tracks), queue->ntracks + 1);
    queue->tracks[queue->ntracks] = virObjectRef(track);
    queue->played[queue->ntracks] = virObjectRef(track);
    queue->later[queue->ntracks++] = virObjectRef(track);
}

void queueEnd(Queue *queue)
{
    queueFree(queue);
}

/* By a copy of the pointer. */
typedef struct _Shelf {
    Player *player;
    Mixer *mixer;
    char *name;
} Shelf;

static void shelfFree(Shelf *shelf)
{
    Player *player = shelf->player;

    virObjectUnref(shelf->mixer);
    virObjectUnref(player);
    g_free(shelf->name);
    g_free(shelf);
}

void shelfFill(Shelf *shelf, Player *player, Mixer *mixer)
{
    shelf->player = virObjectRef(player);
    shelf->mixer = virObjectRef(mixer);
}

void shelfEnd(Shelf *shelf)
{
    shelfFree(shelf);
}
