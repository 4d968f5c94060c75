// RUN: %tidy %s -- -I %inputs | FileCheck --implicit-check-not='warning:' %s

#include "virobject.h"

int lost(void)
{
    virObject *obj = virObjectNew(0);
    return obj ? 1 : 0; // NOLINT
}

int lostById(void)
{
    virObject *obj = virObjectNew(0);
    // NOLINTNEXTLINE(virref-leak)
    return obj ? 1 : 0;
}

int lostByGlob(void)
{
    virObject *obj = virObjectNew(0);
    return obj ? 1 : 0; // NOLINT(virref-*)
}

int anotherId(void)
{
    virObject *obj = virObjectNew(0);
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: warning: {{.*}} [virref-leak]
    return obj ? 1 : 0; // NOLINT(virref-over-release)
}
