// RUN: %cc1-verify -I %inputs %s
//
// A field that has received our reference and is overwritten again gives it
// back: then it is ours to release.

#include "player.h"

int clearedOnError(Session *session, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    session->player = player;
    if (deviceWait(id) < 0) {
        session->player = NULL;
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    }
    return 0;
}

int clearedOnErrorReleased(Session *session, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    session->player = player;
    if (deviceWait(id) < 0) {
        session->player = NULL;
        virObjectUnref(player);
        return -1;
    }
    return 0;
}

int releasedThenCleared(Session *session, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    session->player = player;
    if (deviceWait(id) < 0) {
        virObjectUnref(session->player);
        session->player = NULL;
        return -1;
    }
    return 0;
}

void replacedByAnother(Session *session)
{
    session->player = virObjectLockableNew(playerClass);
    session->player = virObjectLockableNew(playerClass); // expected-warning-re {{'{{.*}}'{{.*}}[virref-leak]}}
}

/* The field of the next one has it now. */
void prependTwo(Library *library)
{
    Track *track = virObjectNew(trackClass);

    track->next = library->first;
    library->first = track;
    track = virObjectNew(trackClass);
    track->next = library->first;
    library->first = track;
}

Player *handedOut(Session *session)
{
    Player *player = virObjectLockableNew(playerClass);

    session->player = player;
    player = session->player;
    session->player = NULL;
    return player;
}
