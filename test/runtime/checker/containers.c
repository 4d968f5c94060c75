// RUN: %plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note \
// RUN:   -I %repo/runtime/include -I %repo/checker/include %s
//
// The containers and threads of libvirobject, by the annotations of their
// headers: what is kept, found, removed and handed over.

#include <virobject/virrefhash.h>
#include <virobject/virreflist.h>
#include <virobject/virrefthread.h>

typedef struct {
    virObjectLockable parent;
    int id;
} Player;

extern virClass *playerClass;
extern int deviceReady(int fd);

/* ---- adding: the table takes a reference of its own ---- */

int added(virRefHash *table, const char *name)
{
    Player *player = virObjectLockableNew(playerClass);
    int rc;

    if (!player)
        return -1;
    rc = virRefHashAdd(table, name, player);
    virObjectUnref(player);
    return rc;
}

int addedFailedForgotten(virRefHash *table, const char *name)
{
    Player *player = virObjectLockableNew(playerClass);

    if (!player)
        return -1;
    if (virRefHashSet(table, name, player) < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    virObjectUnref(player);
    return 0;
}

/* The table's reference is the table's to give back. */
int addedReleasedTwice(virRefHash *table, const char *name)
{
    Player *player = virObjectLockableNew(playerClass);
    int rc;

    if (!player)
        return -1;
    rc = virRefHashAdd(table, name, player);
    virObjectUnref(player);
    if (rc == 0)
        virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
    return rc;
}

int notAddedUsed(virRefList *list)
{
    Player *player = virObjectLockableNew(playerClass);
    int rc;

    if (!player)
        return -1;
    rc = virRefListAdd(list, player);
    virObjectUnref(player);
    if (rc < 0)
        return player->id; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
    return 0;
}

int addedBorrowed(virRefList *list, Player *player)
{
    return virRefListAdd(list, player);
}

int addedBorrowedReleased(virRefList *list, Player *player)
{
    if (virRefListAdd(list, virObjectRef(player)) < 0) // expected-warning-re {{'player'{{.*}}[virref-leak]}}
        return -1;
    virObjectUnref(player);
    return 0;
}

/* ---- looking up: the caller owns what is found ---- */

int found(virRefHash *table, const char *name)
{
    Player *player = virRefHashFind(table, name);
    int id;

    if (!player)
        return -1;
    id = player->id;
    virObjectUnref(player);
    return id;
}

int foundForgotten(virRefHash *table, const char *name)
{
    Player *player = virRefHashFind(table, name);

    if (!player)
        return -1;
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

int foundForgottenOnError(virRefHash *table, const char *name)
{
    Player *player = virRefHashFind(table, name);

    if (!player)
        return -1;
    if (deviceReady(player->id) < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    virObjectUnref(player);
    return 0;
}

int foundAutomatic(virRefList *list)
{
    VIR_AUTOUNREF(Player *) player = virRefListGet(list, 0);

    if (!player || deviceReady(player->id) < 0)
        return -1;
    return player->id;
}

Player *foundReturned(virRefList *list)
{
    return virRefListGet(list, 0);
}

int foundUsedAfterRelease(virRefList *list)
{
    Player *player = virRefListGet(list, 0);

    if (!player)
        return -1;
    virObjectUnref(player);
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

static virobject_bool isFirst(void *obj, void *opaque)
{
    Player *player = obj;

    return player->id == *(int *) opaque;
}

int matchedForgotten(virRefList *list, int id)
{
    Player *player = virRefListFind(list, isFirst, &id);

    return player ? 0 : -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

/* ---- removing: the container's reference is gone ---- */

int removedOwned(virRefHash *table, const char *name)
{
    Player *player = virRefHashFind(table, name);
    int id;

    if (!player)
        return -1;
    virRefHashRemoveObject(table, name, player);
    id = player->id;
    virObjectUnref(player);
    return id;
}

int removedOwnedForgotten(virRefHash *table, const char *name)
{
    Player *player = virRefHashFind(table, name);

    if (!player)
        return -1;
    virRefHashRemoveObject(table, name, player);
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

int removedBorrowedUsed(virRefHash *table, const char *name, Player *player)
{
    virRefHashRemoveObject(table, name, player);
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

int removedFromListUsed(virRefList *list, Player *player)
{
    virRefListRemove(list, player);
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

int removedFromListWithRef(virRefList *list, Player *player)
{
    int id;

    virObjectRef(player);
    virRefListRemove(list, player);
    id = player->id;
    virObjectUnref(player);
    return id;
}

int removedLast(virRefList *list, Player *player)
{
    int id = player->id;

    virRefListRemove(list, player);
    return id;
}

/* ---- stealing: the container's reference is the caller's ---- */

void stolen(virRefHash *table, const char *name)
{
    virObjectUnref(virRefHashSteal(table, name));
}

void stolenDropped(virRefHash *table, const char *name)
{
    virRefHashSteal(table, name); // expected-warning {{[virref-leak]}}
}

int stolenForgotten(virRefList *list)
{
    Player *player = virRefListSteal(list, 0);

    return player ? player->id : -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

int stolenKeptElsewhere(virRefList *list, virRefHash *table, const char *name)
{
    Player *player = virRefListSteal(list, 0);
    int rc;

    if (!player)
        return -1;
    rc = virRefHashAdd(table, name, player);
    virObjectUnref(player);
    return rc;
}

/* ---- containers themselves ---- */

virRefHash *madeAndFilled(const char *name, Player *player)
{
    virRefHash *table = virRefHashNew();

    if (!table)
        return NULL;
    if (virRefHashAdd(table, name, player) < 0) {
        virObjectUnref(table);
        return NULL;
    }
    return table;
}

int tableForgotten(const char *name, Player *player)
{
    virRefHash *table = virRefHashNew();

    if (!table)
        return -1;
    return virRefHashAdd(table, name, player); // expected-warning-re {{'table'{{.*}}[virref-leak]}}
}

size_t copied(virRefList *list)
{
    size_t count;
    void **objects = virRefListObjects(list, &count);

    virObjectListFree(objects);
    return count;
}

static int showPlayer(const char *key, void *obj, void *opaque)
{
    Player *player = obj;

    (void) key;
    (void) opaque;
    return deviceReady(player->id);
}

/* Lent for the call. */
static int showAndReleasePlayer(const char *key, void *obj, void *opaque)
{
    (void) key;
    (void) opaque;
    virObjectUnref(obj);
    return 0;
}

int shown(virRefHash *table)
{
    return virRefHashForEach(table, showPlayer, NULL) +
           virRefHashForEach(table, showAndReleasePlayer, NULL);
}

/* ---- threads ---- */

static void playerThread(void *obj)
{
    Player *player = obj;

    virObjectLock(player);
    player->id = 0;
    virObjectUnlock(player);
    virObjectUnref(player);
}

int threadTakesOver(Player *player)
{
    if (virRefThreadStart(NULL, playerThread, virObjectRef(player)) < 0) {
        virObjectUnref(player);
        return -1;
    }
    return 0;
}

int threadFailedForgotten(Player *player)
{
    virObjectRef(player);
    if (virRefThreadStart(NULL, playerThread, player) < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    return 0;
}

int threadStartedUsedWithRef(int id)
{
    Player *player = virObjectLockableNew(playerClass);
    pthread_t thread;

    if (!player)
        return -1;
    if (virRefThreadStart(&thread, playerThread, virObjectRef(player)) < 0) {
        virObjectUnref(player);
        virObjectUnref(player);
        return -1;
    }
    pthread_join(thread, NULL);
    id = player->id;
    virObjectUnref(player);
    return id;
}

/* ---- the table's reference is not the caller's ---- */

int addedForgotten(virRefHash *table, const char *name)
{
    Player *player = virObjectLockableNew(playerClass);

    if (!player)
        return -1;
    if (virRefHashAdd(table, name, player) < 0) {
        virObjectUnref(player);
        return -1;
    }
    return 0; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

/* It lives in the table, as long as nobody removes it. */
int addedStillUsed(virRefList *list)
{
    Player *player = virObjectLockableNew(playerClass);

    if (!player)
        return -1;
    if (virRefListAdd(list, player) < 0) {
        virObjectUnref(player);
        return -1;
    }
    virObjectUnref(player);
    return player->id;
}

/* A thread keeps nothing. */
int threadStartedReleased(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    if (!player)
        return -1;
    player->id = id;
    if (virRefThreadStart(NULL, playerThread, player) == 0)
        virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
    else
        virObjectUnref(player);
    return 0;
}

int threadStartedUsed(int id)
{
    Player *player = virObjectLockableNew(playerClass);
    pthread_t thread;

    if (!player)
        return -1;
    player->id = id;
    if (virRefThreadStart(&thread, playerThread, player) < 0) {
        virObjectUnref(player);
        return -1;
    }
    id = player->id; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
    pthread_join(thread, NULL);
    return id;
}
