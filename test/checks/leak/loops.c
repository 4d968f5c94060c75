// RUN: %cc1-verify -I %inputs %s
//
// Loops: what one trip takes must be released in the same trip, whichever way
// it ends.

#include "player.h"

int overwrittenByNextTrip(int count)
{
    Track *track = NULL;
    int total = 0;

    for (int i = 0; i < count; i++) {
        track = virObjectNew(trackClass); // expected-warning-re {{'track'{{.*}}[virref-leak]}}
        track->seconds = i;
        total += track->seconds;
    }
    virObjectUnref(track);
    return total;
}

int releasedInEachTrip(int count)
{
    Track *track = NULL;
    int total = 0;

    for (int i = 0; i < count; i++) {
        track = virObjectNew(trackClass);
        track->seconds = i;
        total += track->seconds;
        virObjectUnref(track);
    }
    return total;
}

int continueForgets(const char **titles, int count)
{
    int total = 0;

    for (int i = 0; i < count; i++) {
        Track *track = virObjectNew(trackClass);

        if (!(track->title = g_strdup(titles[i])))
            continue;
        total++;
        virObjectUnref(track);
    }
    return total; // expected-warning-re {{'track'{{.*}}[virref-leak]}}
}

int continueReleases(const char **titles, int count)
{
    int total = 0;

    for (int i = 0; i < count; i++) {
        Track *track = virObjectNew(trackClass);

        if (!(track->title = g_strdup(titles[i]))) {
            virObjectUnref(track);
            continue;
        }
        total++;
        virObjectUnref(track);
    }
    return total;
}

int breakForgets(const int *fds, int count)
{
    Mixer *mixer;
    int found = -1;

    for (int i = 0; i < count; i++) {
        mixer = virObjectLockableNew(mixerClass);
        mixer->fd = fds[i];
        if (deviceReady(fds[i]) > 0) {
            found = i;
            break;
        }
        virObjectUnref(mixer);
    }
    return found; // expected-warning-re {{'mixer'{{.*}}[virref-leak]}}
}

int breakReleases(const int *fds, int count)
{
    Mixer *mixer;
    int found = -1;

    for (int i = 0; i < count; i++) {
        mixer = virObjectLockableNew(mixerClass);
        mixer->fd = fds[i];
        if (deviceReady(fds[i]) > 0) {
            found = i;
            virObjectUnref(mixer);
            break;
        }
        virObjectUnref(mixer);
    }
    return found;
}

int returnFromLoopForgets(const int *fds, int count)
{
    for (int i = 0; i < count; i++) {
        Mixer *mixer = virObjectLockableNew(mixerClass);

        mixer->fd = fds[i];
        if (deviceReady(fds[i]) < 0)
            return -1; // expected-warning-re {{'mixer'{{.*}}[virref-leak]}}
        virObjectUnref(mixer);
    }
    return 0;
}

int returnFromLoopReleases(const int *fds, int count)
{
    for (int i = 0; i < count; i++) {
        Mixer *mixer = virObjectLockableNew(mixerClass);

        mixer->fd = fds[i];
        if (deviceReady(fds[i]) < 0) {
            virObjectUnref(mixer);
            return -1;
        }
        virObjectUnref(mixer);
    }
    return 0;
}

/* The last one found is kept, the ones before it must go. */
Track *keepLastForgets(const int *lengths, int count)
{
    Track *best = NULL;

    for (int i = 0; i < count; i++) {
        Track *track;

        if (lengths[i] < 60)
            continue;
        track = virObjectNew(trackClass);
        track->seconds = lengths[i];
        best = track; // expected-warning-re {{'{{best|track}}'{{.*}}[virref-leak]}}
    }
    return best;
}

Track *keepLastReleases(const int *lengths, int count)
{
    Track *best = NULL;

    for (int i = 0; i < count; i++) {
        Track *track;

        if (lengths[i] < 60)
            continue;
        track = virObjectNew(trackClass);
        track->seconds = lengths[i];
        virObjectUnref(best);
        best = track;
    }
    return best;
}

/* The body runs at least once. */
int doWhileForgets(int fd)
{
    Session *session = NULL;
    int rc;

    do {
        if (!session)
            session = virObjectLockableNew(sessionClass);
        session->fd = fd;
        rc = deviceWait(fd);
    } while (rc > 0);

    if (rc < 0)
        return -1; // expected-warning-re {{'session'{{.*}}[virref-leak]}}
    virObjectUnref(session);
    return 0;
}

int doWhileReleases(int fd)
{
    Session *session = NULL;
    int rc;

    do {
        if (!session)
            session = virObjectLockableNew(sessionClass);
        session->fd = fd;
        rc = deviceWait(fd);
    } while (rc > 0);

    virObjectUnref(session);
    return rc < 0 ? -1 : 0;
}

/* A constant number of trips: the object is there when the loop ends. */
int firstTripIsCertain(void)
{
    Track *track = NULL;

    for (int i = 0; i < 2; i++) {
        if (i == 0)
            track = virObjectNew(trackClass);
    }
    virObjectUnref(track);
    return 0;
}

/* References for everybody, and back from everybody. */
void refAllThenUnrefAll(Player **players, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        virObjectRef(players[i]);
    deviceWait(100);
    for (i = 0; i < n; i++)
        virObjectUnref(players[i]);
}

/* On failure what was taken so far goes back. */
int refAllOrNone(Library *library, Player ***out)
{
    size_t i;
    Player **list = g_new0(Player *, library->nplayers + 1);

    for (i = 0; i < library->nplayers; i++) {
        if (library->players[i]->id < 0)
            goto error;
        list[i] = virObjectRef(library->players[i]);
    }
    *out = list;
    return (int) i;

 error:
    virObjectListFree(list);
    return -1;
}
