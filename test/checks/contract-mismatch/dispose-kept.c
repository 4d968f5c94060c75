// RUN: %cc1-verify -I %inputs -I %include %s
//
// Dispose functions that give their object to somebody who takes a reference.

#include "player.h"
#include <virref/annotations.h>

typedef struct _Seat { virObject parent; int row; } Seat;
typedef struct _Lamp { virObject parent; int watts; } Lamp;
typedef struct _Desk { virObject parent; int width; } Desk;
typedef struct _Door { virObject parent; int open; } Door;
typedef struct _Wall { virObject parent; int paint; } Wall;

static virClass *SeatClass;
static virClass *LampClass;
static virClass *DeskClass;
static virClass *DoorClass;
static virClass *WallClass;

void registryKeep(void *obj VIRREF_RETAINED);
int registryTryKeep(void *obj VIRREF_RETAINED_ON_SUCCESS);
int registryTryTake(void *obj VIRREF_ACQUIRES_ON_SUCCESS);
int registryTakeOver(void *obj VIRREF_CONSUMED_ON_SUCCESS);
void registryForget(void *obj);

static void SeatDispose(void *opaque)
{
    Seat *seat = opaque;

    registryKeep(seat); // expected-warning-re {{'{{seat|opaque}}' has a reference taken while it is disposed of: it is freed all the same [virref-contract-mismatch]}}
}

static void LampDispose(void *opaque)
{
    Lamp *lamp = opaque;

    if (registryTryKeep(lamp) < 0) // expected-warning-re {{'{{lamp|opaque}}' has a reference taken while it is disposed of}}
        lamp->watts = 0;
}

static void DeskDispose(void *opaque)
{
    Desk *desk = opaque;

    registryTryTake(desk); // expected-warning-re {{'{{desk|opaque}}' has a reference taken while it is disposed of}}
}

static void DoorDispose(void *opaque)
{
    Door *door = opaque;

    registryTakeOver(door); // expected-warning-re {{'{{door|opaque}}' has a reference taken while it is disposed of}}
}

static void WallDispose(void *opaque)
{
    Wall *wall = opaque;

    registryForget(wall);
    wall->paint = 0;
}

int onceInit(void)
{
    if (!VIR_CLASS_NEW(Seat, virClassForObject()) ||
        !VIR_CLASS_NEW(Lamp, virClassForObject()) ||
        !VIR_CLASS_NEW(Desk, virClassForObject()) ||
        !VIR_CLASS_NEW(Door, virClassForObject()) ||
        !VIR_CLASS_NEW(Wall, virClassForObject()))
        return -1;
    return 0;
}
