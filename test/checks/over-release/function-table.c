// RUN: %cc1-verify -I %inputs %s

#include "player.h"

typedef struct _ObjectOps {
    void *(*ref)(void *obj);
    void (*unref)(void *obj);
} ObjectOps;

static const ObjectOps counted = { virObjectRef, virObjectUnref };

void tableAndDirect(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    counted.unref(session);
    virObjectUnref(session); // expected-warning-re {{'session'{{.*}}[virref-over-release]}}
}

void directAndTable(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    virObjectUnref(session);
    counted.unref(session); // expected-warning-re {{'session'{{.*}}[virref-over-release]}}
}

void tableBalanced(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);
    Session *again = counted.ref(session);

    session->fd = fd;
    counted.unref(again);
    virObjectUnref(session);
}

void throughVariable(int fd)
{
    GDestroyNotify destroy = virObjectUnref;
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    destroy(session);
    destroy(session); // expected-warning-re {{'session'{{.*}}[virref-over-release]}}
}

void throughCast(int fd)
{
    GDestroyNotify destroy = (GDestroyNotify) virObjectUnref;
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    destroy(session);
}

/* Handed down to a helper that calls it. */
static void finish(void *obj, GDestroyNotify destroy)
{
    if (destroy)
        destroy(obj);
}

void handedDown(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    finish(session, virObjectUnref);
    virObjectUnref(session); // expected-warning-re {{'session'{{.*}}[virref-over-release]}}
}

void handedDownNull(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    finish(session, NULL);
    virObjectUnref(session);
}
