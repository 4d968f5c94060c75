// RUN: %cc1-verify -I %inputs %s
//
// Released on an error path that does not leave.

#include "player.h"

int missingReturn(const char *device)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    if (!mixer)
        return -1;
    if (deviceOpen(device) < 0)
        virObjectUnref(mixer);

    virObjectUnref(mixer); // expected-warning-re {{'mixer'{{.*}}[virref-over-release]}}
    return 0;
}

int withReturn(const char *device)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    if (!mixer)
        return -1;
    if (deviceOpen(device) < 0) {
        virObjectUnref(mixer);
        return -1;
    }

    virObjectUnref(mixer);
    return 0;
}

/* The caller's own reference goes on one path, and once too often. */
int paramOnOnePath(Player *player, int fd)
{
    int rc = deviceReady(fd);

    if (rc < 0)
        virObjectUnref(player);
    deviceClose(fd);
    if (rc != 0) {
        virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
        return -1;
    }
    return 0;
}

int paramOnEitherPath(Player *player, int fd)
{
    int rc = deviceReady(fd);

    if (rc < 0)
        virObjectUnref(player);
    deviceClose(fd);
    if (rc >= 0) {
        virObjectUnref(player);
        return 0;
    }
    return -1;
}

/* Two objects; the wrong one is released twice. */
int wrongName(const char *device)
{
    Player *player = virObjectLockableNew(playerClass);
    Player *other = virObjectLockableNew(playerClass);

    if (deviceOpen(device) < 0) {
        virObjectUnref(player);
        virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
        virObjectUnref(other);
        return -1;
    }
    virObjectUnref(player);
    virObjectUnref(other);
    return 0;
}
