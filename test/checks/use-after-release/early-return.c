// RUN: %cc1-verify -I %inputs %s

#include "player.h"

int errorMessageAfterRelease(Player *player, int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    mixer->fd = fd;
    if (deviceReady(fd) < 0) {
        virObjectUnref(mixer);
        virReportError(VIR_ERR_INTERNAL_ERROR, "device %d failed",
                       mixer->fd); // expected-warning-re {{'mixer'{{.*}}[virref-use-after-release]}}
        return -1;
    }
    player->mixer = mixer;
    return 0;
}

int errorMessageBeforeRelease(Player *player, int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    mixer->fd = fd;
    if (deviceReady(fd) < 0) {
        virReportError(VIR_ERR_INTERNAL_ERROR, "device %d failed", mixer->fd);
        virObjectUnref(mixer);
        return -1;
    }
    player->mixer = mixer;
    return 0;
}

int missingReturn(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    if (deviceReady(fd) < 0)
        virObjectUnref(session);
    session->fd = fd; // expected-warning-re {{'session'{{.*}}[virref-use-after-release]}}
    virObjectUnref(session);
    return 0;
}

int withReturn(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    if (deviceReady(fd) < 0) {
        virObjectUnref(session);
        return -1;
    }
    session->fd = fd;
    virObjectUnref(session);
    return 0;
}

Settings *releasedTooSoon(Daemon *daemon)
{
    Settings *settings = virObjectRef(daemon->settings);
    Settings *copy = virObjectNew(settingsClass);

    copy->rate = settings->rate;
    virObjectUnref(settings);
    virObjectUnref(copy);
    if (copy->rate == 0) // expected-warning-re {{'copy'{{.*}}[virref-use-after-release]}}
        return NULL;
    return virObjectRef(daemon->settings);
}
