// RUN: %cc1-verify -I %inputs %s
//
// A function is followed for its first caller and for its fortieth alike, also
// if it is not small.

#include "player.h"

typedef struct _Radio {
    virObjectLockable parent;
    Player *player;
    int volume;
    int balance;
    int depth;
} Radio;

static virClass *RadioClass;

static void RadioDispose(void *obj)
{
    Radio *radio = obj;

    virObjectUnref(radio->player);
}

int radioOnceInit(void)
{
    return VIR_CLASS_NEW(Radio, virClassForObjectLockable()) ? 0 : -1;
}

/* Takes the player over, or drops it. */
static Radio *radioNew(Player *player, int level)
{
    Radio *radio;

    if (!(radio = virObjectLockableNew(RadioClass)))
        goto error;
    radio->player = g_steal_pointer(&player);
    radio->volume = level > 10 ? 10 : level;
    radio->balance = level < 0 ? -1 : 1;
    radio->depth = level == 5 || level == 7 ? 1 : 0;
    return radio;

 error:
    virObjectUnref(player);
    return NULL;
}

/* Takes the player over, but forgets it where it fails. */
static Radio *radioTune(Player *player, int level)
{
    Radio *radio;

    if (!(radio = virObjectLockableNew(RadioClass)))
        return NULL;
    radio->player = player;
    radio->volume = level > 10 ? 10 : level;
    radio->balance = level < 0 ? -1 : 1;
    radio->depth = level == 5 || level == 7 ? 1 : 0;
    return radio;
}

#define TAKEN_OVER(n)                                                          \
    Radio *radioNew##n(int level)                                              \
    {                                                                          \
        Player *player = virObjectLockableNew(playerClass);                    \
                                                                               \
        return player ? radioNew(player, level) : NULL;                        \
    }

#define TEN(make, n)                                                           \
    make(n##0) make(n##1) make(n##2) make(n##3) make(n##4)                     \
    make(n##5) make(n##6) make(n##7) make(n##8) make(n##9)

TEN(TAKEN_OVER, 1)
TEN(TAKEN_OVER, 2)
TEN(TAKEN_OVER, 3)
TEN(TAKEN_OVER, 4)

#define FORGOTTEN(n)                                                           \
    Radio *radioTune##n(int level)                                             \
    {                                                                          \
        Player *player = virObjectLockableNew(playerClass);                    \
                                                                               \
        return player ? radioTune(player, level) : NULL;                       \
    }

// expected-warning-re@+1 1+ {{'player'{{.*}}[virref-leak]}}
TEN(FORGOTTEN, 1)
// expected-warning-re@+1 1+ {{'player'{{.*}}[virref-leak]}}
TEN(FORGOTTEN, 2)
// expected-warning-re@+1 1+ {{'player'{{.*}}[virref-leak]}}
TEN(FORGOTTEN, 3)
// expected-warning-re@+1 1+ {{'player'{{.*}}[virref-leak]}}
TEN(FORGOTTEN, 4)
