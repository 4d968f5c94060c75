// What debugging costs: nanoseconds of a virObjectRef() with its
// virObjectUnref(), and of an object's life, ten calls deep. docs/leaks.md shows
// the ratios.

#include <virobject/virobject.h>

#include <stdio.h>
#include <time.h>

typedef struct {
    virObject parent;
    char contents[48];
} thing;

static virClass *thingClass;
#define thingDispose NULL

enum { ROUNDS = 15, TIMES = 10000 };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return time.tv_sec * 1e9 + time.tv_nsec;
}

static void references(void)
{
    thing *t = virObjectNew(thingClass);
    for (int i = 0; i < TIMES; i++) {
        virObjectRef(t);
        virObjectUnref(t);
    }
    virObjectUnref(t);
}

static void lives(void)
{
    for (int i = 0; i < TIMES; i++)
        virObjectUnref(virObjectNew(thingClass));
}

__attribute__((noinline)) static double measure(int depth, void (*what)(void))
{
    if (depth > 0) {
        double result = measure(depth - 1, what);
        __asm__ volatile("" : : : "memory");
        return result;
    }
    double start = now();
    what();
    return (now() - start) / TIMES;
}

// Others may use this machine: the best of many is nearest to the truth.
static double best(void (*what)(void))
{
    double least = measure(7, what);
    for (int i = 1; i < ROUNDS; i++) {
        double next = measure(7, what);
        if (next < least)
            least = next;
    }
    return least;
}

int main(void)
{
    if (!VIR_CLASS_NEW(thing, virClassForObject()))
        return 1;
    printf("%.1f %.1f\n", best(references), best(lives));
    return 0;
}
