/* config.h - the settings; replaced as a whole on reload, never changed */
#ifndef GUESTD_CONFIG_H
#define GUESTD_CONFIG_H

#include "virobject.h"

typedef struct Config {
    virObject parent;
    char *stateDir;
    char *socketPath;
    unsigned int maxClients;
    unsigned int maxMemory; /* of one guest, in MiB */
} Config;

Config *configNew(const char *stateDir, const char *socketPath);

#endif
