// The idioms of QEMU: nothing is found.
// RUN: %plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note -I %S/Inputs %s
// expected-no-diagnostics

#include "qemu.h"

typedef struct Machine { Object parent; DeviceState *uart; } Machine;

void addedAndReleased(Object *parent)
{
    Object *child = object_new("memory");

    object_property_add_child(parent, "ram", child);
    object_unref(child);
    object_property_set_bool(child, "share", true, NULL);
}

void realizedAndUsed(void)
{
    DeviceState *dev = qdev_new("uart");

    sysbus_realize_and_unref(SYS_BUS_DEVICE(dev), &error_fatal);
    sysbus_mmio_map(SYS_BUS_DEVICE(dev), 0, 0x1000);
}

bool realizeMayFail(BusState *bus, Error **errp)
{
    DeviceState *dev = qdev_new("uart");

    object_property_set_bool(OBJECT(dev), "legacy", true, NULL);
    return qdev_realize_and_unref(dev, bus, errp);
}

void keptByMachine(Machine *machine, BusState *bus)
{
    machine->uart = qdev_new("uart");
    qdev_realize_and_unref(machine->uart, bus, &error_fatal);
}

Object *referenced(const char *path)
{
    Object *obj = object_resolve_path(path, NULL);

    return obj ? object_ref(obj) : NULL;
}

int64_t opened(const char *name, Error **errp)
{
    QDict *options = qdict_new();
    BlockDriverState *bs;
    int64_t length;

    qdict_put(options, "driver", qstring_from_str("raw"));
    bs = bdrv_open(name, NULL, options, 0, errp);
    if (!bs)
        return -1;
    length = bdrv_getlength(bs);
    bdrv_unref(bs);
    return length;
}

BlockDriverState *found(const char *name)
{
    BlockDriverState *bs = bdrv_find_node(name);

    if (bs)
        bdrv_ref(bs);
    return bs;
}

QDict *nested(bool wanted)
{
    QDict *outer = qdict_new();
    QList *list;

    if (!wanted) {
        qobject_unref(outer);
        return NULL;
    }
    list = qlist_new();
    qlist_append(list, qstring_from_str("first"));
    qdict_put(outer, "list", list);
    return outer;
}

QDict *shared(QDict *from)
{
    QDict *inner = qdict_get_qdict(from, "inner");
    QDict *result = qdict_new();

    if (inner)
        qdict_put(result, "inner", qobject_ref(inner));
    return result;
}
