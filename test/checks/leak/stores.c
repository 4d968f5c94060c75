// RUN: %cc1-verify -I %inputs %s
//
// A reference that is stored where it outlives the function has moved there.

#include "player.h"

Player *currentPlayer;
static Session *lastSession;

void intoField(Session *session, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    session->player = player;
}

void intoFieldOnOnePath(Session *session, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    if (!session->player)
        session->player = player;
} // expected-warning-re {{'player'{{.*}}[virref-leak]}}

void intoFieldOrReleased(Session *session, int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    if (!session->player)
        session->player = player;
    else
        virObjectUnref(player);
}

void intoGlobal(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    currentPlayer = player;
}

int intoGlobalAfterCheck(int id, int fd)
{
    Player *player = virObjectLockableNew(playerClass);

    player->id = id;
    if (deviceReady(fd) < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    currentPlayer = player;
    return 0;
}

void intoStatic(int fd)
{
    Session *session = virObjectLockableNew(sessionClass);

    session->fd = fd;
    virObjectUnref(lastSession);
    lastSession = session;
}

Settings *intoLocalStatic(void)
{
    static Settings *settings;

    if (!settings)
        settings = virObjectNew(settingsClass);
    return virObjectRef(settings);
}

int intoOutParameter(Track **out)
{
    Track *track = virObjectNew(trackClass);

    if (!track)
        return -1;
    *out = track;
    return 0;
}

int intoOutParameterIfWanted(Track **out)
{
    Track *track = virObjectNew(trackClass);

    if (!track)
        return -1;
    if (out)
        *out = track;
    return 0; // expected-warning-re {{'track'{{.*}}[virref-leak]}}
}

int intoOutParameterOrReleased(Track **out)
{
    Track *track = virObjectNew(trackClass);

    if (!track)
        return -1;
    if (out)
        *out = track;
    else
        virObjectUnref(track);
    return 0;
}

void intoCallersArray(Track **tracks, int n)
{
    for (int i = 0; i < n; i++)
        tracks[i] = virObjectNew(trackClass);
}

void intoHeap(Daemon *daemon)
{
    Library *library = virObjectRWLockableNew(libraryClass);

    library->players = g_new0(Player *, 1);
    library->players[0] = virObjectLockableNew(playerClass);
    library->nplayers = 1;
    daemon->library = library;
}

/* Into a field of an object that is ours; it goes when that goes. */
int intoOwnObject(int fd)
{
    Player *player = virObjectLockableNew(playerClass);
    Mixer *mixer = virObjectLockableNew(mixerClass);

    mixer->fd = fd;
    player->mixer = mixer;
    virObjectUnref(player);
    return 0;
}

/* Into a local struct: the function still has it. */
struct selection {
    Track *track;
    int from;
};

int intoLocalStruct(int from)
{
    struct selection sel = { virObjectNew(trackClass), from };

    sel.track->seconds = from;
    return sel.from; // expected-warning-re {{'{{sel|.*track}}'{{.*}}[virref-leak]}}
}

int intoLocalStructReleased(int from)
{
    struct selection sel = { virObjectNew(trackClass), from };

    sel.track->seconds = from;
    virObjectUnref(sel.track);
    return sel.from;
}

struct selection intoReturnedStruct(int from)
{
    struct selection sel = { virObjectNew(trackClass), from };

    sel.track->seconds = from;
    return sel;
}

int intoLocalArray(int seconds)
{
    Track *pair[2] = { NULL, NULL };

    pair[0] = virObjectNew(trackClass);
    pair[1] = virObjectNew(trackClass);
    pair[0]->seconds = pair[1]->seconds = seconds;
    virObjectUnref(pair[0]);
    return 0; // expected-warning {{[virref-leak]}}
}

int intoLocalArrayReleased(int seconds)
{
    Track *pair[2] = { NULL, NULL };

    pair[0] = virObjectNew(trackClass);
    pair[1] = virObjectNew(trackClass);
    pair[0]->seconds = pair[1]->seconds = seconds;
    for (int i = 0; i < 2; i++)
        virObjectUnref(pair[i]);
    return 0;
}

/* A private pointer without type. */
void intoPrivateData(Session *session, int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);

    mixer->fd = fd;
    session->privateData = mixer;
}

/* ---- a part of the object leads to all of it ---- */

struct link {
    struct link *next;
};

struct linked {
    virObject parent;
    int id;
    struct link link;
};

struct link *linkOfNew(void)
{
    struct linked *linked = virObjectNew(playerClass);

    return linked ? &linked->link : NULL;
}

void linkAdded(struct link *head)
{
    struct linked *linked = virObjectNew(playerClass);

    if (linked)
        head->next = &linked->link;
}

int linkForgotten(void)
{
    struct linked *linked = virObjectNew(playerClass);

    if (!linked)
        return -1;
    return linked->id; // expected-warning-re {{'linked'{{.*}}[virref-leak]}}
}
