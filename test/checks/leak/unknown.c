// RUN: %cc1-verify -I %inputs %s
//
// Functions that nobody knows borrow: handing an object to one of them ends
// neither the ownership nor the interest in it.

#include "player.h"

int lentAndForgotten(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    if (playerStart(player) < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    playerStop(player);
    virObjectUnref(player);
    return 0;
}

int lentAndReleased(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    if (playerStart(player) < 0) {
        virObjectUnref(player);
        return -1;
    }
    playerStop(player);
    virObjectUnref(player);
    return 0;
}

int lentAsConst(int seconds)
{
    Track *track = virObjectNew(trackClass);

    track->seconds = seconds;
    trackPrint(track);
    return 0; // expected-warning-re {{'track'{{.*}}[virref-leak]}}
}

int lentAsConstReleased(int seconds)
{
    Track *track = virObjectNew(trackClass);

    track->seconds = seconds;
    trackPrint(track);
    virObjectUnref(track);
    return 0;
}

/* A field of it goes out, not the object. */
int fieldLent(const char *title)
{
    Track *track = virObjectNew(trackClass);

    track->title = g_strdup(title);
    if (!nameIsValid(track->title))
        return -1; // expected-warning-re {{'track'{{.*}}[virref-leak]}}
    virObjectUnref(track);
    return 0;
}

/* The address of the variable: now it may hold anything, or nothing. */
void trackReplace(Track **track);
int trackLoad(const char *title, Track **track);

int addressGivenAway(int seconds)
{
    Track *track = virObjectNew(trackClass);

    track->seconds = seconds;
    trackReplace(&track);
    return 0;
}

int loadedByUnknown(const char *title)
{
    Track *track = NULL;

    if (trackLoad(title, &track) < 0)
        return -1;
    if (track->seconds < 0)
        return -1; /* whose it is, nobody knows */
    virObjectUnref(track);
    return 0;
}

/* The result of an unknown function may be owned or not. */
Track *libraryPick(Library *library);

int pickedAndKept(Library *library)
{
    Track *track = libraryPick(library);

    return track ? track->seconds : -1;
}

int pickedAndReleased(Library *library)
{
    Track *track = libraryPick(library);

    virObjectUnref(track);
    return 0;
}

int pickedAndRefForgotten(Library *library)
{
    Track *track = virObjectRef(libraryPick(library));

    return track ? track->seconds : -1; // expected-warning-re {{'track'{{.*}}[virref-leak]}}
}

/* An unknown function does not change what was known of the condition. */
int conditionSurvives(bool wanted)
{
    Track *track = NULL;

    if (wanted)
        track = virObjectNew(trackClass);
    deviceWait(1);
    if (wanted)
        virObjectUnref(track);
    return 0;
}
