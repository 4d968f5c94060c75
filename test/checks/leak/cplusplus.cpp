// RUN: %cc1-verify -fcxx-exceptions -fexceptions -I %inputs %s
//
// C++ code that uses the C API: member functions, lambdas, references,
// templates, destructors, exceptions.

#include "player.h"

static Player *makePlayer(int id)
{
    auto *player = static_cast<Player *>(virObjectLockableNew(playerClass));

    if (player)
        player->id = id;
    return player;
}

int plainForgotten(int fd)
{
    Player *player = makePlayer(fd);

    if (!player)
        return -1;
    if (deviceReady(fd) < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    virObjectUnref(player);
    return 0;
}

int plainReleased(int fd)
{
    Player *player = makePlayer(fd);

    if (!player)
        return -1;
    int rc = deviceReady(fd);
    virObjectUnref(player);
    return rc;
}

/* ---- member functions ---- */

class Jukebox {
public:
    explicit Jukebox(Settings *settings)
        : settings(static_cast<Settings *>(virObjectRef(settings)))
    {
    }
    ~Jukebox() { virObjectUnref(settings); }

    int play(int fd);
    int playReleased(int fd);
    void keep(int id);
    static int count(int fd);

    int rate() const { return settings ? settings->rate : 0; }

private:
    Settings *settings;
    Player *player = nullptr;
};

int Jukebox::play(int fd)
{
    Player *own = makePlayer(fd);

    if (!own)
        return -1;
    if (settings->rate == 0)
        return -1; // expected-warning-re {{'own'{{.*}}[virref-leak]}}
    virObjectUnref(own);
    return 0;
}

int Jukebox::playReleased(int fd)
{
    Player *own = makePlayer(fd);

    if (!own)
        return -1;
    int rc = settings->rate == 0 ? -1 : 0;
    virObjectUnref(own);
    return rc;
}

void Jukebox::keep(int id)
{
    virObjectUnref(player);
    player = makePlayer(id);
}

int Jukebox::count(int fd)
{
    auto *track = static_cast<Track *>(virObjectNew(trackClass));

    track->seconds = fd;
    return track->seconds; // expected-warning-re {{'track'{{.*}}[virref-leak]}}
}

/* ---- references ---- */

static void create(Player *&out, int id)
{
    out = makePlayer(id);
}

int createdForgotten(int fd)
{
    Player *player = nullptr;

    create(player, fd);
    if (!player)
        return -1;
    if (deviceReady(fd) < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    virObjectUnref(player);
    return 0;
}

void createdForCaller(Player *&out, int id)
{
    out = makePlayer(id);
}

/* ---- templates ---- */

template <typename T> static T *ref(T *object)
{
    return static_cast<T *>(virObjectRef(object));
}

template <typename T> static void unref(T *&object)
{
    virObjectUnref(object);
    object = nullptr;
}

int templateReleased(Session *session)
{
    Player *player = ref(session->player);
    int id = player->id;

    unref(player);
    return id;
}

int templateForgotten(Session *session)
{
    Player *player = ref(session->player);

    return player->id; // expected-warning-re {{player'{{.*}}[virref-leak]}}
}

/* ---- an owner with a destructor ---- */

class PlayerOwner {
public:
    explicit PlayerOwner(Player *player) : player(player) {}
    ~PlayerOwner() { virObjectUnref(player); }
    PlayerOwner(const PlayerOwner &) = delete;
    PlayerOwner &operator=(const PlayerOwner &) = delete;
    Player *operator->() const { return player; }
    Player *get() const { return player; }

private:
    Player *player;
};

int ownedByDestructor(int fd)
{
    PlayerOwner player(makePlayer(fd));

    if (!player.get())
        return -1;
    if (deviceReady(fd) < 0)
        return -1;
    player->active = true;
    return 0;
}

int ownedTwice(Player *player)
{
    PlayerOwner one(ref(player));
    PlayerOwner two(ref(player));

    return one->id + two->id;
}

/* ---- lambdas ---- */

int lambdaReleases(int fd)
{
    Player *player = makePlayer(fd);
    auto finish = [&](int rc) {
        virObjectUnref(player);
        player = nullptr;
        return rc;
    };

    if (!player)
        return -1;
    if (deviceReady(fd) < 0)
        return finish(-1);
    player->active = true;
    return finish(0);
}

int lambdaReleasesOnOnePath(int fd)
{
    Player *player = makePlayer(fd);
    auto finish = [&](int rc) {
        virObjectUnref(player);
        player = nullptr;
        return rc;
    };

    if (!player)
        return -1;
    if (deviceReady(fd) < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    player->active = true;
    return finish(0);
}

int insideOfLambda(int fd)
{
    auto probe = [](int device) {
        auto *mixer = static_cast<Mixer *>(virObjectLockableNew(mixerClass));

        mixer->fd = device;
        if (deviceReady(device) < 0) {
            virObjectUnref(mixer);
            return -1;
        }
        virObjectUnref(mixer);
        return 0;
    };

    return probe(fd);
}

void lambdaAsCallback(Player *player)
{
    virObjectRef(player);
    if (virEventAddTimeout(
            1000, [](int timer, void *opaque) { static_cast<Player *>(opaque)->id = timer; },
            player, virObjectUnref) < 0)
        virObjectUnref(player);
}

/* ---- exceptions ---- */

struct DeviceError {
    int fd;
};
void deviceCheck(int fd); /* throws */

int caughtAndReleased(int fd)
{
    Player *player = makePlayer(fd);
    int rc = 0;

    try {
        deviceCheck(fd);
    } catch (const DeviceError &error) {
        rc = error.fd;
    } catch (...) {
        rc = -1;
    }
    virObjectUnref(player);
    return rc;
}

int returnedInTry(int fd)
{
    Player *player = makePlayer(fd);

    if (!player)
        return -1;
    try {
        deviceCheck(fd);
        if (player->id < 0)
            return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    } catch (...) {
        virObjectUnref(player);
        throw;
    }
    virObjectUnref(player);
    return 0;
}

int thrownAfterRelease(int fd)
{
    Player *player = makePlayer(fd);

    if (fd < 0) {
        virObjectUnref(player);
        throw DeviceError{fd};
    }
    virObjectUnref(player);
    return 0;
}

/* ---- loops, new, namespaces ---- */

namespace radio {
struct Station {
    Track *jingle;
    int frequency;
};

Station *tune(int frequency)
{
    auto *station = new Station{nullptr, frequency};

    station->jingle = static_cast<Track *>(virObjectNew(trackClass));
    return station;
}

int countAll(Track *const (&tracks)[4])
{
    int total = 0;

    for (Track *track : tracks) {
        Track *own = ref(track);

        if (!own)
            break;
        total += own->seconds;
        unref(own);
    }
    return total;
}

int countForgets(Track *const (&tracks)[4])
{
    for (Track *track : tracks) {
        Track *own = ref(track);

        if (own && own->seconds > 60)
            return 1; // expected-warning-re {{'{{.*}}'{{.*}}[virref-leak]}}
        unref(own);
    }
    return 0;
}
} // namespace radio

int autoptrInCplusplus(int id)
{
    g_autoptr(Player) player = makePlayer(id);

    if (!player || id < 0)
        return -1;
    player->active = true;
    return 0;
}

Player *stolenInCplusplus(int id)
{
    g_autoptr(Player) player = makePlayer(id);

    if (!player || id < 0)
        return nullptr;
    return g_steal_pointer(&player);
}
