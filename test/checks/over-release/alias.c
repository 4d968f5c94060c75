// RUN: %cc1-verify -I %inputs %s
//
// Two names are not two references.

#include "player.h"

void bothNamesReleased(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);
    Mixer *same = mixer;

    same->fd = fd;
    virObjectUnref(mixer);
    virObjectUnref(same); // expected-warning-re {{'{{mixer|same}}'{{.*}}[virref-over-release]}}
}

void eachNameWithReference(int fd)
{
    Mixer *mixer = virObjectLockableNew(mixerClass);
    Mixer *same = virObjectRef(mixer);

    same->fd = fd;
    virObjectUnref(mixer);
    virObjectUnref(same);
}

void childAndParent(int id)
{
    Player *player = virObjectLockableNew(playerClass);
    virObject *object = (virObject *) player;

    player->id = id;
    virObjectUnref(player);
    virObjectUnref(object); // expected-warning-re {{'{{player|object}}'{{.*}}[virref-over-release]}}
}

void childOrParent(int id)
{
    Player *player = virObjectLockableNew(playerClass);
    virObject *object = &player->parent.parent;

    player->id = id;
    if (object)
        virObjectUnref(object);
}

/* The field is a name as well. */
void fieldAndName(Session *session)
{
    Player *player = session->player;

    virObjectUnref(player);
    virObjectUnref(session->player); // expected-warning-re {{player'{{.*}}[virref-over-release]}}
}

void fieldThenOther(Session *session, Player *other)
{
    Player *player = session->player;

    session->player = virObjectRef(other);
    virObjectUnref(player);
}

void opaque(void *data)
{
    Session *session = data;

    virObjectUnref(session);
    virObjectUnref(data); // expected-warning-re {{'{{session|data}}'{{.*}}[virref-over-release]}}
}

void opaqueOnce(void *data)
{
    Session *session = data;

    deviceClose(session->fd);
    virObjectUnref(data);
}
