/*
 * use.c: uses what the headers declare, in every dialect of C and C++ that they
 * are for: types, macros and attributes are wrong only where they are used
 *
 * API_1_2 is defined for the API of libvirt 1.2, EMBEDDER for locks that come
 * from elsewhere.
 *
 * Part of libvirobject.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#ifdef API_1_2
#define VIROBJECT_API_1_2
#endif

#ifdef EMBEDDER
/* As in libvirt's virthread.h. */
#include <pthread.h>
typedef struct virMutex virMutex;
struct virMutex {
    pthread_mutex_t lock;
};
typedef struct virRWLock virRWLock;
struct virRWLock {
    pthread_rwlock_t lock;
};
typedef struct _virLockGuard virLockGuard;
struct _virLockGuard {
    virMutex *mutex;
};
void virLockGuardUnlock(virLockGuard *guard);
#define VIROBJECT_EMBEDDER_LOCKS
#endif

#include <stdlib.h>
#include <virobject/viratomic.h>
#include <virobject/virobject.h>
#include <virobject/virobjectdebug.h>
#include <virobject/virrefhash.h>
#include <virobject/virreflist.h>
#include <virobject/virrefthread.h>

typedef struct _thing {
    virObjectLockable parent;
    int count;
    unsigned int flags;
} thing;

static virClass *thingClass;

static void thingDispose(void *obj)
{
    thing *self = (thing *) obj;
    self->count = 0;
}

#ifndef API_1_2
typedef struct {
    thing parent;
    char name[8];
} named;

static virClass *namedClass;
#define namedDispose NULL
#endif

int makeClasses(void);
int makeClasses(void)
{
#ifdef API_1_2
    virClassPtr klass = virClassNew(virClassForObjectLockable(), "thing",
                                    sizeof(thing), thingDispose);
    thingClass = klass;
#else
    if (!VIR_CLASS_NEW(thing, virClassForObjectLockable()))
        return -1;
    if (VIR_CLASS_NEW(named, thingClass) == NULL)
        return -1;
#endif
    return thingClass ? 0 : -1;
}

int useAtomics(thing *self);
int useAtomics(thing *self)
{
    volatile int other = 0;

    virAtomicIntSet(&self->count, 1);
    virAtomicIntSet(&other, virAtomicIntGet(&self->count));
    if (virAtomicIntInc(&self->count) > 1 || virAtomicIntDecAndTest(&other))
        return virAtomicIntAdd(&self->count, -1);
    (void) virAtomicIntAnd(&self->flags, 7u);
    (void) virAtomicIntOr(&self->flags, 8u);
    (void) virAtomicIntXor(&self->flags, 1u);
    return virAtomicIntCompareExchange(&other, 1, 2) ? 1 : 0;
}

/* bool of the library is an int or a bool of the user's. */
int useBools(void *obj);
int useBools(void *obj)
{
    int any = virObjectIsClass(obj, thingClass);
    virobject_bool derived =
        virClassIsDerivedFrom(thingClass, virClassForObject());
#ifdef API_1_2
    if (virObjectUnref(virObjectRef(obj)))
        any = 1;
#else
    virObjectUnref(virObjectRef(obj));
#endif
    return any && derived;
}

static void onMessage(virObjectMessageKind kind, const char *function,
                      const char *message, void *opaque)
{
    if (kind == VIR_OBJECT_WARNING || kind == VIR_OBJECT_ERROR)
        *(const char **) opaque = function ? function : message;
}

static void onAbort(const char *message, void *opaque)
{
    (void) message;
    (void) opaque;
}

static int onEach(const char *key, void *obj, void *opaque)
{
    (void) opaque;
    return key && obj ? 0 : -1;
}

static void inThread(void *obj)
{
    virObjectUnref(obj);
}

int useContainers(void *obj);
int useContainers(void *obj)
{
    VIR_AUTOUNREF(virRefHash *) table = virRefHashNew();
    VIR_AUTOUNREF(virRefList *) list = virRefListNew();
    void (*callback)(void *) = virObjectFreeCallback;
#ifdef API_1_2
    void (*hashCallback)(void *, const void *) = virObjectFreeHashData;
#else
    void (*hashCallback)(void *) = virObjectFreeHashData;
    void (*unrefCallback)(void *) = virObjectUnref;
    unrefCallback(NULL);
#endif
    if (!table || !list || virRefHashAdd(table, "key", obj) < 0 ||
        virRefListAdd(list, obj) < 0 || !virRefHashHas(table, "key"))
        return -1;
#ifdef API_1_2
    hashCallback(virRefHashSteal(table, "key"), "key");
#else
    hashCallback(virRefHashSteal(table, "key"));
#endif
    callback(virRefListGet(list, 0));
    virObjectListFree(virRefListObjects(list, NULL));
    virObjectListFreeCount(NULL, 0);
    if (virRefThreadStart(NULL, inThread, virObjectRef(obj)) < 0)
        virObjectUnref(obj);
    return virRefHashForEach(table, onEach, NULL);
}

int useLocks(thing *self);
int useLocks(thing *self)
{
    virLockGuard guard = virObjectLockGuard(self);
    virLockGuardUnlock(&guard);
    virObjectLock(self);
    virObjectUnlock(self);
    virObjectRWLockRead(NULL);
    virObjectRWLockWrite(NULL);
    virObjectRWUnlock(NULL);
#if defined(__cplusplus) || \
    (defined(__STDC_VERSION__) && __STDC_VERSION__ >= 199901L)
    VIR_WITH_OBJECT_LOCK_GUARD(self) {
        VIR_WITH_OBJECT_LOCK_GUARD(self + 1) {
            if (self->count)
                return 1;
        }
    }
#endif
    return 0;
}

int main(void)
{
    const char *last = NULL;
    thing *self;

    virObjectSetMessageHook(onMessage, (void *) &last);
    virObjectSetAbortHook(onAbort, NULL);
    if (makeClasses() < 0 ||
        !(self = (thing *) virObjectLockableNew(thingClass)))
        return 1;
    virObjectDebugExpect(self);
    virClassDebugExpect(thingClass);
    virObjectUnrefBy(virObjectRefBy(self, "main"), "main");
    virObjectDebugCheckpoint();
    if (virObjectDebugDump() != virObjectDebugDiff())
        return 1;
    /* Not run: these are for the compiler. */
    if (last)
        return useAtomics(self) + useBools(self) + useContainers(self) +
               useLocks(self) + (virClassName(thingClass) ? 1 : 0);
    virObjectUnref(self);
    return 0;
}
