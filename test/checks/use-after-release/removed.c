// RUN: %cc1-verify -I %inputs %s
//
// What is removed from a container that owns its values has lost what kept it
// alive: it is not to be used by who has looked it up there.

#include "player.h"

struct hall { GHashTable *players; };
struct guild { GHashTable *byName, *byId; };
struct register_ { GHashTable *names; };

void formatId(char *buffer, int id);

void hallOpen(struct hall *hall, struct guild *guild, struct register_ *names)
{
    hall->players = virHashNew(virObjectUnref);
    guild->byName = virHashNew(virObjectUnref);
    guild->byId = virHashNew(virObjectUnref);
    names->names = virHashNew(NULL);
}

int used(struct hall *hall, const char *name)
{
    Player *player = virHashLookup(hall->players, name);

    if (!player)
        return -1;
    virHashRemoveEntry(hall->players, name);
    return playerStop(player); // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

int usedFirst(struct hall *hall, const char *name)
{
    Player *player = virHashLookup(hall->players, name);
    int ret;

    if (!player)
        return -1;
    ret = playerStop(player);
    virHashRemoveEntry(hall->players, name);
    return ret;
}

int withItsOwn(struct hall *hall, const char *name)
{
    Player *player = virObjectRef(virHashLookup(hall->players, name));
    int ret;

    if (!player)
        return -1;
    virHashRemoveEntry(hall->players, name);
    ret = playerStop(player);
    virObjectUnref(player);
    return ret;
}

int another(struct hall *hall, const char *name, const char *old)
{
    Player *player = virHashLookup(hall->players, name);

    virHashRemoveEntry(hall->players, old);
    return player ? playerStop(player) : -1;
}

int byBuffer(struct hall *hall, int id)
{
    char key[12];
    Player *player;

    formatId(key, id);
    if (!(player = virHashLookup(hall->players, key)))
        return -1;
    virHashRemoveEntry(hall->players, key);
    return playerStop(player); // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

/* The buffer holds another key by then. */
int refilled(struct hall *hall, int id, int old)
{
    char key[12];
    Player *player;

    formatId(key, id);
    if (!(player = virHashLookup(hall->players, key)))
        return -1;
    formatId(key, old);
    virHashRemoveEntry(hall->players, key);
    return playerStop(player);
}

/* The other table has a reference, too. */
int inTwo(struct guild *guild, const char *name, const char *id)
{
    Player *player = virHashLookup(guild->byName, name);

    if (!player)
        return -1;
    virHashRemoveEntry(guild->byName, name);
    playerStop(player);
    virHashRemoveEntry(guild->byId, id);
    return 0;
}

/* It is somebody else's. */
int notOwned(struct register_ *names, const char *name)
{
    Player *player = virHashLookup(names->names, name);

    virHashRemoveEntry(names->names, name);
    return player ? playerStop(player) : -1;
}
