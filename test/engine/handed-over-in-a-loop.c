// RUN: %clang -fsyntax-only -I %inputs -fplugin=%virref-clang -fplugin-arg-virref-verbose -fplugin-arg-virref-max-nodes=8000 %s 2>&1 | FileCheck %s
//
// A struct that was made here and then given away, or freed, is nothing that
// keeps the paths behind it apart: each turn of the loop would multiply their
// number by that of the ways through serve().

// CHECK-NOT: over budget
// CHECK: 'last' is leaked here{{.*}}[virref-leak]
// CHECK-NOT: over budget
// CHECK: 1 warning

#include "player.h"

struct house { virObject parent; int open; };
struct job { struct house *house; Player *player; };

int threadCreate(void (*run)(void *), void *opaque);
int houseAdmits(struct house *house, Player *player);

static void jobFree(struct job *job)
{
    virObjectUnref(job->player);
    virObjectUnref(job->house);
    g_free(job);
}

static void jobRun(void *opaque)
{
    struct job *job = opaque;

    jobFree(job);
}

static int start(struct house *house, Player *player)
{
    struct job *job = g_new0(struct job, 1);

    job->house = virObjectRef(house);
    job->player = virObjectRef(player);
    if (threadCreate(jobRun, job) < 0) {
        virObjectUnref(job->player);
        virObjectUnref(job->house);
        g_free(job);
        return -1;
    }
    return 0;
}

static int serve(struct house *house)
{
    int ret = -1;
    Player *player = virObjectNew(playerClass);

    if (!player)
        return -1;
    if (!houseAdmits(house, player))
        goto cleanup;
    if (start(house, player) < 0)
        goto cleanup;
    if (start(house, player) < 0)
        goto cleanup;
    ret = 0;
cleanup:
    virObjectUnref(player);
    return ret;
}

int run(struct house *house)
{
    int failures = 0;
    Player *last;

    while (house->open) {
        if (serve(house) < 0) {
            if (++failures > 10)
                return -1;
            continue;
        }
        failures = 0;
    }
    last = virObjectNew(playerClass);
    return last ? 0 : -1;
}
