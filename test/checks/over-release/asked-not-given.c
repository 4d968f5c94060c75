// RUN: %cc1-verify -I %inputs %s
//
// A release in a branch says that a function takes its argument over only if the
// branch is that of its failure.

#include "player.h"

int isPlaylist(Player *player);
int tableAdd(const char *name, Player *player);

/* A question: both branches release. */
int askedThenReleased(const char *name)
{
    Player *player = virObjectLockableNew(playerClass);

    if (!player)
        return -1;
    if (isPlaylist(player)) {
        int ready = deviceReady(player->id);

        virObjectUnref(player);
        if (ready < 0)
            return -1;
    } else {
        virObjectUnref(player);
    }
    return 0;
}

/* The table keeps a reference of its own, if it takes the object at all; what is
 * missing is the release where it does not. */
int releasedWhereItSucceeds(const char *name)
{
    Player *player = virObjectLockableNew(playerClass);

    if (player && tableAdd(name, player) == 0)
        virObjectUnref(player);
    return 0; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

int releasedWhereItFails(const char *name)
{
    Player *player = virObjectLockableNew(playerClass);

    if (!player)
        return -1;
    if (tableAdd(name, player) != 0) {
        virObjectUnref(player);
        return -1;
    }
    return 0;
}

/* All of it in one macro, behind the branch as well. */
#define ADD_AND_DROP(name)                                                     \
    do {                                                                       \
        Player *made = virObjectLockableNew(playerClass);                      \
        if (!made)                                                             \
            return -1;                                                         \
        if (tableAdd(name, made) != 0) {                                       \
            virObjectUnref(made);                                              \
            return -1;                                                         \
        }                                                                      \
        virObjectUnref(made);                                                  \
    } while (0)

int releasedByMacro(const char *name)
{
    ADD_AND_DROP(name);
    return 0;
}
