/* guest.h - a virtual machine */
#ifndef GUESTD_GUEST_H
#define GUESTD_GUEST_H

#include "config.h"
#include "virobject.h"

#include <stdbool.h>

typedef struct Monitor Monitor;

typedef struct Guest {
    virObjectLockable parent;
    char *name;
    unsigned int memory;
    bool running;
    Monitor *monitor;   /* while it runs */
    struct Guest *next; /* of its list */
} Guest;

Guest *guestNew(const char *name, unsigned int memory);

/* Unlocks, releases and clears what a find function has returned. */
void guestEndAPI(Guest **guest);

/* Both want the guest locked. */
int guestStart(Guest *guest, Config *config);
void guestStop(Guest *guest);

#endif
