// RUN: %plugin -I %inputs %s 2>&1 | FileCheck %s
//
// Both releases are named: the first by a note, the second by the warning.

#include "player.h"

int errorPath(const char *device)
{
    int ret = -1;
    // CHECK: over-release.c:[[@LINE+13]]:{{[0-9]+}}: warning: {{.*}}'mixer'{{.*}}[virref-over-release]
    // CHECK: over-release.c:[[@LINE+3]]:{{[0-9]+}}: note: {{.*}}'mixer'
    // CHECK: over-release.c:[[@LINE+5]]:{{[0-9]+}}: note: {{.*}}'mixer'
    // CHECK-NOT: warning:
    Mixer *mixer = virObjectLockableNew(mixerClass);

    if (deviceOpen(device) < 0) {
        virObjectUnref(mixer);
        goto cleanup;
    }
    ret = 0;

 cleanup:
    virObjectUnref(mixer);
    return ret;
}

int manualAndAutomatic(int fd)
{
    // CHECK: over-release.c:[[@LINE+7]]:{{[0-9]+}}: warning: {{.*}}'session'{{.*}}[virref-over-release]
    // CHECK: over-release.c:[[@LINE+3]]:{{[0-9]+}}: note: {{.*}}'session'
    // CHECK: over-release.c:[[@LINE+4]]:{{[0-9]+}}: note: {{.*}}'session'
    // CHECK-NOT: warning:
    g_autoptr(Session) session = virObjectLockableNew(sessionClass);
    session->fd = fd;
    virObjectUnref(session);
    return 0;
}
