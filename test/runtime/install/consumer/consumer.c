/* Uses what is installed: a header that includes annotations.h, and functions
 * of each kind. */

#include <stdio.h>
#include <virobject/viratomic.h>
#include <virobject/virobject.h>
#include <virobject/virobjectdebug.h>
#include <virobject/virrefhash.h>
#include <virobject/virreflist.h>
#include <virobject/virrefthread.h>

typedef struct {
    virObjectLockable parent;
    int number;
} thing;

static virClass *thingClass;
static int dead;

static void thingDispose(void *obj)
{
    thing *self = obj;
    virAtomicIntAdd(&dead, self->number);
}

static void run(void *obj)
{
    virObjectUnref(obj);
}

int main(void)
{
    pthread_t thread;
    virRefList *list = virRefListNew();
    thing *self;

    if (!list || !VIR_CLASS_NEW(thing, virClassForObjectLockable()) ||
        !(self = virObjectLockableNew(thingClass)))
        return 1;
    VIR_WITH_OBJECT_LOCK_GUARD(self) {
        self->number = 42;
    }
    if (virRefListAdd(list, self) < 0 ||
        virRefThreadStart(&thread, run, self) < 0)
        return 1;
    pthread_join(thread, NULL);
    virObjectUnref(list);
    printf("the answer is %d\n", dead);
    return dead == 42 ? 0 : 1;
}
