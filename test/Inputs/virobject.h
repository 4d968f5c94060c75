/* The virObject API as of libvirt 9, simulated: names and signatures are
 * libvirt's, nothing is implemented. */
#ifndef VIROBJECT_H
#define VIROBJECT_H

#include "glib-mini.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct _virClass virClass;
typedef void (*virObjectDisposeCallback)(void *obj);

typedef struct _virMutex {
    int lock;
} virMutex;

typedef struct _virRWLock {
    int lock;
} virRWLock;

typedef struct _virObject {
    unsigned int magic;
    int refs;
    virClass *klass;
} virObject;

typedef struct _virObjectLockable {
    virObject parent;
    virMutex lock;
} virObjectLockable;

typedef struct _virObjectRWLockable {
    virObject parent;
    virRWLock lock;
} virObjectRWLockable;

virClass *virClassForObject(void);
virClass *virClassForObjectLockable(void);
virClass *virClassForObjectRWLockable(void);

virClass *virClassNew(virClass *parent, const char *name, size_t objectSize,
                      size_t parentSize, virObjectDisposeCallback dispose);

/* Sets nameClass; nameDispose is a function, or a macro that is NULL. */
#define VIR_CLASS_NEW(name, prnt)                                              \
    (name##Class = virClassNew(prnt, #name, sizeof(name),                      \
                               sizeof(((name *) NULL)->parent),                \
                               name##Dispose))

const char *virClassName(virClass *klass);
bool virClassIsDerivedFrom(virClass *klass, virClass *parent);

void *virObjectNew(virClass *klass);
void *virObjectLockableNew(virClass *klass);
void *virObjectRWLockableNew(virClass *klass);

void *virObjectRef(void *obj);
void virObjectUnref(void *obj);
bool virObjectIsClass(void *obj, virClass *klass);

void virObjectFreeCallback(void *opaque);
void virObjectFreeHashData(void *opaque);
void virObjectListFree(void *list);
void virObjectListFreeCount(void *list, size_t count);

void virObjectLock(void *lockableobj);
void virObjectUnlock(void *lockableobj);
void virObjectRWLockRead(void *lockableobj);
void virObjectRWLockWrite(void *lockableobj);
void virObjectRWUnlock(void *lockableobj);

/* ---- lock guards ---- */

typedef struct _virLockGuard {
    virMutex *mutex;
} virLockGuard;

virLockGuard virLockGuardLock(virMutex *m);
virLockGuard virObjectLockGuard(void *lockableobj);
void virLockGuardUnlock(virLockGuard *guard);

#ifdef __cplusplus
}
#endif

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(virLockGuard, virLockGuardUnlock)

#define VIR_LOCK_GUARD g_auto(virLockGuard) G_GNUC_UNUSED

/* Looks like a loop, runs exactly once. */
#define VIR_GUARD_NAME_(prefix, number) prefix##number
#define VIR_GUARD_NAME(prefix, number) VIR_GUARD_NAME_(prefix, number)
#define VIR_WITH_GUARD_(init, name)                                            \
    for (g_auto(virLockGuard) name = init; name.mutex;                         \
         name.mutex = (virLockGuardUnlock(&name), (virMutex *) NULL))
#define VIR_WITH_OBJECT_LOCK_GUARD(obj)                                        \
    VIR_WITH_GUARD_(virObjectLockGuard(obj),                                   \
                    VIR_GUARD_NAME(guard, __COUNTER__))
#define VIR_WITH_MUTEX_LOCK_GUARD(m)                                           \
    VIR_WITH_GUARD_(virLockGuardLock(m), VIR_GUARD_NAME(guard, __COUNTER__))

#endif /* VIROBJECT_H */
