// RUN: %cc1-verify -I %inputs %s

#include "player.h"

int releasedBeforeGoto(Daemon *daemon, const char *device)
{
    int ret = -1;
    Settings *settings = virObjectRef(daemon->settings);
    Mixer *mixer = virObjectLockableNew(mixerClass);

    if (!settings->device || !mixer)
        goto cleanup;
    if (deviceOpen(device) < 0) {
        virObjectUnref(mixer);
        goto cleanup;
    }
    ret = 0;

 cleanup:
    virObjectUnref(mixer); // expected-warning-re {{'mixer'{{.*}}[virref-over-release]}}
    virObjectUnref(settings);
    return ret;
}

int releasedAndNulledBeforeGoto(Daemon *daemon, const char *device)
{
    int ret = -1;
    Settings *settings = virObjectRef(daemon->settings);
    Mixer *mixer = virObjectLockableNew(mixerClass);

    if (!settings->device || !mixer)
        goto cleanup;
    if (deviceOpen(device) < 0) {
        virObjectUnref(mixer);
        mixer = NULL;
        goto cleanup;
    }
    ret = 0;

 cleanup:
    virObjectUnref(mixer);
    virObjectUnref(settings);
    return ret;
}

/* The error label falls through into the one that releases as well. */
int labelsInARow(int fd)
{
    int ret = -1;
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    if (deviceReady(fd) < 0)
        goto error;
    ret = 0;
    goto cleanup;

 error:
    virObjectUnref(session);
 cleanup:
    virObjectUnref(session); // expected-warning-re {{'session'{{.*}}[virref-over-release]}}
    return ret;
}

int labelsApart(int fd)
{
    int ret = -1;
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    if (deviceReady(fd) < 0)
        goto error;
    ret = 0;

 cleanup:
    virObjectUnref(session);
    return ret;

 error:
    virReportError(VIR_ERR_INTERNAL_ERROR, "device %d", fd);
    goto cleanup;
}

/* The next try releases what the last one has released already. */
int retryReleasesOld(int fd)
{
    Session *session = NULL;
    int tries = 0;

 again:
    virObjectUnref(session); // expected-warning-re {{'session'{{.*}}[virref-over-release]}}
    if (tries++ > 3)
        return -1;
    session = virObjectLockableNew(sessionClass);
    if (deviceReady(fd) < 0) {
        virObjectUnref(session);
        goto again;
    }
    virObjectUnref(session);
    return 0;
}

int retryClears(int fd)
{
    Session *session = NULL;
    int tries = 0;

 again:
    virObjectUnref(session);
    session = NULL;
    if (tries++ > 3)
        return -1;
    session = virObjectLockableNew(sessionClass);
    if (deviceReady(fd) < 0)
        goto again;
    virObjectUnref(session);
    return 0;
}
