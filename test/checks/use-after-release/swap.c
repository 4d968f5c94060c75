// RUN: %cc1-verify -I %inputs %s

#include "player.h"

int releasedOneUsed(void)
{
    Track *a = virObjectNew(trackClass);
    Track *b = virObjectNew(trackClass);
    Track *tmp = a;
    int seconds;

    a = b;
    b = tmp;
    virObjectUnref(tmp);
    seconds = b->seconds; // expected-warning {{[virref-use-after-release]}}
    virObjectUnref(a);
    return seconds;
}

int otherOneUsed(void)
{
    Track *a = virObjectNew(trackClass);
    Track *b = virObjectNew(trackClass);
    Track *tmp = a;
    int seconds;

    a = b;
    b = tmp;
    virObjectUnref(tmp);
    seconds = a->seconds;
    virObjectUnref(a);
    return seconds;
}

int oldValueUsed(Player *player, Track *track)
{
    Track *old = player->current;

    player->current = virObjectRef(track);
    virObjectUnref(old);
    return old ? old->seconds : 0; // expected-warning-re {{'{{old|.*current}}'{{.*}}[virref-use-after-release]}}
}

int newValueUsed(Player *player, Track *track)
{
    Track *old = player->current;

    player->current = virObjectRef(track);
    virObjectUnref(old);
    return player->current ? player->current->seconds : 0;
}
