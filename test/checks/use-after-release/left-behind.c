// RUN: %cc1-verify -I %inputs %s
//
// Stored for others, and then released at the end of the scope: who looks there
// finds an object that is gone.

#include "player.h"

Player *playerLoad(const char *name);
int playerLoadMixer(Player *player, Mixer **mixer);

/* ---- for the caller ---- */

int playerOpen(const char *name, Player **out)
{
    g_autoptr(Player) player = virObjectLockableNew(playerClass);

    player->name = g_strdup(name);
    if (playerStart(player) < 0)
        return -1;
    *out = player;
    return 0; // expected-warning-re {{'player' is stored for the caller, after the release{{.*}}[virref-use-after-release]}}
}

int playerOpenRight(const char *name, Player **out)
{
    g_autoptr(Player) player = virObjectLockableNew(playerClass);

    player->name = g_strdup(name);
    if (playerStart(player) < 0)
        return -1;
    *out = g_steal_pointer(&player);
    return 0;
}

int playerOpenWithReference(const char *name, Player **out)
{
    g_autoptr(Player) player = virObjectLockableNew(playerClass);

    player->name = g_strdup(name);
    *out = virObjectRef(player);
    return 0;
}

/* From a function that nobody knows: the variable is to own it. */
int playerReopen(const char *name, Player **out)
{
    g_autoptr(Player) player = playerLoad(name);

    if (!player)
        return -1;
    *out = player;
    return 0; // expected-warning-re {{'player' is stored for the caller{{.*}}[virref-use-after-release]}}
}

int playerReopenRight(const char *name, Player **out)
{
    g_autoptr(Player) player = playerLoad(name);

    if (!player)
        return -1;
    *out = player;
    player = NULL;
    return 0;
}

int playerReopenShared(const char *name, Player **out)
{
    g_autoptr(Player) player = playerLoad(name);

    if (!player)
        return -1;
    *out = player;
    virObjectRef(player);
    return 0;
}

/* Who is told of a failure does not look. */
int playerTry(const char *name, Player **out)
{
    Player *player = virObjectLockableNew(playerClass);

    *out = player;
    if (playerStart(player) < 0) {
        virObjectUnref(player);
        return -1;
    }
    return 0;
}

int playerTryOrNone(const char *name, Player **out)
{
    g_autoptr(Player) player = playerLoad(name);

    *out = player;
    if (playerStart(player) < 0) {
        *out = NULL;
        return 0;
    }
    player = NULL;
    return 0;
}

/* ---- in a field ---- */

int sessionAttach(Session *session, const char *name)
{
    g_autoptr(Player) player = playerLoad(name);

    if (!player)
        return -1;
    session->player = player;
    return 0; // expected-warning-re {{'player' is still referred to by a field{{.*}}[virref-use-after-release]}}
}

int sessionAttachRight(Session *session, const char *name)
{
    g_autoptr(Player) player = playerLoad(name);

    if (!player)
        return -1;
    session->player = g_steal_pointer(&player);
    return 0;
}

/* For a while only. */
int sessionUse(Session *session, int (*run)(Session *session))
{
    g_autoptr(Player) player = playerLoad("default");
    int rc;

    if (!player)
        return -1;
    session->player = player;
    rc = run(session);
    session->player = NULL;
    return rc;
}

/* ---- a struct that ends with the scope takes the object with it ---- */

struct context {
    Player *player;
    int n;
};

static void contextFree(struct context **context)
{
    if (!*context)
        return;
    virObjectUnref((*context)->player);
    g_free(*context);
}

static struct context *contextNew(void)
{
    struct context *context = g_malloc0(sizeof(*context));

    context->player = virObjectLockableNew(playerClass);
    return context;
}

int contextOfScope(int fd)
{
    __attribute__((cleanup(contextFree))) struct context *context = contextNew();

    return deviceReady(fd);
}
