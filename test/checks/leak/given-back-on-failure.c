// RUN: %cc1-verify -I %inputs %s
//
// `ref(obj); if (open(obj) fails) unref(obj);` says that open() takes the
// reference over when it succeeds. A reference that is forgotten before or
// without it is leaked all the same.

#include "player.h"

Mixer *mixerOpenFor(Player *player);

int keptByMixer(Player *player, int fd)
{
    Mixer *mixer;

    virObjectRef(player);
    if (!(mixer = mixerOpenFor(player))) {
        virObjectUnref(player);
        return -1;
    }
    if (deviceWait(fd) < 0)
        return -1;
    return 0;
}

int forgottenBefore(Player *player, int fd)
{
    Mixer *mixer;

    virObjectRef(player);
    if (deviceWait(fd) < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    if (!(mixer = mixerOpenFor(player))) {
        virObjectUnref(player);
        return -1;
    }
    return 0;
}

/* Fails with the reference, and fails without it: nobody can tell which. */
int failsBothWays(Player *player, int fd)
{
    if (fd < 0)
        return -1;
    virObjectRef(player);
    if (deviceWait(fd) < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    return 0;
}

int failsWithout(Player *player, int fd)
{
    if (fd < 0 || deviceWait(fd) < 0)
        return -1;
    virObjectRef(player);
    return 0;
}

/* ---- the result is kept in the object itself, and not looked at here ---- */

struct watcher {
    virObject parent;
    void *watch;
    bool on;
    int n;
};

void *watchNew(int fd, void (*call)(void *), void *opaque, void (*destroy)(void *));
void watcherCall(void *opaque);

void watcherAdd(struct watcher *watcher)
{
    if (watcher->on) {
        virObjectRef(watcher);
        watcher->watch = watchNew(watcher->n, watcherCall, watcher, virObjectUnref);
    }
    watcher->n++;
}
