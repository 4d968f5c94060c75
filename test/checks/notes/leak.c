// RUN: %plugin -I %inputs %s 2>&1 | FileCheck %s
//
// The path of a leak: where the reference was taken, what happened to it, where
// it is lost. Notes come after their warning, in the order of the path.

#include "player.h"

int takenAndLost(int fd)
{
    // CHECK: leak.c:[[@LINE+9]]:{{[0-9]+}}: warning: {{.*}}'mixer'{{.*}}[virref-leak]
    // CHECK: leak.c:[[@LINE+2]]:{{[0-9]+}}: note: {{.*}}'mixer'
    // CHECK-NOT: warning:
    Mixer *mixer = virObjectLockableNew(mixerClass);

    if (!mixer)
        return 0;
    mixer->fd = fd;
    if (deviceReady(fd) < 0)
        return -1;
    virObjectUnref(mixer);
    return 0;
}

int everyChange(Player *player, int fd)
{
    int rc;

    // CHECK: leak.c:[[@LINE+11]]:{{[0-9]+}}: warning: {{.*}}'player'{{.*}}[virref-leak]
    // CHECK: leak.c:[[@LINE+4]]:{{[0-9]+}}: note: {{.*}}'player'
    // CHECK: leak.c:[[@LINE+4]]:{{[0-9]+}}: note: {{.*}}'player'
    // CHECK: leak.c:[[@LINE+7]]:{{[0-9]+}}: note: {{.*}}'player'
    // CHECK-NOT: warning:
    virObjectRef(player);
    virObjectRef(player);
    rc = deviceWait(fd);
    if (rc == 0)
        virObjectUnref(player);
    virObjectUnref(player);
    return rc;
}

/* What concerns another object is not told. */
int otherObject(int fd)
{
    Track *track = virObjectNew(trackClass);
    // CHECK: leak.c:[[@LINE+9]]:{{[0-9]+}}: warning: {{.*}}'mixer'{{.*}}[virref-leak]
    // CHECK: leak.c:[[@LINE+3]]:{{[0-9]+}}: note: {{.*}}'mixer'
    // CHECK-NOT: note: {{.*}}'track'
    // CHECK-NOT: warning:
    Mixer *mixer = virObjectLockableNew(mixerClass);

    track->seconds = fd;
    mixer->fd = fd;
    virObjectUnref(track);
    return 0;
}
