// RUN: %cc1-verify -I %inputs %s
//
// A function that only returns its argument is a cast: the result is the object.

#include "player.h"

static inline Session *SESSION(const void *object)
{
    return (Session *)object;
}

static inline Session *SESSION_OF(void *object)
{
    return SESSION(((virObject *)object));
}

Session *castAndReturned(void)
{
    return SESSION(virObjectLockableNew(sessionClass));
}

Session *castTwice(int fd)
{
    Session *session = SESSION_OF(virObjectLockableNew(sessionClass));

    if (!session)
        return NULL;
    if (deviceReady(fd) < 0) {
        virObjectUnref(session);
        return NULL;
    }
    session->fd = fd;
    return session;
}

Session *castAndForgotten(int fd)
{
    Session *session = SESSION_OF(virObjectLockableNew(sessionClass));

    if (!session)
        return NULL;
    if (deviceReady(fd) < 0)
        return NULL; // expected-warning-re {{'session'{{.*}}[virref-leak]}}
    return session;
}

int castAndReleasedTwice(void)
{
    virObject *object = virObjectLockableNew(sessionClass);

    if (!object)
        return -1;
    virObjectUnref(SESSION(object));
    virObjectUnref(object); // expected-warning-re {{'object'{{.*}}[virref-over-release]}}
    return 0;
}
