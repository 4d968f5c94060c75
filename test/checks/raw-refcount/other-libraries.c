// RUN: %cc1-verify -I %inputs %s
//
// The headers of other libraries.

#include "glib-mini.h"

/* ---- GObject ---- */
typedef struct _GTypeInstance { void *g_class; } GTypeInstance;
typedef struct _GObject {
    GTypeInstance g_type_instance;
    volatile guint ref_count;
    void *qdata;
} GObject;
typedef struct _Widget { GObject parent; int width; } Widget;
gpointer g_object_ref(gpointer object);
void g_object_unref(gpointer object);
#define g_atomic_int_inc(atomic)                                               \
    (__extension__({                                                           \
        (void) (0 ? *(atomic) ^ *(atomic) : 1);                                \
        (void) __atomic_fetch_add((atomic), 1, __ATOMIC_SEQ_CST);              \
    }))
#define g_atomic_int_get(atomic)                                               \
    (__extension__({                                                           \
        int gaig_temp;                                                         \
        (void) (0 ? *(atomic) ^ *(atomic) : 1);                                \
        __atomic_load((int *) (atomic), &gaig_temp, __ATOMIC_SEQ_CST);         \
        gaig_temp;                                                             \
    }))
#define G_OBJECT(o) ((GObject *) (o))

void widgetKept(Widget *widget)
{
    g_atomic_int_inc(&widget->parent.ref_count); // expected-warning-re {{'widget'{{.*}}g_object_ref(){{.*}}[virref-raw-refcount]}}
}

int widgetShared(Widget *widget)
{
    if (G_OBJECT(widget)->ref_count > 1) // expected-warning-re {{'widget'{{.*}}tested{{.*}}[virref-raw-refcount]}}
        return TRUE;
    return FALSE;
}

int widgetIsStatic(Widget *widget)
{
    if (widget->parent.ref_count == (guint) -1)
        return TRUE;
    return FALSE;
}

int widgetCount(Widget *widget)
{
    g_assert(g_atomic_int_get(&widget->parent.ref_count) > 0);
    return g_atomic_int_get(&widget->parent.ref_count);
}

Widget *widgetRef(Widget *widget)
{
    return g_object_ref(widget);
}

/* ---- CPython ---- */
typedef struct _object {
    union { long ob_refcnt; unsigned int ob_refcnt_split[2]; };
    struct _typeobject *ob_type;
} PyObject;
typedef struct { PyObject ob_base; int value; } PyNumber;
#define Py_REFCNT(op) (((PyObject *) (op))->ob_refcnt)
#define Py_INCREF(op) (((PyObject *) (op))->ob_refcnt++)
static inline int _Py_IsUnique(PyObject *op)
{
    if (op->ob_refcnt == 1)
        return 1;
    return 0;
}

int numberReused(PyNumber *number)
{
    if (Py_REFCNT(number) == 1)
        return 1;
    Py_INCREF(number);
    return _Py_IsUnique(&number->ob_base);
}

int numberKept(PyObject *number)
{
    number->ob_refcnt++; // expected-warning-re {{'number'{{.*}}Py_INCREF(){{.*}}[virref-raw-refcount]}}
    return 0;
}

/* ---- QEMU ---- */
typedef struct Object {
    struct ObjectClass *class;
    void (*free)(void *obj);
    unsigned int ref;
    struct Object *parent;
} Object;
typedef struct DeviceState { Object parent_obj; int id; } DeviceState;

void deviceHeld(DeviceState *dev)
{
    dev->parent_obj.ref++; // expected-warning-re {{'dev'{{.*}}object_ref(){{.*}}[virref-raw-refcount]}}
}

int deviceId(DeviceState *dev)
{
    if (dev->id > 1)
        dev->id++;
    return dev->id;
}
