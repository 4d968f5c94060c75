// RUN: %cc1-verify -I %inputs %s

#include "player.h"

/* Taken once, released in each trip. */
void releasedInEachTrip(int count)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    for (int i = 0; i < count; i++)
        virObjectUnref(mixer); // expected-warning-re {{'mixer'{{.*}}[virref-over-release]}}
    if (count <= 0)
        virObjectUnref(mixer);
}

void takenInEachTrip(Mixer *mixer, int count)
{
    for (int i = 0; i < count; i++) {
        virObjectRef(mixer);
        deviceWait(i);
        virObjectUnref(mixer);
    }
}

/* Released at the end of the trip, and what the loop leaves behind again. */
int releasedAfterLoop(const int *fds, int count)
{
    Session *session = NULL;
    int i;

    for (i = 0; i < count; i++) {
        session = virObjectLockableNew(sessionClass);
        if (deviceReady(fds[i]) > 0)
            break;
        virObjectUnref(session);
    }
    virObjectUnref(session); // expected-warning-re {{'session'{{.*}}[virref-over-release]}}
    return i;
}

int clearedInLoop(const int *fds, int count)
{
    Session *session = NULL;
    int i;

    for (i = 0; i < count; i++) {
        session = virObjectLockableNew(sessionClass);
        if (deviceReady(fds[i]) > 0)
            break;
        virObjectUnref(session);
        session = NULL;
    }
    virObjectUnref(session);
    return i;
}

/* The first trip is certain, so is the release in it. */
int doWhileReleases(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);
    int rc;

    do {
        rc = deviceWait(fd);
        if (rc < 0)
            virObjectUnref(session);
    } while (rc > 0);

    virObjectUnref(session); // expected-warning-re {{'session'{{.*}}[virref-over-release]}}
    return rc;
}

int doWhileReturns(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);
    int rc;

    do {
        rc = deviceWait(fd);
        if (rc < 0) {
            virObjectUnref(session);
            return -1;
        }
    } while (rc > 0);

    virObjectUnref(session);
    return rc;
}

/* The elements of an array are different objects. */
void releaseAll(Track **tracks, int count)
{
    for (int i = 0; i < count; i++)
        virObjectUnref(tracks[i]);
}

void releaseFirstAgain(Track **tracks, int count)
{
    for (int i = 0; i < count; i++)
        virObjectUnref(tracks[0]); // expected-warning {{[virref-over-release]}}
}

void releaseDownwards(Library *library)
{
    while (library->nplayers > 0)
        virObjectUnref(library->players[--library->nplayers]);
}
