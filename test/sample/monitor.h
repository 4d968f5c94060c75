/* monitor.h - the connection to the process that runs a guest */
#ifndef GUESTD_MONITOR_H
#define GUESTD_MONITOR_H

#include "guest.h"
#include "util.h"

struct Monitor {
    virObjectLockable parent;
    Guest *guest;
    Thread thread;
    int fd;
    unsigned int events;
};

/* The result carries a reference; the thread that reads has another one. */
Monitor *monitorOpen(Guest *guest, const char *stateDir);

/* Ends the connection, and thereby the thread. */
void monitorClose(Monitor *mon);

/* The number of events so far. */
unsigned int monitorEvents(Monitor *mon);

#endif
