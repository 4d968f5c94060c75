#include "client.h"
#include "monitor.h"
#include "util.h"

#include <string.h>

static virClass *ClientClass;

static void ClientDispose(void *obj)
{
    Client *client = obj;

    if (client->fd >= 0)
        socketClose(client->fd);
    virObjectUnref(client->guests);
}

Client *clientNew(int fd, unsigned int id, GuestList *guests)
{
    Client *client;

    if (!ClientClass && !VIR_CLASS_NEW(Client, virClassForObjectLockable()))
        return NULL;
    if (!(client = virObjectLockableNew(ClientClass)))
        return NULL;
    client->fd = fd;
    client->id = id;
    client->guests = virObjectRef(guests);
    return client;
}

void clientClose(Client *client)
{
    virObjectLock(client);
    if (client->fd >= 0) {
        socketClose(client->fd);
        client->fd = -1;
    }
    client->quit = true;
    virObjectUnlock(client);
}

static int clientDefine(Client *client, const char *name, Config *config)
{
    Guest *guest;

    if (!(guest = guestNew(name, config->maxMemory / 4)))
        return -1;
    if (guestListAdd(client->guests, guest) < 0) {
        virObjectUnref(guest);
        logError("guest '%s' is not defined", guest->name); /* planted: use-after-release */
        return -1;
    }
    virObjectUnref(guest);
    return 0;
}

static int clientStart(Client *client, const char *name, Config *config)
{
    Guest *guest;
    int ret = -1;

    if (!(guest = guestListFind(client->guests, name)))
        return -1;
    if (guest->memory > config->maxMemory) {
        logError("guest '%s' wants too much memory", name);
        goto cleanup;
    }
    ret = guestStart(guest, config);

 cleanup:
    guestEndAPI(&guest);
    return ret;
}

static int clientStop(Client *client, const char *name)
{
    Guest *guest;

    if (!(guest = guestListFind(client->guests, name)))
        return -1;
    guestStop(guest);
    guestEndAPI(&guest);
    return 0;
}

/* The number of events that a guest's monitor has seen. The question may take
 * its time, so the guest is not locked meanwhile. */
static int clientEvents(Client *client, const char *name)
{
    Guest *guest;
    Monitor *mon;
    int ret;

    if (!(guest = guestListFind(client->guests, name)))
        return -1;
    mon = virObjectRef(guest->monitor);
    guestEndAPI(&guest);

    if (!mon) {
        logError("guest '%s' does not run", name);
        return -1;
    }
    ret = (int) monitorEvents(mon);
    if (ret == 0) {
        logInfo("guest '%s' is quiet", name);
        return 0; /* planted: leak */
    }
    virObjectUnref(mon);
    return ret;
}

int clientServe(Client *client, Config *config)
{
    char line[256];
    char *name;
    int rc;

    if (socketReadLine(client->fd, line, sizeof(line)) <= 0)
        return -1;

    virObjectLock(client);
    client->requests++;
    virObjectUnlock(client);

    if (!(name = strchr(line, ' ')))
        return socketWrite(client->fd, "what?\n");
    *name++ = '\0';

    if (strcmp(line, "define") == 0)
        rc = clientDefine(client, name, config);
    else if (strcmp(line, "undefine") == 0)
        rc = guestListRemove(client->guests, name);
    else if (strcmp(line, "start") == 0)
        rc = clientStart(client, name, config);
    else if (strcmp(line, "stop") == 0)
        rc = clientStop(client, name);
    else if (strcmp(line, "events") == 0)
        rc = clientEvents(client, name);
    else
        rc = -1;
    return socketWrite(client->fd, rc < 0 ? "failed\n" : "done\n");
}
