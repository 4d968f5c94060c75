// Options are those of the package; a mistake is an error, although --analyze
// itself would let it pass.
//
// RUN: not %analyze -Xclang -analyzer-config -Xclang virref:lvl=all -I %inputs %s 2>&1 \
// RUN:   | FileCheck --check-prefix=UNKNOWN %s
// RUN: not %analyze -Xclang -analyzer-config -Xclang virref:level=some -I %inputs %s 2>&1 \
// RUN:   | FileCheck --check-prefix=LEVEL %s
// RUN: not %analyze -Xclang -analyzer-config -Xclang virref.leak:level=all -I %inputs %s 2>&1 \
// RUN:   | FileCheck --check-prefix=NOTOURS %s
// RUN: not %clang --analyze -fplugin=%virref-clang -fplugin-arg-virref-level=some %s 2>&1 \
// RUN:   | FileCheck --check-prefix=PLUGINARG %s
//
// UNKNOWN: error: virref: -analyzer-config virref:lvl=all: there is no option 'lvl'; the options are checks, level,
// LEVEL: error: virref: -analyzer-config virref:level=some: option 'level': 'some' is neither 'default' nor 'all'
// NOTOURS: error: virref: -analyzer-config virref.leak:level=all: options belong to the package: virref:level=all
// PLUGINARG: error: virref: -fplugin-arg-virref-level=some: option 'level': 'some' is neither
//
// RUN: %analyze -Xclang -analyzer-config -Xclang virref:checks=leak -I %inputs %s 2>&1 \
// RUN:   | FileCheck --implicit-check-not=over-release %s
// RUN: %analyze -Xclang -analyzer-config -Xclang virref:level=all,virref:max-nodes=1000 \
// RUN:   -I %inputs %s 2>&1 | FileCheck %s
// RUN: %analyze -Xclang -analyzer-config -Xclang virref:fingerprint=true \
// RUN:   -Xclang -analyzer-config -Xclang virref:verbose=true \
// RUN:   -I %inputs %s 2>&1 | FileCheck --check-prefix=VERBOSE %s
// VERBOSE: virref: {{.*}}explored=2
//
// RUN: %clang -cc1 -load %virref-clang -analyzer-checker-option-help | FileCheck --check-prefix=HELP %s
// HELP: virref:checks
// HELP: virref:level

#include "virobject.h"

int lost(void)
{
    virObject *obj = virObjectNew(0);
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: {{.*}} [virref.leak]
    return obj ? 1 : 0;
}

void twice(void)
{
    virObject *obj = virObjectNew(0);
    virObjectUnref(obj);
    virObjectUnref(obj);
}
