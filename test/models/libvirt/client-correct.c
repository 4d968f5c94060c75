// The idioms of programs that use libvirt, against the real headers: nothing is
// found.
// RUN: %verify-libvirt %s
// expected-no-diagnostics

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdlib.h>

typedef struct Watch {
    virDomainPtr domain;
    int id;
} Watch;

int names(const char *uri)
{
    virConnectPtr conn = NULL;
    virDomainPtr *domains = NULL;
    int count, ret = -1;

    conn = virConnectOpenReadOnly(uri);
    if (!conn)
        goto cleanup;
    count = virConnectListAllDomains(conn, &domains, 0);
    if (count < 0)
        goto cleanup;
    for (int i = 0; i < count; i++) {
        virDomainGetName(domains[i]);
        virDomainFree(domains[i]);
    }
    free(domains);
    ret = 0;
cleanup:
    if (conn)
        virConnectClose(conn);
    return ret;
}

virDomainPtr find(virConnectPtr conn, const char *key)
{
    virDomainPtr domain = virDomainLookupByName(conn, key);

    if (!domain)
        domain = virDomainLookupByUUIDString(conn, key);
    return domain;
}

int start(virConnectPtr conn, const char *key)
{
    virDomainPtr domain = find(conn, key);
    int rc;

    if (!domain)
        return -1;
    rc = virDomainCreate(domain);
    virDomainFree(domain);
    return rc;
}

static void freeDomain(void *opaque)
{
    virDomainFree(opaque);
}

static int onEvent(virConnectPtr conn, virDomainPtr domain, int event, int detail, void *opaque)
{
    return 0;
}

int handedOver(virConnectPtr conn, virDomainPtr domain)
{
    int id;

    virDomainRef(domain);
    id = virConnectDomainEventRegisterAny(conn, domain, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                          VIR_DOMAIN_EVENT_CALLBACK(onEvent), domain, freeDomain);
    if (id < 0)
        virDomainFree(domain);
    return id;
}

int lent(virConnectPtr conn, virDomainPtr domain)
{
    return virConnectDomainEventRegisterAny(conn, domain, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                            VIR_DOMAIN_EVENT_CALLBACK(onEvent), domain, NULL);
}

Watch *watchNew(virDomainPtr domain)
{
    Watch *watch = calloc(1, sizeof(*watch));

    if (!watch)
        return NULL;
    virDomainRef(domain);
    watch->domain = domain;
    return watch;
}

void watchFree(Watch *watch)
{
    if (!watch)
        return;
    virDomainFree(watch->domain);
    free(watch);
}

int volumes(virStoragePoolPtr pool, const char *xml)
{
    virStorageVolPtr volume = virStorageVolCreateXML(pool, xml, 0);
    virStoragePoolPtr again;
    int same;

    if (!volume)
        return -1;
    again = virStoragePoolLookupByVolume(volume);
    same = again != NULL;
    if (again)
        virStoragePoolFree(again);
    virStorageVolFree(volume);
    return same;
}

unsigned long version(virDomainPtr domain)
{
    unsigned long version = 0;

    virConnectGetLibVersion(virDomainGetConnect(domain), &version);
    return version;
}

int stream(virConnectPtr conn, virDomainPtr domain)
{
    virStreamPtr stream = virStreamNew(conn, 0);

    if (!stream)
        return -1;
    if (virDomainOpenConsole(domain, NULL, stream, 0) < 0) {
        virStreamFree(stream);
        return -1;
    }
    virStreamFinish(stream);
    virStreamFree(stream);
    return 0;
}
