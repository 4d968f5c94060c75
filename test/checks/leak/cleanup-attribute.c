// RUN: %cc1-verify -I %inputs %s
//
// __attribute__((cleanup)): each way out of the scope runs it.

#include "player.h"

/* ---- exits ---- */

int everyReturn(int mode, int fd)
{
    g_autoptr(Mixer) mixer = virObjectLockableNew(mixerClass);

    if (!mixer)
        return -1;
    mixer->fd = fd;
    if (mode == 1)
        return 1;
    if (mode == 2)
        goto out;
    mixer->volume = mode;
 out:
    return 0;
}

void endOfFunction(void)
{
    g_autoptr(Track) track = virObjectNew(trackClass);

    track->seconds = 1;
}

int endOfInnerScope(int mode)
{
    int seconds = 0;

    if (mode) {
        g_autoptr(Track) track = virObjectNew(trackClass);

        track->seconds = mode;
        seconds = track->seconds;
    }
    return seconds;
}

int everyTripOfLoop(const char **titles, int count)
{
    int n = 0;

    for (int i = 0; i < count; i++) {
        g_autoptr(Track) track = virObjectNew(trackClass);

        if (!track)
            goto out;
        if (!(track->title = g_strdup(titles[i])))
            continue;
        if (track->seconds < 0)
            break;
        if (track->seconds > 3600)
            return -1;
        n++;
    }
 out:
    return n;
}

int gotoOutOfTwoScopes(int mode)
{
    g_autoptr(Player) player = virObjectLockableNew(playerClass);

    {
        g_autoptr(Mixer) mixer = virObjectLockableNew(mixerClass);

        if (mode)
            goto out;
        mixer->volume = 1;
    }
    player->id = 2;
 out:
    return 0;
}

int gotoBackwards(int count)
{
    int n = 0;

 again: {
        g_autoptr(Track) track = virObjectNew(trackClass);

        track->seconds = n;
        if (++n < count)
            goto again;
    }
    return n;
}

int inSwitch(int mode)
{
    switch (mode) {
    case 1: {
        g_autoptr(Track) track = virObjectNew(trackClass);

        track->seconds = 1;
        break;
    }
    case 2: {
        g_autoptr(Player) player = virObjectLockableNew(playerClass);

        player->id = 2;
        return 2;
    }
    default:
        break;
    }
    return 0;
}

int inWhileCondition(int fd)
{
    while (deviceWait(fd) > 0) {
        g_autoptr(Session) session = virObjectLockableNew(sessionClass);

        session->fd = fd;
    }
    return 0;
}

int inStatementExpression(int base)
{
    int seconds = ({
        g_autoptr(Track) track = virObjectNew(trackClass);

        track->seconds = base;
        track->seconds + 1;
    });

    return seconds;
}

int emptyUntilLate(Daemon *daemon, const char *name)
{
    g_autoptr(Settings) settings = NULL;
    g_autoptr(Player) player = NULL;

    if (!nameIsValid(name))
        return -1;
    settings = virObjectRef(daemon->settings);
    if (!settings->device)
        return -1;
    player = virObjectLockableNew(playerClass);
    player->id = settings->rate;
    return 0;
}

/* ---- what it does not help against ---- */

int reassigned(int mode)
{
    g_autoptr(Track) track = virObjectNew(trackClass);

    track->seconds = 1;
    if (mode)
        track = virObjectNew(trackClass); // expected-warning-re {{'track'{{.*}}[virref-leak]}}
    return track->seconds;
}

int reassignedAfterRelease(int mode)
{
    g_autoptr(Track) track = virObjectNew(trackClass);

    track->seconds = 1;
    if (mode) {
        virObjectUnref(track);
        track = virObjectNew(trackClass);
    }
    return track->seconds;
}

int nulled(int fd)
{
    g_autoptr(Mixer) mixer = virObjectLockableNew(mixerClass);

    mixer->fd = fd;
    if (deviceReady(fd) < 0)
        mixer = NULL; // expected-warning-re {{'mixer'{{.*}}[virref-leak]}}
    return 0;
}

int oneRefTooMany(int id)
{
    g_autoptr(Player) player = virObjectLockableNew(playerClass);

    virObjectRef(player);
    player->id = id;
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

int secondRefIsStored(Session *session, Mixer *mixer)
{
    g_autoptr(Player) player = virObjectRef(session->player);

    mixer->player = virObjectRef(player);
    return player->id;
}

int stolenAndForgotten(int fd)
{
    g_autoptr(Mixer) mixer = virObjectLockableNew(mixerClass);
    Mixer *raw;

    mixer->fd = fd;
    raw = g_steal_pointer(&mixer);
    return raw->volume; // expected-warning-re {{'raw'{{.*}}[virref-leak]}}
}

int stolenAndReleased(int fd)
{
    g_autoptr(Mixer) mixer = virObjectLockableNew(mixerClass);
    Mixer *raw;
    int volume;

    mixer->fd = fd;
    raw = g_steal_pointer(&mixer);
    volume = raw->volume;
    virObjectUnref(raw);
    return volume;
}

Player *stolenForReturn(const char *name)
{
    g_autoptr(Player) player = virObjectLockableNew(playerClass);

    if (!(player->name = g_strdup(name)))
        return NULL;
    return g_steal_pointer(&player);
}

/* In a loop: the variable outside of the body is not cleaned up in each trip. */
int declaredOutsideOfLoop(int count)
{
    g_autoptr(Track) track = NULL;
    int total = 0;

    for (int i = 0; i < count; i++) {
        track = virObjectNew(trackClass); // expected-warning-re {{'track'{{.*}}[virref-leak]}}
        total += track->seconds;
    }
    return total;
}

int declaredInsideOfLoop(int count)
{
    int total = 0;

    for (int i = 0; i < count; i++) {
        g_autoptr(Track) track = virObjectNew(trackClass);
        total += track->seconds;
    }
    return total;
}

/* ---- other cleanup functions ---- */

static void sessionCleanup(Session **session)
{
    if (*session)
        deviceClose((*session)->fd);
    virObjectUnref(*session);
}

int ownCleanupFunction(int fd)
{
    __attribute__((cleanup(sessionCleanup))) Session *session = NULL;

    if (fd < 0)
        return -1;
    session = virObjectLockableNew(sessionClass);
    session->fd = fd;
    return 0;
}

static void closeOnly(Session **session)
{
    if (*session)
        deviceClose((*session)->fd);
}

int cleanupThatDoesNotRelease(int fd)
{
    __attribute__((cleanup(closeOnly))) Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    return 0; // expected-warning-re {{'session'{{.*}}[virref-leak]}}
}

static inline void genericUnref(void *place)
{
    virObjectUnref(*(void **) place);
}

int genericCleanupFunction(int fd)
{
    __attribute__((cleanup(genericUnref))) Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    return 0;
}

/* A helper with a cleanup variable of its own returns as any other. */
static int trackSeconds(Track *given)
{
    g_autoptr(Track) track = virObjectRef(given);

    return track->seconds;
}

int afterHelperWithCleanup(void)
{
    Track *track = virObjectNew(trackClass);

    if (!track)
        return -1;
    if (trackSeconds(track) < 10)
        return -1; // expected-warning-re {{'track'{{.*}}[virref-leak]}}
    virObjectUnref(track);
    return 0;
}
