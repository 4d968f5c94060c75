// RUN: %cc1-verify -I %inputs %s
//
// As in forgotten-field.c, of structs that other files see, and of the state of
// a driver.

#include "player.h"
#include "stand.h"

/* ---- it is the task of this file to release what the fields refer to ---- */

static virClass *StandClass;
static virClass *BenchClass;

static void StandDispose(void *opaque)
{
    Stand *stand = opaque;

    virObjectUnref(stand->mixer);
} // expected-warning {{'player' is leaked here: the reference in this field goes with the struct, and nobody releases it [virref-leak]}}

/* It releases none: that of another file does. */
static void BenchDispose(void *opaque)
{
    Bench *bench = opaque;

    bench->length = 0;
}

Stand *standNew(Player *player, Mixer *mixer)
{
    Stand *stand = virObjectNew(StandClass);

    stand->player = virObjectRef(player);
    stand->mixer = virObjectRef(mixer);
    return stand;
}

Bench *benchNew(Player *player)
{
    Bench *bench = virObjectNew(BenchClass);

    bench->player = virObjectRef(player);
    return bench;
}

int onceInit(void)
{
    if (!VIR_CLASS_NEW(Stand, virClassForObject()) ||
        !VIR_CLASS_NEW(Bench, virClassForObject()))
        return -1;
    return 0;
}

/* ---- the state of a driver ends with a function that has no parameter ---- */

static Stadium *stadium;

int stadiumOpen(Player *player, Mixer *mixer)
{
    stadium = g_new0(Stadium, 1);
    stadium->player = virObjectRef(player);
    stadium->mixer = virObjectRef(mixer);
    stadium->track = virObjectNew(trackClass);
    return 0;
}

int stadiumClose(void)
{
    if (!stadium)
        return -1;
    virObjectUnref(stadium->track);
    virObjectUnref(stadium->player);
    g_free(stadium);
    stadium = NULL;
    return 0;
} // expected-warning {{'mixer' is leaked here: the reference in this field goes with the struct, and nobody releases it [virref-leak]}}
