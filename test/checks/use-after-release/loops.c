// RUN: %cc1-verify -I %inputs %s

#include "player.h"

int usedInNextTrip(Mixer *mixer, int count)
{
    for (int i = 0; i < count; i++) {
        if (mixer->volume > i) // expected-warning-re {{'mixer'{{.*}}[virref-use-after-release]}}
            return -1 - i;
        virObjectUnref(mixer);
    }
    return 0;
}

int leftByBreak(int count)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    for (int i = 0; i < count; i++) {
        if (deviceWait(mixer->fd) < 0)
            break;
    }
    virObjectUnref(mixer);
    return 0;
}

int bestReleasedWithItsTrip(const int *lengths, int count)
{
    Track *best = NULL;

    for (int i = 0; i < count; i++) {
        Track *track = virObjectNew(trackClass);

        track->seconds = lengths[i];
        if (track->seconds > 60)
            best = track;
        virObjectUnref(track);
    }
    return best ? best->seconds : 0; // expected-warning-re {{'{{best|track}}'{{.*}}[virref-use-after-release]}}
}

int bestReferenced(const int *lengths, int count)
{
    Track *best = NULL;
    int seconds;

    for (int i = 0; i < count; i++) {
        Track *track = virObjectNew(trackClass);

        track->seconds = lengths[i];
        if (track->seconds > 60) {
            virObjectUnref(best);
            best = virObjectRef(track);
        }
        virObjectUnref(track);
    }
    seconds = best ? best->seconds : 0;
    virObjectUnref(best);
    return seconds;
}

int whileConditionUses(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    do {
        if (deviceWait(fd) < 0)
            virObjectUnref(session);
    } while (session->fd > 0); // expected-warning-re {{'session'{{.*}}[virref-use-after-release]}}
    virObjectUnref(session);
    return 0;
}

int whileConditionAsksFirst(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    do {
        if (deviceWait(fd) < 0) {
            virObjectUnref(session);
            session = NULL;
        }
    } while (session && session->fd > 0);
    virObjectUnref(session);
    return 0;
}

int elementsUsedBefore(Track **tracks, int count)
{
    int total = 0;

    for (int i = 0; i < count; i++) {
        total += tracks[i]->seconds;
        virObjectUnref(tracks[i]);
    }
    return total;
}

/* ---- a list whose head is a field that each round sets anew ---- */

struct link {
    Track *track;
    struct link *next;
};

struct chain {
    struct link *first;
    int n;
};

struct link *linkDropFirst(struct link *link);
void chainDropFirst(struct link **first);

int chainEmptied(struct chain *chain)
{
    int total = 0;

    while (chain->first) {
        Track *track = chain->first->track;

        total += track->seconds;
        virObjectUnref(track);
        chain->first = linkDropFirst(chain->first);
    }
    return total;
}

int chainEmptiedByAddress(struct chain *chain)
{
    int total = 0;

    while (chain->first) {
        Track *track = chain->first->track;

        total += track->seconds;
        virObjectUnref(track);
        chainDropFirst(&chain->first);
    }
    return total;
}

int chainNotEmptied(struct chain *chain)
{
    int total = 0;

    while (chain->n-- > 0) {
        Track *track = chain->first->track;

        total += track->seconds; // expected-warning-re {{'track'{{.*}}[virref-use-after-release]}}
        virObjectUnref(track);
    }
    return total;
}
