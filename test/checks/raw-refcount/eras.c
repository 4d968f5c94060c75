// RUN: %cc1-verify -I %inputs %s
//
// In libvirt 1.2 the count stands in a struct in a union.

#include "virobject-1.2.h"
#include "player.h"

void *memcpy(void *dst, const void *src, size_t size);

void countedUp(Player *player)
{
    player->parent.parent.u.s.refs++; // expected-warning-re {{'player'{{.*}}'refs'{{.*}}virObjectRef(){{.*}}[virref-raw-refcount]}}
}

bool isLast(virObjectPtr obj)
{
    if (obj->u.s.refs == 1) // expected-warning-re {{'obj'{{.*}}'refs'{{.*}}[virref-raw-refcount]}}
        return true;
    return false;
}

void copied(Track *to, const Track *from)
{
    memcpy(to, from, sizeof(Track)); // expected-warning-re {{'to'{{.*}}'refs'{{.*}}[virref-raw-refcount]}}
}

/* Other fields of the header are other business. */
unsigned int magicOf(virObjectPtr obj)
{
    if (obj->u.s.magic == 0)
        return 1;
    return obj->u.s.magic;
}

void byTheApi(Player *player, Track *track)
{
    virObjectRef(track);
    virObjectUnref(player->current);
    player->current = track;
}
