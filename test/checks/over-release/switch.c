// RUN: %cc1-verify -I %inputs %s

#include "player.h"

typedef enum { STATE_NEW, STATE_OPEN, STATE_FAILED, STATE_CLOSED } State;

int fallsThrough(State state, int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    switch (state) {
    case STATE_FAILED:
        virObjectUnref(session);
        __attribute__((fallthrough));
    case STATE_CLOSED:
        virObjectUnref(session); // expected-warning-re {{'session'{{.*}}[virref-over-release]}}
        return -1;
    case STATE_NEW:
    case STATE_OPEN:
        break;
    }
    virObjectUnref(session);
    return 0;
}

int doesNotFallThrough(State state, int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    switch (state) {
    case STATE_FAILED:
        virObjectUnref(session);
        return -2;
    case STATE_CLOSED:
        virObjectUnref(session);
        return -1;
    case STATE_NEW:
    case STATE_OPEN:
        break;
    }
    virObjectUnref(session);
    return 0;
}

int releasedInCaseAndAfter(State state)
{
    Track *track = virObjectNew(trackClass);
    int ret = 0;

    switch (state) {
    case STATE_OPEN:
        ret = 1;
        break;
    case STATE_FAILED:
        virObjectUnref(track);
        ret = -1;
        break;
    default:
        break;
    }
    virObjectUnref(track); // expected-warning-re {{'track'{{.*}}[virref-over-release]}}
    return ret;
}

int releasedInCaseOrAfter(State state)
{
    Track *track = virObjectNew(trackClass);
    int ret = 0;

    switch (state) {
    case STATE_OPEN:
        ret = 1;
        break;
    case STATE_FAILED:
        virObjectUnref(track);
        ret = -1;
        break;
    default:
        break;
    }
    if (ret >= 0)
        virObjectUnref(track);
    return ret;
}

int pairedSwitches(State state)
{
    Track *track = virObjectNew(trackClass);

    switch (state) {
    case STATE_NEW:
    case STATE_OPEN:
        virObjectUnref(track);
        break;
    default:
        break;
    }
    switch (state) {
    case STATE_NEW:
        break;
    default:
        virObjectUnref(track); // expected-warning-re {{'track'{{.*}}[virref-over-release]}}
        break;
    }
    return 0;
}

int pairedSwitchesApart(State state)
{
    Track *track = virObjectNew(trackClass);

    switch (state) {
    case STATE_NEW:
    case STATE_OPEN:
        virObjectUnref(track);
        break;
    default:
        break;
    }
    switch (state) {
    case STATE_NEW:
    case STATE_OPEN:
        break;
    default:
        virObjectUnref(track);
        break;
    }
    return 0;
}
