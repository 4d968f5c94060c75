/*
 * world.c: what is outside of the daemon, made up from a seed
 *
 * Threads are scheduled as they are; but what a thread decides depends only on
 * its own stream of random numbers, and that on the thread that started it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "daemon.h"

#include <stdio.h>

#define DOMAINS 12

static __thread uint64_t state = 1;

void worldSeed(uint64_t seed)
{
    state = seed;
}

/* SplitMix64 */
uint64_t worldNewSeed(void)
{
    uint64_t value = (state += UINT64_C(0x9E3779B97F4A7C15));

    value = (value ^ (value >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    value = (value ^ (value >> 27)) * UINT64_C(0x94D049BB133111EB);
    return value ^ (value >> 31);
}

unsigned int worldRandom(unsigned int limit)
{
    return (worldNewSeed() >> 32) % limit;
}

requestKind worldRequest(char uuid[UUID_SIZE], int *back)
{
    snprintf(uuid, UUID_SIZE, "6d1f8a52-0000-4000-8000-%012u",
             worldRandom(DOMAINS));
    *back = worldRandom(8);
    return worldRandom(REQUEST_LAST);
}

bool worldAnswer(int answer)
{
    (void) answer;
    return worldRandom(64) != 0;
}

int worldGuestAnswers(int command)
{
    return worldRandom(8) ? command : -1;
}

monitorEvent worldGuestDoes(int command)
{
    if (worldRandom(24) == 0)
        return MONITOR_EOF;
    if (worldRandom(2) == 0)
        return MONITOR_NOTHING;
    return command % 2 ? MONITOR_PAUSED : MONITOR_RESUMED;
}
