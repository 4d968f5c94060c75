// RUN: %cc1-verify -I %inputs %s
//
// Released, though it has only been lent: a lookup that gives no reference.

#include "player.h"

#define VIRREF(Word) __attribute__((annotate("virref:" Word)))

Player *playerFind(Library *library, const char *name)
    VIRREF("returns-borrowed");
Player *playerCurrent(void) VIRREF("returns-borrowed");
void libraryForget(Library *library, Player *player);
int libraryPlay(Library *library, Player *player VIRREF("acquires-on-success"));
bool libraryStop(Library *library, Player *player VIRREF("consumed"));
void libraryClear(Library *library);

int releasedAtEnd(Library *library, const char *name)
{
    Player *player = playerFind(library, name);
    int rc;

    if (!player)
        return -1;
    rc = playerStart(player);
    virObjectUnlock(player);
    virObjectUnref(player); // expected-warning-re {{'player' is released here, but it has only been lent{{.*}}[virref-over-release]}}
    return rc;
}

int givenBack(Library *library, const char *name)
{
    Player *player = playerFind(library, name);
    int rc;

    if (!player)
        return -1;
    rc = playerStart(player);
    virObjectUnlock(player);
    return rc;
}

int keptMeanwhile(Library *library, const char *name)
{
    Player *player = virObjectRef(playerFind(library, name));
    int rc;

    if (!player)
        return -1;
    rc = playerStart(player);
    virObjectUnref(player);
    return rc;
}

/* What the library had is what is dropped. */
int forgotten(Library *library, const char *name)
{
    Player *player = playerFind(library, name);

    if (!player)
        return -1;
    libraryForget(library, player);
    virObjectUnref(player);
    return 0;
}

static void forget(Library *library, Player *player)
{
    libraryForget(library, player);
    virObjectUnref(player);
}

int forgottenByHelper(Library *library, const char *name)
{
    Player *player = playerFind(library, name);

    if (!player)
        return -1;
    forget(library, player);
    return 0;
}

/* Nothing says that this does not forget it. */
int cleared(Library *library, const char *name)
{
    Player *player = playerFind(library, name);

    if (!player)
        return -1;
    libraryClear(library);
    virObjectUnref(player);
    return 0;
}

static Mixer *output;

/* The variable that had it lets it go. */
void takenFromField(Daemon *unused)
{
    Player *player = playerCurrent();

    if (!player)
        return;
    output->player = NULL;
    virObjectUnref(player);
}

void notTaken(Daemon *unused)
{
    Player *player = playerCurrent();

    if (!player)
        return;
    output->volume = 0;
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}only been lent{{.*}}[virref-over-release]}}
}

/* Stopped once for its own reference, and once more. */
int stoppedTwice(Library *library, const char *name)
{
    Player *player = playerFind(library, name);

    if (!player)
        return -1;
    if (libraryPlay(library, player) < 0)
        return -1;
    if (playerStart(player) < 0) {
        libraryStop(library, player);
        deviceClose(player->id);
    }
    libraryStop(library, player); // expected-warning-re {{'player'{{.*}}only been lent{{.*}}[virref-over-release]}}
    return 0;
}

int stoppedOnce(Library *library, const char *name)
{
    Player *player = playerFind(library, name);
    int rc;

    if (!player)
        return -1;
    if (libraryPlay(library, player) < 0)
        return -1;
    rc = playerStart(player);
    libraryStop(library, player);
    return rc;
}
