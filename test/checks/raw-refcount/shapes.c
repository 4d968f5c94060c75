// RUN: %cc1-verify -I %inputs %s
//
// Ways to write a ref and an unref function.

#include "glib-mini.h"

void free(void *p);
#define assert(e) ((e) ? (void) 0 : g_abort())

/* ---- GLib's atomics, a result that is kept ---- */
typedef struct Pool { int count; int id; } Pool;
int g_atomic_int_add(int *atomic, int value);
gboolean g_atomic_int_dec_and_test(int *atomic);

Pool *pool_ref(Pool *pool)
{
    g_atomic_int_add(&pool->count, 1);
    return pool;
}

void pool_unref(Pool *pool)
{
    gboolean last = g_atomic_int_dec_and_test(&pool->count);

    if (last)
        g_free(pool);
}

void pool_use(Pool *pool)
{
    pool->count++; // expected-warning-re {{'pool'{{.*}}pool_ref(){{.*}}[virref-raw-refcount]}}
}

/* The same as the API does: no harm done. */
void pool_use_atomically(Pool *pool)
{
    g_atomic_int_add(&pool->count, 1);
    pool->id++;
}

void pool_data_free(Pool *pool, gboolean whole);

/* Another end of it. */
void pool_free(Pool *pool)
{
    gboolean last = g_atomic_int_dec_and_test(&pool->count);

    pool_data_free(pool, last);
}

void pool_use_right(Pool *pool)
{
    pool_ref(pool);
}

/* ---- C11 atomics, an early return, a void pointer ---- */
typedef struct Node { _Atomic(int) uses; int id; } Node;

void node_hold(void *opaque)
{
    Node *node = opaque;

    __c11_atomic_fetch_add(&node->uses, 1, __ATOMIC_SEQ_CST);
}

void node_release(void *opaque)
{
    Node *node = opaque;

    if (__c11_atomic_fetch_sub(&node->uses, 1, __ATOMIC_SEQ_CST) != 1)
        return;
    free(node);
}

void node_look(Node *node)
{
    if (__c11_atomic_load(&node->uses, __ATOMIC_SEQ_CST) > 1) // expected-warning-re {{'node'{{.*}}node_hold(){{.*}}node_release(){{.*}}[virref-raw-refcount]}}
        node->id = 0;
}

int node_count(Node *node)
{
    assert(node->uses > 0);
    return __c11_atomic_load(&node->uses, __ATOMIC_SEQ_CST);
}

/* ---- __sync, and a free function in a field ---- */
typedef struct Buffer {
    long refcnt;
    int size;
    void (*dealloc)(struct Buffer *self);
} Buffer;

void buffer_get(Buffer *b)
{
    __sync_fetch_and_add(&b->refcnt, 1);
}

void buffer_put(Buffer *b)
{
    if (__sync_sub_and_fetch(&b->refcnt, 1) == 0)
        b->dealloc(b);
}

int buffer_writable(Buffer *b)
{
    while (b->refcnt > 1) // expected-warning-re {{'b'{{.*}}[virref-raw-refcount]}}
        b->size--;
    return b->size;
}

/* ---- functions made by a macro ---- */
#define DEFINE_REF_UNREF(type, name, free_func)                                \
    type *name##_ref(type *p)                                                  \
    {                                                                          \
        assert(p->n_ref > 0);                                                  \
        p->n_ref++;                                                            \
        return p;                                                              \
    }                                                                          \
    type *name##_unref(type *p)                                                \
    {                                                                          \
        if (!p)                                                                \
            return NULL;                                                       \
        p->n_ref--;                                                            \
        if (p->n_ref > 0)                                                      \
            return NULL;                                                       \
        return free_func(p);                                                   \
    }
typedef struct Unit { unsigned int n_ref; int id; } Unit;
static Unit *unit_free(Unit *u)
{
    g_free(u);
    return NULL;
}
DEFINE_REF_UNREF(Unit, unit, unit_free)

Unit *unit_new(void)
{
    Unit *u = g_new0(Unit, 1);

    *u = (Unit) { .n_ref = 1, .id = 3 };
    return u;
}

void unit_load(Unit *u)
{
    u->n_ref = u->n_ref + 1; // expected-warning-re {{'u'{{.*}}unit_ref(){{.*}}[virref-raw-refcount]}}
}

/* ---- no API: counts of their own, and all of them by hand ---- */
typedef struct Font { int users; int id; struct Font *next; } Font;
static Font *fonts;

Font *font_open(int id)
{
    for (Font *f = fonts; f; f = f->next)
        if (f->id == id) {
            f->users++;
            return f;
        }
    return NULL;
}

void font_close(Font *font)
{
    if (--font->users == 0)
        free(font);
}

int font_used(Font *font)
{
    if (font->users > 1)
        return 1;
    return 0;
}
