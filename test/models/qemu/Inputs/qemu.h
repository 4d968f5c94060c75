// The shape of QEMU's own headers, of QOM, the block layer and QObject: QEMU has
// no package with headers.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Error Error;
typedef struct ObjectClass ObjectClass;
typedef struct ObjectProperty ObjectProperty;
typedef void(ObjectFree)(void *obj);

typedef struct Object {
    ObjectClass *class;
    ObjectFree *free;
    uint32_t ref;
    struct Object *parent;
} Object;

typedef struct BusState { Object obj; } BusState;
typedef struct DeviceState { Object parent_obj; bool realized; } DeviceState;
typedef struct SysBusDevice { DeviceState parent_obj; } SysBusDevice;

extern Error *error_fatal;

Object *object_new(const char *type);
Object *object_ref(void *obj);
void object_unref(void *obj);
Object *object_dynamic_cast_assert(Object *obj, const char *type, const char *file, int line, const char *func);
ObjectProperty *object_property_add_child(Object *obj, const char *name, Object *child);
bool object_property_set_link(Object *obj, const char *name, Object *value, Error **errp);
bool object_property_set_bool(Object *obj, const char *name, bool value, Error **errp);
Object *object_resolve_path(const char *path, bool *ambiguous);
void object_unparent(Object *obj);
DeviceState *qdev_new(const char *name);
bool qdev_realize(DeviceState *dev, BusState *bus, Error **errp);
bool qdev_realize_and_unref(DeviceState *dev, BusState *bus, Error **errp);
bool sysbus_realize_and_unref(SysBusDevice *dev, Error **errp);
void sysbus_mmio_map(SysBusDevice *dev, int n, uint64_t addr);
void error_setg(Error **errp, const char *fmt, ...);

#define OBJECT(obj) ((Object *)(obj))
#define OBJECT_CHECK(type, obj, name) \
    ((type *)object_dynamic_cast_assert(OBJECT(obj), (name), __FILE__, __LINE__, __func__))

static inline DeviceState *DEVICE(const void *obj) { return OBJECT_CHECK(DeviceState, obj, "device"); }
static inline SysBusDevice *SYS_BUS_DEVICE(const void *obj) { return OBJECT_CHECK(SysBusDevice, obj, "sys-bus-device"); }

typedef struct QObject QObject;
struct QObjectBase_ { int type; size_t refcnt; };
struct QObject { struct QObjectBase_ base; };
typedef struct QDict { struct QObjectBase_ base; size_t size; } QDict;
typedef struct QList { struct QObjectBase_ base; } QList;
typedef struct QString { struct QObjectBase_ base; const char *string; } QString;

void qobject_destroy(QObject *obj);

static inline void qobject_ref_impl(QObject *obj)
{
    if (obj) {
        obj->base.refcnt++;
    }
}

static inline void qobject_unref_impl(QObject *obj)
{
    if (obj && --obj->base.refcnt == 0) {
        qobject_destroy(obj);
    }
}

#define container_of(ptr, type, member) \
    ({ const __typeof__(((type *)0)->member) *__mptr = (ptr); (type *)((char *)__mptr - offsetof(type, member)); })
#define QOBJECT(obj) ({ __typeof__(obj) _obj = (obj); _obj ? container_of(&_obj->base, QObject, base) : NULL; })
#define qobject_ref(obj) ({ __typeof__(obj) _obj = (obj); qobject_ref_impl(QOBJECT(_obj)); _obj; })
#define qobject_unref(obj) qobject_unref_impl(QOBJECT(obj))

QDict *qdict_new(void);
QList *qlist_new(void);
QString *qstring_from_str(const char *str);
void qdict_put_obj(QDict *qdict, const char *key, QObject *value);
QDict *qdict_get_qdict(const QDict *qdict, const char *key);
int64_t qdict_get_int(const QDict *qdict, const char *key);
void qlist_append_obj(QList *qlist, QObject *obj);
#define qdict_put(qdict, key, obj) qdict_put_obj(qdict, key, QOBJECT(obj))
#define qlist_append(qlist, obj) qlist_append_obj(qlist, QOBJECT(obj))

typedef struct BlockDriverState BlockDriverState;
typedef struct BlockBackend BlockBackend;
typedef struct AioContext AioContext;
BlockDriverState *bdrv_open(const char *filename, const char *reference, QDict *options, int flags, Error **errp);
void bdrv_ref(BlockDriverState *bs);
void bdrv_unref(BlockDriverState *bs);
int64_t bdrv_getlength(BlockDriverState *bs);
BlockDriverState *bdrv_find_node(const char *name);
BlockBackend *blk_new(AioContext *ctx, uint64_t perm, uint64_t shared);
BlockBackend *blk_new_open(const char *filename, const char *reference, QDict *options, int flags, Error **errp);
int blk_insert_bs(BlockBackend *blk, BlockDriverState *bs, Error **errp);
void blk_unref(BlockBackend *blk);
