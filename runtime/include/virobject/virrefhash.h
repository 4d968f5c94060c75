/*
 * virrefhash.h: a hash table that holds references to objects, by name
 *
 * It is an object itself: whoever makes a table owns a reference to it, and
 * gives it back with virObjectUnref(). The table's rules are those of every
 * container in libvirobject:
 *
 * - It takes a reference of its own before it keeps an object. The caller of an
 *   adding function owns afterwards what it owned before.
 * - It gives that reference back when the object is removed, and when the table
 *   itself dies. From then on, whoever owns none must not touch the object.
 * - A lookup hands its caller a reference of its own.
 *
 * Any number of threads may use one table at the same time, as long as each
 * owns a reference to it. No lock of the table's is held while a function of
 * the user's runs, be it a callback or the dispose function of an object: they
 * may use the table. Only when the table itself dies, nobody may use it any
 * more, nor may the dispose functions that this runs.
 *
 * The table's lock is its own: it must not be taken with virObjectRWLockRead()
 * or virObjectRWLockWrite().
 *
 * A table may be kept in another table. One that is kept in itself, be it by
 * way of others, holds a reference to itself and never dies, until somebody
 * removes it.
 *
 * Keys are compared byte by byte. Any string is a key, "" as well. That names
 * which an attacker chooses do not make a table slow is taken care of.
 *
 * NULL for a table, a key, an object to be kept or a callback is misuse: a
 * warning, and the call fails, which changes nothing.
 *
 * Part of libvirobject.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#ifndef VIROBJECT_VIRREFHASH_H
#define VIROBJECT_VIRREFHASH_H

#include <virobject/virobject.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct _virRefHash virRefHash;

/* Makes an empty table. The caller owns it. NULL, after an error, if memory is
 * short. */
VIROBJECT_API virRefHash *virRefHashNew(void) VIRREF_RETURNS_OWNED;

/*
 * virRefHashAdd: keeps 'obj' under 'key'.
 *
 * key  a string; the table makes a copy
 * obj  must be an object; the table takes a reference of its own, if it keeps it
 *
 * Returns 0, or -1 if the key is in use (of which nothing is said), 'obj' is no
 * object (a warning), or memory is short (an error). Nothing is changed then.
 */
VIROBJECT_API int virRefHashAdd(virRefHash *table, const char *key,
                                void *obj VIRREF_RETAINED_ON_SUCCESS);

/* virRefHashSet: the same, but an object that is under 'key' already is removed
 * and its reference given back. No thread finds the key unused meanwhile. */
VIROBJECT_API int virRefHashSet(virRefHash *table, const char *key,
                                void *obj VIRREF_RETAINED_ON_SUCCESS);

/* Returns the object under 'key', with a reference that the caller owns, or
 * NULL if there is none. */
VIROBJECT_API void *virRefHashFind(virRefHash *table, const char *key)
    VIRREF_RETURNS_OWNED;

/* Returns whether there is something under 'key'. */
VIROBJECT_API virobject_bool virRefHashHas(virRefHash *table, const char *key);

/* Removes what is under 'key' and gives the table's reference back. Returns
 * whether there was something. */
VIROBJECT_API virobject_bool virRefHashRemove(virRefHash *table,
                                              const char *key);

/* Removes 'obj' if it is what is under 'key', and gives the table's reference
 * back; a caller that owns none must not use it afterwards. Returns whether it
 * was there: false also if another object has the key by now. 'obj' is only
 * compared: it may be gone, or NULL, which is never there. */
VIROBJECT_API virobject_bool virRefHashRemoveObject(
    virRefHash *table, const char *key, void *obj VIRREF_ENDS_BORROW);

/* Removes what is under 'key' and hands the table's reference over: the caller
 * owns it. NULL if there is none. */
VIROBJECT_API void *virRefHashSteal(virRefHash *table, const char *key)
    VIRREF_RETURNS_OWNED;

/* Removes everything, and gives the references back. */
VIROBJECT_API void virRefHashClear(virRefHash *table);

/* The number of objects. Other threads may change it at once. */
VIROBJECT_API size_t virRefHashCount(virRefHash *table);

/* Called with an object of the table: 'key' and 'obj' are lent for the call.
 * Returns 0 to go on; anything else ends the iteration. */
typedef int (*virRefHashIterator)(const char *key, void *obj, void *opaque);

/*
 * virRefHashForEach: calls 'call' for each object, in no order.
 *
 * The objects are those that were there at the start. References to them are
 * held until the end, so that all are alive when it is their turn, even if they
 * have been removed meanwhile. The callback may change the table, and may be
 * running in several threads at once if they all iterate.
 *
 * opaque  for the callback; not looked at
 *
 * Returns 0, what a callback returned that is not 0, or -1, after an error, if
 * memory is short (nothing is called then).
 */
VIROBJECT_API int virRefHashForEach(virRefHash *table, virRefHashIterator call,
                                    void *opaque);

/*
 * virRefHashObjects: all objects, in no order, as an array that ends with NULL.
 *
 * count  where their number goes (0 if the call fails), or NULL
 *
 * Returns the array, with a reference to each object, to be given back with
 * virObjectListFree(). NULL, after an error, if memory is short.
 */
VIROBJECT_API void **virRefHashObjects(virRefHash *table, size_t *count);

#ifdef __cplusplus
}
#endif

#endif /* VIROBJECT_VIRREFHASH_H */
