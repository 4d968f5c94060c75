// RUN: %cc1-verify -I %inputs %s

#include "player.h"

void oneOfTwo(bool first)
{
    Track *a = virObjectNew(trackClass);
    Track *b = virObjectNew(trackClass);

    virObjectUnref(first ? a : b);
    virObjectUnref(first ? b : a);
}

void oneOfTwoTwice(bool first)
{
    Track *a = virObjectNew(trackClass);
    Track *b = virObjectNew(trackClass);

    virObjectUnref(first ? a : b);
    virObjectUnref(b); // expected-warning-re {{'b'{{.*}}[virref-over-release]}}
    if (!first)
        virObjectUnref(a);
}

void chosenAndNamed(Track *given)
{
    Track *own = virObjectNew(trackClass);
    Track *track = given ? given : own;

    track->seconds++;
    virObjectUnref(own);
    if (!given)
        virObjectUnref(track); // expected-warning-re {{'{{own|track}}'{{.*}}[virref-over-release]}}
}

void chosenOrNamed(Track *given)
{
    Track *own = given ? NULL : virObjectNew(trackClass);
    Track *track = given ? given : own;

    track->seconds++;
    virObjectUnref(own);
}

int releasedByCondition(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);
    int rc = deviceReady(fd);

    rc < 0 ? virObjectUnref(session) : deviceClose(fd);
    if (rc <= 0)
        virObjectUnref(session); // expected-warning-re {{'session'{{.*}}[virref-over-release]}}
    else
        virObjectUnref(session);
    return rc;
}

int releasedByConditionOnce(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);
    int rc = deviceReady(fd);

    rc < 0 ? virObjectUnref(session) : deviceClose(fd);
    if (rc >= 0)
        virObjectUnref(session);
    return rc;
}
