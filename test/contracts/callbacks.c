// RUN: %cc1-verify -I %inputs -I %include %s
//
// Bodies of functions that are declared to have a callback called.

#include "player.h"
#include <virref/annotations.h>

typedef void (*FreeFunction)(void *opaque);

struct Watch {
    int fd;
    void *opaque;
    FreeFunction destroy;
};

int addWatch(int fd, void *opaque, FreeFunction destroy VIRREF_DESTROYS(1));

int forgotten(int fd, void *opaque, FreeFunction destroy VIRREF_DESTROYS(1)) // expected-warning {{'destroy' is neither called, kept nor passed on here, but the function is declared to have it called with 'opaque' [virref-contract-mismatch]}}
{
    struct Watch *watch = g_new0(struct Watch, 1);
    watch->fd = fd;
    watch->opaque = opaque;
    return 0;
}

/* To ask whether there is one is not enough. */
int asked(int fd, void *opaque, FreeFunction destroy VIRREF_DESTROYS(1)) // expected-warning {{'destroy' is neither called, kept nor passed on here}}
{
    (void)destroy;
    if (!destroy || destroy == NULL)
        return -1;
    return (destroy ? fd : 0) + (opaque != NULL);
}

int kept(int fd, void *opaque, FreeFunction destroy VIRREF_DESTROYS(1))
{
    struct Watch *watch = g_new0(struct Watch, 1);
    watch->fd = fd;
    watch->opaque = opaque;
    watch->destroy = destroy;
    return 0;
}

int called(int fd, void *opaque, FreeFunction destroy VIRREF_DESTROYS(1))
{
    if (fd < 0)
        return -1;
    if (destroy)
        destroy(opaque);
    return 0;
}

int calledByAddress(void *opaque, FreeFunction destroy VIRREF_DESTROYS(0))
{
    (*destroy)(opaque);
    return 0;
}

int passedOn(int fd, void *opaque, FreeFunction destroy VIRREF_DESTROYS(1))
{
    return addWatch(fd, opaque, destroy);
}

int chosen(int fd, void *opaque, FreeFunction destroy VIRREF_DESTROYS(1))
{
    return addWatch(fd, opaque, fd < 0 ? NULL : destroy);
}

int calledWithOther(void *owner, void *opaque, FreeFunction destroy VIRREF_DESTROYS(1))
{
    destroy(owner); // expected-warning {{'destroy' is called here with 'owner', but the function is declared to call it with 'opaque' [virref-contract-mismatch]}}
    return opaque != NULL;
}

/* A thread function is no different. */
int noThread(FreeFunction run VIRREF_THREAD_ENTRY(1), void *data) // expected-warning {{'run' is neither called, kept nor passed on here, but the function is declared to have it called with 'data' [virref-contract-mismatch]}}
{
    return data ? 0 : -1;
}

int startThread(FreeFunction run, void *data);
int thread(FreeFunction run VIRREF_THREAD_ENTRY(1), void *data)
{
    return startThread(run, data);
}

/* Nothing is declared here. */
int undeclared(int fd, void *opaque, FreeFunction destroy)
{
    return opaque && destroy ? fd : -1;
}
