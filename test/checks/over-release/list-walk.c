// RUN: %cc1-verify -I %inputs %s

#include "player.h"

void walkTakenApart(Library *library)
{
    Track *cur = library->first;

    while (cur) {
        Track *next = cur->next;

        virObjectUnref(cur);
        cur = next;
    }
    library->first = NULL;
}

/* The head is released by the walk, and again after it. */
void headReleasedAgain(Library *library)
{
    Track *cur = library->first;

    while (cur) {
        Track *next = cur->next;

        virObjectUnref(cur);
        cur = next;
    }
    virObjectUnref(library->first); // expected-warning-re {{'{{cur|.*first}}'{{.*}}[virref-over-release]}}
    library->first = NULL;
}

/* The walk releases what it has not referenced, when it finds it. */
int foundReleasedTwice(Library *library, int seconds)
{
    Track *cur = virObjectRef(library->first);
    Track *next;

    while (cur) {
        next = virObjectRef(cur->next);
        if (cur->seconds == seconds) {
            virObjectUnref(next);
            virObjectUnref(next);
            virObjectUnref(next); // expected-warning-re {{next'{{.*}}[virref-over-release]}}
            virObjectUnref(cur);
            return 1;
        }
        virObjectUnref(cur);
        cur = next;
    }
    return 0;
}

int foundReleasedOnce(Library *library, int seconds)
{
    Track *cur = virObjectRef(library->first);
    Track *next;

    while (cur) {
        next = virObjectRef(cur->next);
        if (cur->seconds == seconds) {
            virObjectUnref(next);
            virObjectUnref(cur);
            return 1;
        }
        virObjectUnref(cur);
        cur = next;
    }
    return 0;
}

/* Unlinks one element and drops the list's reference to it. */
int unlinkTrack(Library *library, const Track *track)
{
    for (Track **place = &library->first; *place; place = &(*place)->next) {
        if (*place == track) {
            Track *found = *place;

            *place = found->next;
            virObjectUnref(found);
            return 0;
        }
    }
    return -1;
}
