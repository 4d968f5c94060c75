// RUN: %cc1-verify -fcxx-exceptions -fexceptions -I %inputs %s

#include "player.h"

static Player *makePlayer(int id)
{
    auto *player = static_cast<Player *>(virObjectLockableNew(playerClass));

    if (player)
        player->id = id;
    return player;
}

void plainTwice(int id)
{
    Player *player = makePlayer(id);

    virObjectUnref(player);
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
}

class Jukebox {
public:
    void stop();
    void replace(Player *other);
    void stopTwice();

private:
    Player *player = nullptr;
};

void Jukebox::stop()
{
    virObjectUnref(player);
    player = nullptr;
    virObjectUnref(player);
}

void Jukebox::stopTwice()
{
    virObjectUnref(player);
    virObjectUnref(this->player); // expected-warning-re {{player'{{.*}}[virref-over-release]}}
    player = nullptr;
}

void Jukebox::replace(Player *other)
{
    Player *old = player;

    player = static_cast<Player *>(virObjectRef(other));
    virObjectUnref(old);
}

template <typename T> static void unref(T *&object)
{
    virObjectUnref(object);
    object = nullptr;
}

void templateClears(int id)
{
    Player *player = makePlayer(id);

    unref(player);
    virObjectUnref(player);
}

void templateAlias(int id)
{
    Player *player = makePlayer(id);
    Player *same = player;

    unref(player);
    virObjectUnref(same); // expected-warning-re {{'{{player|same}}'{{.*}}[virref-over-release]}}
}

void lambdaAndCaller(int id)
{
    Player *player = makePlayer(id);
    auto finish = [player] { virObjectUnref(player); };

    finish();
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
}

void lambdaTakesReference(int id)
{
    Player *player = makePlayer(id);
    auto use = [](Player *own) { virObjectUnref(own); };

    use(static_cast<Player *>(virObjectRef(player)));
    virObjectUnref(player);
}

void deviceCheck(int fd);

void releasedInTryAndAfter(int fd)
{
    Player *player = makePlayer(fd);

    try {
        deviceCheck(fd);
        virObjectUnref(player);
    } catch (...) {
        virDebug("%s", "no device");
    }
    virObjectUnref(player); // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
}

int autoptrInCplusplus(int id)
{
    g_autoptr(Player) player = makePlayer(id);

    if (!player)
        return -1;
    virObjectUnref(player);
    return 0; // expected-warning-re {{'player'{{.*}}[virref-over-release]}}
}
