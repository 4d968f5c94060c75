// RUN: %cc1-verify -I %inputs %s
//
// The count of a virObject is virObjectRef's and virObjectUnref's business.

#include "player.h"

int printf(const char *format, ...);
void *memcpy(void *dst, const void *src, size_t size);
void *memset(void *dst, int value, size_t size);

void countedUpByHand(Player *player)
{
    player->parent.parent.refs++; // expected-warning-re {{'player'{{.*}}'refs'{{.*}}virObjectRef(){{.*}}[virref-raw-refcount]}}
}

void countedUpByTheApi(Player *player)
{
    virObjectRef(player);
}

void throughTheBase(void *opaque)
{
    ((virObject *) opaque)->refs += 1; // expected-warning-re {{'opaque'{{.*}}[virref-raw-refcount]}}
}

void throughAField(Session *session)
{
    --session->player->parent.parent.refs; // expected-warning-re {{'session->player'{{.*}}[virref-raw-refcount]}}
}

void atomically(virObject *obj)
{
    __atomic_add_fetch(&obj->refs, 1, __ATOMIC_SEQ_CST); // expected-warning-re {{'obj'{{.*}}[virref-raw-refcount]}}
    __sync_sub_and_fetch(&obj->refs, 1); // expected-warning-re {{'obj'{{.*}}[virref-raw-refcount]}}
}

void revived(virObject *obj)
{
    obj->refs = 1; // expected-warning-re {{'obj'{{.*}}[virref-raw-refcount]}}
}

void playerFree(Player *player);

void openCodedUnref(Player *player)
{
    if (--player->parent.parent.refs > 0) // expected-warning-re {{'player'{{.*}}changed{{.*}}[virref-raw-refcount]}}
        return;
    playerFree(player);
}

int lastReference(virObject *obj)
{
    if (obj->refs == 1) // expected-warning-re {{'obj'{{.*}}tested{{.*}}[virref-raw-refcount]}}
        return 1;
    return 0;
}

int lastReferenceLoaded(virObject *obj, int x)
{
    while (__atomic_load_n(&obj->refs, __ATOMIC_SEQ_CST) > 1) // expected-warning-re {{'obj'{{.*}}tested{{.*}}[virref-raw-refcount]}}
        x++;
    return x;
}

int chosenByTheCount(virObject *obj)
{
    return obj->refs > 1 ? 5 : 6; // expected-warning-re {{'obj'{{.*}}tested{{.*}}[virref-raw-refcount]}}
}

/* Seen by a human, asserted, or told to somebody: nothing depends on it. */
int looking(virObject *obj)
{
    printf("%p has %d references\n", (void *) obj, obj->refs);
    g_assert(obj->refs > 0);
    g_return_val_if_fail(obj->refs > 0, -1);
    if (obj->refs <= 0)
        g_abort();
    (void) sizeof(obj->refs);
    return obj->refs;
}

void copied(Player *to, const Player *from)
{
    *to = *from; // expected-warning-re {{'to'{{.*}}'refs'{{.*}}[virref-raw-refcount]}}
}

void copiedByFunction(Player *to, const Player *from)
{
    memcpy(to, from, sizeof(*to)); // expected-warning-re {{'to'{{.*}}'refs'{{.*}}[virref-raw-refcount]}}
}

void copiedBehindTheHeader(Player *to, const Player *from)
{
    memcpy(&to->id, &from->id, sizeof(to->id));
    to->id = from->id;
    memcpy((char *) to + sizeof(to->parent), (char *) from + sizeof(from->parent),
           sizeof(*to) - sizeof(to->parent));
}

int snapshot(Player *player)
{
    Player copy = *player;

    return copy.id;
}

void headerCopied(Player *to, const Player *from)
{
    to->parent = from->parent; // expected-warning-re {{'to->parent'{{.*}}[virref-raw-refcount]}}
}

void cleared(Player *player)
{
    memset(player, 0, sizeof(*player)); // expected-warning-re {{'player'{{.*}}[virref-raw-refcount]}}
}

/* The constructor has counted to 1 already. */
void clearedAfterNew(void)
{
    Player *player = virObjectLockableNew(playerClass);

    memset(player, 0, sizeof(*player)); // expected-warning-re {{'player'{{.*}}[virref-raw-refcount]}}
    virObjectUnref(player);
}

void clearedBehindTheHeader(Player *player)
{
    memset(&player->id, 0, sizeof(player->id));
}

/* Not yet an object: nothing but memory. */
virObject *made(void)
{
    virObject *obj = g_malloc0(sizeof(*obj));

    memset(obj, 0, sizeof(*obj));
    obj->refs = 1;
    return obj;
}

struct other {
    int refs;
    int ref;
};

/* A name alone says nothing. */
void otherStruct(struct other *o)
{
    if (o->refs > 1)
        o->refs--;
    o->ref++;
}
