// RUN: %cc1-verify -I %inputs %s

#include "player.h"

typedef enum { BACKEND_NONE, BACKEND_FILE, BACKEND_DEVICE, BACKEND_NET } Backend;

int oneCaseForgets(Backend backend, int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    switch (backend) {
    case BACKEND_FILE:
        mixer->fd = fd;
        break;
    case BACKEND_DEVICE:
        if (deviceReady(fd) < 0)
            return -1; // expected-warning-re {{'mixer'{{.*}}[virref-leak]}}
        mixer->fd = fd;
        break;
    case BACKEND_NONE:
    case BACKEND_NET:
    default:
        virObjectUnref(mixer);
        return -1;
    }
    virObjectUnref(mixer);
    return 0;
}

int everyCaseReleases(Backend backend, int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    switch (backend) {
    case BACKEND_FILE:
        mixer->fd = fd;
        break;
    case BACKEND_DEVICE:
        if (deviceReady(fd) < 0) {
            virObjectUnref(mixer);
            return -1;
        }
        mixer->fd = fd;
        break;
    case BACKEND_NONE:
    case BACKEND_NET:
    default:
        virObjectUnref(mixer);
        return -1;
    }
    virObjectUnref(mixer);
    return 0;
}

/* Made in one switch, released in another; one value is missing there. */
int pairedSwitchesDiffer(Backend backend)
{
    Track *track = NULL;
    int ret = 0;

    switch (backend) {
    case BACKEND_FILE:
    case BACKEND_NET:
        track = virObjectNew(trackClass);
        track->seconds = 1;
        break;
    case BACKEND_NONE:
    case BACKEND_DEVICE:
        break;
    }

    switch (backend) {
    case BACKEND_FILE:
        virObjectUnref(track);
        break;
    case BACKEND_NET:
    case BACKEND_NONE:
    case BACKEND_DEVICE:
        ret = -1;
        break;
    }
    return ret; // expected-warning-re {{'track'{{.*}}[virref-leak]}}
}

int pairedSwitchesAgree(Backend backend)
{
    Track *track = NULL;
    int ret = 0;

    switch (backend) {
    case BACKEND_FILE:
    case BACKEND_NET:
        track = virObjectNew(trackClass);
        track->seconds = 1;
        break;
    case BACKEND_NONE:
    case BACKEND_DEVICE:
        break;
    }

    switch (backend) {
    case BACKEND_FILE:
    case BACKEND_NET:
        virObjectUnref(track);
        break;
    case BACKEND_NONE:
    case BACKEND_DEVICE:
        ret = -1;
        break;
    }
    return ret;
}

/* Falls through into a case that makes another one. */
int fallThroughOverwrites(Backend backend)
{
    Mixer *mixer = NULL;

    switch (backend) {
    case BACKEND_FILE:
        mixer = virObjectLockableNew(mixerClass);
        mixer->volume = 1;
        __attribute__((fallthrough));
    case BACKEND_DEVICE:
        mixer = virObjectLockableNew(mixerClass); // expected-warning-re {{'mixer'{{.*}}[virref-leak]}}
        mixer->volume = 2;
        break;
    default:
        break;
    }
    virObjectUnref(mixer);
    return 0;
}

int fallThroughReuses(Backend backend)
{
    Mixer *mixer = NULL;

    switch (backend) {
    case BACKEND_FILE:
        mixer = virObjectLockableNew(mixerClass);
        mixer->volume = 1;
        __attribute__((fallthrough));
    case BACKEND_DEVICE:
        if (!mixer)
            mixer = virObjectLockableNew(mixerClass);
        mixer->fd = 2;
        break;
    default:
        break;
    }
    virObjectUnref(mixer);
    return 0;
}

/* A constructor by kind. */
void *newByKind(int kind)
{
    switch (kind) {
    case 1:
        return virObjectNew(trackClass);
    case 2:
        return virObjectLockableNew(playerClass);
    default:
        return NULL;
    }
}
