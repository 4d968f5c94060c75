// RUN: %plugin -I %inputs %s 2>&1 | FileCheck %s
// RUN: %plugin -I %inputs %s -fplugin-arg-virref-fingerprint 2>&1 \
// RUN:   | FileCheck --check-prefix=FINGERPRINT %s
//
// The report of a normal compilation: clang's format, the id at its end, the
// path behind it as notes.

#include "virobject.h"

int lost(void)
{
    virObject *obj = virObjectNew(0);

    return obj ? 1 : 0;
}

// CHECK: frontend-report.c:[[@LINE-3]]:{{[0-9]+}}: warning: 'obj' {{.*}} [virref-leak]
// CHECK: frontend-report.c:[[@LINE-6]]:{{[0-9]+}}: note: {{.*}}'obj'
// CHECK-NOT: [virref-
// CHECK: 1 warning generated.

// FINGERPRINT: warning: {{.*}} {lost|obj} [virref-leak]
