/*
 * virreflist.h: a list that holds references to objects, in order
 *
 * An object may be in a list more than once; the list holds a reference for
 * each time. Everything else is as in virrefhash.h: the list is an object
 * itself, takes a reference of its own to what it keeps, gives it back on
 * removal, hands references out, may be used by any number of threads, and
 * holds no lock while a function of the user's runs. Positions count from 0,
 * and hold only until another thread changes the list. Looking for an object
 * takes time in proportion to the number of objects; removing one moves those
 * behind it.
 *
 * NULL for a list, an object to be kept or a callback is misuse: a warning, and
 * the call fails, which changes nothing.
 *
 * Part of libvirobject.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#ifndef VIROBJECT_VIRREFLIST_H
#define VIROBJECT_VIRREFLIST_H

#include <virobject/virobject.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct _virRefList virRefList;

/* Makes an empty list. The caller owns it. NULL, after an error, if memory is
 * short. */
VIROBJECT_API virRefList *virRefListNew(void) VIRREF_RETURNS_OWNED;

/*
 * virRefListAdd: keeps 'obj' at the end.
 *
 * obj  must be an object; the list takes a reference of its own, if it keeps it
 *
 * Returns 0, or -1 if 'obj' is no object (a warning) or memory is short (an
 * error). Nothing is changed then.
 */
VIROBJECT_API int virRefListAdd(virRefList *list,
                                void *obj VIRREF_RETAINED_ON_SUCCESS);

/* Returns the object at 'position', with a reference that the caller owns, or
 * NULL if the list is not that long. */
VIROBJECT_API void *virRefListGet(virRefList *list, size_t position)
    VIRREF_RETURNS_OWNED;

/* Says whether 'obj' is the one that is looked for. Both arguments are lent for
 * the call. */
typedef virobject_bool (*virRefListMatcher)(void *obj, void *opaque);

/* Returns the first object that 'match' says true to, with a reference that the
 * caller owns, or NULL if there is none (or, after an error, if memory is
 * short). As with virRefListForEach(), the objects are those that were there at
 * the start. */
VIROBJECT_API void *virRefListFind(virRefList *list, virRefListMatcher match,
                                   void *opaque) VIRREF_RETURNS_OWNED;

/* Returns whether 'obj' is in the list. It is only compared: it may be gone, or
 * NULL, which is never there. */
VIROBJECT_API virobject_bool virRefListHas(virRefList *list, const void *obj);

/* Removes 'obj' where it comes first, and gives the list's reference back; a
 * caller that owns none must not use it afterwards. Returns whether it was
 * there. As above, 'obj' is only compared. */
VIROBJECT_API virobject_bool virRefListRemove(virRefList *list,
                                              void *obj VIRREF_ENDS_BORROW);

/* Removes the object at 'position' and hands the list's reference over: the
 * caller owns it. NULL if the list is not that long. */
VIROBJECT_API void *virRefListSteal(virRefList *list, size_t position)
    VIRREF_RETURNS_OWNED;

/* Removes everything, and gives the references back. */
VIROBJECT_API void virRefListClear(virRefList *list);

/* The number of objects. Other threads may change it at once. */
VIROBJECT_API size_t virRefListCount(virRefList *list);

/* Called with an object of the list, which is lent for the call. Returns 0 to
 * go on; anything else ends the iteration. */
typedef int (*virRefListIterator)(void *obj, void *opaque);

/*
 * virRefListForEach: calls 'call' for each object, in order.
 *
 * The objects are those that were there at the start. References to them are
 * held until the end, so that all are alive when it is their turn, even if they
 * have been removed meanwhile. The callback may change the list.
 *
 * opaque  for the callback; not looked at
 *
 * Returns 0, what a callback returned that is not 0, or -1, after an error, if
 * memory is short (nothing is called then).
 */
VIROBJECT_API int virRefListForEach(virRefList *list, virRefListIterator call,
                                    void *opaque);

/*
 * virRefListObjects: all objects, in order, as an array that ends with NULL.
 *
 * count  where their number goes (0 if the call fails), or NULL
 *
 * Returns the array, with a reference to each object, to be given back with
 * virObjectListFree(). NULL, after an error, if memory is short.
 */
VIROBJECT_API void **virRefListObjects(virRefList *list, size_t *count);

#ifdef __cplusplus
}
#endif

#endif /* VIROBJECT_VIRREFLIST_H */
