// RUN: %cc1-verify -I %inputs %s
//
// A function of another file that nobody knows: several functions release what it
// returns, so it returns a reference, and who does not release it leaks.

#include "player.h"

Player *playerOfSession(Session *session);
int sessionCheck(Session *session);

int sessionStart(Session *session)
{
    g_autoptr(Player) player = playerOfSession(session);

    return playerStart(player);
}

int sessionStop(Session *session)
{
    Player *player;
    int rc;

    if (!(player = playerOfSession(session)))
        return -1;
    rc = playerStop(player);
    virObjectUnref(player);
    return rc;
}

int sessionIsIdle(Session *session)
{
    Player *player = playerOfSession(session);
    int id = player->id;

    return id; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

int sessionId(Session *session)
{
    Player *player = playerOfSession(session);
    int id;

    if (sessionCheck(session) < 0)
        return -1; // expected-warning-re {{'player'{{.*}}[virref-leak]}}
    id = player->id;
    virObjectUnref(player);
    return id;
}

int sessionIdOfNone(Session *session)
{
    Player *player = playerOfSession(session);
    int id;

    if (!player)
        return -1;
    id = player->id;
    virObjectUnref(player);
    return id;
}

/* It goes on to the caller, or to memory that lives on. */
Player *sessionPlayer(Session *session)
{
    Player *player = playerOfSession(session);

    if (player && player->id == 0)
        g_clear_pointer(&player, virObjectUnref);
    return player;
}

void sessionKeep(Session *session, Session *other)
{
    other->player = playerOfSession(session);
}

/* Handed to a function that nobody knows, and that nobody has been seen to
 * release anything after: that one can have taken it over. */
int daemonAdopt(Daemon *d, Player *player);

int sessionAdopt(Session *session, Daemon *d)
{
    Player *player = playerOfSession(session);

    return daemonAdopt(d, player);
}

/* Two functions have released it after they had called this one. */
int sessionRestart(Session *session)
{
    Player *player = playerOfSession(session);

    return playerStart(player); // expected-warning-re {{'player'{{.*}}[virref-leak]}}
}

/* ---- what the callers do not agree about, or say with other things ---- */

Player *playerCurrent(void);

int currentStart(void)
{
    Player *player = virObjectRef(playerCurrent());
    int rc = playerStart(player);

    virObjectUnref(player);
    return rc;
}

int currentStop(void)
{
    Player *player = playerCurrent();
    int rc;

    virObjectRef(player);
    rc = playerStop(player);
    virObjectUnref(player);
    return rc;
}

int currentId(void)
{
    Player *player = playerCurrent();

    return player->id;
}

/* One caller proves nothing. */
Mixer *mixerOf(Player *player);

int mixerLouder(Player *player)
{
    Mixer *mixer = mixerOf(player);
    int rc = mixerSetVolume(mixer, 11);

    virObjectUnref(mixer);
    return rc;
}

int mixerVolume(Player *player)
{
    Mixer *mixer = mixerOf(player);

    return mixer->volume;
}

/* The released one can be the other. */
Track *trackFirst(Library *library);

int trackLength(Library *library)
{
    Track *track = trackFirst(library);
    int seconds;

    if (!track)
        track = virObjectNew(trackClass);
    seconds = track->seconds;
    virObjectUnref(track);
    return seconds;
}

int trackLengthOrNone(Library *library)
{
    Track *track = trackFirst(library);
    int seconds;

    if (!track)
        track = virObjectNew(trackClass);
    seconds = track ? track->seconds : 0;
    virObjectUnref(track);
    return seconds;
}

int trackSeconds(Library *library)
{
    Track *track = trackFirst(library);

    return track->seconds;
}

/* An error tells that there is none. */
Track *trackOpen(const char *name, int *error);

int trackOpened(const char *name)
{
    int error = 0;
    g_autoptr(Track) track = trackOpen(name, &error);

    return error;
}

int trackOpenedTwice(const char *name)
{
    int error = 0;
    g_autoptr(Track) track = trackOpen(name, &error);

    return track ? track->seconds : error;
}

int trackOpenedOnce(const char *name)
{
    int error = 0, seconds;
    Track *track = trackOpen(name, &error);

    if (error)
        return -1;
    seconds = track->seconds;
    virObjectUnref(track);
    return seconds;
}

/* ---- by its name, if the type is one that is released here ---- */

Settings *settingsNewFrom(const char *path);
char *nameNewFrom(const char *path);

int settingsRate(const char *path)
{
    Settings *settings = settingsNewFrom(path);
    int rate;

    if (!settings)
        return -1;
    rate = settings->rate;
    if (rate < 0)
        return -1; // expected-warning-re {{'settings'{{.*}}[virref-leak]}}
    virObjectUnref(settings);
    return rate;
}

int settingsRateRight(const char *path)
{
    Settings *settings = settingsNewFrom(path);
    int rate;

    if (!settings)
        return -1;
    rate = settings->rate;
    virObjectUnref(settings);
    return rate;
}

int settingsRegister(Settings *settings);

int settingsMade(const char *path)
{
    return settingsRegister(settingsNewFrom(path));
}

int lengthOfName(const char *path)
{
    char *name = nameNewFrom(path);

    return name[0];
}

/* Newest is not new. */
Track *trackNewest(Library *library);

int newestLength(Library *library)
{
    Track *track = trackNewest(library);

    return track->seconds;
}
