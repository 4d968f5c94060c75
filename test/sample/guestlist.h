/* guestlist.h - all guests; each has one reference from the list */
#ifndef GUESTD_GUESTLIST_H
#define GUESTD_GUESTLIST_H

#include <virref/annotations.h>

#include "guest.h"

typedef struct GuestList {
    virObjectLockable parent;
    Guest *first;
    unsigned int count;
} GuestList;

GuestList *guestListNew(void);

/* Takes a reference of its own; -1 if there is a guest of that name. */
int guestListAdd(GuestList *list, Guest *guest VIRREF_RETAINED_ON_SUCCESS);

/* Locked, with a reference: to be ended with guestEndAPI(). */
Guest *guestListFind(GuestList *list, const char *name);

/* Drops the list's reference to a guest that neither runs nor is in use. */
int guestListRemove(GuestList *list, const char *name);

/* Stops every guest that runs and counts them. */
unsigned int guestListStopAll(GuestList *list);

/* Removes those that neither run nor have memory. */
void guestListPrune(GuestList *list);

#endif
