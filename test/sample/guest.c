#include "guest.h"
#include "monitor.h"
#include "util.h"

#include <stdlib.h>

static virClass *GuestClass;

static void GuestDispose(void *obj)
{
    Guest *guest = obj;

    virObjectUnref(guest->monitor);
    free(guest->name);
}

Guest *guestNew(const char *name, unsigned int memory)
{
    Guest *guest;

    if (!GuestClass && !VIR_CLASS_NEW(Guest, virClassForObjectLockable()))
        return NULL;
    if (!(guest = virObjectLockableNew(GuestClass)))
        return NULL;
    if (!(guest->name = strCopy(name))) {
        virObjectUnref(guest);
        return NULL;
    }
    guest->memory = memory;
    return guest;
}

void guestEndAPI(Guest **guest)
{
    if (!*guest)
        return;
    virObjectUnlock(*guest);
    virObjectUnref(*guest);
    *guest = NULL;
}

int guestStart(Guest *guest, Config *config)
{
    if (guest->running) {
        logError("guest '%s' runs already", guest->name);
        return -1;
    }
    if (!(guest->monitor = monitorOpen(guest, config->stateDir))) {
        logError("no monitor for guest '%s'", guest->name);
        return -1;
    }
    guest->running = true;
    return 0;
}

void guestStop(Guest *guest)
{
    Monitor *mon = guest->monitor;

    guest->monitor = NULL;
    guest->running = false;
    if (mon) {
        /* the thread ends when its connection does */
        monitorClose(mon);
        virObjectUnref(mon);
    }
}
