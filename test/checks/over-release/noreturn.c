// RUN: %cc1-verify -I %inputs %s

#include "player.h"

int releasedBeforeFatal(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    if (deviceReady(fd) < 0) {
        virObjectUnref(mixer);
        virFatal("device %d", fd);
    }
    virObjectUnref(mixer);
    return 0;
}

int releasedBeforeReport(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    if (deviceReady(fd) < 0) {
        virObjectUnref(mixer);
        virReportError(VIR_ERR_INTERNAL_ERROR, "device %d", fd);
    }
    virObjectUnref(mixer); // expected-warning-re {{'mixer'{{.*}}[virref-over-release]}}
    return 0;
}

int assertedAway(int fd, int rc)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    if (rc < 0)
        virObjectUnref(mixer);
    assert(rc >= 0);
    deviceClose(fd);
    virObjectUnref(mixer);
    return 0;
}

int assertedTooLittle(int fd, int rc)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    if (rc < 0)
        virObjectUnref(mixer);
    assert(rc != 0);
    deviceClose(fd);
    virObjectUnref(mixer); // expected-warning-re {{'mixer'{{.*}}[virref-over-release]}}
    return 0;
}

int guardedByReturn(Mixer *mixer, int rc)
{
    if (rc < 0)
        virObjectUnref(mixer);
    g_return_val_if_fail(rc >= 0, -1);
    virObjectUnref(mixer);
    return 0;
}
