// RUN: %cc1-verify -I %inputs %s
//
// `a && b` as a value, with operands that a slice would leave out: the engine
// looks for the value in the block of the last operand, which must not be empty.

#include "player.h"

int ask(int fd);
extern int lastError;

int conditionOfDo(int fd)
{
    Track *track = virObjectNew(trackClass);
    int rc;

    do {
        rc = ask(fd);
    } while (rc < 0 && lastError == 4);
    do {
        fd++;
    } while (ask(fd) || (ask(fd + 1) && ask(fd + 2)));
    if (rc < 0)
        return -1; // expected-warning-re {{'track'{{.*}}[virref-leak]}}
    virObjectUnref(track);
    return 0;
}

int negated(Session *session, int fd)
{
    Track *track = virObjectNew(trackClass);
    int both = ask(fd) && ask(fd + 1);

    if (!(both || ask(fd)))
        goto out;
    if (!!(session->fd && ask(fd)) != (both && ask(3)))
        fd++;
    virObjectUnref(track);
    track = NULL;

 out:
    virObjectUnref(track);
    return fd;
}

/* The trips of a long loop are not counted out: what is behind it counts. */
int behindLongLoop(int fd)
{
    Track *track = virObjectNew(trackClass);
    int i;

    for (i = 0; i < 40; i++)
        ask(i);
    return fd; // expected-warning-re {{'track'{{.*}}[virref-leak]}}
}
