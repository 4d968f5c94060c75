// RUN: %cc1-verify -I %inputs %s
// expected-no-diagnostics
//
// Elements of heap arrays: storing one there moves its ownership, releasing the
// list releases it, but that it is the same object is not remembered.

#include "player.h"

/* BUG: the list has released it. */
int listFreedAndElementUsed(void)
{
    Track **list = g_new0(Track *, 2);
    Track *track = virObjectNew(trackClass);

    list[0] = track;
    virObjectListFree(list);
    return track->seconds;
}

/* BUG: only the array is freed. */
int arrayFreedOnly(void)
{
    Track **list = g_new0(Track *, 2);

    list[0] = virObjectNew(trackClass);
    g_free(list);
    return 0;
}
