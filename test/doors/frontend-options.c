// A mistake in an option is an error that says what is right, and there is no
// object file.
// RUN: not %clang -fplugin=%virref-clang -fplugin-arg-virref-lvl=all -I %inputs \
// RUN:   -c %s -o %t.o 2>&1 | FileCheck --check-prefix=UNKNOWN %s
// RUN: not ls %t.o
// RUN: not %plugin -fplugin-arg-virref-level=some -I %inputs %s 2>&1 \
// RUN:   | FileCheck --check-prefix=LEVEL %s
// RUN: not %plugin -fplugin-arg-virref-max-nodes=many -I %inputs %s 2>&1 \
// RUN:   | FileCheck --check-prefix=NUMBER %s
// RUN: not %plugin -fplugin-arg-virref-verbose=loud -I %inputs %s 2>&1 \
// RUN:   | FileCheck --check-prefix=FLAG %s
// RUN: not %plugin -fplugin-arg-virref-checks=leaks -I %inputs %s 2>&1 \
// RUN:   | FileCheck --check-prefix=CHECKS %s
// RUN: not %plugin -fplugin-arg-virref-checks= -I %inputs %s 2>&1 \
// RUN:   | FileCheck --check-prefix=NOCHECK %s
// RUN: not %plugin -fplugin-arg-virref-werror=leaks -I %inputs %s 2>&1 \
// RUN:   | FileCheck --check-prefix=WERROR %s
//
// UNKNOWN: error: virref: -fplugin-arg-virref-lvl=all: there is no option 'lvl'; the options are checks, level, {{.*}}, werror, help{{$}}
// LEVEL: error: virref: {{.*}}: option 'level': 'some' is neither 'default' nor 'all'
// NUMBER: error: virref: {{.*}}: option 'max-nodes': 'many' is not a number of 1 or more
// FLAG: error: virref: {{.*}}: option 'verbose': 'loud' is neither 'true' nor 'false'
// CHECKS: error: virref: {{.*}}: option 'checks': no check matches 'leaks'; the checks are leak, over-release, use-after-release, contract-mismatch, missing-ref, release-while-locked, raw-refcount
// NOCHECK: error: virref: {{.*}}: option 'checks': no check matches ''
// WERROR: error: virref: {{.*}}: option 'werror': no check matches 'leaks'; the checks are leak,
//
// What options do.
// RUN: %plugin -fplugin-arg-virref-checks=leak -I %inputs %s 2>&1 \
// RUN:   | FileCheck --check-prefix=ONLYLEAK --implicit-check-not='[virref-' %s
// RUN: %plugin '-fplugin-arg-virref-checks=*release*' -I %inputs %s 2>&1 \
// RUN:   | FileCheck --check-prefix=RELEASE --implicit-check-not='[virref-' %s
// RUN: %plugin '-fplugin-arg-virref-checks=-leak' -I %inputs %s 2>&1 \
// RUN:   | FileCheck --check-prefix=RELEASE --implicit-check-not='[virref-' %s
// RUN: %plugin '-fplugin-arg-virref-checks=*,-virref-leak' -I %inputs %s 2>&1 \
// RUN:   | FileCheck --check-prefix=RELEASE --implicit-check-not='[virref-' %s
// RUN: %plugin -fplugin-arg-virref-level=all -fplugin-arg-virref-max-nodes=1000 \
// RUN:   -I %inputs %s 2>&1 | FileCheck --check-prefix=BOTH %s
//
// RUN: %plugin -fplugin-arg-virref-verbose -I %inputs %s 2>&1 \
// RUN:   | FileCheck --check-prefix=VERBOSE %s
// RUN: %plugin -fplugin-arg-virref-verbose=false -I %inputs %s 2>&1 \
// RUN:   | FileCheck --implicit-check-not='virref:' --check-prefix=BOTH %s
// VERBOSE: virref: {{.*}}explored=2
//
// RUN: %plugin -fplugin-arg-virref-help -I %inputs %s \
// RUN:   | FileCheck --check-prefix=HELP --implicit-check-not=warning %s
// HELP: -fplugin-arg-virref-NAME[=VALUE]
// HELP: checks=GLOBS
// HELP: level=default|all
// HELP: max-nodes=N
// HELP: werror=GLOBS
// HELP: Checks:
// HELP-NEXT: leak
// HELP-NEXT: an owned reference is lost on some path
// HELP: use-after-release

#include "virobject.h"

int lost(void)
{
    virObject *obj = virObjectNew(0);
    // ONLYLEAK: :[[@LINE+2]]:{{[0-9]+}}: warning: {{.*}} [virref-leak]
    // BOTH: :[[@LINE+1]]:{{[0-9]+}}: warning: {{.*}} [virref-leak]
    return obj ? 1 : 0;
}

void twice(void)
{
    virObject *obj = virObjectNew(0);
    virObjectUnref(obj);
    // RELEASE: :[[@LINE+2]]:{{[0-9]+}}: warning: {{.*}} [virref-over-release]
    // BOTH: :[[@LINE+1]]:{{[0-9]+}}: warning: {{.*}} [virref-over-release]
    virObjectUnref(obj);
}
