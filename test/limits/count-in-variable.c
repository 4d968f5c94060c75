// RUN: %cc1-verify -I %inputs %s
// expected-no-diagnostics
//
// The check raw-refcount looks at the expression that the count stands in, and
// does not follow its value.

#include "player.h"

/* BUG: the count can be another one by now. */
int testedLater(Player *player)
{
    int refs = player->parent.parent.refs;

    if (refs == 1)
        return 1;
    return 0;
}

static int countOf(virObject *obj)
{
    return obj->refs;
}

/* BUG: the same, by a helper. */
int testedByHelper(virObject *obj)
{
    if (countOf(obj) == 1)
        return 1;
    return 0;
}

gpointer g_memdup2(gconstpointer mem, size_t size);
void *memcpy(void *dst, const void *src, size_t size);

/* BUG: the copy has the count of the original. */
Player *copiedByUnknown(Player *player)
{
    return g_memdup2(player, sizeof(*player));
}

/* BUG: so many counts. */
void copiedAll(Player *to, Player *from, size_t n)
{
    memcpy(to, from, n * sizeof(*to));
}
