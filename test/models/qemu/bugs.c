// What devices and block drivers of QEMU get wrong.
// RUN: %plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note -I %S/Inputs %s

#include "qemu.h"

typedef struct Machine { Object parent; DeviceState *uart; } Machine;

void lostObject(Object *parent, Error **errp)
{
    Object *child = object_new("memory");

    if (!object_property_set_bool(child, "share", true, errp))
        return; // expected-warning-re {{'child'{{.*}}[virref-leak]}}
    object_property_add_child(parent, "ram", child);
    object_unref(child);
}

void lostAfterAdding(Object *parent)
{
    Object *child = object_new("memory");

    object_property_add_child(parent, "ram", child);
} // expected-warning-re {{'child'{{.*}}[virref-leak]}}

void borrowedPath(void)
{
    Object *obj = object_resolve_path("/machine", NULL);

    if (!obj)
        return;
    object_unref(obj); // expected-warning-re {{'obj'{{.*}}[virref-over-release]}}
}

int64_t usedAfterwards(const char *name, QDict *options, Error **errp)
{
    BlockDriverState *bs = bdrv_open(name, NULL, options, 0, errp);
    int64_t length;

    if (!bs)
        return -1;
    bdrv_unref(bs);
    length = bdrv_getlength(bs); // expected-warning-re {{'bs'{{.*}}[virref-use-after-release]}}
    return length;
}

BlockBackend *lostNode(const char *name, Error **errp)
{
    BlockDriverState *bs = bdrv_open(name, NULL, NULL, 0, errp);
    BlockBackend *blk;

    if (!bs)
        return NULL;
    blk = blk_new(NULL, 0, 0);
    if (blk_insert_bs(blk, bs, errp) < 0) {
        blk_unref(blk);
        return NULL; // expected-warning-re {{'bs'{{.*}}[virref-leak]}}
    }
    bdrv_unref(bs);
    return blk;
}

BlockDriverState *consumedOptions(const char *name, Error **errp)
{
    QDict *options = qdict_new();
    BlockDriverState *bs = bdrv_open(name, NULL, options, 0, errp);

    qobject_unref(options); // expected-warning-re {{'options'{{.*}}[virref-over-release]}}
    return bs;
}

int lostDict(bool wanted)
{
    QDict *dict = qdict_new();

    qdict_put(dict, "name", qstring_from_str("disk"));
    if (!wanted)
        return -1; // expected-warning-re {{'dict'{{.*}}[virref-leak]}}
    qobject_unref(dict);
    return 0;
}
