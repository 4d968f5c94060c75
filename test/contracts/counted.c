// RUN: %cc1-verify -I %include %s
//
// Structs that say by which functions they are counted.

#include <virref/annotations.h>

typedef struct VIRREF_COUNTED(jobHold, jobDrop) Job {
    int refs;
    int pid;
    struct Job *next;
} Job;
struct Job *jobHold(Job *job);
void jobDrop(Job *job);

/* Said of a declaration, of functions for any object. */
struct VIRREF_COUNTED(anyHold, anyDrop) Log;
typedef struct Log Log;
struct Log { int refs; int fd; };
void *anyHold(void *any);
void anyDrop(void *any);

/* Other functions of that kind say nothing. */
void otherHold(Job *job);
void otherDrop(Job *job);

int lost(Job *job, int wanted)
{
    jobHold(job);
    if (!wanted)
        return -1; // expected-warning-re {{'job' is leaked here{{.*}}[virref-leak]}}
    jobDrop(job);
    return 0;
}

int kept(Job *job, int wanted)
{
    jobHold(job);
    if (!wanted) {
        jobDrop(job);
        return -1;
    }
    jobDrop(job);
    return 0;
}

/* What it returns is its argument. */
int sameLost(Job *first, int wanted)
{
    Job *job = jobHold(first->next);
    if (!wanted)
        return -1; // expected-warning-re {{'job' is leaked here{{.*}}[virref-leak]}}
    jobDrop(job);
    return 0;
}

int used(Job *first)
{
    Job *job = jobHold(first->next);
    jobDrop(job);
    jobDrop(job);
    jobDrop(job); // expected-warning-re {{'job' is released here, but this code owns no reference to it {{.*}}[virref-over-release]}}
    return 0;
}

int logLost(Log *log, int wanted)
{
    anyHold(log);
    if (!wanted)
        return -1; // expected-warning-re {{'log' is leaked here{{.*}}[virref-leak]}}
    anyDrop(log);
    return 0;
}

int logKept(Log *log, int wanted)
{
    anyHold(log);
    if (wanted)
        log->fd = -1;
    anyDrop(log);
    return 0;
}

int others(Job *job, int wanted)
{
    otherHold(job);
    if (!wanted)
        return -1;
    otherDrop(job);
    otherDrop(job);
    return 0;
}
