// RUN: %cc1-verify -I %inputs %s
//
// An error path that returns before the release.

#include "player.h"

int firstCheckForgotten(Daemon *daemon, const char *device)
{
    Settings *settings = virObjectRef(daemon->settings);
    int fd;

    if ((fd = deviceOpen(device)) < 0)
        return -1; // expected-warning-re {{settings'{{.*}}[virref-leak]}}

    deviceClose(fd);
    virObjectUnref(settings);
    return 0;
}

int firstCheckReleased(Daemon *daemon, const char *device)
{
    Settings *settings = virObjectRef(daemon->settings);
    int fd;

    if ((fd = deviceOpen(device)) < 0) {
        virObjectUnref(settings);
        return -1;
    }

    deviceClose(fd);
    virObjectUnref(settings);
    return 0;
}

/* Of two objects, the older is forgotten when the younger cannot be made. */
int secondObjectFails(const char *device)
{
    Player *player;
    Mixer *mixer;

    if (!(player = virObjectLockableNew(playerClass)))
        return -1;
    if (!(mixer = virObjectLockableNew(mixerClass)))
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}

    mixer->fd = deviceOpen(device);
    virObjectUnref(mixer);
    virObjectUnref(player);
    return 0;
}

int secondObjectFailsReleased(const char *device)
{
    Player *player;
    Mixer *mixer;

    if (!(player = virObjectLockableNew(playerClass)))
        return -1;
    if (!(mixer = virObjectLockableNew(mixerClass))) {
        virObjectUnref(player);
        return -1;
    }

    mixer->fd = deviceOpen(device);
    virObjectUnref(mixer);
    virObjectUnref(player);
    return 0;
}

/* Both are there, one is forgotten. */
int oneOfTwoReleased(const char *device)
{
    Player *player = virObjectLockableNew(playerClass);
    Mixer *mixer = virObjectLockableNew(mixerClass);
    int ret = -1;

    if (!player || !mixer) {
        virObjectUnref(player);
        virObjectUnref(mixer);
        return -1;
    }

    if ((mixer->fd = deviceOpen(device)) < 0) {
        virObjectUnref(mixer);
        return ret; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    }

    ret = mixer->volume;
    virObjectUnref(player);
    virObjectUnref(mixer);
    return ret;
}

/* The success path gives the reference away, the error path must not forget
 * that it still has it. */
int notYetPublished(Library *library, const char *title)
{
    Track *track = virObjectNew(trackClass);

    if (!track)
        return -1;
    if (!(track->title = g_strdup(title)))
        return -1; // expected-warning-re {{'track'{{.*}}[virref-leak]}}

    library->first = track;
    return 0;
}

int notYetPublishedReleased(Library *library, const char *title)
{
    Track *track = virObjectNew(trackClass);

    if (!track)
        return -1;
    if (!(track->title = g_strdup(title))) {
        virObjectUnref(track);
        return -1;
    }

    library->first = track;
    return 0;
}

/* The caller's object, referenced for the time of the call. */
int paramReferenced(Player *player, int timeout)
{
    virObjectRef(player);
    virObjectUnlock(player);

    if (deviceWait(timeout) < 0) {
        virObjectLock(player);
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    }

    virObjectLock(player);
    virObjectUnref(player);
    return 0;
}

int paramReferencedReleased(Player *player, int timeout)
{
    int rc;

    virObjectRef(player);
    virObjectUnlock(player);
    rc = deviceWait(timeout);
    virObjectLock(player);
    virObjectUnref(player);
    return rc < 0 ? -1 : 0;
}

/* A path on which there is no object is not an error. */
Track *nothingFound(Library *library, int seconds)
{
    Track *track = virObjectRef(library->first);

    if (!track)
        return NULL;
    if (track->seconds < seconds) {
        virObjectUnref(track);
        return NULL;
    }
    return track;
}
