/* guestd - runs virtual machines for whoever is connected */
#include "config.h"
#include "server.h"
#include "util.h"

#include <stdlib.h>

int main(int argc, char **argv)
{
    int ret = EXIT_FAILURE;
    Config *config = NULL;
    Server *server = NULL;

    if (argc != 3) {
        logError("usage: %s STATE_DIR SOCKET", argv[0]);
        return EXIT_FAILURE;
    }

    if (!(config = configNew(argv[1], argv[2])))
        goto cleanup;
    if (!(server = serverNew(config)))
        goto cleanup;
    if (serverRun(server) < 0)
        goto cleanup;
    ret = EXIT_SUCCESS;

 cleanup:
    virObjectUnref(server);
    virObjectUnref(config);
    return ret;
}
