// A program with everything that VIROBJECT_DEBUG can find, one thing for each
// word on its command line. docs/leaks.md shows what it prints; the .test files
// check that.

#include <virobject/virobject.h>
#include <virobject/virobjectdebug.h>

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
    virObject parent;
    int number;
} player;

typedef struct {
    virObjectLockable parent;
    player *members[8];
} team;

static virClass *playerClass;
static virClass *teamClass;
static player *kept[64];

#define playerDispose NULL

static void teamDispose(void *obj)
{
    team *self = obj;
    for (size_t i = 0; i < 8; i++)
        virObjectUnref(self->members[i]);
}

__attribute__((noinline)) player *makePlayer(int number)
{
    player *p = virObjectNew(playerClass);
    p->number = number;
    return p;
}

__attribute__((noinline)) team *makeTeam(void)
{
    return virObjectLockableNew(teamClass);
}

// Keeps a reference in the team, and gives it back when the team dies.
__attribute__((noinline)) void joinTeam(team *t, int place, player *p)
{
    t->members[place] = virObjectRef(p);
}

// Balances.
__attribute__((noinline)) void play(player *p)
{
    virObjectRef(p);
    p->number++;
    virObjectUnref(p);
}

// The bug: on one of its ways it does not give back what it took.
__attribute__((noinline)) int pausePlayer(player *p, int hurry)
{
    virObjectRef(p);
    if (hurry)
        return -1;
    virObjectUnref(p);
    return 0;
}

__attribute__((noinline)) void leavePlayer(player *p) { virObjectUnref(p); }

// 20 players: 17 are freed, 3 are not.
static void leak(void)
{
    team *t = makeTeam();
    for (int i = 0; i < 20; i++) {
        player *p = makePlayer(i);
        play(p);
        if (i < 8)
            joinTeam(t, i, p);
        pausePlayer(p, i % 8 == 3);
        leavePlayer(p);
    }
    virObjectUnref(t);
}

static void clean(void)
{
    for (int i = 0; i < 20; i++) {
        player *p = makePlayer(i);
        play(p);
        leavePlayer(p);
    }
}

static void holders(void)
{
    player *p = makePlayer(1);
    player *q = makePlayer(2);
    virObjectRefBy(p, "qemuMonitor.io");
    virObjectRefBy(p, "qemuMonitor.io");
    virObjectRefBy(p, "qemuDomain.list");
    virObjectUnrefBy(p, "qemuMonitor.io");
    virObjectUnrefBy(p, "qemuDomain.list");
    virObjectRefBy(q, NULL);
    virObjectUnrefBy(q, NULL);
    virObjectUnref(q);
}

__attribute__((noinline)) void closeMonitor(player *p)
{
    virObjectUnrefBy(p, "qemuMonitor.io");
}

static void holderTwice(void)
{
    player *p = makePlayer(1);
    virObjectRefBy(p, "qemuMonitor.io");
    closeMonitor(p);
    closeMonitor(p);
    virObjectUnrefBy(p, "stranger");
    virObjectUnref(p);
}

// A name that JSON cannot have as it is.
static void strange(void)
{
    virObjectRefBy(makePlayer(1), "a \"b\\c\n\001\xff\xc3\xa4");
}

static void doubleUnref(void)
{
    player *p = makePlayer(1);
    leavePlayer(p);
    leavePlayer(p);
}

__attribute__((noinline)) int readNumber(player *p)
{
    return *(volatile int *) &p->number;
}

static void useAfterFree(void)
{
    player *p = makePlayer(42);
    leavePlayer(p);
    printf("number %d\n", readNumber(p));
    fflush(stdout);
}

static void lockAfterFree(void)
{
    team *t = makeTeam();
    virObjectUnref(t);
    virObjectLock(t);
}

static void guardAfterFree(void)
{
    team *t = makeTeam();
    virObjectUnref(t);
    VIR_WITH_OBJECT_LOCK_GUARD(t) {
        printf("not reached\n");
    }
}

static void refAfterFree(void)
{
    player *p = makePlayer(1);
    leavePlayer(p);
    printf("ref: %s\n", virObjectRef(p) ? "an object" : "NULL");
    fflush(stdout);
}

// Far too long ago for a small quarantine.
static void longAgo(void)
{
    player *p = makePlayer(1);
    leavePlayer(p);
    for (int i = 0; i < 100; i++)
        kept[i % 64] = makePlayer(i);
    for (int i = 36; i < 64 + 36; i++)
        virObjectUnref(kept[i % 64]);
}

static void churn(void)
{
    for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 64; i++)
            kept[i] = makePlayer(i);
        for (int i = 0; i < 64; i++)
            leavePlayer(kept[(i * 37) % 64]);
    }
}

static void expectOne(void)
{
    player *p = makePlayer(1);
    virObjectDebugExpect(p);
}

static void expectAll(void)
{
    makePlayer(1);
    makePlayer(2);
    virClassDebugExpect(playerClass);
}

static void manyStacks(void)
{
#define ONCE makePlayer(1);
#define TWICE(x) x x
    TWICE(TWICE(ONCE ONCE ONCE))
    for (int i = 0; i < 5; i++)
        makePlayer(2);
}

static void dumps(void)
{
    makePlayer(1);
    printf("alive: %zu\n", virObjectDebugDump());
    virObjectDebugCheckpoint();
    printf("new: %zu\n", virObjectDebugDiff());
    makePlayer(2);
    leavePlayer(makePlayer(3));
    printf("new: %zu\n", virObjectDebugDiff());
    fflush(stdout);
}

static void *threadMain(void *opaque)
{
    player *shared = opaque;
    for (int i = 0; i < 500; i++) {
        player *p = makePlayer(i);
        player *q = virObjectRef(shared);
        virObjectRefBy(p, "thread");
        virObjectUnrefBy(p, "thread");
        virObjectUnref(q);
        leavePlayer(p);
        if (i % 200 == 0)
            virObjectDebugDiff();
    }
    makePlayer(-1);
    return NULL;
}

static void threads(void)
{
    pthread_t all[4];
    player *shared = makePlayer(0);
    for (int i = 0; i < 4; i++)
        pthread_create(&all[i], NULL, threadMain, shared);
    for (int i = 0; i < 4; i++)
        pthread_join(all[i], NULL);
    virObjectUnref(shared);
}

// The child leaves with exit(), and must not report what its parent has.
static void forkChild(void)
{
    player *p = makePlayer(1);
    fflush(stdout);
    if (fork() == 0) {
        makePlayer(2);
        exit(0);
    }
    wait(NULL);
    leavePlayer(p);
}

// As daemon(3) does it.
static void daemonise(void)
{
    makePlayer(1);
    if (fork() != 0) {
        wait(NULL);
        _exit(0);
    }
    setsid();
    makePlayer(2);
}

static void *forkMain(void *opaque)
{
    volatile int *stop = opaque;
    while (!__atomic_load_n(stop, __ATOMIC_RELAXED)) {
        player *p = makePlayer(1);
        play(p);
        leavePlayer(p);
    }
    return NULL;
}

// Another thread is in the middle of something whenever this one forks.
static void forkOften(void)
{
    int stop = 0;
    pthread_t thread;
    pthread_create(&thread, NULL, forkMain, &stop);
    for (int i = 0; i < 100; i++) {
        pid_t child = fork();
        if (child == 0) {
            player *p = makePlayer(1);
            play(p);
            leavePlayer(p);
            exit(0);
        }
        waitpid(child, NULL, 0);
    }
    __atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
    pthread_join(thread, NULL);
}

// Runs until its input ends, and does what the lines say.
static void serve(void)
{
    char line[64];
    printf("%d\n", (int) getpid());
    fflush(stdout);
    while (fgets(line, sizeof(line), stdin)) {
        if (strcmp(line, "make\n") == 0)
            makePlayer(1);
        else if (strcmp(line, "drop\n") == 0)
            leavePlayer(makePlayer(1));
        printf("ok\n");
        fflush(stdout);
    }
}

typedef struct {
    virObject parent;
    char weight[100000];
} giant;
static virClass *giantClass;
#define giantDispose NULL

static void freeGiant(void)
{
    VIR_CLASS_NEW(giant, virClassForObject());
    giant *g = virObjectNew(giantClass);
    virObjectUnref(g);
    virObjectUnref(g);
}

static player *saved;
static void keeperDispose(void *obj) { saved = virObjectRef(obj); }

static void refInDispose(void)
{
    virClass *keeper = virClassNew(playerClass, "keeper", sizeof(player) + 8,
                                   sizeof(player), keeperDispose);
    virObjectUnref(virObjectNew(keeper));
    virObjectUnref(saved);
}

static void onOwnFault(int sig)
{
    (void) sig;
    printf("own handler\n");
    fflush(stdout);
    _exit(3);
}

static void crash(void)
{
    static volatile int *volatile nowhere = (volatile int *) 8;
    *nowhere = 1;
}

// What the library has installed in this process.
static void status(void)
{
    static const int signals[] = {SIGSEGV, SIGBUS, SIGUSR1, SIGUSR2};
    char line[256];
    int handlers = 0;
    FILE *file = fopen("/proc/self/status", "r");
    for (size_t i = 0; i < 4; i++) {
        struct sigaction action;
        sigaction(signals[i], NULL, &action);
        handlers += action.sa_handler != SIG_DFL;
    }
    printf("%d handlers\n", handlers);
    while (fgets(line, sizeof(line), file))
        if (strncmp(line, "Threads:", 8) == 0)
            printf("%s", line);
    fclose(file);
    fflush(stdout);
}

// What others have registered for fork() may use objects.
static void atFork(void) { leavePlayer(makePlayer(7)); }

static void forkOnce(void)
{
    fflush(stdout);
    if (fork() == 0) {
        leavePlayer(makePlayer(1));
        exit(0);
    }
    wait(NULL);
}

// A daemon's child that only does a piece of work.
static void worker(void)
{
    daemonise();
    forkOnce();
}

// As daemons do that want no terminal ever: the session's leader leaves.
static void daemoniseTwice(void)
{
    daemonise();
    if (fork() != 0)
        _exit(0);
    // The leader has left, but perhaps not for the kernel.
    while (getppid() == getsid(0))
        usleep(1000);
    forkOnce();
}

static void *readForever(void *opaque)
{
    fgetc(opaque);
    return NULL;
}

// A thread waits in the C library, with a lock of its held, when this one ends.
static void reader(void)
{
    int ends[2];
    pthread_t thread;
    if (pipe(ends) != 0)
        return;
    pthread_create(&thread, NULL, readForever, fdopen(ends[0], "r"));
    usleep(100000);
}

typedef struct {
    virObject parent;
    player *captain;
    char name[16];
} club;
static virClass *clubClass;
#define clubDispose NULL

static club *makeDeadClub(void)
{
    VIR_CLASS_NEW(club, virClassForObject());
    club *c = virObjectNew(clubClass);
    virObjectUnref(c);
    return c;
}

// The argument of a function of the library is in what has been freed.
__attribute__((noinline)) void clearCaptain(club *c)
{
    virObjectAutoUnref(&c->captain);
}

static void deadVariable(void) { clearCaptain(makeDeadClub()); }

static void deadName(void)
{
    player *p = makePlayer(1);
    virObjectRefBy(p, "first");
    virObjectRefBy(p, makeDeadClub()->name);
}

// The name does not live as long as the object.
static void shortName(void)
{
    char name[] = "a name";
    player *p = makePlayer(1);
    virObjectRefBy(p, name);
    memset(name, 'x', sizeof(name) - 1);
    virObjectUnrefBy(p, name);
}

static void forkInHook(const char *message, void *opaque)
{
    (void) message;
    (void) opaque;
    if (fork() == 0)
        _exit(0);
    wait(NULL);
    _exit(5);
}

static void hookForks(void) { virObjectSetAbortHook(forkInHook, NULL); }

static void *faultMain(void *opaque)
{
    volatile int *stop = opaque;
    while (!__atomic_load_n(stop, __ATOMIC_RELAXED)) {
        player *p = makePlayer(1);
        leavePlayer(p);
        readNumber(p);
    }
    return NULL;
}

// Another thread is in the middle of a report whenever this one forks.
static void forkFaults(void)
{
    int stop = 0;
    pthread_t thread;
    pthread_create(&thread, NULL, faultMain, &stop);
    for (int i = 0; i < 100; i++) {
        pid_t child = fork();
        if (child == 0) {
            player *p = makePlayer(1);
            leavePlayer(p);
            readNumber(p);
            _exit(0);
        }
        waitpid(child, NULL, 0);
    }
    __atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
    pthread_join(thread, NULL);
}

static void catchUsr1(int sig) { (void) sig; }

static const struct {
    const char *word;
    void (*run)(void);
} all[] = {
    {"leak", leak},           {"clean", clean},
    {"holders", holders},     {"holder-twice", holderTwice},
    {"double-unref", doubleUnref},
    {"use-after-free", useAfterFree},
    {"lock-after-free", lockAfterFree},
    {"guard-after-free", guardAfterFree},
    {"ref-after-free", refAfterFree},
    {"long-ago", longAgo},    {"churn", churn},
    {"expect-one", expectOne}, {"expect-all", expectAll},
    {"many-stacks", manyStacks},
    {"dumps", dumps},         {"threads", threads},
    {"fork", forkChild},      {"daemon", daemonise},
    {"fork-often", forkOften}, {"serve", serve},
    {"giant", freeGiant},     {"ref-in-dispose", refInDispose},
    {"strange", strange},     {"crash", crash},         {"status", status},
    {"fork-once", forkOnce},  {"worker", worker},
    {"daemon-twice", daemoniseTwice},
    {"reader", reader},       {"dead-variable", deadVariable},
    {"dead-name", deadName},  {"short-name", shortName},
    {"hook-forks", hookForks}, {"fork-faults", forkFaults},
};

int main(int argc, char **argv)
{
    // Before the first class: the library must call it for other faults.
    if (argc > 1 && strcmp(argv[1], "handler") == 0)
        signal(SIGSEGV, onOwnFault);
    if (argc > 1 && strcmp(argv[1], "usr1") == 0)
        signal(SIGUSR1, catchUsr1);
    if (argc > 1 && strcmp(argv[1], "at-fork") == 0)
        pthread_atfork(atFork, atFork, atFork);
    if (!VIR_CLASS_NEW(player, virClassForObject()) ||
        !VIR_CLASS_NEW(team, virClassForObjectLockable()))
        return 1;
    for (int i = 1; i < argc; i++)
        for (size_t j = 0; j < sizeof(all) / sizeof(all[0]); j++)
            if (strcmp(argv[i], all[j].word) == 0)
                all[j].run();
    return 0;
}
