// Each check is one of clang-tidy's, by its own name.
//
// RUN: %clang-tidy '--checks=-*,virref-*' --list-checks | FileCheck --check-prefix=LIST %s
// LIST-DAG: {{^ *}}virref-leak{{$}}
// LIST-DAG: {{^ *}}virref-over-release{{$}}
// LIST-DAG: {{^ *}}virref-use-after-release{{$}}
// LIST-DAG: {{^ *}}virref-missing-ref{{$}}
// LIST-DAG: {{^ *}}virref-release-while-locked{{$}}
// LIST-DAG: {{^ *}}virref-raw-refcount{{$}}
// LIST-DAG: {{^ *}}virref-contract-mismatch{{$}}
//
// RUN: %tidy %s -- -I %inputs | FileCheck --check-prefix=BOTH %s
// RUN: %clang-tidy '--checks=-*,virref-leak' %s -- -I %inputs \
// RUN:   | FileCheck --check-prefix=LEAK --implicit-check-not=over-release %s
// RUN: %clang-tidy '--checks=-*,virref-*,-virref-leak' %s -- -I %inputs \
// RUN:   | FileCheck --check-prefix=RELEASE --implicit-check-not=virref-leak %s
//
// With clang's own analyzer in the same run.
// RUN: %clang-tidy '--checks=-*,virref-*,clang-analyzer-*' %s -- -I %inputs \
// RUN:   | FileCheck --check-prefix=BOTH --check-prefix=STOCK %s
//
// The engine runs once a file, however many checks are on.
// RUN: cp %s %t.c
// RUN: %tidy '--config={CheckOptions: [{key: virref.verbose, value: true}]}' %s %t.c -- -I %inputs 2>&1 \
// RUN:   | FileCheck --check-prefix=ONCE %s
// ONCE-COUNT-2: explored=
// ONCE-NOT: explored=
//
// RUN: not %clang-tidy '--checks=-*,virref-*' '--warnings-as-errors=virref-leak' %s -- -I %inputs \
// RUN:   | FileCheck --check-prefix=ERROR %s

#include "virobject.h"

int lost(void)
{
    virObject *obj = virObjectNew(0);
    // BOTH: :[[@LINE+3]]:{{[0-9]+}}: warning: {{.*}} [virref-leak]
    // LEAK: :[[@LINE+2]]:{{[0-9]+}}: warning: {{.*}} [virref-leak]
    // ERROR: :[[@LINE+1]]:{{[0-9]+}}: error: {{.*}} [virref-leak,-warnings-as-errors]
    return obj ? 1 : 0;
    // BOTH: :[[@LINE-5]]:{{[0-9]+}}: note: {{.*}}'obj'
}

void twice(void)
{
    virObject *obj = virObjectNew(0);
    virObjectUnref(obj);
    // BOTH: :[[@LINE+3]]:{{[0-9]+}}: warning: {{.*}} [virref-over-release]
    // RELEASE: :[[@LINE+2]]:{{[0-9]+}}: warning: {{.*}} [virref-over-release]
    // ERROR: :[[@LINE+1]]:{{[0-9]+}}: warning: {{.*}} [virref-over-release]
    virObjectUnref(obj);
}

int divide(int zero)
{
    // STOCK: :[[@LINE+1]]:{{[0-9]+}}: warning: {{.*}} [clang-analyzer-core.DivideZero]
    return zero == 0 ? 1 / zero : 0;
}
