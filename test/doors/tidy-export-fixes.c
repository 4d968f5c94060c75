// RUN: %tidy --export-fixes=%t.yaml %s -- -I %inputs
// RUN: FileCheck --input-file=%t.yaml %s

#include "virobject.h"

int lost(void)
{
    virObject *obj = virObjectNew(0);
    return obj ? 1 : 0;
}

// CHECK: DiagnosticName: {{ *}}virref-leak
// CHECK: Message: {{.*}}obj
// CHECK: Notes:
// CHECK: Level: {{ *}}Warning
