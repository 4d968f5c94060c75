// RUN: %cc1-verify -I %inputs %s
// expected-no-diagnostics
//
// Setters that take their caller's reference over: more than one, or given what
// the caller owns.

#include "player.h"

typedef struct _Booth {
    Player *player;
    Mixer *mixer;
    Settings *settings;
    Track *track;
} Booth;

static void boothFree(Booth *booth)
{
    virObjectUnref(booth->player);
    virObjectUnref(booth->mixer);
    virObjectUnref(booth->settings);
    virObjectUnref(booth->track);
    g_free(booth);
}

void boothSetPlayer(Booth *booth, Player *player)
{
    booth->player = virObjectRef(player);
}

void boothSetTrack(Booth *booth, Track *track)
{
    booth->track = virObjectRef(track);
}

static void boothTakeMixer(Booth *booth, Mixer *mixer)
{
    booth->mixer = mixer;
}

Mixer *mixerOpen(void);

Booth *boothOpen(void)
{
    Booth *booth = g_malloc0(sizeof(*booth));

    boothTakeMixer(booth, mixerOpen());
    if (!booth->mixer)
        g_clear_pointer(&booth, boothFree);
    return booth;
}
