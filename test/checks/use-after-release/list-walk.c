// RUN: %cc1-verify -I %inputs %s

#include "player.h"

/* The classic: the link is read from what has just been released. */
void linkReadAfter(Library *library)
{
    Track *cur = library->first;

    library->first = NULL;
    while (cur) {
        virObjectUnref(cur);
        cur = cur->next; // expected-warning-re {{'{{cur|.*first}}'{{.*}}[virref-use-after-release]}}
    }
}

void linkReadBefore(Library *library)
{
    Track *cur = library->first;
    Track *next;

    library->first = NULL;
    while (cur) {
        next = cur->next;
        virObjectUnref(cur);
        cur = next;
    }
}

void linkReadInForHeader(Library *library)
{
    for (Track *cur = library->first; cur; cur = cur->next) // expected-warning {{[virref-use-after-release]}}
        virObjectUnref(cur);
}

/* A reference to each element while it is current. */
int linkReadWhileOwned(Library *library)
{
    int n = 0;
    Track *cur = virObjectRef(library->first);

    while (cur) {
        Track *next = virObjectRef(cur->next);

        virObjectUnref(cur);
        cur = next;
        n++;
    }
    return n;
}

/* Stops at an element that it has just released. */
Track *foundReleased(Track *first, int seconds)
{
    Track *cur = first;
    Track *next;

    while (cur) {
        next = cur->next;
        if (cur->seconds == seconds) {
            virObjectUnref(cur);
            return cur; // expected-warning-re {{'{{cur|first}}'{{.*}}[virref-use-after-release]}}
        }
        cur = next;
    }
    return NULL;
}

Track *foundReferenced(Track *first, int seconds)
{
    Track *cur = first;

    while (cur) {
        if (cur->seconds == seconds)
            return virObjectRef(cur);
        cur = cur->next;
    }
    return NULL;
}

/* Unlinked first, or at least looked at first. */
int unlinkAndRelease(Library *library, int seconds)
{
    Track **place = &library->first;

    while (*place) {
        Track *cur = *place;

        if (cur->seconds < seconds) {
            *place = cur->next;
            virObjectUnref(cur);
        } else {
            place = &cur->next;
        }
    }
    return 0;
}

int releaseAndUnlink(Library *library, int seconds)
{
    Track **place = &library->first;

    while (*place) {
        Track *cur = *place;

        if (cur->seconds < seconds) {
            virObjectUnref(cur);
            *place = cur->next; // expected-warning {{[virref-use-after-release]}}
        } else {
            place = &cur->next;
        }
    }
    return 0;
}
