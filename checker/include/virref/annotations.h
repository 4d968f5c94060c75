/*===- virref/annotations.h - What functions do to references -------*- C -*-===
 *
 * Part of virref, under the Apache License v2.0 with LLVM Exceptions.
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 *===------------------------------------------------------------------------===
 *
 * Says in a declaration who owns what, for those who read it and for virref:
 *
 *     typedef struct VIRREF_COUNTED(fooRef, fooUnref) Foo {
 *         struct Bar *bar VIRREF_OWNED_FIELD;
 *     } Foo;
 *
 *     Foo *fooNew(void) VIRREF_RETURNS_OWNED;
 *     Foo *fooRef(Foo *foo VIRREF_ACQUIRES) VIRREF_RETURNS_SAME(0);
 *     void fooUnref(Foo *foo VIRREF_CONSUMED);
 *     int fooListAdd(FooList *list, Foo *foo VIRREF_CONSUMED_ON_SUCCESS);
 *     Foo *fooListFind(FooList *list, int id) VIRREF_LENT_BY(0);
 *
 * Where a macro goes:
 *
 *     on a function    behind its parameters, or in front of the declaration; a
 *                      definition takes it in front only. One declaration of a
 *                      function is enough, best the one in the header.
 *     on a parameter   behind its name, or in front of its type. If it is a
 *     or a field       pointer to a function: not inside of the parentheses
 *                      (*name), where compilers drop it without a word.
 *     on a struct      behind the word `struct`.
 *
 * Parameters are counted from 0. A call succeeds if its result is 0 or positive,
 * true, or not NULL. A parameter without a macro is borrowed.
 *
 * For C89 and C++98, and whatever came since. The header includes nothing and
 * defines nothing but macros; with a compiler that does not know the attribute
 * `annotate`, such as gcc, they are empty. It can be copied into any project.
 * With VIRREF_NO_ANNOTATIONS defined they are empty as well: clang keeps a
 * parameter in memory if the definition of its function annotates it, which a
 * function that is called all the time can do without.
 *
 * The macros are made by scripts/annotations from checker/model/Effects.def.
 *===------------------------------------------------------------------------===
 */

#ifndef VIRREF_ANNOTATIONS_H
#define VIRREF_ANNOTATIONS_H

#if defined(__has_attribute) && !defined(VIRREF_NO_ANNOTATIONS)
#if __has_attribute(annotate)
#define VIRREF_ANNOTATE(text) __attribute__((annotate(text)))
#endif
#endif
#ifndef VIRREF_ANNOTATE
#define VIRREF_ANNOTATE(text)
#endif

/* BEGIN GENERATED */

/* On functions: the result. */

/* The result carries a reference, which the caller has to release. */
#define VIRREF_RETURNS_OWNED VIRREF_ANNOTATE("virref:returns-owned")

/* The result does not carry a reference. */
#define VIRREF_RETURNS_BORROWED VIRREF_ANNOTATE("virref:returns-borrowed")

/* The result is argument n itself. */
#define VIRREF_RETURNS_SAME(n) VIRREF_ANNOTATE("virref:returns-same(" #n ")")

/* The result does not carry a reference and lives as long as argument n. */
#define VIRREF_BORROWED_FROM(n) VIRREF_ANNOTATE("virref:borrowed-from(" #n ")")

/* The result stays in container n, which keeps its reference. */
#define VIRREF_LENT_BY(n) VIRREF_ANNOTATE("virref:lent-by(" #n ")")

/* The result leaves container n and carries the reference that the
 * container had, if it owns its values. */
#define VIRREF_HANDED_OVER_BY(n) \
    VIRREF_ANNOTATE("virref:handed-over-by(" #n ")")

/* The result carries a floating reference: the caller's, until somebody
 * takes it over as his own. */
#define VIRREF_RETURNS_FLOATING VIRREF_ANNOTATE("virref:returns-floating")

/* On parameters: an object. */

/* The callee leaves the caller's references as they were. */
#define VIRREF_BORROWED VIRREF_ANNOTATE("virref:borrowed")

/* The callee takes over a reference of the caller's. */
#define VIRREF_CONSUMED VIRREF_ANNOTATE("virref:consumed")

/* The callee takes over a reference of the caller's if the call succeeds,
 * and none if it fails. */
#define VIRREF_CONSUMED_ON_SUCCESS VIRREF_ANNOTATE("virref:consumed-on-success")

/* The callee takes over a reference of the caller's if the call fails,
 * and none if it succeeds. */
#define VIRREF_CONSUMED_ON_FAILURE VIRREF_ANNOTATE("virref:consumed-on-failure")

/* The callee takes over a reference of the caller's if the result is as
 * the condition says. */
#define VIRREF_CONSUMED_IF(condition) \
    VIRREF_ANNOTATE("virref:consumed-if(" #condition ")")

/* The callee keeps a reference of its own, and the caller's are
 * unchanged. */
#define VIRREF_RETAINED VIRREF_ANNOTATE("virref:retained")

/* The callee keeps a reference of its own if the call succeeds, and the
 * caller's are unchanged. */
#define VIRREF_RETAINED_ON_SUCCESS VIRREF_ANNOTATE("virref:retained-on-success")

/* The caller owns one more reference to this argument afterwards. */
#define VIRREF_ACQUIRES VIRREF_ANNOTATE("virref:acquires")

/* The caller owns one more reference to this argument afterwards if the
 * call succeeds. */
#define VIRREF_ACQUIRES_ON_SUCCESS VIRREF_ANNOTATE("virref:acquires-on-success")

/* The callee drops a reference that is not the caller's: who owns none
 * may not use the object any more. */
#define VIRREF_ENDS_BORROW VIRREF_ANNOTATE("virref:ends-borrow")

/* The object may be gone if the result is false, whatever the caller
 * owned. */
#define VIRREF_GONE_IF_FALSE VIRREF_ANNOTATE("virref:gone-if-false")

/* The argument is stored in container n, which takes over a reference of
 * the caller's on success if it owns its values. */
#define VIRREF_VALUE_OF(n) VIRREF_ANNOTATE("virref:value-of(" #n ")")

/* Argument n takes over a reference of the caller's if the call succeeds,
 * and keeps the object alive. */
#define VIRREF_HANDED_TO(n) VIRREF_ANNOTATE("virref:handed-to(" #n ")")

/* The caller owns a reference afterwards: the floating one if there is
 * one, else one more. */
#define VIRREF_SINKS VIRREF_ANNOTATE("virref:sinks")

/* If the reference is a floating one, it is the caller's own afterwards. */
#define VIRREF_TAKES_FLOATING VIRREF_ANNOTATE("virref:takes-floating")

/* The callee keeps a reference: the floating one if there is one, else
 * one of its own. */
#define VIRREF_CONSUMED_IF_FLOATING \
    VIRREF_ANNOTATE("virref:consumed-if-floating")

/* The callee takes the object's own lock. */
#define VIRREF_LOCKS VIRREF_ANNOTATE("virref:locks")

/* The callee drops the object's own lock. */
#define VIRREF_UNLOCKS VIRREF_ANNOTATE("virref:unlocks")

/* On parameters of any type: a key. */

/* What has this key in container n, or is this object, is removed from
 * there: the container drops its reference, if it owns its values. */
#define VIRREF_REMOVED_FROM(n) VIRREF_ANNOTATE("virref:removed-from(" #n ")")

/* On parameters `T **`: an object that goes out or comes in. */

/* The callee stores an object there, with a reference. */
#define VIRREF_OUT_OWNED VIRREF_ANNOTATE("virref:out-owned")

/* The callee stores an object there, with a reference, if the call
 * succeeds. */
#define VIRREF_OUT_OWNED_ON_SUCCESS \
    VIRREF_ANNOTATE("virref:out-owned-on-success")

/* The callee stores an object there, without a reference. */
#define VIRREF_OUT_BORROWED VIRREF_ANNOTATE("virref:out-borrowed")

/* On parameters: an object. */

/* The callee stores something there exactly if the call fails, as an
 * error. */
#define VIRREF_OUT_IF_FAILED VIRREF_ANNOTATE("virref:out-if-failed")

/* On parameters `T **`: an object that goes out or comes in. */

/* The callee releases what the pointer points to, which can be NULL, and
 * sets it to NULL. */
#define VIRREF_CONSUMED_AND_CLEARED \
    VIRREF_ANNOTATE("virref:consumed-and-cleared")

/* On parameters that are functions. */

/* The function is called exactly once, with argument n: if it releases,
 * it is given a reference of the caller's. */
#define VIRREF_DESTROYS(n) VIRREF_ANNOTATE("virref:destroys(" #n ")")

/* The container that is made calls the function on each of its values: if
 * it releases, the container owns its values. */
#define VIRREF_FREES_VALUES VIRREF_ANNOTATE("virref:frees-values")

/* The function runs in another thread, with argument n. */
#define VIRREF_THREAD_ENTRY(n) VIRREF_ANNOTATE("virref:thread-entry(" #n ")")

/* On fields of a struct. */

/* The struct owns a reference to what the field points to. */
#define VIRREF_OWNED_FIELD VIRREF_ANNOTATE("virref:owned-field")

/* The struct does not own what the field points to. */
#define VIRREF_BORROWED_FIELD VIRREF_ANNOTATE("virref:borrowed-field")

/* On structs. */

/* Objects of this type are counted, by these two functions. */
#define VIRREF_COUNTED(ref, unref) \
    VIRREF_ANNOTATE("virref:counted(" #ref "," #unref ")")

/* END GENERATED */

#endif /* VIRREF_ANNOTATIONS_H */
