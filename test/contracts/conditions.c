// Effects that depend on the result, in all ways of asking for it.
//
// RUN: %cc1-verify -I %inputs %s

#include "virobject.h"

#define VIRREF(Word) __attribute__((annotate("virref:" Word)))

typedef struct _Job { virObject parent; int pid; } Job;

Job *jobNew(void) VIRREF("returns-owned");
int sendZero(Job *job VIRREF("consumed-if(==0)"));
int sendOne(Job *job VIRREF("consumed-if(==1)"));
int sendFails(Job *job VIRREF("consumed-on-failure"));
int add(Job *job VIRREF("consumed-on-success"));
bool put(Job *job VIRREF("consumed-on-success"));
int find(int id, Job **job VIRREF("out-owned-on-success"));

int zero(void)
{
    Job *job = jobNew();
    if (sendZero(job) != 0) {
        virObjectUnref(job);
        return -1;
    }
    return 0;
}

// What is positive is no failure: perhaps the function does not return it.
int zeroLeft(void)
{
    Job *job = jobNew();
    if (sendZero(job) < 0) {
        virObjectUnref(job);
        return -1;
    }
    return 0;
}

int zeroTwice(void)
{
    Job *job = jobNew();
    int rc = sendZero(job);
    if (rc >= 0)
        virObjectUnref(job); // expected-warning {{'job' is released here}}
    return rc; // expected-warning {{'job' is leaked here}}
}

int one(void)
{
    Job *job = jobNew();
    if (sendOne(job) == 1)
        return 0;
    virObjectUnref(job);
    return -1;
}

int oneIgnored(void)
{
    Job *job = jobNew();
    sendOne(job);
    virObjectUnref(job);
    return 0;
}

int oneWrong(void)
{
    Job *job = jobNew();
    if (sendOne(job) < 1)
        return -1;
    return 0; // expected-warning {{'job' is leaked here}}
}

int failure(void)
{
    Job *job = jobNew();
    if (sendFails(job) < 0)
        return -1;
    virObjectUnref(job);
    return 0;
}

int failureTwice(void)
{
    Job *job = jobNew();
    if (sendFails(job) < 0) {
        virObjectUnref(job); // expected-warning {{'job' is released here}}
        return -1;
    }
    virObjectUnref(job);
    return 0;
}

int bySwitch(void)
{
    Job *job = jobNew();
    switch (sendZero(job)) {
    case 0:
        return 0;
    default:
        virObjectUnref(job);
        return -1;
    }
}

int bySwitchTwice(void)
{
    Job *job = jobNew();
    int rc = sendZero(job);
    switch (rc) {
    case 0:
        virObjectUnref(job); // expected-warning {{'job' is released here}}
        break;
    default:
        virObjectUnref(job);
    }
    return rc;
}

int bySwitchLeft(void)
{
    Job *job = jobNew();
    switch (sendZero(job)) {
    case 0:
        return 0;
    case -1:
        return -1; // expected-warning {{'job' is leaked here}}
    default:
        virObjectUnref(job);
    }
    return -2;
}

int byTernary(void)
{
    Job *job = jobNew();
    int rc = add(job) < 0 ? -1 : 0;
    if (rc)
        virObjectUnref(job);
    return rc;
}

int byTernaryWrong(void)
{
    Job *job = jobNew();
    int rc = add(job) < 0 ? -1 : 0;
    if (!rc)
        virObjectUnref(job); // expected-warning {{'job' is released here}}
    return rc; // expected-warning {{'job' is leaked here}}
}

int byNot(void)
{
    Job *job = jobNew();
    bool ok = put(job);
    if (!ok) {
        virObjectUnref(job);
        return -1;
    }
    return 0;
}

int byNotWrong(void)
{
    Job *job = jobNew();
    if (!put(job))
        return -1; // expected-warning {{'job' is leaked here}}
    return 0;
}

int byFlag(void)
{
    Job *job = jobNew();
    bool failed = add(job) < 0;
    if (failed)
        virObjectUnref(job);
    return failed ? -1 : 0;
}

int byFlagWrong(void)
{
    Job *job = jobNew();
    bool failed = add(job) < 0;
    if (!failed)
        virObjectUnref(job); // expected-warning {{'job' is released here}}
    return 0; // expected-warning {{'job' is leaked here}}
}

int out(void)
{
    Job *job = 0;
    switch (find(1, &job)) {
    case -1:
        return -1;
    case 0:
        virObjectUnref(job);
        return 0;
    case 1:
        return 1; // expected-warning {{'job' is leaked here}}
    default:
        virObjectUnref(job);
        return 2;
    }
}
