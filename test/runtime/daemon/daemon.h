/*
 * daemon.h: a small daemon on libvirobject
 *
 * Clients come and go, and ask for domains to be defined, started, saved and
 * undefined; a monitor connects the daemon to the process of each domain that
 * runs. Every client, every monitor and every save has a thread, and there is
 * no lock around reference counting: an object's own lock protects its fields,
 * and a reference keeps it alive. Who owns whom:
 *
 *   server ----> table of domains ----> domain ----> monitor <---- I/O thread
 *     |   `----> index of running ------^  ^  |         |
 *     |                                    |  |         `--> domain (opaque)
 *     |                     save thread ---'  |
 *     |                                       `--> subscription --> client
 *     `----> list of clients ----> client ----> server
 *                                    ^
 *                                    `--- the client's thread
 *
 * Each arrow is one reference; a domain has one to the index, too. There are
 * circles. What ends them is an event, never a count: a client leaves the list
 * when its thread ends; a domain leaves the table when it is undefined; when it
 * stops it leaves the index and gives up its monitor; a subscription leaves
 * when its client is found to be gone.
 *
 * Locks are taken in this order: domain, then monitor, index or client. A
 * callback is called without any lock.
 *
 * The functions below borrow what they are given unless they say otherwise, in
 * the words of virref/annotations.h.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#ifndef DAEMON_H
#define DAEMON_H

#include <stdbool.h>
#include <stdint.h>
#include <virobject/viratomic.h>
#include <virobject/virobject.h>
#include <virobject/virrefhash.h>
#include <virobject/virreflist.h>
#include <virobject/virrefthread.h>

typedef struct _server server;
typedef struct _client client;
typedef struct _domain domain;
typedef struct _domainIndex domainIndex;
typedef struct _monitor monitor;

/* Gives back what an opaque pointer owns; virObjectFreeCallback() is one. */
typedef void (*freeFunc)(void *opaque VIRREF_CONSUMED);

/* ---- server.c: what there is one of ----------------------------------- */

struct _server {
    virObjectLockable parent;
    virRefHash *domains;  /* owned; all domains, by UUID */
    domainIndex *running; /* owned; those that run, by id */
    virRefList *clients;  /* owned; those that are connected */
    int operations;       /* atomic: requests that were handled */
    int hangups;          /* atomic: clients that vanished */
};

int serverInit(void);
server *serverNew(void) VIRREF_RETURNS_OWNED;

/* Makes a client that will send 'quota' requests, and starts its thread. */
int serverAccept(server *srv, unsigned int number, unsigned int quota);

/* The peer of some client vanishes, whatever the client is doing. */
void serverHangup(server *srv);

/* Ends everything: clients first, then domains. -1 if memory is short: to be
 * tried again. */
int serverClose(server *srv);

/* ---- client.c: somebody who is connected ------------------------------ */

struct _client {
    virObjectLockable parent;
    server *srv;        /* owned; never changes */
    char *name;         /* never changes */
    unsigned int quota; /* requests to come; only the thread uses it */
    unsigned int events;
    bool gone; /* the peer has vanished */
};

int clientInit(void);
client *clientNew(server *srv, unsigned int number,
                  unsigned int quota) VIRREF_RETURNS_OWNED;

/* What the thread of a client runs. */
void clientThread(void *obj VIRREF_CONSUMED);

void clientHangup(client *cl);

/* ---- domain.c: a virtual machine -------------------------------------- */

#define UUID_SIZE 37

typedef enum {
    EVENT_RESUMED,
    EVENT_PAUSED,
    EVENT_STOPPED
} domainEvent;

struct _domain {
    virObjectLockable parent;
    char uuid[UUID_SIZE];      /* never changes */
    domainIndex *running;      /* owned; never changes */
    virRefList *subscriptions; /* owned; never changes */
    monitor *mon;              /* owned; NULL while it does not run */
    int id;                    /* 0 while it does not run */
    unsigned int events;
    bool undefined; /* it has left the table */

    bool inJob;
    unsigned int jobsQueued;
    pthread_cond_t jobEnded; /* goes with the lock of the object */
};

int domainInit(void);
domain *domainDefine(server *srv, const char *uuid) VIRREF_RETURNS_OWNED;
domain *domainLookup(server *srv, const char *uuid) VIRREF_RETURNS_OWNED;

/* These take the domain's lock, and a job. */
int domainStart(domain *dom);
int domainStop(domain *dom);
int domainPause(domain *dom);
int domainSave(domain *dom);

/* The id that was given to a domain last. */
int domainLastId(void);

/* Stops it and removes it from the table. Returns the number of its events, or
 * -1. */
int domainUndefine(server *srv, const char *uuid);

/* ---- job.c: one at a time changes a domain ---------------------------- */

/* Both want the domain locked. The first drops the lock while it waits, and
 * returns -1 if too many wait already or the domain was undefined. */
int domainBeginJob(domain *dom);
void domainEndJob(domain *dom);

/* Asks the domain's monitor. Wants the domain locked and in a job; drops the
 * lock meanwhile. */
int domainCommand(domain *dom, int command);

/* ---- event.c: who wants to know what happens -------------------------- */

/* Returns false if it is not interested any more. */
typedef bool (*eventFunc)(domain *dom, domainEvent event, void *opaque);

int subscriptionInit(void);

/* 'opaque' is given back with 'freeOpaque' when the subscription ends. */
int domainSubscribe(domain *dom, eventFunc call,
                    void *opaque VIRREF_CONSUMED_ON_SUCCESS,
                    freeFunc freeOpaque);

/* To be called without locks. */
void domainDispatch(domain *dom, domainEvent event);

/* ---- monitor.c: the connection to the process of a domain ------------- */

typedef enum {
    MONITOR_RESUMED,
    MONITOR_PAUSED,
    MONITOR_EOF, /* the process has ended */
    MONITOR_NOTHING
} monitorEvent;

/* Called in the monitor's I/O thread, without locks. */
typedef void (*monitorFunc)(monitor *mon, monitorEvent event, void *opaque);

int monitorInit(void);

/* 'opaque' is given back with 'freeOpaque' when the monitor is gone. If this
 * fails it is still the caller's, and nothing is given back. */
monitor *monitorOpen(monitorFunc call, void *opaque VIRREF_CONSUMED_ON_SUCCESS,
                     freeFunc freeOpaque) VIRREF_RETURNS_OWNED;

/* The answer, or -1 if the process is gone. */
int monitorCommand(monitor *mon, int command);

/* Ends the I/O thread, sooner or later. The caller's reference stays. */
void monitorClose(monitor *mon);

/* ---- index.c: domains that run, by id --------------------------------- */

int domainIndexInit(void);
domainIndex *domainIndexNew(void) VIRREF_RETURNS_OWNED;

/* The index takes a reference of its own. */
int domainIndexAdd(domainIndex *index, int id,
                   domain *dom VIRREF_RETAINED_ON_SUCCESS);
domain *domainIndexFind(domainIndex *index, int id) VIRREF_RETURNS_OWNED;
/* Gives the reference of the index back. */
void domainIndexRemove(domainIndex *index, int id);

/* ---- util.c: threads that nobody joins, and a count of objects -------- */

typedef struct {
    pthread_mutex_t lock;
    pthread_cond_t fewer;
    unsigned int running;
} threadGroup;

extern threadGroup clientThreads; /* of the clients */
extern threadGroup helperThreads; /* of monitors, and of saves */

/* Before a thread is started; at its end, or if it could not be started. */
void threadBegins(threadGroup *group);
void threadEnds(threadGroup *group);
/* Waits until at most 'limit' threads run. */
void threadsWait(threadGroup *group, unsigned int limit);

typedef enum {
    COUNT_CLIENTS,
    COUNT_DOMAINS,
    COUNT_MONITORS,
    COUNT_SUBSCRIPTIONS,
    COUNT_OTHERS,
    COUNT_LAST
} countKind;

void countMade(countKind kind);
void countGone(countKind kind);
int countOf(countKind kind);
int countLeft(void);

/* ---- world.c: what is outside, made up from a seed -------------------- */

/* Each thread has a stream of random numbers. */
void worldSeed(uint64_t seed);
uint64_t worldNewSeed(void);
unsigned int worldRandom(unsigned int limit);

typedef enum {
    REQUEST_DEFINE,
    REQUEST_CREATE, /* define, subscribe and start */
    REQUEST_UNDEFINE,
    REQUEST_START,
    REQUEST_STOP,
    REQUEST_PAUSE,
    REQUEST_SAVE,
    REQUEST_SUBSCRIBE,
    REQUEST_LOOKUP, /* by id: one of those that were started last */
    REQUEST_LIST,
    REQUEST_LAST
} requestKind;

/* What the peer of a client sends; 'back' is how many were started since. */
requestKind worldRequest(char uuid[UUID_SIZE], int *back);
/* Whether the peer got the answer. */
bool worldAnswer(int answer);
/* What the process of a domain says to a command, and does then. */
int worldGuestAnswers(int command);
monitorEvent worldGuestDoes(int command);

/* ---- faults.c: what fails, from the same seed ------------------------- */

/* From here on, in this thread and those that it starts, now and then there is
 * no memory, and no thread. */
void faultsOn(void);
/* Not any more, in this thread. */
void faultsOff(void);
int faultsSoFar(void);

#endif /* DAEMON_H */
