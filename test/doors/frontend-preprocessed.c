// RUN: %clang-exe -E -frewrite-includes -I %inputs %s -o %t.c
// RUN: %plugin -x c %t.c 2>&1 | FileCheck %s
//
// Distributed builds and compiler caches compile what was preprocessed before:
// the places of a report, and lines that its texts name, are those of the source.

#include "virobject.h"

int lost(int n)
{
    virObject *obj = virObjectNew(0);

    if (!obj)
        return -1;
    if (n)
        goto end; // CHECK-DAG: frontend-preprocessed.c:[[@LINE]]:9: note: Control jumps to line [[@LINE+3]]
    virObjectUnref(obj);
end:
    return 0; // CHECK-DAG: frontend-preprocessed.c:[[@LINE]]:5: warning: 'obj' {{.*}} [virref-leak]
}
