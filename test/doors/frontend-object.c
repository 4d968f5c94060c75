// The object file is, byte for byte, that of a compilation without the plugin.
//
// RUN: %clang -I %inputs -O2 -g -c %s -o %t.without.o
// RUN: %clang -I %inputs -O2 -g -c %s -o %t.with.o -fplugin=%virref-clang 2>&1 \
// RUN:   | FileCheck %s
// RUN: cmp %t.without.o %t.with.o
//
// RUN: %clang -I %inputs -S -emit-llvm %s -o %t.without.ll
// RUN: %clang -I %inputs -S -emit-llvm %s -o %t.with.ll -fplugin=%virref-clang
// RUN: cmp %t.without.ll %t.with.ll
//
// Without warnings, with a dependency file, and where there is no syntax tree.
// RUN: %clang -I %inputs -MD -MF %t.d -c %s -o %t.o -fplugin=%virref-clang -w
// RUN: FileCheck --check-prefix=DEPS %s < %t.d
// RUN: %clang -I %inputs -E %s -fplugin=%virref-clang | FileCheck --check-prefix=CPP %s

#include "virobject.h"

static void unrefAtEnd(virObject **obj)
{
    virObjectUnref(*obj);
}

int lost(int fail)
{
    __attribute__((cleanup(unrefAtEnd))) virObject *kept = virObjectNew(0);
    virObject *obj = virObjectNew(0);

    if (fail)
        return -1;
    virObjectUnref(obj);
    return kept ? 1 : 0;
}

// CHECK: warning: {{.*}} [virref-leak]
// DEPS: virobject.h
// CPP: int lost(int fail)
