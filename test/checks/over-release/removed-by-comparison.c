// RUN: %cc1-verify -I %inputs %s
//
// A container's reference that is dropped through the pointer which has found
// it is not the caller's.

#include "player.h"

static void librarySkip(Library *library, Track *track)
{
    if (library->first == track) {
        library->first = track->next;
        virObjectUnref(track);
    }
}

static void libraryForget(Library *library, Player *player)
{
    size_t i;

    for (i = 0; i < library->nplayers; i++) {
        if (library->players[i] == player) {
            library->players[i] = NULL;
            virObjectUnref(player);
            break;
        }
    }
}

void removedThenReleased(Library *library, Track *track)
{
    librarySkip(library, track);
    virObjectUnref(track);
}

void removedThenReleasedTwice(Library *library, Track *track)
{
    librarySkip(library, track);
    virObjectUnref(track);
    virObjectUnref(track); // expected-warning-re {{'track'{{.*}}[virref-over-release]}}
}

int forgottenThenUsed(Library *library, Player *player)
{
    int id;

    libraryForget(library, player);
    id = player->id;
    virObjectUnref(player);
    return id;
}

/* Comparing alone removes nothing. */
void comparedOnly(Library *library, Track *track)
{
    if (library->first == track)
        library->first = NULL;
    virObjectUnref(track);
    virObjectUnref(track); // expected-warning-re {{'track'{{.*}}[virref-over-release]}}
}
