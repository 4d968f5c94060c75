// RUN: %cc1-verify -I %inputs %s

#include "player.h"

typedef struct _ObjectOps {
    void *(*ref)(void *obj);
    void (*unref)(void *obj);
    void (*lock)(void *obj);
    void (*unlock)(void *obj);
} ObjectOps;

static const ObjectOps lockable = {
    .ref = virObjectRef,
    .unref = virObjectUnref,
    .lock = virObjectLock,
    .unlock = virObjectUnlock,
};

int releasedThroughTable(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    lockable.unref(session);
    return session->fd; // expected-warning-re {{'session'{{.*}}[virref-use-after-release]}}
}

int usedThroughTable(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    virObjectUnref(session);
    lockable.lock(session); // expected-warning-re {{'session'{{.*}}[virref-use-after-release]}}
    return 0;
}

int lockedAndReleasedThroughTable(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    lockable.lock(session);
    session->fd = fd;
    lockable.unlock(session);
    lockable.unref(session);
    return 0;
}

/* Called for all, or with a callback of the caller's. */
static void forEach(Library *library, void (*func)(void *obj))
{
    for (size_t i = 0; i < library->nplayers; i++)
        func(library->players[i]);
}

int releasedByCallback(Library *library)
{
    forEach(library, virObjectUnref);
    library->nplayers = 0;
    return 0;
}

int handedDown(void (*callback)(void *obj), int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    virObjectUnref(session);
    callback(session); // expected-warning-re {{'session'{{.*}}[virref-use-after-release]}}
    return 0;
}
