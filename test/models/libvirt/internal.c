// libvirt's internal API, in the shape of 9.0.0: what a single file cannot show.
// RUN: %plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note -I %inputs -I %S/Inputs %s

#include "virinternal.h"

typedef struct _Server { virObjectLockable parent; GHashTable *clients; } Server;

static void onTimeout(int timer, void *opaque)
{
    clientServe(opaque);
}

static void onClose(virNetClient *client, int reason, void *opaque)
{
    clientServe(opaque);
}

static void serverThread(void *opaque)
{
    Client *client = opaque;

    clientServe(client);
    virObjectUnref(client);
}

int serverInit(Server *server)
{
    server->clients = virHashNew(virObjectUnref);
    return server->clients ? 0 : -1;
}

int serverAdd(Server *server, const char *name)
{
    Client *client = virObjectNew(clientClass);

    if (!client)
        return -1;
    if (virHashAddEntry(server->clients, name, client) < 0)
        return -1; // expected-warning-re {{'client'{{.*}}[virref-leak]}}
    return 0;
}

int serverAddReleased(Server *server, const char *name)
{
    Client *client = virObjectNew(clientClass);

    if (!client)
        return -1;
    if (virHashAddEntry(server->clients, name, client) < 0) {
        virObjectUnref(client);
        return -1;
    }
    return 0;
}

void serverServe(Server *server, const char *name)
{
    Client *client = virHashLookup(server->clients, name);

    if (!client)
        return;
    clientServe(client);
    virObjectUnref(client); // expected-warning-re {{'client'{{.*}}[virref-over-release]}}
}

Client *serverFind(Server *server, const char *name)
{
    return virObjectRef(virHashLookup(server->clients, name));
}

int serverTake(Server *server, const char *name)
{
    Client *client = virHashSteal(server->clients, name);

    if (!client)
        return -1;
    clientServe(client);
    return 0; // expected-warning-re {{'client'{{.*}}[virref-leak]}}
}

int serverTakeReleased(Server *server, const char *name)
{
    Client *client = virHashSteal(server->clients, name);

    if (!client)
        return -1;
    clientServe(client);
    virObjectUnref(client);
    return 0;
}

int clientWatch(Client *client)
{
    virObjectRef(client);
    client->timer = virEventAddTimeout(1000, onTimeout, client, virObjectUnref);
    if (client->timer < 0)
        return -1; // expected-warning-re {{'client'{{.*}}[virref-leak]}}
    return 0;
}

int clientWatchReleased(Client *client)
{
    virObjectRef(client);
    client->timer = virEventAddTimeout(1000, onTimeout, client, virObjectUnref);
    if (client->timer < 0) {
        virObjectUnref(client);
        return -1;
    }
    return 0;
}

void clientConnect(virNetClient *net, Client *client)
{
    virNetClientSetCloseCallback(net, onClose, virObjectRef(client), virObjectUnref);
}

int clientStart(Client *client)
{
    virObjectRef(client);
    if (virThreadCreateFull(client->thread, false, serverThread, "serve", false, client) < 0)
        return -1; // expected-warning-re {{'client'{{.*}}[virref-leak]}}
    return 0;
}

int clientStartReleased(Client *client)
{
    virObjectRef(client);
    if (virThreadCreateFull(client->thread, false, serverThread, "serve", false, client) < 0) {
        virObjectUnref(client);
        return -1;
    }
    return 0;
}

int domainCheck(virConnectPtr conn, const char *name)
{
    virDomainPtr domain = conn->driver->domainLookupByName(conn, name);

    if (!domain)
        return -1;
    return domain->conn != conn; // expected-warning-re {{'domain'{{.*}}[virref-leak]}}
}

virDomainPtr domainLookup(virConnectPtr conn, const char *name)
{
    virDomainPtr domain = conn->driver->domainLookupByName(conn, name);

    if (!domain)
        return NULL;
    return domain;
}
