// RUN: %cc1-verify -I %inputs %s

#include "player.h"

int usedUnderSameFlag(Mixer *mixer, bool finish)
{
    if (finish)
        virObjectUnref(mixer);
    deviceWait(1);
    if (!finish)
        return mixer->volume;
    return 0;
}

int usedUnderOtherFlag(Mixer *mixer, bool finish, bool report)
{
    if (finish)
        virObjectUnref(mixer);
    deviceWait(1);
    if (report)
        return mixer->volume; // expected-warning-re {{'mixer'{{.*}}[virref-use-after-release]}}
    return 0;
}

int resultTells(Session *session, int fd)
{
    int rc = deviceReady(fd);

    if (rc < 0)
        virObjectUnref(session);
    deviceClose(fd);
    if (rc < 0)
        return -1;
    session->fd = -1;
    return 0;
}

int resultMisread(Session *session, int fd)
{
    int rc = deviceReady(fd);

    if (rc <= 0)
        virObjectUnref(session);
    deviceClose(fd);
    if (rc < 0)
        return -1;
    session->fd = -1; // expected-warning-re {{'session'{{.*}}[virref-use-after-release]}}
    return 0;
}

/* A flag in the object itself was read while it was there. */
int fieldReadBefore(Player *player)
{
    bool active = player->active;

    if (!active)
        virObjectUnref(player);
    deviceWait(1);
    return active ? player->id : -1;
}

int fieldReadAfter(Player *player)
{
    if (!player->active)
        virObjectUnref(player);
    deviceWait(1);
    return player->active ? 1 : -1; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}
