// RUN: %cc1-verify -I %inputs %s

#include "player.h"

int usedThroughOtherName(void)
{
    Track *track = virObjectNew(trackClass);
    Track *same = track;

    virObjectUnref(track);
    track = NULL;
    return same->seconds; // expected-warning-re {{'{{same|track}}'{{.*}}[virref-use-after-release]}}
}

int otherNameWithReference(void)
{
    Track *track = virObjectNew(trackClass);
    Track *same = virObjectRef(track);
    int seconds;

    virObjectUnref(track);
    track = NULL;
    seconds = same->seconds;
    virObjectUnref(same);
    return seconds;
}

int usedThroughParent(void)
{
    Player *player = virObjectLockableNew(playerClass);
    virObjectLockable *lockable = &player->parent;

    virObjectUnref(player);
    virObjectLock(lockable); // expected-warning-re {{'{{player|lockable}}'{{.*}}[virref-use-after-release]}}
    return 0;
}

int releasedThroughParent(void)
{
    Player *player = virObjectLockableNew(playerClass);
    virObject *object = &player->parent.parent;

    virObjectUnref(object);
    return player->id; // expected-warning-re {{'{{player|object}}'{{.*}}[virref-use-after-release]}}
}

int fieldCleared(Session *session)
{
    Player *player = session->player;

    session->player = NULL;
    virObjectUnref(player);
    return player->id; // expected-warning-re {{player'{{.*}}[virref-use-after-release]}}
}

int fieldReplaced(Session *session, Player *other)
{
    Player *player = session->player;

    session->player = virObjectRef(other);
    virObjectUnref(player);
    return session->player->id;
}

/* The address of a member is inside of the object. */
int usedThroughMember(void)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);
    int *volume = &mixer->volume;

    virObjectUnref(mixer);
    return *volume; // expected-warning-re {{'mixer'{{.*}}[virref-use-after-release]}}
}

int usedThroughMemberBefore(void)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);
    int *volume = &mixer->volume;
    int ret = *volume;

    virObjectUnref(mixer);
    return ret;
}
