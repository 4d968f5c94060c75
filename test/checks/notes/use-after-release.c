// RUN: %plugin -I %inputs %s 2>&1 | FileCheck %s

#include "player.h"

static void sessionFree(Session *session)
{
    deviceClose(session->fd);
    virObjectUnref(session);
}

/* The release is in a helper: the note may stand there or at its call. */
int releasedByHelper(int fd)
{
    // CHECK: use-after-release.c:[[@LINE+6]]:{{[0-9]+}}: warning: {{.*}}'session'{{.*}}[virref-use-after-release]
    // CHECK: use-after-release.c:[[@LINE+2]]:{{[0-9]+}}: note: {{.*}}'session'
    // CHECK: use-after-release.c:{{[0-9]+}}:{{[0-9]+}}: note: {{.*}}'session'
    Session *session = virObjectLockableNew(sessionClass);

    sessionFree(session);
    return session->fd;
}

/* A failed hand-over keeps the reference: the note tells that it failed. */
static void playerTick(int timer, void *opaque)
{
    Player *player = opaque;

    player->id = timer;
}

int failedHandOver(int id)
{
    // CHECK: use-after-release.c:[[@LINE+8]]:{{[0-9]+}}: warning: {{.*}}'player'{{.*}}[virref-use-after-release]
    // CHECK: use-after-release.c:[[@LINE+3]]:{{[0-9]+}}: note: {{.*}}'player'
    // CHECK: use-after-release.c:[[@LINE+5]]:{{[0-9]+}}: note: {{.*}}'player'
    // CHECK-NOT: warning:
    Player *player = virObjectLockableNew(playerClass);

    if (virEventAddTimeout(id, playerTick, player, virObjectUnref) < 0) {
        virObjectUnref(player);
        return player->id;
    }
    return 0;
}
