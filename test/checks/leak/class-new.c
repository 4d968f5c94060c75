// RUN: %cc1-verify -I %inputs %s
//
// A class with its dispose function: what dispose is called with belongs to
// nobody any more, and what its fields own is released there.

#include "player.h"

typedef struct _Queue Queue;
struct _Queue {
    virObjectLockable parent;
    Player *player;
    Track *head;
    char *name;
};

static virClass *QueueClass;

static void QueueDispose(void *opaque)
{
    Queue *queue = opaque;

    g_free(queue->name);
    virObjectUnref(queue->head);
    virObjectUnref(queue->player);
}

static int queueOnceInit(void)
{
    if (!VIR_CLASS_NEW(Queue, virClassForObjectLockable()))
        return -1;
    return 0;
}

Queue *queueNew(Player *player, const char *name)
{
    Queue *queue;

    if (queueOnceInit() < 0)
        return NULL;
    if (!(queue = virObjectLockableNew(QueueClass)))
        return NULL;
    queue->player = virObjectRef(player);
    if (!(queue->name = g_strdup(name))) {
        virObjectUnref(queue); /* dispose releases the player */
        return NULL;
    }
    return queue;
}

Queue *queueNewForgotten(Player *player, const char *name)
{
    Queue *queue;

    if (queueOnceInit() < 0)
        return NULL;
    if (!(queue = virObjectLockableNew(QueueClass)))
        return NULL;
    queue->player = virObjectRef(player);
    if (!(queue->name = g_strdup(name)))
        return NULL; // expected-warning-re {{'queue'{{.*}}[virref-leak]}}
    return queue;
}

/* Takes a reference on what it shuts down, in dispose of all places. */
static virClass *FaderClass;
typedef struct _Fader {
    virObject parent;
    Mixer *mixer;
} Fader;

static void FaderDispose(void *opaque)
{
    Fader *fader = opaque;
    Mixer *mixer = virObjectRef(fader->mixer);

    if (!mixer)
        return;
    mixer->volume = 0;
    if (mixer->fd < 0)
        return; // expected-warning-re {{'{{.*}}mixer'{{.*}}[virref-leak]}}
    virObjectUnref(fader->mixer);
    virObjectUnref(mixer);
}

int faderOnceInit(void)
{
    return VIR_CLASS_NEW(Fader, virClassForObject()) ? 0 : -1;
}
