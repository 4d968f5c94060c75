// RUN: %plugin -I %inputs %s 2>&1 | FileCheck %s
//
// Where the API is, if that is in the same file.

#include "glib-mini.h"

typedef struct Disk { int refs; int id; } Disk;

// CHECK-NOT: warning:
// CHECK: raw-refcount.c:[[@LINE+17]]:5: warning: 'disk' has its reference count 'refs' changed around the API; use diskRef() or diskUnref() [virref-raw-refcount]
// CHECK: raw-refcount.c:[[@LINE+2]]:7: note: diskRef() takes a reference
// CHECK: raw-refcount.c:[[@LINE+7]]:6: note: diskUnref() drops a reference
Disk *diskRef(Disk *disk)
{
    disk->refs++;
    return disk;
}

void diskUnref(Disk *disk)
{
    if (--disk->refs == 0)
        g_free(disk);
}

void diskKept(Disk *disk, Disk **place)
{
    disk->refs++;
    *place = 0;
}
// CHECK-NOT: warning:
