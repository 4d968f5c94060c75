// RUN: %cc1-verify -I %inputs %s

#include "player.h"

void sameReleasedTwice(void)
{
    Track *a = virObjectNew(trackClass);
    Track *b = virObjectNew(trackClass);
    Track *tmp;

    virObjectUnref(a);
    tmp = a;
    a = b;
    b = tmp;
    virObjectUnref(b); // expected-warning {{[virref-over-release]}}
    virObjectUnref(a);
}

void eachReleasedOnce(void)
{
    Track *a = virObjectNew(trackClass);
    Track *b = virObjectNew(trackClass);
    Track *tmp;

    virObjectUnref(a);
    tmp = a;
    a = b;
    b = tmp;
    virObjectUnref(a);
}

/* The old value comes out of the field and is released, with its old name. */
void oldOneTwice(Player *player, Track *track)
{
    Track *old = player->current;

    player->current = virObjectRef(track);
    virObjectUnref(old);
    virObjectUnref(old); // expected-warning-re {{'{{.*}}'{{.*}}[virref-over-release]}}
}

void oldOneOnce(Player *player, Track *track)
{
    Track *old = player->current;

    player->current = virObjectRef(track);
    virObjectUnref(old);
}

void oldAndNew(Player *player)
{
    Track *old = player->current;

    player->current = virObjectNew(trackClass);
    virObjectUnref(old);
    virObjectUnref(player->current);
    player->current = NULL;
}
