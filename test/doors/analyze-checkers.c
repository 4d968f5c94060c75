// Each check is a checker of the package `virref`.
//
// RUN: %analyze -I %inputs %s 2>&1 | FileCheck --check-prefix=BOTH %s
// RUN: %analyze-load -Xclang -analyzer-checker=virref.leak \
// RUN:   -Xclang -analyzer-output=text -I %inputs %s 2>&1 \
// RUN:   | FileCheck --check-prefix=ONLYLEAK --implicit-check-not=over-release %s
// RUN: %analyze -Xclang -analyzer-disable-checker=virref.leak -I %inputs %s 2>&1 \
// RUN:   | FileCheck --check-prefix=RELEASE --implicit-check-not=leak %s
//
// No checker of ours, no finding of ours; clang's own checkers beside ours do
// not see each other.
// RUN: %analyze-load -Xclang -analyzer-output=text -I %inputs %s 2>&1 \
// RUN:   | FileCheck --check-prefix=STOCK --implicit-check-not=virref %s
// RUN: %analyze -DDIVIDE -I %inputs %s 2>&1 \
// RUN:   | FileCheck --check-prefix=TOGETHER --check-prefix=BOTH %s
//
// -fplugin loads it just as well, and reports nothing twice.
// RUN: %clang --analyze -fplugin=%virref-clang -Xclang -analyzer-checker=virref \
// RUN:   -Xclang -analyzer-output=text -I %inputs %s 2>&1 | FileCheck --check-prefix=BOTH %s
//
// They run once, however many are on.
// RUN: %analyze -Xclang -analyzer-config -Xclang virref:verbose=true -I %inputs %s 2>&1 \
// RUN:   | FileCheck --check-prefix=ONCE --implicit-check-not=explored= %s
//
// RUN: %clang -cc1 -load %virref-clang -analyzer-checker-help | FileCheck --check-prefix=HELP %s

#include "virobject.h"

int lost(void)
{
    virObject *obj = virObjectNew(0);
    // BOTH: :[[@LINE+2]]:{{[0-9]+}}: warning: {{.*}} [virref.leak]
    // ONLYLEAK: :[[@LINE+1]]:{{[0-9]+}}: warning: {{.*}} [virref.leak]
    return obj ? 1 : 0;
}

void twice(void)
{
    virObject *obj = virObjectNew(0);
    virObjectUnref(obj);
    // BOTH: :[[@LINE+2]]:{{[0-9]+}}: warning: {{.*}} [virref.over-release]
    // RELEASE: :[[@LINE+1]]:{{[0-9]+}}: warning: {{.*}} [virref.over-release]
    virObjectUnref(obj);
}

int divide(int zero)
{
    // STOCK: :[[@LINE+2]]:{{[0-9]+}}: warning: {{.*}} [core.DivideZero]
    // TOGETHER: :[[@LINE+1]]:{{[0-9]+}}: warning: {{.*}} [core.DivideZero]
    return zero == 0 ? 1 / zero : 0;
}

// BOTH-NOT: [virref
// ONCE: explored=
// HELP: virref.leak {{ *}}Reports when an owned reference is lost on some path
// HELP: virref.over-release
