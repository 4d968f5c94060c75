#include "config.h"
#include "util.h"

#include <stdlib.h>

static virClass *ConfigClass;

static void ConfigDispose(void *obj)
{
    Config *config = obj;

    free(config->stateDir);
    free(config->socketPath);
}

Config *configNew(const char *stateDir, const char *socketPath)
{
    AUTO_UNREF Config *config = NULL;

    if (!ConfigClass && !VIR_CLASS_NEW(Config, virClassForObject()))
        return NULL;
    if (!(config = virObjectNew(ConfigClass)))
        return NULL;

    config->maxClients = 20;
    config->maxMemory = 4096;
    if (!(config->stateDir = strCopy(stateDir)) ||
        !(config->socketPath = strCopy(socketPath)))
        return NULL;
    return stealPointer(&config);
}
