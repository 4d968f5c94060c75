/* server.h - accepts clients and serves each of them in a thread */
#ifndef GUESTD_SERVER_H
#define GUESTD_SERVER_H

#include "client.h"
#include "config.h"
#include "guestlist.h"

#define SERVER_MAX_CLIENTS 64

typedef struct Server {
    virObjectLockable parent;
    Config *config;
    GuestList *guests;
    Client *clients[SERVER_MAX_CLIENTS]; /* a reference each, or NULL */
    unsigned int nclients;
    unsigned int lastId;
    int listener;
    bool quit;
} Server;

Server *serverNew(Config *config);
void serverReload(Server *server, Config *config);
int serverRun(Server *server);

#endif
