/*
 * index.c: domains that run, by id
 *
 * A container of our own, to show what one has to do: it takes a reference
 * before it keeps an object, gives it back when it does not keep it any more,
 * and hands out references of the caller's own. Its lock protects the chain of
 * entries, not the domains.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "daemon.h"

#include <stdlib.h>

typedef struct _indexEntry indexEntry;
struct _indexEntry {
    int id;
    domain *dom; /* owned */
    indexEntry *next;
};

struct _domainIndex {
    virObjectLockable parent;
    indexEntry *first;
};

static virClass *domainIndexClass;

static void indexEntryFree(indexEntry *entry)
{
    virObjectUnref(entry->dom);
    free(entry);
}

static void domainIndexDispose(void *obj)
{
    domainIndex *index = obj;

    /* Here it is empty: a domain that runs owns a reference to the index. A
     * container does not rely on that. */
    while (index->first) {
        indexEntry *entry = index->first;

        index->first = entry->next;
        indexEntryFree(entry);
    }
    countGone(COUNT_OTHERS);
}

int domainIndexInit(void)
{
    if (!VIR_CLASS_NEW(domainIndex, virClassForObjectLockable()))
        return -1;
    return 0;
}

domainIndex *domainIndexNew(void)
{
    domainIndex *index;

    if (!(index = virObjectLockableNew(domainIndexClass)))
        return NULL;
    countMade(COUNT_OTHERS);
    return index;
}

int domainIndexAdd(domainIndex *index, int id, domain *dom)
{
    indexEntry *entry;

    if (!(entry = calloc(1, sizeof(*entry))))
        return -1;
    entry->id = id;
#ifndef BREAK_RULE_4
    entry->dom = virObjectRef(dom);
#else /* kept without a reference */
    entry->dom = dom; // rule4-warning {{[virref-missing-ref]}}
#endif

    virObjectLock(index);
    entry->next = index->first;
    index->first = entry;
    virObjectUnlock(index);
    return 0; // rule4-warning {{[virref-contract-mismatch]}}
}

domain *domainIndexFind(domainIndex *index, int id)
{
    indexEntry *entry;
    domain *dom = NULL;

    virObjectLock(index);
    for (entry = index->first; entry; entry = entry->next) {
        if (entry->id == id) {
            /* Before the lock is dropped: afterwards it may be gone. */
#ifndef BREAK_RULE_3
            dom = virObjectRef(entry->dom);
#else /* the caller gets a reference that is not his */
            dom = entry->dom;
#endif
            break;
        }
    }
    virObjectUnlock(index);
    return dom; // rule3-warning {{[virref-contract-mismatch]}}
}

void domainIndexRemove(domainIndex *index, int id)
{
    indexEntry **place;
    indexEntry *entry = NULL;

    virObjectLock(index);
    for (place = &index->first; *place; place = &(*place)->next) {
        if ((*place)->id == id) {
            entry = *place;
            *place = entry->next;
            break;
        }
    }
    virObjectUnlock(index);

    /* Without the lock: if this is the last reference, the domain's dispose
     * function runs here. */
    if (entry)
        indexEntryFree(entry);
}
