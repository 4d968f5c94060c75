// RUN: %clang -fsyntax-only -I %inputs -fplugin=%virref-clang -fplugin-arg-virref-verbose -fplugin-arg-virref-max-nodes=3000 %s 2>&1 | FileCheck %s
//
// A test whose ways come together before anything has become of a reference keeps
// no paths apart, however often its variable is tested.

// CHECK-NOT: over budget
// CHECK: 'player' is leaked here{{.*}}[virref-leak]
// CHECK-NOT: over budget
// CHECK: 1 warning

#include "player.h"

struct limits { int low, high, soft, hard, burst, peak, idle; };

void logLine(const char *format, ...);

/* Each limit is tested twice, and none decides on the player. */
static void playerLimits(Player *player, struct limits *from, struct limits *to)
{
    if (from->low > 0) to->low = from->low;
    if (from->high > 0) to->high = from->high;
    if (from->soft > 0) to->soft = from->soft;
    if (from->hard > 0) to->hard = from->hard;
    if (from->burst > 0) to->burst = from->burst;
    if (from->peak > 0) to->peak = from->peak;
    if (from->idle > 0) to->idle = from->idle;
    if (from->low > 0 && from->high > 0) logLine("%d", from->low);
    if (from->soft > 0 && from->hard > 0) logLine("%d", from->soft);
    if (from->burst > 0 && from->peak > 0) logLine("%d", from->burst);
    if (from->idle > 0) logLine("%d", from->idle);
    virObjectRef(player);
    logLine("%d", player->id);
    virObjectUnref(player);
}

/* One of them does. */
int playerSetLimits(struct limits *from, struct limits *to)
{
    Player *player = virObjectLockableNew(playerClass);

    if (!player)
        return -1;
    if (from->low > 0) to->low = from->low;
    if (from->high > 0) to->high = from->high;
    if (from->soft > 0) to->soft = from->soft;
    if (from->hard > 0) to->hard = from->hard;
    if (from->burst > 0) to->burst = from->burst;
    if (from->peak > 0) to->peak = from->peak;
    playerLimits(player, from, to);
    if (from->low > 0) logLine("%d", from->low);
    if (from->high > 0) logLine("%d", from->high);
    if (from->soft > 0) logLine("%d", from->soft);
    if (from->hard > 0) logLine("%d", from->hard);
    if (from->burst > 0) logLine("%d", from->burst);
    if (from->peak > 0) logLine("%d", from->peak);
    if (from->idle > 0)
        return -1;
    virObjectUnref(player);
    return 0;
}

/* So does this one, twice, and both agree. */
int playerAgree(struct limits *limits)
{
    Player *player = NULL;

    if (limits->idle > 0)
        player = virObjectLockableNew(playerClass);
    logLine("%d", limits->idle);
    if (limits->idle > 0)
        virObjectUnref(player);
    return 0;
}
