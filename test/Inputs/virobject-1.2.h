/* The virObject API of the libvirt 1.2 era, simulated: virObjectUnref returns
 * false when the object may be gone, virClassNew takes no parent size, and
 * there are no lock guards. Include this or virobject.h, not both. */
#ifndef VIROBJECT_1_2_H
#define VIROBJECT_1_2_H

#ifdef VIROBJECT_H
#error "virobject.h is already there"
#endif

#include "glib-mini.h"

typedef struct _virClass virClass;
typedef virClass *virClassPtr;
typedef void (*virObjectDisposeCallback)(void *obj);

typedef struct _virMutex {
    int lock;
} virMutex;

typedef struct _virObject {
    union {
        long long dummy_align1;
        void (*dummy_align2)(void);
        struct {
            unsigned int magic;
            int refs;
        } s;
    } u;
    virClassPtr klass;
} virObject;
typedef virObject *virObjectPtr;

typedef struct _virObjectLockable {
    virObject parent;
    virMutex lock;
} virObjectLockable;
typedef virObjectLockable *virObjectLockablePtr;

/* Of a later era; here so that player.h can be used with both. */
typedef virObjectLockable virObjectRWLockable;

virClassPtr virClassForObject(void);
virClassPtr virClassForObjectLockable(void);
virClassPtr virClassNew(virClassPtr parent, const char *name,
                        size_t objectSize, virObjectDisposeCallback dispose);

void *virObjectNew(virClassPtr klass);
void *virObjectLockableNew(virClassPtr klass);
void *virObjectRef(void *obj);
bool virObjectUnref(void *obj);
bool virObjectIsClass(void *obj, virClassPtr klass);

void virObjectFreeCallback(void *opaque);
void virObjectFreeHashData(void *opaque, const void *name);
void virObjectListFree(void *list);

void virObjectLock(void *lockableobj);
void virObjectUnlock(void *lockableobj);

#endif /* VIROBJECT_1_2_H */
