/* client.h - somebody who is connected */
#ifndef GUESTD_CLIENT_H
#define GUESTD_CLIENT_H

#include "guestlist.h"
#include "virobject.h"

#include <stdbool.h>

typedef struct Client {
    virObjectLockable parent;
    int fd;
    unsigned int id;
    unsigned int requests;
    bool quit;
    GuestList *guests;
} Client;

Client *clientNew(int fd, unsigned int id, GuestList *guests);

/* Reads one request and answers it; -1 when the client is to be closed. */
int clientServe(Client *client, Config *config);
void clientClose(Client *client);

#endif
