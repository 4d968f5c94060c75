// RUN: %cc1-verify -fcxx-exceptions -fexceptions -I %inputs %s
// expected-no-diagnostics
//
// The engine does not follow a thrown exception to its handler.

#include "player.h"

struct DeviceError {
    int fd;
};
void deviceCheck(int fd);

/* BUG: lost when the exception leaves. */
int thrownPast(int fd)
{
    auto *player = static_cast<Player *>(virObjectLockableNew(playerClass));

    if (fd < 0)
        throw DeviceError{fd};
    virObjectUnref(player);
    return 0;
}

/* BUG: lost in the handler. */
int lostInHandler(int fd)
{
    auto *player = static_cast<Player *>(virObjectLockableNew(playerClass));

    try {
        deviceCheck(fd);
    } catch (const DeviceError &) {
        return -1;
    }
    virObjectUnref(player);
    return 0;
}
