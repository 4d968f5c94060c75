// RUN: %cc1-verify -I %inputs %s
//
// Fields that are declared to own what they refer to, or not to.

#include "virobject.h"

#define SAYS(Words) __attribute__((annotate("virref:" Words)))

typedef struct _Job { virObject parent; int id; } Job;
typedef struct _Queue {
    Job *first SAYS("owned-field");
    Job *current SAYS("borrowed-field");
} Queue;

Job *jobNew(void) SAYS("returns-owned");
Queue *queueOf(int id);
void *memAlloc(unsigned long size);
void memFree(void *memory);
void queueAdd(Queue *queue);
void look(Job *job);

void moved(Queue *queue)
{
    queue->first = jobNew();
}

void noted(Queue *queue)
{
    Job *job = jobNew();
    queue->current = job;
} // expected-warning-re {{'job' is leaked here{{.*}}[virref-leak]}}

void notedAndReleased(Queue *queue)
{
    Job *job = jobNew();
    queue->current = job;
    look(job);
    queue->current = 0;
    virObjectUnref(job);
}

Queue *made(Job *job)
{
    Queue *queue = memAlloc(sizeof(*queue));
    if (!queue)
        return 0;
    queue->first = job; // expected-warning-re {{'job' is stored here in a field that owns{{.*}}[virref-missing-ref]}}
    queueAdd(queue);
    look(job);
    return queue;
}

Queue *madeWithReference(Job *job)
{
    Queue *queue = memAlloc(sizeof(*queue));
    if (!queue)
        return 0;
    queue->first = virObjectRef(job);
    queue->current = job;
    queueAdd(queue);
    look(job);
    return queue;
}

Queue *madeBorrowing(Job *job)
{
    Queue *queue = memAlloc(sizeof(*queue));
    if (!queue)
        return 0;
    queue->current = job;
    look(job);
    return queue;
}
