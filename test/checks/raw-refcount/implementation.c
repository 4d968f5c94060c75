// RUN: %cc1-verify -I %inputs %s
// expected-no-diagnostics
//
// The file of virObjectRef and virObjectUnref is the API.

#include "virobject.h"

void *virObjectNew(virClass *klass)
{
    virObject *obj = g_malloc0(sizeof(*obj));

    obj->klass = klass;
    obj->refs = 1;
    return obj;
}

void *virObjectRef(void *anyobj)
{
    virObject *obj = anyobj;

    if (obj)
        obj->refs++;
    return obj;
}

void virObjectUnref(void *anyobj)
{
    virObject *obj = anyobj;

    if (!obj || --obj->refs > 0)
        return;
    g_free(obj);
}

int virObjectIsShared(virObject *obj)
{
    if (obj->refs > 1)
        return 1;
    return 0;
}
