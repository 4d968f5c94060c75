/* Each macro of <virref/annotations.h> in its place, in C89 and in C++98. Also
 * what is right about it is checked: no annotation is in a wrong place. */

#include <virref/annotations.h>

typedef void (*FreeFunc)(void *obj);

typedef struct VIRREF_COUNTED(fooRef, fooUnref) Foo {
    struct Foo *next VIRREF_OWNED_FIELD;
    VIRREF_BORROWED_FIELD struct Foo *parent;
} Foo;

struct Table;
struct Error;

Foo *fooNew(void) VIRREF_RETURNS_OWNED;
VIRREF_RETURNS_BORROWED Foo *fooDefault(void);
Foo *fooRef(Foo *foo VIRREF_ACQUIRES) VIRREF_RETURNS_SAME(0);
void fooUnref(Foo *foo VIRREF_CONSUMED);
int fooUnrefAsk(VIRREF_CONSUMED VIRREF_GONE_IF_FALSE Foo *foo);
Foo *fooGetNext(Foo *foo VIRREF_BORROWED) VIRREF_BORROWED_FROM(0);
void fooLock(Foo *foo VIRREF_LOCKS);
void fooUnlock(Foo *foo VIRREF_UNLOCKS);
int fooBegin(Foo *foo VIRREF_ACQUIRES_ON_SUCCESS);

int fooSetNext(Foo *foo, Foo *next VIRREF_RETAINED);
int fooTrySetNext(Foo *foo, Foo *next VIRREF_RETAINED_ON_SUCCESS);
int fooTake(Foo *foo VIRREF_CONSUMED_ON_SUCCESS);
int fooCheck(Foo *foo VIRREF_CONSUMED_ON_FAILURE);
int fooSend(Foo *foo VIRREF_CONSUMED_IF(==0));
int fooSendAll(Foo *foo VIRREF_CONSUMED_IF(>= 1), int count);

int fooOpen(Foo **foo VIRREF_OUT_OWNED_ON_SUCCESS);
void fooCreate(Foo **foo VIRREF_OUT_OWNED);
void fooPeek(Foo **foo VIRREF_OUT_BORROWED);
void fooClear(Foo **foo VIRREF_CONSUMED_AND_CLEARED);
void fooClearAny(void *fooptr VIRREF_CONSUMED_AND_CLEARED);

struct Table *tableNew(FreeFunc destroy VIRREF_FREES_VALUES);
int tableAdd(struct Table *table, const char *name, Foo *foo VIRREF_VALUE_OF(0));
void tableRemove(struct Table *table, Foo *foo VIRREF_ENDS_BORROW);
Foo *tableFind(struct Table *table, const char *name) VIRREF_LENT_BY(0);
int tableForget(struct Table *table, const char *name VIRREF_REMOVED_FROM(0));
Foo *tableSteal(struct Table *table, const char *name) VIRREF_HANDED_OVER_BY(0);
int tableKeep(struct Table *table, Foo *foo VIRREF_HANDED_TO(0));
Foo *fooNewFloating(void) VIRREF_RETURNS_FLOATING;
Foo *fooSink(Foo *foo VIRREF_SINKS) VIRREF_RETURNS_SAME(0);
Foo *fooTakeRef(Foo *foo VIRREF_TAKES_FLOATING) VIRREF_RETURNS_SAME(0);
void fooAdopt(Foo *parent, Foo *foo VIRREF_CONSUMED_IF_FLOATING);
Foo *fooParse(const char *text, struct Error **error VIRREF_OUT_IF_FAILED) VIRREF_RETURNS_OWNED;
int whenIdle(void *opaque, VIRREF_DESTROYS(0) void (*destroy)(void *));
int threadStart(void (*body)(void *) VIRREF_THREAD_ENTRY(1), void *opaque);
