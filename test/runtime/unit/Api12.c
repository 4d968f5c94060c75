/*
 * Api12.c: a source that was written for libvirt 1.2
 *
 * Part of libvirobject.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#define VIROBJECT_API_1_2
#include <virobject/viratomic.h>
#include <virobject/virobject.h>

#include "Api12.h"

typedef struct _oldThing oldThing;
struct _oldThing {
    virObjectLockable parent;
    int number;
};

static int deaths;

static void oldThingDispose(void *obj)
{
    oldThing *self = obj;
    deaths += self->number;
}

virClassPtr oldClassNew(virClassPtr parent, const char *name, size_t size,
                        virObjectDisposeCallback dispose)
{
    return virClassNew(parent, name, size, dispose);
}

int oldUnref(void *obj)
{
    return virObjectUnref(obj);
}

void oldFreeHashData(void *obj, const char *name)
{
    void (*free_data)(void *, const void *) = virObjectFreeHashData;
    free_data(obj, name);
}

#define CHECK(condition)                                                       \
    if (!(condition))                                                          \
    return __LINE__

int oldLife(void)
{
    virClassPtr klass = virClassNew(virClassForObjectLockable(), "oldThing",
                                    sizeof(oldThing), oldThingDispose);
    oldThing *self;
    virObjectPtr plain;
    virObjectLockablePtr lockable;
    void (*callback)(void *) = virObjectFreeCallback;

    deaths = 0;
    CHECK(klass);
    CHECK((self = virObjectLockableNew(klass)));
    self->number = 5;
    lockable = &self->parent;
    plain = &lockable->parent;
    CHECK(virObjectIsClass(plain, klass));
    virObjectLock(self);
    virObjectUnlock(self);
    CHECK(virObjectRef(self) == (void *)self);
    CHECK(virObjectUnref(self));
    CHECK(deaths == 0);
    CHECK(!virObjectUnref(self));
    CHECK(deaths == 5);

    CHECK((self = virObjectLockableNew(klass)));
    self->number = 1;
    callback(self);
    CHECK(deaths == 6);
    return 0;
}
