// RUN: %cc1-verify -I %inputs %s
//
// A path that ends the program, or that cannot be, leaks nothing.

#include "player.h"

int fatalIsNoExit(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    mixer->fd = fd;
    if (fd < 0)
        virFatal("bad device %d", fd);
    virObjectUnref(mixer);
    return 0;
}

int reportIsNoEnd(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    mixer->fd = fd;
    if (fd < 0) {
        virReportError(VIR_ERR_INTERNAL_ERROR, "bad device %d", fd);
        return -1; // expected-warning-re {{'mixer'{{.*}}[virref-leak]}}
    }
    virObjectUnref(mixer);
    return 0;
}

int assertedAway(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    assert(fd >= 0);
    mixer->fd = fd;
    if (fd < 0)
        return -1;
    virObjectUnref(mixer);
    return 0;
}

int assertedOtherwise(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    assert(fd >= 0);
    mixer->fd = fd;
    if (fd == 0)
        return -1; // expected-warning-re {{'mixer'{{.*}}[virref-leak]}}
    virObjectUnref(mixer);
    return 0;
}

void glibAssert(Session *session, int kind)
{
    Track *track = virObjectNew(trackClass);

    g_assert(kind == 1 || kind == 2);
    if (kind == 1)
        session->player->current = track;
    else if (kind == 2)
        virObjectUnref(track);
}

void glibAssertTooWeak(Session *session, int kind)
{
    Track *track = virObjectNew(trackClass);

    track->seconds = kind;
    g_assert(kind >= 1 && kind <= 3);
    if (kind == 1)
        session->player->current = track;
    else if (kind == 2)
        virObjectUnref(track);
} // expected-warning-re {{'track'{{.*}}[virref-leak]}}

/* A noreturn function of the file. */
static void outOfMemory(void) G_GNUC_NORETURN;
static void outOfMemory(void)
{
    virReportError(VIR_ERR_NO_MEMORY, "%s", "out of memory");
    g_abort();
}

Track *abortsWhenCopyFails(const char *title)
{
    Track *track = virObjectNew(trackClass);

    if (!(track->title = g_strdup(title)))
        outOfMemory();
    return track;
}

/* An endless loop has no exit. */
void servesForever(Session *session)
{
    Player *player = virObjectRef(session->player);

    for (;;)
        deviceWait(player->id);
}

void unreachable(int kind)
{
    Track *track = virObjectNew(trackClass);

    switch (kind & 1) {
    case 0:
    case 1:
        virObjectUnref(track);
        break;
    default:
        __builtin_unreachable();
    }
}
