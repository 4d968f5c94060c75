// RUN: %cc1-verify -I %inputs %s
//
// Registered for calls back: what the free function will release has to be
// there.

#include "virobject.h"

#define SAYS(Words) __attribute__((annotate("virref:" Words)))

typedef struct _Socket Socket;
typedef struct _Client { virObject parent; Socket *socket; int fd; } Client;
typedef struct { Client *client; int id; } Hook;

void *memAlloc(unsigned long size);
void memFree(void *memory);
int socketWatch(Socket *socket, void (*fire)(Socket *, void *),
                void *opaque SAYS("consumed-on-success"), void (*ff)(void *));
int addTimer(int ms, void (*fire)(int, void *), void *opaque, void (*ff)(void *));
void onEvent(Socket *socket, void *opaque);
void onTimer(int id, void *opaque);

int watch(Client *client)
{
    if (socketWatch(client->socket, onEvent, client, virObjectFreeCallback) < 0) // expected-warning-re {{'client' is handed over here{{.*}}[virref-missing-ref]}}
        return -1;
    return 0;
}

int watchWithReference(Client *client)
{
    virObjectRef(client);
    if (socketWatch(client->socket, onEvent, client, virObjectFreeCallback) < 0) {
        virObjectUnref(client);
        return -1;
    }
    return 0;
}

// Its caller has taken the reference.
static int watchForCaller(Client *client)
{
    return socketWatch(client->socket, onEvent, client, virObjectFreeCallback);
}

int watchByHelper(Client *client)
{
    virObjectRef(client);
    if (watchForCaller(client) < 0) {
        virObjectUnref(client);
        return -1;
    }
    return 0;
}

// Perhaps it is given the client to keep.
int watchOther(Socket *socket, Client *client)
{
    return socketWatch(socket, onEvent, client, virObjectFreeCallback);
}

static void hookFree(void *opaque)
{
    Hook *hook = opaque;

    virObjectUnref(hook->client);
    memFree(hook);
}

int hookAdd(Client *client)
{
    Hook *hook = memAlloc(sizeof(*hook));

    if (!hook)
        return -1;
    hook->client = client; // expected-warning-re {{'client' is stored here in a field that owns what it refers to{{.*}}[virref-missing-ref]}}
    hook->id = addTimer(1, onTimer, hook, hookFree);
    if (hook->id < 0) {
        memFree(hook);
        return -1;
    }
    return 0;
}

int hookAddWithReference(Client *client)
{
    Hook *hook = memAlloc(sizeof(*hook));

    if (!hook)
        return -1;
    hook->client = client;
    virObjectRef(hook->client);
    hook->id = addTimer(1, onTimer, hook, hookFree);
    if (hook->id < 0) {
        virObjectUnref(hook->client);
        memFree(hook);
        return -1;
    }
    return 0;
}

int hookAddRefFirst(Client *client)
{
    Hook *hook = memAlloc(sizeof(*hook));

    if (!hook)
        return -1;
    hook->client = virObjectRef(client);
    hook->id = addTimer(1, onTimer, hook, hookFree);
    if (hook->id < 0) {
        hookFree(hook);
        return -1;
    }
    return 0;
}
