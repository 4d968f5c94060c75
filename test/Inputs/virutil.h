/* What libvirt's util folder gives to code that uses objects: tables, threads,
 * the event loop, errors. Declared here, defined nowhere. */
#ifndef VIRUTIL_H
#define VIRUTIL_H

#include "glib-mini.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- errors ---- */

enum { VIR_ERR_INTERNAL_ERROR = 1, VIR_ERR_INVALID_ARG, VIR_ERR_NO_MEMORY };
void virReportError(int code, const char *fmt, ...) G_GNUC_PRINTF(2, 3);
void virDebug(const char *fmt, ...) G_GNUC_PRINTF(1, 2);
void virFatal(const char *fmt, ...) G_GNUC_PRINTF(1, 2) G_GNUC_NORETURN;

void __assert_fail(const char *expr, const char *file, unsigned int line,
                   const char *func) G_GNUC_NORETURN;
#define assert(expr)                                                           \
    ((expr) ? (void) 0                                                         \
            : __assert_fail(#expr, __FILE__, __LINE__, __func__))

/* ---- pointers and arrays ---- */

#define VIR_STEAL_PTR(a, b)                                                    \
    do {                                                                       \
        (a) = (b);                                                             \
        (b) = NULL;                                                            \
    } while (0)

int virInsertElementsN(void *ptrptr, size_t size, size_t at, size_t *countptr,
                       void *newelem, bool clearOriginal);
int virExpandN(void *ptrptr, size_t size, size_t *count, size_t add);
void virDeleteElementsN(void *ptrptr, size_t size, size_t at, size_t *count);
/* newelem is NULL afterwards */
#define VIR_APPEND_ELEMENT(ptr, count, newelem)                                \
    virInsertElementsN(&(ptr), sizeof(*(ptr)), -1, &(count), &(newelem), true)
#define VIR_APPEND_ELEMENT_COPY(ptr, count, newelem)                           \
    virInsertElementsN(&(ptr), sizeof(*(ptr)), -1, &(count), &(newelem), false)
#define VIR_EXPAND_N(ptr, count, add)                                          \
    virExpandN(&(ptr), sizeof(*(ptr)), &(count), add)
#define VIR_DELETE_ELEMENT(ptr, at, count)                                     \
    virDeleteElementsN(&(ptr), sizeof(*(ptr)), at, &(count))

/* ---- tables ---- */

typedef int (*virHashIterator)(void *payload, const char *name, void *opaque);
GHashTable *virHashNew(GDestroyNotify dataFree);
int virHashAddEntry(GHashTable *table, const char *name, void *userdata);
int virHashUpdateEntry(GHashTable *table, const char *name, void *userdata);
int virHashRemoveEntry(GHashTable *table, const char *name);
void *virHashLookup(GHashTable *table, const char *name);
void *virHashSteal(GHashTable *table, const char *name);
int virHashForEach(GHashTable *table, virHashIterator iter, void *opaque);

/* ---- threads ---- */

typedef struct _virThread {
    unsigned long thread;
} virThread;
typedef void (*virThreadFunc)(void *opaque);
int virThreadCreate(virThread *thread, bool joinable, virThreadFunc func,
                    void *opaque);
void virThreadJoin(virThread *thread);

/* ---- event loop ---- */

typedef void (*virFreeCallback)(void *opaque);
typedef void (*virEventHandleCallback)(int watch, int fd, int events,
                                       void *opaque);
typedef void (*virEventTimeoutCallback)(int timer, void *opaque);
int virEventAddHandle(int fd, int events, virEventHandleCallback cb,
                      void *opaque, virFreeCallback ff);
int virEventRemoveHandle(int watch);
int virEventAddTimeout(int frequency, virEventTimeoutCallback cb, void *opaque,
                       virFreeCallback ff);

#ifdef __cplusplus
}
#endif

#endif /* VIRUTIL_H */
