// RUN: %cc1-verify -I %inputs %s
//
// The API of libvirt 1.2: false says that the object may be gone, true says
// that it is not.

#include "virobject-1.2.h"
#include "player.h"

void unlockedIfThere(Player *player)
{
    virObjectLock(player);
    virObjectRef(player);
    player->active = true;
    if (virObjectUnref(player))
        virObjectUnlock(player);
}

void unlockedIfGone(Player *player)
{
    virObjectLock(player);
    virObjectRef(player);
    player->active = true;
    if (!virObjectUnref(player))
        virObjectUnlock(player); // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

int endJob(Player *player, int fd)
{
    int ret = -1;

    virObjectRef(player);
    if (deviceWait(fd) < 0)
        goto endjob;
    ret = 0;

 endjob:
    if (!virObjectUnref(player))
        player = NULL;
    if (player)
        virObjectUnlock(player);
    return ret;
}

int endJobNotMinded(Player *player, int fd)
{
    int ret = -1;
    bool there;

    virObjectRef(player);
    if (deviceWait(fd) < 0)
        goto endjob;
    ret = 0;

 endjob:
    there = virObjectUnref(player);
    if (!there)
        virDebug("%s", "the player is gone");
    virObjectUnlock(player); // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
    return ret;
}

/* Even the last reference of ours: true means that others remain. */
int othersRemain(Player *player)
{
    if (virObjectUnref(player))
        return player->id;
    return -1;
}

int othersDoNotRemain(Player *player)
{
    if (virObjectUnref(player))
        return -1;
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}
