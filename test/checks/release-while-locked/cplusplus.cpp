// RUN: %cc1-verify -fcxx-exceptions -fexceptions -I %inputs %s

#include "player.h"

/* A lock guard in the manner of the standard library. */
class Locker {
public:
    explicit Locker(void *object) : object(object) { virObjectLock(object); }
    ~Locker() { virObjectUnlock(object); }

private:
    void *object;
};

void lockedAndReleased(int fd)
{
    auto *session = static_cast<Session *>(virObjectLockableNew(sessionClass));

    virObjectLock(session);
    session->fd = fd;
    virObjectUnref(session); // expected-warning-re {{'session'{{.*}}[virref-release-while-locked]}}
}

void lockedByConstructor(int fd)
{
    auto *session = static_cast<Session *>(virObjectLockableNew(sessionClass));
    Locker locker(session);

    session->fd = fd;
    virObjectUnref(session); // expected-warning-re {{'session'{{.*}}[virref-release-while-locked]}}
}

void unlockedByDestructor(int fd)
{
    auto *session = static_cast<Session *>(virObjectLockableNew(sessionClass));

    {
        Locker locker(session);

        session->fd = fd;
    }
    virObjectUnref(session);
}

class Jukebox {
public:
    void stop();
    void stopInOrder();

private:
    Player *player = nullptr;
};

void Jukebox::stop()
{
    virObjectLock(player);
    player->active = false;
    virObjectUnref(player); // expected-warning-re {{player'{{.*}}[virref-release-while-locked]}}
    player = nullptr;
}

void Jukebox::stopInOrder()
{
    virObjectLock(player);
    player->active = false;
    virObjectUnlock(player);
    virObjectUnref(player);
    player = nullptr;
}

void lambdaUnlocks(int fd)
{
    auto *session = static_cast<Session *>(virObjectLockableNew(sessionClass));
    auto finish = [](Session *done) {
        virObjectUnlock(done);
        virObjectUnref(done);
    };

    virObjectLock(session);
    session->fd = fd;
    finish(session);
}
