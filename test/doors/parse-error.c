// Half a syntax tree proves nothing: what does not parse is not analysed.
// RUN: not %plugin -I %inputs %s 2>&1 | FileCheck --implicit-check-not='[virref' %s
// RUN: not %analyze -I %inputs %s 2>&1 | FileCheck --implicit-check-not='[virref' %s
// RUN: not %tidy %s -- -I %inputs 2>&1 | FileCheck --implicit-check-not='[virref' %s
// RUN: %plugin -DREPAIRED -I %inputs %s 2>&1 | FileCheck --check-prefix=REPAIRED %s

#include "virobject.h"

int lost(void)
{
    virObject *obj = virObjectNew(0);
    return obj ? 1 : 0;
}

#ifndef REPAIRED
void broken(void)
{
    undeclared = 1;
}
#endif

// CHECK: use of undeclared identifier 'undeclared'
// REPAIRED: [virref-leak]
