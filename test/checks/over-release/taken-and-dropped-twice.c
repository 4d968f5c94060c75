// RUN: %cc1-verify -I %inputs -I %include %s
//
// A function takes a reference to its parameter and gives up two on one of the
// paths that fail, where others leave the caller's alone.

#include "player.h"
#include <virref/annotations.h>

typedef struct {
    Player *player;
    char *name;
} Entry;

int playerTryRef(Player *player VIRREF_ACQUIRES_ON_SUCCESS);
int registerEntry(Daemon *daemon, Entry *entry);

static void entryFree(Entry *entry)
{
    if (!entry)
        return;
    virObjectUnref(entry->player);
    g_free(entry->name);
    g_free(entry);
}

int enterAndForget(Daemon *daemon, Player *player, const char *name)
{
    Entry *entry = NULL;

    if (!nameIsValid(name))
        return -1;
    if (playerTryRef(player) < 0)
        return -1;
    entry = g_new0(Entry, 1);
    entry->player = player;
    entry->name = g_strdup(name);
    if (registerEntry(daemon, entry) < 0)
        goto error;
    return 0;

 error:
    virObjectUnref(player);
    entryFree(entry); // expected-warning-re {{'player'{{.*}}other paths that fail leave the caller's reference alone{{.*}}[virref-over-release]}}
    return -1;
}

/* The entry has the reference. */
int enter(Daemon *daemon, Player *player, const char *name)
{
    Entry *entry = NULL;

    if (!nameIsValid(name))
        return -1;
    if (playerTryRef(player) < 0)
        return -1;
    entry = g_new0(Entry, 1);
    entry->player = player;
    entry->name = g_strdup(name);
    if (registerEntry(daemon, entry) < 0)
        goto error;
    return 0;

 error:
    entryFree(entry);
    return -1;
}

/* One for each of two. */
int enterTwice(Daemon *daemon, Player *player, const char *name)
{
    Entry *entry = NULL;

    if (!nameIsValid(name))
        return -1;
    if (playerTryRef(player) < 0)
        return -1;
    entry = g_new0(Entry, 1);
    entry->player = player;
    entry->name = g_strdup(name);
    virObjectRef(player);
    if (registerEntry(daemon, entry) < 0)
        goto error;
    virObjectUnref(player);
    return 0;

 error:
    virObjectUnref(player);
    entryFree(entry);
    return -1;
}

int tryToPlay(Player *player, Track *track)
{
    if (trackCheck(track) < 0)
        return -1;
    virObjectRef(player);
    if (playerStart(player) < 0) {
        virObjectUnref(player);
        virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
        return -1;
    }
    virObjectUnref(player);
    return 0;
}

/* Consumes its argument where it fails, on all of these paths. */
int playOrDrop(Player *player, Track *track)
{
    if (trackCheck(track) < 0) {
        virObjectUnref(player);
        return -1;
    }
    virObjectRef(player);
    if (playerStart(player) < 0) {
        virObjectUnref(player);
        virObjectUnref(player);
        return -1;
    }
    virObjectUnref(player);
    return 0;
}

/* Consumes its argument. */
int playLast(Player *player, Track *track)
{
    int ret = -1;

    if (!track)
        return -1;
    virObjectRef(player);
    if (playerStart(player) < 0)
        goto cleanup;
    ret = 0;

 cleanup:
    virObjectUnref(player);
    virObjectUnref(player);
    return ret;
}
