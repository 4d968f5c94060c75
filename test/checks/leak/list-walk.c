// RUN: %cc1-verify -I %inputs %s
//
// A reference on each element for as long as it is looked at.

#include "player.h"

int walkReleasesEach(Library *library)
{
    Track *cur = virObjectRef(library->first);
    Track *next;
    int total = 0;

    while (cur) {
        total += cur->seconds;
        next = virObjectRef(cur->next);
        virObjectUnref(cur);
        cur = next;
    }
    return total;
}

int walkForgetsCurrent(Library *library)
{
    Track *cur = virObjectRef(library->first);
    Track *next;
    int total = 0;

    while (cur) {
        total += cur->seconds;
        next = virObjectRef(cur->next);
        cur = next; // expected-warning-re 1-2 {{'{{.*}}'{{.*}}[virref-leak]}}
    }
    return total;
}

Track *walkForgetsNext(Library *library, int seconds)
{
    Track *cur = virObjectRef(library->first);
    Track *next;

    while (cur) {
        next = virObjectRef(cur->next);
        if (cur->seconds == seconds)
            return cur; // expected-warning-re {{next'{{.*}}[virref-leak]}}
        virObjectUnref(cur);
        cur = next;
    }
    return NULL;
}

Track *walkReturnsCurrent(Library *library, int seconds)
{
    Track *cur = virObjectRef(library->first);
    Track *next;

    while (cur) {
        if (cur->seconds == seconds)
            return cur;
        next = virObjectRef(cur->next);
        virObjectUnref(cur);
        cur = next;
    }
    return NULL;
}

/* Leaves the loop with a reference on the element that it stopped at. */
int walkStopsEarly(Library *library)
{
    Track *cur = virObjectRef(library->first);
    Track *next;
    int n = 0;

    while (cur) {
        if (!cur->title)
            break;
        n++;
        next = virObjectRef(cur->next);
        virObjectUnref(cur);
        cur = next;
    }
    return n; // expected-warning-re 1-2 {{'{{.*}}'{{.*}}[virref-leak]}}
}

int walkStopsEarlyReleased(Library *library)
{
    Track *cur = virObjectRef(library->first);
    Track *next;
    int n = 0;

    while (cur) {
        if (!cur->title)
            break;
        n++;
        next = virObjectRef(cur->next);
        virObjectUnref(cur);
        cur = next;
    }
    virObjectUnref(cur);
    return n;
}

/* Finds by comparison, references the hit only. */
Track *findAndRef(Library *library, int seconds)
{
    Track *cur;

    for (cur = library->first; cur; cur = cur->next) {
        if (cur->seconds == seconds)
            return virObjectRef(cur);
    }
    return NULL;
}

Track *findAndRefTwice(Library *library, int seconds)
{
    Track *cur;

    for (cur = library->first; cur; cur = cur->next) {
        virObjectRef(cur);
        if (cur->seconds == seconds)
            return virObjectRef(cur); // expected-warning-re {{'{{.*}}'{{.*}}[virref-leak]}}
        virObjectUnref(cur);
    }
    return NULL;
}

/* The list is taken apart: it owned its elements, each one is released. */
void takeApart(Library *library)
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

/* A new head; the list owns it from then on. */
void prepend(Library *library, int seconds)
{
    Track *track = virObjectNew(trackClass);

    track->seconds = seconds;
    track->next = library->first;
    library->first = track;
}

void appended(Library *library, Track *track)
{
    Track **tail = &library->first;

    while (*tail)
        tail = &(*tail)->next;
    *tail = virObjectRef(track);
}
