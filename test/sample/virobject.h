/* virobject.h - the part of the virObject API that guestd uses */
#ifndef GUESTD_VIROBJECT_H
#define GUESTD_VIROBJECT_H

#include <stddef.h>

typedef struct virClass virClass;
typedef void (*virObjectDisposeCallback)(void *obj);

typedef struct virObject {
    unsigned int magic;
    int refs;
    virClass *klass;
} virObject;

typedef struct virObjectLockable {
    virObject parent;
    long lock[8];
} virObjectLockable;

virClass *virClassForObject(void);
virClass *virClassForObjectLockable(void);
virClass *virClassNew(virClass *parent, const char *name, size_t objectSize,
                      size_t parentSize, virObjectDisposeCallback dispose);

#define VIR_CLASS_NEW(name, prnt)                                              \
    (name##Class = virClassNew(prnt, #name, sizeof(name),                      \
                               sizeof(((name *) NULL)->parent),                \
                               name##Dispose))

void *virObjectNew(virClass *klass);
void *virObjectLockableNew(virClass *klass);
void *virObjectRef(void *obj);
void virObjectUnref(void *obj);
void virObjectLock(void *obj);
void virObjectUnlock(void *obj);

/* A variable that releases what it points to at the end of its scope. */
static inline void virObjectAutoUnref(void *place)
{
    virObjectUnref(*(void **) place);
}
#define AUTO_UNREF __attribute__((cleanup(virObjectAutoUnref)))

static inline void *stealPointer(void *place)
{
    void **ptr = place;
    void *value = *ptr;

    *ptr = NULL;
    return value;
}

#endif
