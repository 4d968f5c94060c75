// RUN: %cc1-verify -I %inputs %s
//
// The cleanup releases too: the finding is where it runs.

#include "player.h"

int manualToo(int fd)
{
    g_autoptr(Mixer) mixer = virObjectLockableNew(mixerClass);

    if (!mixer)
        return -1;
    mixer->fd = fd;
    virObjectUnref(mixer);
    return 0; // expected-warning-re {{'mixer'{{.*}}[virref-over-release]}}
}

int manualAndCleared(int fd)
{
    g_autoptr(Mixer) mixer = virObjectLockableNew(mixerClass);

    if (!mixer)
        return -1;
    mixer->fd = fd;
    virObjectUnref(mixer);
    mixer = NULL;
    return 0;
}

void manualAtClosingBrace(int fd)
{
    g_autoptr(Mixer) mixer = virObjectLockableNew(mixerClass);

    deviceClose(fd);
    virObjectUnref(mixer);
} // expected-warning-re {{'mixer'{{.*}}[virref-over-release]}}

void onErrorPathOnly(int fd)
{
    g_autoptr(Mixer) mixer = virObjectLockableNew(mixerClass);

    if (deviceReady(fd) < 0) {
        virObjectUnref(mixer);
        return; // expected-warning-re {{'mixer'{{.*}}[virref-over-release]}}
    }
    deviceClose(fd);
}

void inInnerScope(int fd)
{
    if (fd >= 0) {
        g_autoptr(Mixer) mixer = virObjectLockableNew(mixerClass);

        deviceClose(fd);
        virObjectUnref(mixer);
    } // expected-warning-re {{'mixer'{{.*}}[virref-over-release]}}
    deviceWait(fd);
}

void inLoop(int count)
{
    for (int i = 0; i < count; i++) {
        g_autoptr(Track) track = virObjectNew(trackClass);

        if (deviceWait(i) < 0) {
            virObjectUnref(track);
            continue; // expected-warning-re {{'track'{{.*}}[virref-over-release]}}
        }
        track->seconds = i;
    }
}

void inLoopCleared(int count)
{
    for (int i = 0; i < count; i++) {
        g_autoptr(Track) track = virObjectNew(trackClass);

        if (deviceWait(i) < 0) {
            virObjectUnref(track);
            track = NULL;
            continue;
        }
        track->seconds = i;
    }
}

/* A parameter that an autoptr adopts: it may be consumed, once. */
void paramAdopted(Session *session)
{
    g_autoptr(Session) own = session;

    own->fd = -1;
}

void paramAdoptedAndReleased(Session *session)
{
    g_autoptr(Session) own = session;

    deviceClose(own->fd);
    virObjectUnref(session);
} // expected-warning-re {{'{{own|session}}'{{.*}}[virref-over-release]}}

/* Two autoptrs for one reference. */
void twoForOne(int fd)
{
    g_autoptr(Mixer) mixer = virObjectLockableNew(mixerClass);
    g_autoptr(Mixer) same = mixer;

    same->fd = fd;
} // expected-warning-re {{'{{mixer|same}}'{{.*}}[virref-over-release]}}

void twoForTwo(int fd)
{
    g_autoptr(Mixer) mixer = virObjectLockableNew(mixerClass);
    g_autoptr(Mixer) same = virObjectRef(mixer);

    same->fd = fd;
}

/* A helper releases what the cleanup releases again. */
static void mixerClose(Mixer *mixer)
{
    deviceClose(mixer->fd);
    virObjectUnref(mixer);
}

int helperToo(int fd)
{
    g_autoptr(Mixer) mixer = virObjectLockableNew(mixerClass);

    mixer->fd = fd;
    mixerClose(mixer);
    return 0; // expected-warning-re {{'mixer'{{.*}}[virref-over-release]}}
}

int helperWithStolen(int fd)
{
    g_autoptr(Mixer) mixer = virObjectLockableNew(mixerClass);

    mixer->fd = fd;
    mixerClose(g_steal_pointer(&mixer));
    return 0;
}

/* What a callee consumes, on success only, and without stealing. */
static int mixerHandOver(Mixer *mixer, int fd)
{
    if (deviceReady(fd) < 0)
        return -1;
    virObjectUnref(mixer);
    return 0;
}

int consumedWithoutStealing(int fd)
{
    g_autoptr(Mixer) mixer = virObjectLockableNew(mixerClass);

    if (mixerHandOver(mixer, fd) < 0)
        return -1;
    return 0; // expected-warning-re {{'mixer'{{.*}}[virref-over-release]}}
}

int consumedAndForgotten(int fd)
{
    g_autoptr(Mixer) mixer = virObjectLockableNew(mixerClass);

    if (mixerHandOver(mixer, fd) < 0)
        return -1;
    mixer = NULL;
    return 0;
}

/* A cleanup function with more to do. */
static void sessionCleanup(Session **session)
{
    deviceClose((*session)->fd);
    virObjectUnref(*session);
}

int manualAndOwnCleanupFunction(int fd)
{
    __attribute__((cleanup(sessionCleanup))) Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    virObjectUnref(session);
    return 0; // expected-warning-re {{'session'{{.*}}[virref-{{over-release|use-after-release}}]}}
}

int ownCleanupFunctionOnly(int fd)
{
    __attribute__((cleanup(sessionCleanup))) Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    return 0;
}
