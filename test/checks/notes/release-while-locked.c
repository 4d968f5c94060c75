// RUN: %plugin -I %inputs %s 2>&1 | FileCheck %s
//
// Taken, locked, released: three places.

#include "player.h"

int stillLocked(int fd)
{
    // CHECK: release-while-locked.c:[[@LINE+8]]:{{[0-9]+}}: warning: {{.*}}'mixer'{{.*}}[virref-release-while-locked]
    // CHECK: release-while-locked.c:[[@LINE+3]]:{{[0-9]+}}: note: {{.*}}'mixer'
    // CHECK: release-while-locked.c:[[@LINE+4]]:{{[0-9]+}}: note: {{.*}}'mixer'
    // CHECK-NOT: warning:
    Mixer *mixer = virObjectLockableNew(mixerClass);

    virObjectLock(mixer);
    mixer->fd = fd;
    virObjectUnref(mixer);
    return 0;
}
