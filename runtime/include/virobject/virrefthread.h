/*
 * virrefthread.h: handing a reference to another thread
 *
 *     static void play(void *obj)
 *     {
 *         player *self = obj;
 *         ...
 *         virObjectUnref(self);
 *     }
 *
 *     if (virRefThreadStart(NULL, play, virObjectRef(p)) < 0)
 *         virObjectUnref(p);
 *
 * Part of libvirobject.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#ifndef VIROBJECT_VIRREFTHREAD_H
#define VIROBJECT_VIRREFTHREAD_H

#include <pthread.h>
#include <virobject/virobject.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a thread runs. It owns a reference to 'obj' and gives it back, or passes
 * it on, before it returns. */
typedef void (*virRefThreadFunc)(void *obj VIRREF_CONSUMED);

/*
 * virRefThreadStart: runs 'func' with 'obj' in a new thread.
 *
 * thread  where the thread goes, to be joined by the caller with
 *         pthread_join(); left as it is on failure, and maybe not yet set when
 *         'func' starts. NULL starts a thread that nobody joins.
 * func    the function; NULL is misuse
 * obj     the caller's reference goes to the thread if it starts, and stays the
 *         caller's if not
 *
 * Returns 0, or -1, after an error, if the thread cannot be started, or after a
 * warning if 'func' is NULL or 'obj' is no object (NULL included). The thread
 * may have ended when this returns, and the object may be gone: after 0 the
 * caller must not touch it unless it owns another reference. What the caller
 * did before is seen by the thread.
 */
VIROBJECT_API int virRefThreadStart(pthread_t *thread,
                                    virRefThreadFunc func
                                        VIRREF_THREAD_ENTRY(2),
                                    void *obj VIRREF_CONSUMED_ON_SUCCESS);

#ifdef __cplusplus
}
#endif

#endif /* VIROBJECT_VIRREFTHREAD_H */
