// REQUIRES: scan-build
//
// RUN: rm -rf %t && mkdir %t
// RUN: not %scan-build --status-bugs --use-analyzer=%clang-exe -o %t -load-plugin %virref-clang \
// RUN:   -enable-checker virref %clang-exe -I %inputs -c %s -o %t/scan-build.o 2>&1 \
// RUN:   | FileCheck %s
// RUN: %python %S/read_report.py html %t | FileCheck --check-prefix=HTML %s
// RUN: ls %t/scan-build.o

#include "virobject.h"

int lost(void)
{
    virObject *obj = virObjectNew(0);
    return obj ? 1 : 0;
}

// CHECK: warning: 'obj' {{.*}} [virref.leak]
// CHECK: scan-build: 1 bug found
// HTML: BUGDESC 'obj'
