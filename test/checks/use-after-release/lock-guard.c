// RUN: %cc1-verify -I %inputs %s

#include "player.h"

int guardTakenAfterRelease(Player *player)
{
    virObjectUnref(player);
    VIR_WITH_OBJECT_LOCK_GUARD(player) { // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
        deviceWait(1);
    }
    return 0;
}

int guardTakenBeforeRelease(Player *player)
{
    VIR_WITH_OBJECT_LOCK_GUARD(player) {
        deviceWait(1);
    }
    virObjectUnref(player);
    return 0;
}

int guardOfOtherObject(Session *session, Player *player)
{
    VIR_LOCK_GUARD lock = virObjectLockGuard(session);

    virObjectUnref(player);
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

int guardOfOtherObjectReferenced(Session *session, Player *player)
{
    VIR_LOCK_GUARD lock = virObjectLockGuard(session);

    virObjectRef(player);
    virObjectUnref(player);
    return player->id;
}

int lockedAgainAfterRelease(Player *player)
{
    g_autoptr(Player) own = virObjectRef(player);

    VIR_WITH_OBJECT_LOCK_GUARD(own) {
        own->active = true;
    }
    VIR_WITH_OBJECT_LOCK_GUARD(player) {
        player->active = false;
    }
    return 0;
}
