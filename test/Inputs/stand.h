/* stand.h - structs that several files see. */
#ifndef TEST_STAND_H
#define TEST_STAND_H

#include "player.h"

typedef struct _Stand { virObject parent; Player *player; Mixer *mixer; } Stand;
typedef struct _Bench { virObject parent; Player *player; int length; } Bench;
typedef struct _Stadium { Player *player; Mixer *mixer; Track *track; } Stadium;

#endif
