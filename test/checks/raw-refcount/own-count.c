// RUN: %cc1-verify -I %inputs %s
//
// A count is known by what the file does with it: one function counts up, one
// counts down and frees at the end.

#include "glib-mini.h"

int printf(const char *format, ...);
void *malloc(size_t size);
void *calloc(size_t n, size_t size);
void free(void *p);
void *memset(void *dst, int value, size_t size);
void *memcpy(void *dst, const void *src, size_t size);
void signalAll(void *cond);

typedef struct Vm Vm;
struct Vm {
    int lock;
    int refs;
    int njobs;
    int id;
    char *name;
    Vm *next;
};

static void vmFree(Vm *vm)
{
    if (vm->refs != 0)
        printf("freed too early\n");
    free(vm->name);
    memset(vm, 0, sizeof(*vm));
    free(vm);
}

Vm *vmNew(int id)
{
    Vm *vm = calloc(1, sizeof(*vm));

    if (vm) {
        vm->id = id;
        vm->refs = 1;
    }
    return vm;
}

void vmInit(Vm *vm)
{
    memset(vm, 0, sizeof(*vm));
    vm->refs = 1;
}

void vmRef(Vm *vm)
{
    vm->refs++;
}

int vmUnref(Vm *vm)
{
    vm->refs--;
    if (vm->refs == 0) {
        vmFree(vm);
        return 0;
    }
    return vm->refs;
}

/* Others of the family. */
void vmRefMany(Vm *vm, int n)
{
    vm->refs += n;
}

int vmGetId(Vm *vm)
{
    return vm->id;
}

Vm *vmFind(Vm *list, int id)
{
    for (Vm *vm = list; vm; vm = vm->next)
        if (vm->id == id) {
            vm->refs++;
            return vm;
        }
    return NULL;
}

Vm *vmDup(Vm *vm)
{
    Vm *copy = malloc(sizeof(*copy));

    *copy = *vm;
    copy->refs = 1;
    return copy;
}

Vm *vmDupByFunction(Vm *vm)
{
    Vm *copy = malloc(sizeof(*copy));

    memcpy(copy, vm, sizeof(*copy));
    copy->refs = 1;
    return copy;
}

/* Not a reference count: at zero nobody frees anything. */
void jobBegin(Vm *vm)
{
    vm->njobs++;
    vmRef(vm);
}

void jobEnd(Vm *vm)
{
    if (--vm->njobs == 0)
        signalAll(vm);
    vmUnref(vm);
}

void jobEndEarly(Vm *vm)
{
    if (--vm->njobs > 0)
        return;
    signalAll(vm);
    vmUnref(vm);
}

int jobsRunning(Vm *vm)
{
    if (vm->njobs > 1)
        vm->njobs--;
    return vm->njobs;
}

void dump(Vm *vm)
{
    printf("%d: %d references\n", vm->id, vm->refs);
    g_assert(vm->refs > 0);
}

/* Not whether somebody else has a reference. */
Vm *moreReferences(Vm *a, Vm *b)
{
    if (a->refs == 0x7fffffff)
        return b;
    if (a->refs > b->refs)
        return a;
    return b;
}

/* ---- around the API ---- */

void kept(Vm *vm, Vm **place)
{
    vm->refs++; // expected-warning-re {{'vm'{{.*}}'refs'{{.*}}vmRef(){{.*}}vmUnref(){{.*}}[virref-raw-refcount]}}
    place[0] = vm;
}

void dropped(Vm *vm)
{
    vm->refs--; // expected-warning-re {{'vm'{{.*}}[virref-raw-refcount]}}
}

void openCoded(Vm *vm, int id)
{
    vm->id = id;
    if (--vm->refs > 0) // expected-warning-re {{'vm'{{.*}}[virref-raw-refcount]}}
        return;
    vmFree(vm);
}

void evicted(Vm *list)
{
    for (Vm *vm = list; vm; vm = vm->next)
        if (vm->refs == 1) // expected-warning-re {{'vm'{{.*}}tested{{.*}}[virref-raw-refcount]}}
            vm->id = -1;
}

void evictedByTheApi(Vm *list)
{
    for (Vm *vm = list; vm; vm = vm->next)
        if (vm->id == 1)
            vmUnref(vm);
}

void reset(Vm *vm)
{
    vm->refs = 1; // expected-warning-re {{'vm'{{.*}}[virref-raw-refcount]}}
}

Vm *copied(Vm *vm)
{
    Vm *copy = malloc(sizeof(*copy));

    *copy = *vm; // expected-warning-re {{'copy'{{.*}}'refs'{{.*}}[virref-raw-refcount]}}
    copy->id++;
    return copy;
}

void wiped(Vm *vm)
{
    memset(vm, 0, sizeof(*vm)); // expected-warning-re {{'vm'{{.*}}'refs'{{.*}}[virref-raw-refcount]}}
}

void wipedBeforeFree(Vm *vm)
{
    memset(vm, 0, sizeof(*vm));
    free(vm);
}

int local(void)
{
    Vm vm;

    memset(&vm, 0, sizeof(vm));
    vm.refs = 1;
    return vm.refs;
}
