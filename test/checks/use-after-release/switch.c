// RUN: %cc1-verify -I %inputs %s

#include "player.h"

typedef enum { EVENT_DATA, EVENT_ERROR, EVENT_HANGUP } Event;

int fallsThroughIntoUse(Event event, Session *session)
{
    switch (event) {
    case EVENT_HANGUP:
        virObjectUnref(session);
        __attribute__((fallthrough));
    case EVENT_ERROR:
        session->fd = -1; // expected-warning-re {{'session'{{.*}}[virref-use-after-release]}}
        return -1;
    case EVENT_DATA:
        break;
    }
    return session->fd;
}

int doesNotFallThrough(Event event, Session *session)
{
    switch (event) {
    case EVENT_HANGUP:
        virObjectUnref(session);
        return -2;
    case EVENT_ERROR:
        session->fd = -1;
        return -1;
    case EVENT_DATA:
        break;
    }
    return session->fd;
}

int usedAfterSwitch(Event event, Session *session)
{
    switch (event) {
    case EVENT_HANGUP:
        virObjectUnref(session);
        break;
    case EVENT_ERROR:
    case EVENT_DATA:
        session->fd++;
        break;
    }
    return session->fd; // expected-warning-re {{'session'{{.*}}[virref-use-after-release]}}
}

int usedAfterSwitchIfThere(Event event, Session *session)
{
    switch (event) {
    case EVENT_HANGUP:
        virObjectUnref(session);
        break;
    case EVENT_ERROR:
    case EVENT_DATA:
        session->fd++;
        break;
    }
    return event == EVENT_HANGUP ? -1 : session->fd;
}
