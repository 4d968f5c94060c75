#include "monitor.h"

static virClass *MonitorClass;

static void MonitorDispose(void *obj)
{
    Monitor *mon = obj;

    if (mon->fd >= 0)
        socketClose(mon->fd);
    virObjectUnref(mon->guest);
}

/* The reader: owns one reference to its monitor. */
static void monitorThread(void *opaque)
{
    Monitor *mon = opaque;
    char line[256];
    int len;

    for (;;) {
        /* the connection stays open for as long as the thread runs */
        len = socketReadLine(mon->fd, line, sizeof(line));

        virObjectLock(mon);
        if (len <= 0)
            break;
        mon->events++;
        virObjectUnlock(mon);
    }

    if (len < 0) {
        logError("monitor of guest '%s': read failed", mon->guest->name);
        virObjectUnref(mon); /* planted: release-while-locked */
        return;
    }
    mon->events = 0;
    virObjectUnlock(mon);
    virObjectUnref(mon);
}

Monitor *monitorOpen(Guest *guest, const char *stateDir)
{
    Monitor *mon;

    if (!MonitorClass && !VIR_CLASS_NEW(Monitor, virClassForObjectLockable()))
        return NULL;
    if (!(mon = virObjectLockableNew(MonitorClass)))
        return NULL;
    mon->fd = -1;
    mon->guest = virObjectRef(guest);

    if ((mon->fd = socketConnect(stateDir)) < 0)
        goto error;

    virObjectRef(mon);
    if (threadCreate(&mon->thread, monitorThread, mon) < 0) {
        virObjectUnref(mon);
        goto error;
    }
    return mon;

 error:
    virObjectUnref(mon);
    return NULL;
}

void monitorClose(Monitor *mon)
{
    socketWrite(mon->fd, "quit\n");
}

unsigned int monitorEvents(Monitor *mon)
{
    unsigned int events;

    virObjectLock(mon);
    events = mon->events;
    virObjectUnlock(mon);
    return events;
}
