// What programs that use libvirt get wrong, against the real headers.
// RUN: %verify-libvirt %s

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdlib.h>

typedef struct Watch { virDomainPtr domain; } Watch;

int lostDomain(virConnectPtr conn, const char *name)
{
    virDomainPtr domain = virDomainLookupByName(conn, name);
    virDomainInfo info;

    if (!domain)
        return -1;
    if (virDomainGetInfo(domain, &info) < 0)
        return -1; // expected-warning-re {{'domain'{{.*}}[virref-leak]}}
    virDomainFree(domain);
    return info.nrVirtCpu;
}

int lostConnection(const char *uri)
{
    virConnectPtr conn = virConnectOpenReadOnly(uri);
    virNetworkPtr network;

    if (!conn)
        return -1;
    network = virNetworkLookupByName(conn, "default");
    if (!network)
        return -1; // expected-warning-re {{'conn'{{.*}}[virref-leak]}}
    virNetworkFree(network);
    virConnectClose(conn);
    return 0;
}

int freedTwice(virConnectPtr conn, const char *xml)
{
    virDomainPtr domain = virDomainDefineXML(conn, xml);
    int rc;

    if (!domain)
        return -1;
    rc = virDomainCreate(domain);
    if (rc < 0)
        virDomainFree(domain);
    virDomainFree(domain); // expected-warning-re {{'domain'{{.*}}[virref-over-release]}}
    return rc;
}

const char *usedAfterwards(virConnectPtr conn, const char *uuid)
{
    virDomainPtr domain = virDomainLookupByUUIDString(conn, uuid);
    const char *name;

    if (!domain)
        return NULL;
    virDomainFree(domain);
    name = virDomainGetName(domain); // expected-warning-re {{'domain'{{.*}}[virref-use-after-release]}}
    return name;
}

void closedTwice(virDomainPtr domain)
{
    virConnectPtr conn = virDomainGetConnect(domain);

    virConnectClose(conn);
    virConnectClose(conn); // expected-warning-re {{'conn'{{.*}}[virref-over-release]}}
}

int overwritten(virConnectPtr conn, int *ids, int count)
{
    virDomainPtr domain = NULL;
    int active = 0;

    for (int i = 0; i < count; i++) {
        domain = virDomainLookupByID(conn, ids[i]); // expected-warning-re {{'domain'{{.*}}[virref-leak]}}
        if (domain)
            active += virDomainIsActive(domain);
    }
    if (domain)
        virDomainFree(domain);
    return active;
}

/* Missed: a reference that a statement takes of a parameter can be meant for the caller
 * (test/limits/acquires.c). */
int extraReference(virDomainPtr domain)
{
    if (virDomainRef(domain) < 0)
        return -1;
    return virDomainSuspend(domain);
}
