// RUN: %cc1-verify -fcxx-exceptions -fexceptions -I %inputs %s

#include "player.h"

static Player *makePlayer(int id)
{
    auto *player = static_cast<Player *>(virObjectLockableNew(playerClass));

    if (player)
        player->id = id;
    return player;
}

int plainUsed(int id)
{
    Player *player = makePlayer(id);

    if (!player)
        return -1;
    virObjectUnref(player);
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

class Jukebox {
public:
    int stop();
    int stopInOrder();
    Player *current() const { return player; }

private:
    Player *player = nullptr;
};

int Jukebox::stop()
{
    Player *old = player;

    virObjectUnref(player);
    player = nullptr;
    return old->id; // expected-warning-re {{'{{old|.*player}}'{{.*}}[virref-use-after-release]}}
}

int Jukebox::stopInOrder()
{
    int id = player->id;

    virObjectUnref(player);
    player = nullptr;
    return id;
}

int throughGetter(Jukebox &jukebox)
{
    Player *player = jukebox.current();

    virObjectRef(player);
    virObjectUnref(player);
    virObjectUnref(player);
    return player->id; // expected-warning-re {{player'{{.*}}[virref-use-after-release]}}
}

int throughGetterBefore(Jukebox &jukebox)
{
    Player *player = jukebox.current();

    return player->id;
}

int referenceToMember(int id)
{
    Player *player = makePlayer(id);

    if (!player)
        return -1;
    int &number = player->id;
    virObjectUnref(player);
    return number; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

int copyOfMember(int id)
{
    Player *player = makePlayer(id);

    if (!player)
        return -1;
    int number = player->id;
    virObjectUnref(player);
    return number;
}

int lambdaReleased(int id)
{
    Player *player = makePlayer(id);
    auto finish = [&] { virObjectUnref(player); };

    if (!player)
        return -1;
    finish();
    return player->id; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}

int lambdaUses(int id)
{
    Player *player = makePlayer(id);
    auto number = [&] { return player->id; };

    if (!player)
        return -1;
    int ret = number();
    virObjectUnref(player);
    return ret;
}

void deviceCheck(int fd);

int usedInHandler(int fd)
{
    Player *player = makePlayer(fd);
    int ret = 0;

    if (!player)
        return -1;
    try {
        deviceCheck(fd);
        ret = player->id;
    } catch (...) {
        ret = -1;
    }
    virObjectUnref(player);
    return ret;
}

Player *autoptrReturned(int id)
{
    g_autoptr(Player) player = makePlayer(id);

    if (!player)
        return nullptr;
    return player; // expected-warning-re {{'player'{{.*}}[virref-use-after-release]}}
}
