/* Temporary, replaced by the generated header. */
#ifndef VIRREF_ANNOTATIONS_H
#define VIRREF_ANNOTATIONS_H
#if defined(__clang__)
#define VIRREF_ANNOTATE_(word) __attribute__((annotate("virref:" word)))
#else
#define VIRREF_ANNOTATE_(word)
#endif
#define VIRREF_RETURNS_OWNED VIRREF_ANNOTATE_("returns-owned")
#define VIRREF_RETURNS_BORROWED VIRREF_ANNOTATE_("returns-borrowed")
#define VIRREF_RETURNS_SAME(n) VIRREF_ANNOTATE_("returns-same(" #n ")")
#define VIRREF_CONSUMED VIRREF_ANNOTATE_("consumed")
#define VIRREF_CONSUMED_ON_SUCCESS VIRREF_ANNOTATE_("consumed-on-success")
#define VIRREF_BORROWED VIRREF_ANNOTATE_("borrowed")
#define VIRREF_RETAINED VIRREF_ANNOTATE_("retained")
#define VIRREF_RETAINED_ON_SUCCESS VIRREF_ANNOTATE_("retained-on-success")
#define VIRREF_ENDS_BORROW VIRREF_ANNOTATE_("ends-borrow")
#define VIRREF_GONE_IF_FALSE VIRREF_ANNOTATE_("gone-if-false")
#define VIRREF_ACQUIRES VIRREF_ANNOTATE_("acquires")
#define VIRREF_CONSUMED_AND_CLEARED VIRREF_ANNOTATE_("consumed-and-cleared")
#define VIRREF_THREAD_ENTRY(n) VIRREF_ANNOTATE_("thread-entry(" #n ")")
#endif
