/*
 * virobject.h: counted, typed objects for C
 *
 * An object starts with a virObject, a header of 16 bytes (with 64-bit
 * pointers) that says of which class it is and how many references there are.
 * Whoever creates an object owns a reference. Whoever owns a reference gives it
 * back with virObjectUnref() or passes it on, exactly once. When the last one
 * is given back, the dispose functions of the class and of its parents run, and
 * the memory is freed. The full rules are in docs/runtime.md.
 *
 *     typedef struct {
 *         virObjectLockable parent;     // must come first
 *         char *name;
 *     } player;
 *
 *     static virClass *playerClass;
 *
 *     static void playerDispose(void *obj)
 *     {
 *         player *self = obj;
 *         free(self->name);
 *     }
 *
 *     if (!VIR_CLASS_NEW(player, virClassForObjectLockable()))
 *         return -1;
 *     player *p = virObjectLockableNew(playerClass);
 *     ...
 *     virObjectUnref(p);
 *
 * What holds for every function here, unless it says something else:
 *
 * - Ownership: an argument is borrowed, the caller's references stay as they
 *   are. The attributes in capitals are read by the checker virref, which uses
 *   the same words.
 * - NULL: is allowed where an object is expected, and nothing happens.
 * - Threads: any thread, at any time. The count needs no lock: whoever owns a
 *   reference may use all functions on the object.
 * - Misuse (no object, an object of a wrong class, a reference that is not
 *   there) is reported once a call, as a warning, and nothing else happens.
 *   With VIROBJECT_STRICT=1 in the environment the program is aborted; with
 *   VIROBJECT_STRICT=2 also if an object goes while its lock is held.
 * - Errors are reported through the hook of virObjectSetMessageHook().
 *
 * Define VIROBJECT_API_1_2 before the first inclusion for sources that were
 * written for libvirt 1.2: virClassNew() has four arguments then,
 * virObjectUnref() returns a bool, and virObjectFreeHashData() takes a name.
 * Both kinds of sources may be linked into one program.
 *
 * Define VIROBJECT_EMBEDDER_LOCKS if virMutex, virRWLock, virLockGuard and
 * virLockGuardUnlock() are declared already. virMutex and virRWLock must hold a
 * pthread_mutex_t or a pthread_rwlock_t and nothing else.
 *
 * Part of libvirobject.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#ifndef VIROBJECT_VIROBJECT_H
#define VIROBJECT_VIROBJECT_H

#ifndef VIROBJECT_EMBEDDER_LOCKS
#include <pthread.h>
#ifndef PTHREAD_RWLOCK_INITIALIZER
#error "virobject.h needs POSIX: -std=gnu11 instead of c11, or -D_POSIX_C_SOURCE=200809L"
#endif
#endif
#include <stddef.h>
#include <virobject/virobjectbase.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Types ------------------------------------------------------------ */

/* A class. Classes are never freed. */
typedef struct _virClass virClass;

/* The header of every object. The fields belong to the library: reading or
 * writing them is never right. */
typedef struct _virObject {
    unsigned int magic;
    int refs;
    virClass *klass;
} virObject;

#ifndef VIROBJECT_EMBEDDER_LOCKS
typedef struct _virMutex {
    pthread_mutex_t lock;
} virMutex;

typedef struct _virRWLock {
    pthread_rwlock_t lock;
} virRWLock;

/* Holds a lock that is dropped at the end of its scope, see
 * virObjectLockGuard(). */
typedef struct _virLockGuard {
    virMutex *mutex;
} virLockGuard;

/* Drops the lock that 'guard' holds, if it holds one, and clears it. A second
 * call does nothing, nor does one with NULL. */
VIROBJECT_API void virLockGuardUnlock(virLockGuard *guard);
#endif

/* An object with a mutex. 'lock' may be waited upon with a condition. */
typedef struct _virObjectLockable {
    virObject parent;
    virMutex lock;
} virObjectLockable;

/* An object with a read-write lock. */
typedef struct _virObjectRWLockable {
    virObject parent;
    virRWLock lock;
} virObjectRWLockable;

/*
 * Called once when the last reference to an object of the class is gone:
 * releases what the fields of the class own. The functions of the parents are
 * called afterwards. There are no references to 'obj' any more: it must not be
 * ref'd, unref'd or freed.
 */
typedef void (*virObjectDisposeCallback)(void *obj);

#ifdef VIROBJECT_API_1_2
typedef virClass *virClassPtr;
typedef virObject *virObjectPtr;
typedef virObjectLockable *virObjectLockablePtr;
#endif

/* ---- Classes ---------------------------------------------------------- */

/*
 * virClassNew: makes a class.
 *
 * parent      the class that objects of this one are, too
 * name        what messages call it; a copy is made
 * objectSize  bytes of an object: more than those of the parent
 * parentSize  bytes of an object of the parent, to find a struct that starts
 *             with something else
 * dispose     called for each object of the class when it dies, or NULL
 *
 * Returns the class, which lives forever, or NULL if the arguments do not fit
 * or memory is short; that is reported as an error. Two classes can have the
 * same name.
 */
#ifndef VIROBJECT_API_1_2
VIROBJECT_API virClass *virClassNew(virClass *parent, const char *name,
                                    size_t objectSize, size_t parentSize,
                                    virObjectDisposeCallback dispose);
#else
VIROBJECT_API virClass *virClassNew(virClass *parent, const char *name,
                                    size_t objectSize,
                                    virObjectDisposeCallback dispose)
    VIROBJECT_ENTRY("virClassNew_1_2");
#endif

#ifndef VIROBJECT_API_1_2
/*
 * VIR_CLASS_NEW: makes the class of 'struct name' and keeps it in nameClass.
 *
 * nameDispose must be a function, or a macro that is NULL, and the struct must
 * start with a field 'parent' of the parent's type (a build error if not).
 *
 * Is nameClass: NULL if virClassNew() fails.
 */
#define VIR_CLASS_NEW(name, parentClass)                                       \
    (name##Class = virClassNew(                                                \
         parentClass, #name,                                                   \
         sizeof(name) + VIROBJECT_ZERO_IF(offsetof(name, parent) == 0),        \
         sizeof(((name *) NULL)->parent), name##Dispose))
#endif

/* The classes to derive from. Made at the first call; NULL, after an error, if
 * memory was short then. */
VIROBJECT_API virClass *virClassForObject(void);
VIROBJECT_API virClass *virClassForObjectLockable(void);
VIROBJECT_API virClass *virClassForObjectRWLockable(void);

/* The name given to virClassNew(); lives as long as the class. "(none)" for
 * NULL. */
VIROBJECT_API const char *virClassName(virClass *klass);

/* Returns whether 'klass' is 'parent' or derived from it. NULL is derived from
 * nothing, and nothing from NULL. */
VIROBJECT_API virobject_bool virClassIsDerivedFrom(virClass *klass,
                                                   virClass *parent);

/* ---- Objects ---------------------------------------------------------- */

/*
 * virObjectNew: makes an object of 'klass', all zero behind its header.
 *
 * Returns the object; the caller owns its only reference. NULL, after an error,
 * if memory is short or 'klass' is NULL.
 */
VIROBJECT_API void *virObjectNew(virClass *klass) VIRREF_RETURNS_OWNED;

/*
 * virObjectLockableNew, virObjectRWLockableNew: the same for an object with an
 * initialised lock, not locked.
 *
 * NULL, after an error, also if 'klass' is not derived from the class of
 * objects with such a lock.
 */
VIROBJECT_API void *virObjectLockableNew(virClass *klass) VIRREF_RETURNS_OWNED;
VIROBJECT_API void *virObjectRWLockableNew(virClass *klass)
    VIRREF_RETURNS_OWNED;

/*
 * virObjectRef: takes one more reference, which the caller owns. The caller
 * must own one already, or know that somebody else does until this returns.
 *
 * Returns 'obj', or NULL (after a warning, if it is not NULL) if it is not an
 * object. If there are too many references to count, the object is never freed.
 */
VIROBJECT_API void *virObjectRef(void *obj VIRREF_ACQUIRES)
    VIRREF_RETURNS_SAME(0);

/*
 * virObjectUnref: gives back one reference that the caller owns. The caller
 * must not touch the object any more, unless it owns another one: the object
 * may be gone already.
 *
 * In the API of 1.2 it returns true if there are other references, which says
 * nothing if another thread may release them, and false if the object is gone
 * or was none.
 *
 * An object from which more was given back than taken is never freed.
 */
#ifndef VIROBJECT_API_1_2
VIROBJECT_API void virObjectUnref(void *obj VIRREF_CONSUMED);
#else
VIROBJECT_API virobject_bool
virObjectUnref(void *obj VIRREF_CONSUMED VIRREF_GONE_IF_FALSE)
    VIROBJECT_ENTRY("virObjectUnref_1_2");
#endif

/* Returns whether 'obj' is of 'klass' or of a class derived from it. False for
 * NULL, and after a warning for what is not an object. */
VIROBJECT_API virobject_bool virObjectIsClass(void *obj, virClass *klass);

/* ---- Releasing from elsewhere ----------------------------------------- */

/* Gives back the reference in the variable that 'objptr' points to, if there
 * is one, and sets it to NULL. */
VIROBJECT_API void virObjectAutoUnref(void *objptr VIRREF_CONSUMED_AND_CLEARED);

/* VIR_AUTOUNREF(player *) p = NULL; gives the reference in p back when p goes
 * out of scope. */
#define VIR_AUTOUNREF(type)                                                    \
    __attribute__((__cleanup__(virObjectAutoUnref))) type

/* virObjectUnref() in the shape of a callback that frees opaque data. */
VIROBJECT_API void virObjectFreeCallback(void *opaque VIRREF_CONSUMED);

/* virObjectUnref() in the shape of a callback that frees a hash table's value;
 * 'name' is not used. */
#ifndef VIROBJECT_API_1_2
VIROBJECT_API void virObjectFreeHashData(void *opaque VIRREF_CONSUMED);
#else
VIROBJECT_API void virObjectFreeHashData(void *opaque VIRREF_CONSUMED,
                                         const void *name)
    VIROBJECT_ENTRY("virObjectFreeHashData_1_2");
#endif

/* Gives back a reference to each element of 'list', an array of pointers to
 * objects that ends with NULL, and frees the array with free(). The caller must
 * own all of them. */
VIROBJECT_API void virObjectListFree(void *list);

/* The same for the first 'count' elements, which may be NULL. */
VIROBJECT_API void virObjectListFreeCount(void *list, size_t count);

/* ---- Locks ------------------------------------------------------------ */

/*
 * virObjectLock: waits for the mutex of a lockable object and takes it.
 * virObjectUnlock: drops it. The caller must own a reference while it holds the
 * lock, and must not give back the last one before virObjectUnlock().
 *
 * Misuse, NULL included: a warning, and it returns WITHOUT the lock.
 */
VIROBJECT_API void virObjectLock(void *lockableobj);
VIROBJECT_API void virObjectUnlock(void *lockableobj);

/* The same for objects with a read-write lock: many may read at a time, or one
 * may write. */
VIROBJECT_API void virObjectRWLockRead(void *rwlockableobj);
VIROBJECT_API void virObjectRWLockWrite(void *rwlockableobj);
VIROBJECT_API void virObjectRWUnlock(void *rwlockableobj);

/*
 * virObjectLockGuard: takes the mutex and returns a guard, to be kept in a
 * variable that drops it at the end of its scope. The guard owns no reference.
 *
 * Misuse, NULL included, aborts the program whatever the environment says: a
 * guard that holds nothing would let two threads in.
 */
VIROBJECT_API virLockGuard virObjectLockGuard(void *lockableobj)
    __attribute__((__warn_unused_result__));

/*
 * VIR_WITH_OBJECT_LOCK_GUARD(obj) { ... }: runs the block with the object
 * locked, and drops the lock however the block is left. Needs C99.
 */
#define VIR_WITH_OBJECT_LOCK_GUARD(obj)                                        \
    VIROBJECT_WITH_GUARD(obj, VIROBJECT_JOIN(virObjectGuard_, __LINE__))
#define VIROBJECT_WITH_GUARD(obj, guard)                                       \
    for (__attribute__((__cleanup__(virLockGuardUnlock)))                      \
         virLockGuard guard = virObjectLockGuard(obj);                         \
         guard.mutex; virLockGuardUnlock(&guard))

/* ---- Hooks ------------------------------------------------------------ */

typedef enum {
    VIR_OBJECT_WARNING, /* misuse: an object or a reference that is not there */
    VIR_OBJECT_ERROR    /* a call fails: wrong arguments, or memory is short */
} virObjectMessageKind;

/* Gets a message without a line end, in English, and the function of this
 * library that found it. Both strings are lent for the call. It may be called
 * in any thread, with locks of the caller's held, and must not use the object
 * in question. */
typedef void (*virObjectMessageHook)(virObjectMessageKind kind,
                                     const char *function, const char *message,
                                     void *opaque);

/* Called before the library aborts the program, with the message. If it
 * returns, abort() is called. */
typedef void (*virObjectAbortHook)(const char *message, void *opaque);

/*
 * Set where messages go (default: to standard error), and what happens before
 * an abort (default: nothing). NULL is the default again. 'opaque' is lent
 * until the hook is replaced. Not to be called while other threads use the
 * library: best at the start of the program.
 */
VIROBJECT_API void virObjectSetMessageHook(virObjectMessageHook hook,
                                           void *opaque);
VIROBJECT_API void virObjectSetAbortHook(virObjectAbortHook hook, void *opaque);

#ifdef __cplusplus
}
#endif

#if defined(G_DEFINE_AUTOPTR_CLEANUP_FUNC) && !defined(VIROBJECT_API_1_2)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virObject, virObjectUnref)
#endif

#endif /* VIROBJECT_VIROBJECT_H */
