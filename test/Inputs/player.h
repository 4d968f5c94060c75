/* The vocabulary of the tests: a small music daemon. Include virobject.h or
 * virobject-1.2.h first, if not the former is taken. */
#ifndef PLAYER_H
#define PLAYER_H

#ifndef VIROBJECT_1_2_H
#include "virobject.h"
#endif
#include "virutil.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct _Settings Settings;
typedef struct _Track Track;
typedef struct _Mixer Mixer;
typedef struct _Player Player;
typedef struct _Session Session;
typedef struct _Library Library;
typedef struct _Daemon Daemon;

struct _Settings {
    virObject parent;
    char *device;
    int rate;
    bool verbose;
};

struct _Track {
    virObject parent;
    char *title;
    int seconds;
    Track *next;
};

struct _Mixer {
    virObjectLockable parent;
    Player *player;
    int fd;
    int volume;
};

struct _Player {
    virObjectLockable parent;
    char *name;
    int id;
    bool active;
    Track *current;
    Mixer *mixer;
    Settings *settings;
};

struct _Session {
    virObjectLockable parent;
    int fd;
    Player *player;
    void *privateData;
    void (*onClose)(Session *session, void *opaque);
};

struct _Library {
    virObjectRWLockable parent;
    GHashTable *tracks;
    Track *first;
    Player **players;
    size_t nplayers;
};

/* not counted: there is one */
struct _Daemon {
    Settings *settings;
    Library *library;
    GHashTable *players;
    int lastId;
};

extern virClass *settingsClass;
extern virClass *trackClass;
extern virClass *mixerClass;
extern virClass *playerClass;
extern virClass *sessionClass;
extern virClass *libraryClass;

/* Unknown functions that get no object. */
int deviceOpen(const char *path);
int deviceReady(int fd);
int deviceWait(int fd);
void deviceClose(int fd);
bool nameIsValid(const char *name);

/* Unknown functions that get one. */
int playerStart(Player *player);
int playerStop(Player *player);
bool playerIsIdle(const Player *player);
int trackCheck(Track *track);
void trackPrint(const Track *track);
int mixerSetVolume(Mixer *mixer, int volume);

#ifdef __cplusplus
}
#endif

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Settings, virObjectUnref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Track, virObjectUnref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Mixer, virObjectUnref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Player, virObjectUnref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Session, virObjectUnref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Library, virObjectUnref)

#endif /* PLAYER_H */
