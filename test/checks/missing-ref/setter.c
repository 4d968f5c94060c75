// RUN: %cc1-verify -I %inputs %s
//
// All functions of the file that store a parameter in a field which owns it take
// a reference, but for one.

#include "player.h"

typedef struct _Booth {
    virObject parent;
    Player *player;
    Player *guest;
    Mixer *mixer;
    Settings *settings;
    Track **tracks;
    size_t ntracks;
    char *name;
} Booth;

static virClass *BoothClass;

static void BoothDispose(void *opaque)
{
    Booth *booth = opaque;
    size_t i;

    for (i = 0; i < booth->ntracks; i++)
        virObjectUnref(booth->tracks[i]);
    g_free(booth->tracks);
    virObjectUnref(booth->player);
    virObjectUnref(booth->guest);
    virObjectUnref(booth->mixer);
    virObjectUnref(booth->settings);
    g_free(booth->name);
}

Booth *boothNew(void)
{
    if (!VIR_CLASS_NEW(Booth, virClassForObject()))
        return NULL;
    return virObjectNew(BoothClass);
}

void boothSetPlayer(Booth *booth, Player *player)
{
    booth->player = virObjectRef(player);
}

/* By the name of the field. */
void boothSetGuest(Booth *booth, Player *guest)
{
    virObjectUnref(booth->guest);
    booth->guest = guest;
    if (booth->guest)
        virObjectRef(booth->guest);
}

void boothAddTrack(Booth *booth, Track *track)
{
    booth->tracks[booth->ntracks++] = virObjectRef(track);
}

void boothSetMixer(Booth *booth, Mixer *mixer)
{
    booth->mixer = mixer; // expected-warning {{'mixer' is stored here in a field that owns what it refers to, without a reference for it [virref-missing-ref]}}
}

/* Not what a parameter refers to, or not only kept. */
void boothSetSettings(Booth *booth, Settings **settings)
{
    booth->settings = g_steal_pointer(settings);
}

int boothUseSettings(Booth *booth, Settings *settings)
{
    booth->settings = settings;
    virObjectRef(settings);
    return 0;
}
