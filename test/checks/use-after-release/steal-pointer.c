// RUN: %cc1-verify -I %inputs %s
// RUN: %cc1-verify -DGLIB_STEAL_FORM=1 -I %inputs %s
// RUN: %cc1-verify -DGLIB_STEAL_FORM=2 -I %inputs %s

#include "player.h"

int stolenReleasedUsed(int id)
{
    g_autoptr(Player) player = virObjectLockableNew(playerClass);
    Player *mine;

    player->id = id;
    mine = g_steal_pointer(&player);
    virObjectUnref(mine);
    return mine->id; // expected-warning-re {{'mine'{{.*}}[virref-use-after-release]}}
}

int stolenUsedReleased(int id)
{
    g_autoptr(Player) player = virObjectLockableNew(playerClass);
    Player *mine;

    player->id = id;
    mine = g_steal_pointer(&player);
    id = mine->id;
    virObjectUnref(mine);
    return id;
}

/* An alias from before the theft. */
int aliasUsed(int id)
{
    Player *player = virObjectLockableNew(playerClass);
    Player *same = player;
    Player *mine = g_steal_pointer(&player);

    mine->id = id;
    virObjectUnref(mine);
    return same->id; // expected-warning-re {{'{{same|mine}}'{{.*}}[virref-use-after-release]}}
}

/* Stolen into a field: alive as long as that. */
int aliasOfPublished(Session *session, int id)
{
    g_autoptr(Player) player = virObjectLockableNew(playerClass);
    Player *same = player;

    player->id = id;
    session->player = g_steal_pointer(&player);
    return same->id;
}

/* Assigned, not stolen: the caller gets what the cleanup releases. */
int assignedToOut(Mixer **out, int fd)
{
    Mixer *ret = NULL;

    {
        g_autoptr(Mixer) mixer = virObjectLockableNew(mixerClass);

        mixer->fd = fd;
        ret = mixer;
    }
    ret->volume = 1; // expected-warning-re {{'{{ret|mixer}}'{{.*}}[virref-use-after-release]}}
    *out = NULL;
    return 0;
}

int stolenToOut(Mixer **out, int fd)
{
    Mixer *ret = NULL;

    {
        g_autoptr(Mixer) mixer = virObjectLockableNew(mixerClass);

        mixer->fd = fd;
        ret = g_steal_pointer(&mixer);
    }
    ret->volume = 1;
    *out = ret;
    return 0;
}

Track *virStealReturned(int seconds)
{
    Track *track = virObjectNew(trackClass);
    Track *ret;

    VIR_STEAL_PTR(ret, track);
    virObjectUnref(track);
    ret->seconds = seconds;
    return ret;
}

Track *virStealReleasedReturned(int seconds)
{
    Track *track = virObjectNew(trackClass);
    Track *ret;

    VIR_STEAL_PTR(ret, track);
    if (seconds < 0)
        virObjectUnref(ret);
    return ret; // expected-warning-re {{'ret'{{.*}}[virref-use-after-release]}}
}
