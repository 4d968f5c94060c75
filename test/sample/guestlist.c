#include "guestlist.h"
#include "util.h"

static virClass *GuestListClass;

static void GuestListDispose(void *obj)
{
    GuestList *list = obj;
    Guest *guest = list->first;

    while (guest) {
        Guest *next = guest->next;

        virObjectUnref(guest);
        guest = next;
    }
}

GuestList *guestListNew(void)
{
    if (!GuestListClass && !VIR_CLASS_NEW(GuestList, virClassForObjectLockable()))
        return NULL;
    return virObjectLockableNew(GuestListClass);
}

/* The list is locked. */
static Guest *guestListLookup(GuestList *list, const char *name)
{
    Guest *guest;

    for (guest = list->first; guest; guest = guest->next) {
        if (strSame(guest->name, name))
            return guest;
    }
    return NULL;
}

int guestListAdd(GuestList *list, Guest *guest)
{
    int ret = -1;

    virObjectLock(list);
    if (guestListLookup(list, guest->name)) {
        logError("there is a guest '%s' already", guest->name);
        goto cleanup;
    }
    guest->next = list->first;
    list->first = virObjectRef(guest);
    list->count++;
    ret = 0;

 cleanup:
    virObjectUnlock(list);
    return ret;
}

Guest *guestListFind(GuestList *list, const char *name)
{
    Guest *guest;

    virObjectLock(list);
    guest = virObjectRef(guestListLookup(list, name));
    virObjectUnlock(list);

    if (guest)
        virObjectLock(guest);
    return guest;
}

int guestListRemove(GuestList *list, const char *name)
{
    Guest **place;
    Guest *guest;
    bool running;
    int ret = -1;

    virObjectLock(list);
    for (place = &list->first; *place; place = &(*place)->next) {
        if (strSame((*place)->name, name))
            break;
    }
    if (!(guest = *place))
        goto cleanup;

    virObjectLock(guest);
    running = guest->running;
    virObjectUnlock(guest);
    if (running) {
        logError("guest '%s' runs", name);
        goto cleanup;
    }
    if (guest->parent.parent.refs > 1) { /* planted: raw-refcount */
        logError("guest '%s' is in use", name);
        goto cleanup;
    }

    *place = guest->next;
    list->count--;
    virObjectUnref(guest);
    ret = 0;

 cleanup:
    virObjectUnlock(list);
    return ret;
}

unsigned int guestListStopAll(GuestList *list)
{
    unsigned int stopped = 0;
    Guest *cur;

    virObjectLock(list);
    cur = virObjectRef(list->first);
    virObjectUnlock(list);

    while (cur) {
        Guest *next;

        virObjectLock(cur);
        if (cur->running) {
            guestStop(cur);
            stopped++;
        }
        virObjectUnlock(cur);

        virObjectLock(list);
        next = virObjectRef(cur->next);
        virObjectUnlock(list);

        virObjectUnref(cur);
        cur = next;
    }
    return stopped;
}

void guestListPrune(GuestList *list)
{
    Guest **place;

    virObjectLock(list);
    place = &list->first;
    while (*place) {
        Guest *guest = *place;

        if (guest->running || guest->memory > 0) {
            place = &guest->next;
            continue;
        }
        *place = guest->next;
        list->count--;
        logInfo("guest '%s' goes", guest->name);
        virObjectUnref(guest);
    }
    virObjectUnlock(list);
}
