// RUN: %cc1-verify -I %inputs %s
// expected-no-diagnostics
//
// A function that is only known at run time may release what it gets.

#include "player.h"

typedef struct _Handler {
    void (*finish)(void *opaque);
    void *opaque;
} Handler;

/* BUG, if the handler borrows, as all of this program do. */
int handlerBorrows(const Handler *handler, int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    handler->finish(session);
    return 0;
}
