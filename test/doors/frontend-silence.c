// -w silences findings, also together with -Werror.
// RUN: %plugin -w -I %inputs %s 2>&1 | count 0
// RUN: %plugin -w -Werror -I %inputs %s 2>&1 | count 0

#include "virobject.h"

int lost(void)
{
    virObject *obj = virObjectNew(0);
    return obj ? 1 : 0;
}
