// The shape of libvirt's internal API, as of 9.0.0, as far as its model is about it.

#include "virobject.h"

typedef struct _GHashTable GHashTable;
typedef void (*GDestroyNotify)(void *data);
typedef void (*virFreeCallback)(void *opaque);
typedef void (*virEventHandleCallback)(int watch, int fd, int events, void *opaque);
typedef void (*virEventTimeoutCallback)(int timer, void *opaque);
typedef void (*virThreadFunc)(void *opaque);
typedef struct _virThread virThread;
typedef struct _virNetClient virNetClient;
typedef void (*virNetClientCloseFunc)(virNetClient *client, int reason, void *opaque);

GHashTable *virHashNew(GDestroyNotify dataFree);
int virHashAddEntry(GHashTable *table, const char *name, void *userdata);
void *virHashLookup(GHashTable *table, const char *name);
void *virHashSteal(GHashTable *table, const char *name);
int virHashRemoveEntry(GHashTable *table, const char *name);
void virHashFree(GHashTable *table);

int virEventAddHandle(int fd, int events, virEventHandleCallback cb, void *opaque, virFreeCallback ff);
int virEventAddTimeout(int frequency, virEventTimeoutCallback cb, void *opaque, virFreeCallback ff);
void virNetClientSetCloseCallback(virNetClient *client, virNetClientCloseFunc cb, void *opaque,
                                  virFreeCallback ff);
int virThreadCreateFull(virThread *thread, bool joinable, virThreadFunc func, const char *name,
                        bool worker, void *opaque);

typedef struct _virConnect { virObject parent; struct _virHypervisorDriver *driver; } virConnect;
typedef virConnect *virConnectPtr;
typedef struct _virDomain { virObject parent; virConnectPtr conn; } virDomain;
typedef virDomain *virDomainPtr;
typedef virDomainPtr (*virDrvDomainLookupByName)(virConnectPtr conn, const char *name);

struct _virHypervisorDriver {
    const char *name;
    virDrvDomainLookupByName domainLookupByName;
};

typedef struct _Client { virObjectLockable parent; virThread *thread; int timer; } Client;

extern virClass *clientClass;
Client *clientNew(void);
void clientServe(Client *client);
