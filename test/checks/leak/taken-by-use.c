// RUN: %cc1-verify -I %inputs %s
//
// What becomes of an argument of a function that nobody knows: its callers can
// show that it takes the reference over.

#include "player.h"

/* ---- with a reference that nobody else could drop ---- */

void libraryPut(Library *library, int key, Player *player);

void putTaken(Library *library, Player *player)
{
    libraryPut(library, 1, virObjectRef(player));
}

void putMade(Library *library, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    libraryPut(library, id, player);
}

int putNotReached(Library *library, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    if (id < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    libraryPut(library, id, player);
    return 0;
}

/* ---- unless it fails ---- */

int libraryTryPut(Library *library, Player *player);

int triedAndDropped(Library *library, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    if (libraryTryPut(library, player) < 0) {
        virObjectUnref(player);
        return -1;
    }
    return 0;
}

void triedOnly(Library *library, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    libraryTryPut(library, player);
}

/* ---- one who knows better ---- */

void sessionShow(Session *session, Track *track);

void shownTaken(Session *session, Track *track)
{
    sessionShow(session, virObjectRef(track));
}

void shownAndReleased(Session *session)
{
    Track *track = virObjectNew(trackClass);

    track->seconds = 1;
    sessionShow(session, track);
    virObjectUnref(track);
}

void shownOnly(Session *session)
{
    Track *track = virObjectNew(trackClass);

    track->seconds = 2;
    sessionShow(session, track);
} // expected-warning-re {{'track'{{.*}}[virref-leak]}}

/* ---- that nobody releases it shows nothing: all of them can have forgotten ---- */

void sessionAsk(Session *session, Track *track);

void askedFirst(Session *session)
{
    Track *track = virObjectNew(trackClass);

    track->seconds = 1;
    sessionAsk(session, track);
} // expected-warning-re {{'track'{{.*}}[virref-leak]}}

void askedSecond(Session *session)
{
    Track *track = virObjectNew(trackClass);

    track->seconds = 2;
    sessionAsk(session, track);
} // expected-warning-re {{'track'{{.*}}[virref-leak]}}

/* ---- out of a field that is cleared then ---- */

struct request {
    Track *reply;
    int n;
};

void requestAnswer(struct request *request, Session *session)
{
    request->reply = virObjectNew(trackClass);
    request->reply->seconds = 1;
    sessionAsk(session, request->reply);
    request->reply = NULL;
}

void requestForget(struct request *request)
{
    request->reply = virObjectNew(trackClass);
    request->reply->seconds = 1;
    request->reply = NULL; // expected-warning-re {{'{{.*}}[virref-leak]}}
}
