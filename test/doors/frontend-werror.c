// -Werror makes errors of all findings, and then there is no object file.
// RUN: not %clang -fplugin=%virref-clang -Werror -I %inputs -c %s -o %t.o 2>&1 \
// RUN:   | FileCheck --check-prefix=ALL %s
// RUN: not ls %t.o
//
// werror= says for which checks, whatever -Werror says.
// RUN: not %plugin -fplugin-arg-virref-werror=leak -I %inputs %s 2>&1 \
// RUN:   | FileCheck --check-prefix=LEAK %s
// RUN: not %plugin -Werror -fplugin-arg-virref-werror=leak -I %inputs %s 2>&1 \
// RUN:   | FileCheck --check-prefix=LEAK %s
// RUN: %plugin -Werror '-fplugin-arg-virref-werror=-*' -I %inputs %s 2>&1 \
// RUN:   | FileCheck --check-prefix=NONE %s
//
// A warning of clang's that -Werror made an error hides no findings.
// RUN: not %plugin -Werror -Wunused-variable -DUNUSED -I %inputs %s 2>&1 \
// RUN:   | FileCheck --check-prefix=ALL %s

#include "virobject.h"

int lost(void)
{
    virObject *obj = virObjectNew(0);
    // ALL: :[[@LINE+3]]:{{[0-9]+}}: error: {{.*}} [virref-leak]
    // LEAK: :[[@LINE+2]]:{{[0-9]+}}: error: {{.*}} [virref-leak]
    // NONE: :[[@LINE+1]]:{{[0-9]+}}: warning: {{.*}} [virref-leak]
    return obj ? 1 : 0;
}

void twice(void)
{
    virObject *obj = virObjectNew(0);
#ifdef UNUSED
    int unused;
#endif
    virObjectUnref(obj);
    // ALL: :[[@LINE+3]]:{{[0-9]+}}: error: {{.*}} [virref-over-release]
    // LEAK: :[[@LINE+2]]:{{[0-9]+}}: warning: {{.*}} [virref-over-release]
    // NONE: :[[@LINE+1]]:{{[0-9]+}}: warning: {{.*}} [virref-over-release]
    virObjectUnref(obj);
}
