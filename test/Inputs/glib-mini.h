/* The part of GLib that virObject code meets, simulated: same names, same
 * expansions (cleanup helpers, the indirect call in g_clear_pointer, the
 * conditional in g_steal_pointer), no system header.
 *
 * GLib has changed two macros over the years. Define before inclusion:
 *   GLIB_STEAL_FORM  0  (0 ? (*(pp)) : (g_steal_pointer) (pp))   [default in C]
 *                    1  ((typeof) (g_steal_pointer) (pp))        [default in C++]
 *                    2  a statement expression
 *   GLIB_CLEAR_FORM  0  union and indirect call                  [default in C]
 *                    1  typeof                                   [default in C++]
 */
#ifndef GLIB_MINI_H
#define GLIB_MINI_H

#ifdef __cplusplus
extern "C" {
#ifndef GLIB_STEAL_FORM
#define GLIB_STEAL_FORM 1
#endif
#ifndef GLIB_CLEAR_FORM
#define GLIB_CLEAR_FORM 1
#endif
#define G_STATIC_ASSERT(expr) static_assert(expr, #expr)
#else
#ifndef GLIB_STEAL_FORM
#define GLIB_STEAL_FORM 0
#endif
#ifndef GLIB_CLEAR_FORM
#define GLIB_CLEAR_FORM 0
#endif
#define G_STATIC_ASSERT(expr) _Static_assert(expr, #expr)
#define bool _Bool
#define true 1
#define false 0
#endif

#undef NULL
#ifdef __cplusplus
#define NULL __null
#else
#define NULL ((void *) 0)
#endif

typedef __SIZE_TYPE__ size_t;
typedef void *gpointer;
typedef const void *gconstpointer;
typedef int gboolean;
typedef int gint;
typedef unsigned int guint;
typedef char gchar;

#ifndef TRUE
#define TRUE 1
#define FALSE 0
#endif

typedef void (*GDestroyNotify)(gpointer data);
typedef void (*GFunc)(gpointer data, gpointer user_data);
typedef guint (*GHashFunc)(gconstpointer key);
typedef gboolean (*GEqualFunc)(gconstpointer a, gconstpointer b);
typedef gboolean (*GSourceFunc)(gpointer user_data);
typedef gpointer (*GThreadFunc)(gpointer data);

#define G_GNUC_UNUSED __attribute__((unused))
#define G_GNUC_NORETURN __attribute__((noreturn))
#define G_GNUC_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define G_STMT_START do
#define G_STMT_END while (0)

/* ---- memory ---- */

gpointer g_malloc0(size_t size);
void g_free(gpointer mem);
gchar *g_strdup(const gchar *str);
#define g_new0(type, count) ((type *) g_malloc0(sizeof(type) * (count)))

/* ---- assertions ---- */

void g_assertion_message_expr(const char *file, int line, const char *func,
                              const char *expr) G_GNUC_NORETURN;
void g_abort(void) G_GNUC_NORETURN;
#define g_assert(expr)                                                         \
    G_STMT_START {                                                             \
        if (__builtin_expect(!!(expr), 1)) {                                   \
        } else {                                                               \
            g_assertion_message_expr(__FILE__, __LINE__, __func__, #expr);     \
        }                                                                      \
    } G_STMT_END
#define g_return_val_if_fail(expr, val)                                        \
    G_STMT_START {                                                             \
        if (!(expr))                                                           \
            return (val);                                                      \
    } G_STMT_END

/* ---- automatic cleanup ---- */

#define _GLIB_CLEANUP(func) __attribute__((cleanup(func)))

#define G_DEFINE_AUTOPTR_CLEANUP_FUNC(TypeName, func)                          \
    typedef TypeName *TypeName##_autoptr;                                      \
    static G_GNUC_UNUSED inline void glib_autoptr_clear_##TypeName(            \
        TypeName *_ptr)                                                        \
    {                                                                          \
        if (_ptr)                                                              \
            (func)((TypeName *) _ptr);                                         \
    }                                                                          \
    static G_GNUC_UNUSED inline void glib_autoptr_cleanup_##TypeName(          \
        TypeName **_ptr)                                                       \
    {                                                                          \
        glib_autoptr_clear_##TypeName(*_ptr);                                  \
    }

#define G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(TypeName, func)                       \
    static G_GNUC_UNUSED inline void glib_auto_cleanup_##TypeName(             \
        TypeName *_ptr)                                                        \
    {                                                                          \
        (func)(_ptr);                                                          \
    }

#define g_autoptr(TypeName)                                                    \
    _GLIB_CLEANUP(glib_autoptr_cleanup_##TypeName) TypeName##_autoptr
#define g_auto(TypeName) _GLIB_CLEANUP(glib_auto_cleanup_##TypeName) TypeName

static G_GNUC_UNUSED inline void g_autoptr_cleanup_generic_gfree(void *p)
{
    void **pp = (void **) p;
    g_free(*pp);
}
#define g_autofree _GLIB_CLEANUP(g_autoptr_cleanup_generic_gfree)

/* ---- g_steal_pointer ---- */

static G_GNUC_UNUSED inline gpointer g_steal_pointer(gpointer pp)
{
    gpointer *ptr = (gpointer *) pp;
    gpointer ref;

    ref = *ptr;
    *ptr = NULL;

    return ref;
}

#if GLIB_STEAL_FORM == 0
#define g_steal_pointer(pp) (0 ? (*(pp)) : (g_steal_pointer) (pp))
#elif GLIB_STEAL_FORM == 1
#define g_steal_pointer(pp) ((__typeof__(*(pp))) (g_steal_pointer) (pp))
#else
#define g_steal_pointer(pp)                                                    \
    (__extension__({                                                           \
        __typeof__(pp) _sp_place = (pp);                                       \
        __typeof__(*(pp)) _sp_value = *_sp_place;                              \
        *_sp_place = NULL;                                                     \
        _sp_value;                                                             \
    }))
#endif

/* ---- g_clear_pointer ---- */

#if GLIB_CLEAR_FORM == 0
#define g_clear_pointer(pp, destroy)                                           \
    G_STMT_START {                                                             \
        G_STATIC_ASSERT(sizeof *(pp) == sizeof(gpointer));                     \
        union { char *in; gpointer *out; } _pp;                                \
        gpointer _p;                                                           \
        GDestroyNotify _destroy = (GDestroyNotify) (destroy);                  \
                                                                               \
        _pp.in = (char *) (pp);                                                \
        _p = *_pp.out;                                                         \
        if (_p) {                                                              \
            *_pp.out = NULL;                                                   \
            _destroy(_p);                                                      \
        }                                                                      \
    } G_STMT_END
#else
#define g_clear_pointer(pp, destroy)                                           \
    G_STMT_START {                                                             \
        G_STATIC_ASSERT(sizeof *(pp) == sizeof(gpointer));                     \
        __typeof__((pp)) _pp = (pp);                                           \
        __typeof__(*(pp)) _ptr = *_pp;                                         \
        *_pp = NULL;                                                           \
        if (_ptr)                                                              \
            (destroy)(_ptr);                                                   \
    } G_STMT_END
#endif

/* ---- containers ---- */

typedef struct _GHashTable GHashTable;
guint g_str_hash(gconstpointer v);
gboolean g_str_equal(gconstpointer a, gconstpointer b);
GHashTable *g_hash_table_new(GHashFunc hash_func, GEqualFunc key_equal_func);
GHashTable *g_hash_table_new_full(GHashFunc hash_func,
                                  GEqualFunc key_equal_func,
                                  GDestroyNotify key_destroy_func,
                                  GDestroyNotify value_destroy_func);
gboolean g_hash_table_insert(GHashTable *table, gpointer key, gpointer value);
gpointer g_hash_table_lookup(GHashTable *table, gconstpointer key);
gboolean g_hash_table_contains(GHashTable *table, gconstpointer key);
gboolean g_hash_table_remove(GHashTable *table, gconstpointer key);
void g_hash_table_unref(GHashTable *table);
guint g_hash_table_size(GHashTable *table);

typedef struct _GPtrArray {
    gpointer *pdata;
    guint len;
} GPtrArray;
GPtrArray *g_ptr_array_new(void);
GPtrArray *g_ptr_array_new_with_free_func(GDestroyNotify element_free_func);
void g_ptr_array_add(GPtrArray *array, gpointer data);
void g_ptr_array_unref(GPtrArray *array);

/* ---- threads and event sources ---- */

typedef struct _GThread GThread;
typedef struct _GError GError;
GThread *g_thread_new(const gchar *name, GThreadFunc func, gpointer data);
GThread *g_thread_try_new(const gchar *name, GThreadFunc func, gpointer data,
                          GError **error);
gpointer g_thread_join(GThread *thread);
void g_thread_unref(GThread *thread);

typedef struct _GSource GSource;
GSource *g_timeout_source_new(guint interval);
void g_source_set_callback(GSource *source, GSourceFunc func, gpointer data,
                           GDestroyNotify notify);
void g_source_unref(GSource *source);

#ifdef __cplusplus
}
#endif

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GHashTable, g_hash_table_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GPtrArray, g_ptr_array_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GSource, g_source_unref)

#endif /* GLIB_MINI_H */
