// RUN: %cc1-verify -I %inputs %s
// expected-no-diagnostics
//
// A count of an unknown struct is known by the functions that count: without
// their bodies, or with the number inside another struct that only they look
// into, it is a number as any other.

#include "glib-mini.h"

typedef struct Disk Disk;
struct Disk {
    int refs;
    int id;
};

/* Defined in another file. */
Disk *diskRef(Disk *disk);
void diskUnref(Disk *disk);

/* BUG: around diskRef(). */
void diskKept(Disk *disk)
{
    disk->refs++;
}

typedef struct Kref { int count; } Kref;
void krefGet(Kref *kref);
int krefPut(Kref *kref, void (*end)(Kref *kref));
typedef struct Net { Kref kref; int id; } Net;

/* BUG: around krefGet(). */
void netKept(Net *net)
{
    net->kref.count++;
}
