#include "server.h"
#include "util.h"

#include <stdlib.h>
#include <virref/annotations.h>

static virClass *ServerClass;

/* What a client's thread starts with; it owns a reference to both. */
typedef struct ClientJob {
    Server *server;
    Client *client;
} ClientJob;

static void ServerDispose(void *obj)
{
    Server *server = obj;
    size_t i;

    for (i = 0; i < SERVER_MAX_CLIENTS; i++)
        virObjectUnref(server->clients[i]);
    virObjectUnref(server->guests);
    virObjectUnref(server->config);
}

Server *serverNew(Config *config)
{
    AUTO_UNREF Server *server = NULL;

    if (!ServerClass && !VIR_CLASS_NEW(Server, virClassForObjectLockable()))
        return NULL;
    if (!(server = virObjectLockableNew(ServerClass)))
        return NULL;

    server->config = virObjectRef(config);
    if (!(server->guests = guestListNew()))
        return NULL;
    if ((server->listener = socketListen(config->socketPath)) < 0)
        return NULL;
    return stealPointer(&server);
}

static Config *serverGetConfig(Server *server)
{
    Config *config;

    virObjectLock(server);
    config = virObjectRef(server->config);
    virObjectUnlock(server);
    return config;
}

void serverReload(Server *server, Config *config)
{
    Config *old;

    virObjectLock(server);
    old = server->config;
    server->config = virObjectRef(config);
    virObjectUnlock(server);
    virObjectUnref(old);
}

/* Keeps a reference of its own. */
static int serverAddClient(Server *server, Client *client, unsigned int max)
{
    size_t i;
    int ret = -1;

    virObjectLock(server);
    if (server->nclients >= max)
        goto cleanup;
    for (i = 0; i < SERVER_MAX_CLIENTS; i++) {
        if (!server->clients[i]) {
            server->clients[i] = virObjectRef(client);
            server->nclients++;
            ret = 0;
            break;
        }
    }

 cleanup:
    virObjectUnlock(server);
    return ret;
}

static void serverRemoveClient(Server *server, Client *client)
{
    size_t i;

    virObjectLock(server);
    for (i = 0; i < SERVER_MAX_CLIENTS; i++) {
        if (server->clients[i] == client) {
            server->clients[i] = NULL;
            server->nclients--;
            virObjectUnref(client);
            break;
        }
    }
    virObjectUnlock(server);
}

VIRREF_CONSUMED /* planted: contract-mismatch */
static void clientJobFree(ClientJob *job)
{
    if (!job)
        return;
    virObjectUnref(job->client);
    virObjectUnref(job->server);
    free(job);
}

static void serverClientThread(void *opaque)
{
    ClientJob *job = opaque;

    for (;;) {
        Config *config = serverGetConfig(job->server);
        int rc = clientServe(job->client, config);

        virObjectUnref(config);
        if (rc < 0)
            break;
    }
    clientClose(job->client);
    serverRemoveClient(job->server, job->client);
    clientJobFree(job);
}

static int serverStartClient(Server *server, Client *client)
{
    Thread thread;
    ClientJob *job;

    if (!(job = calloc(1, sizeof(*job))))
        return -1;
    job->server = virObjectRef(server);
    job->client = client; /* planted: missing-ref */

    if (threadCreate(&thread, serverClientThread, job) < 0) {
        virObjectUnref(job->server);
        free(job);
        return -1;
    }
    logInfo("client %u is served", client->id);
    return 0;
}

static int serverAccept(Server *server)
{
    int ret = -1;
    int fd;
    Client *client = NULL;
    Config *config = serverGetConfig(server);

    if ((fd = socketAccept(server->listener)) < 0)
        goto cleanup;

    if (!(client = clientNew(fd, ++server->lastId, server->guests))) {
        socketClose(fd);
        goto cleanup;
    }

    if (serverAddClient(server, client, config->maxClients) < 0) {
        logError("too many clients: %u is turned away", client->id);
        clientClose(client);
        goto cleanup;
    }

    if (serverStartClient(server, client) < 0) {
        serverRemoveClient(server, client);
        clientClose(client);
        virObjectUnref(client);
        goto cleanup;
    }
    ret = 0;

 cleanup:
    virObjectUnref(client); /* planted: over-release */
    virObjectUnref(config);
    return ret;
}

int serverRun(Server *server)
{
    int failures = 0;

    while (!server->quit) {
        if (serverAccept(server) < 0) {
            if (++failures > 10)
                return -1;
            continue;
        }
        failures = 0;
    }
    logInfo("%u guests stopped", guestListStopAll(server->guests));
    guestListPrune(server->guests);
    return 0;
}
