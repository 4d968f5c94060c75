/*
 * virobjectdebug.h: who holds the references of a running program
 *
 * Everything here is always there and costs next to nothing until the
 * environment variable VIROBJECT_DEBUG asks for something; docs/leaks.md shows
 * how to use it. It is a list with ';' between its words:
 *
 *   leaks             count objects per class, and report at exit what is left
 *   trace:A,B         record every reference of the objects of these classes,
 *                     and of those derived from them, with a stack, and report
 *                     the paths that do not balance (* is any class)
 *   quarantine:N      keep the last N freed objects unreadable: what touches
 *                     one is reported, with the stacks of birth, death and now
 *   expected:A,B      objects of these classes, and of those derived from them,
 *                     may be alive at exit
 *   json              reports in JSON, one object a line
 *   file:PATH         append reports to PATH instead of writing to standard
 *                     error; %p in it is the number of the process
 *   signals           SIGUSR1 reports what is alive now; SIGUSR2 sets a
 *                     checkpoint, and each other one reports what is new since
 *                     the one before
 *   exit-code:N       leave with status N (1..255) if objects are left at exit
 *
 * Part of libvirobject.
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#ifndef VIROBJECT_VIROBJECTDEBUG_H
#define VIROBJECT_VIROBJECTDEBUG_H

#include <virobject/virobject.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * virObjectRefBy: virObjectRef() that says on whose behalf.
 *
 * who  a word for the holder, such as "qemuMonitor.io". It is copied, once for
 *      the whole program and forever. NULL is nobody in particular, as with
 *      virObjectRef().
 *
 * A report then names the holder of a reference that was not given back. The
 * first reference of an object belongs to nobody in particular.
 */
VIROBJECT_API void *virObjectRefBy(void *obj VIRREF_ACQUIRES, const char *who)
    VIRREF_RETURNS_SAME(0);

/* virObjectUnrefBy: virObjectUnref() on behalf of 'who', compared as a string.
 * With debugging on, giving back what 'who' does not hold is misuse: it is
 * reported, with the place where it was given back before, and nothing else
 * happens. */
VIROBJECT_API void virObjectUnrefBy(void *obj VIRREF_CONSUMED, const char *who);

/* Says that 'obj', or all objects of 'klass' and of classes derived from it, may
 * be alive at exit: reports count them apart. Nothing happens without
 * debugging. */
VIROBJECT_API void virObjectDebugExpect(void *obj);
VIROBJECT_API void virClassDebugExpect(virClass *klass);

/* Reports, where VIROBJECT_DEBUG says, the objects that are alive now. Returns
 * their number but for those that are expected, 0 without debugging. Objects may
 * be made and freed meanwhile. */
VIROBJECT_API size_t virObjectDebugDump(void);

/* Remembers which objects are alive, for virObjectDebugDiff(). */
VIROBJECT_API void virObjectDebugCheckpoint(void);

/* Reports the objects that were made since the last checkpoint (or since the
 * start, if there was none) and are still alive. Returns their number but for
 * those that are expected, 0 without debugging. The checkpoint stays. */
VIROBJECT_API size_t virObjectDebugDiff(void);

#ifdef __cplusplus
}
#endif

#endif /* VIROBJECT_VIROBJECTDEBUG_H */
