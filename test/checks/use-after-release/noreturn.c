// RUN: %cc1-verify -I %inputs %s

#include "player.h"

int fatalInBetween(Mixer *mixer, int fd)
{
    if (deviceReady(fd) < 0) {
        virObjectUnref(mixer);
        virFatal("device %d", fd);
    }
    return mixer->volume;
}

int reportInBetween(Mixer *mixer, int fd)
{
    if (deviceReady(fd) < 0) {
        virObjectUnref(mixer);
        virReportError(VIR_ERR_INTERNAL_ERROR, "device %d", fd);
    }
    return mixer->volume; // expected-warning-re {{'mixer'{{.*}}[virref-use-after-release]}}
}

int assertedAway(Mixer *mixer, int rc)
{
    if (rc < 0)
        virObjectUnref(mixer);
    assert(rc >= 0);
    return mixer->volume;
}

int assertedTooLittle(Mixer *mixer, int rc)
{
    if (rc < 0)
        virObjectUnref(mixer);
    g_assert(rc != 0);
    return mixer->volume; // expected-warning-re {{'mixer'{{.*}}[virref-use-after-release]}}
}
