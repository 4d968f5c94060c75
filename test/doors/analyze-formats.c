// What clang writes itself contains our findings with their paths.
//
// RUN: rm -rf %t && mkdir %t
// RUN: %analyze-load -Xclang -analyzer-checker=virref -I %inputs \
// RUN:   --analyzer-output plist-multi-file -o %t/report.plist %s
// RUN: %python %S/read_report.py plist %t/report.plist | FileCheck %s
// RUN: %analyze-load -Xclang -analyzer-checker=virref -I %inputs \
// RUN:   --analyzer-output sarif -o %t/report.sarif %s
// RUN: %python %S/read_report.py sarif %t/report.sarif | FileCheck %s
// RUN: %analyze-load -Xclang -analyzer-checker=virref -I %inputs \
// RUN:   --analyzer-output html -o %t/html %s
// RUN: %python %S/read_report.py html %t/html | FileCheck --check-prefix=HTML %s
//
// More than one consumer at once.
// RUN: %analyze-load -Xclang -analyzer-checker=virref -I %inputs \
// RUN:   --analyzer-output plist-html -o %t/both %s
// RUN: %python %S/read_report.py plist %t/both | FileCheck %s

#include "virobject.h"

int lost(int fail)
{
    virObject *obj = virObjectNew(0);
    // CHECK: [[@LINE-1]]: note: {{.*}}'obj'
    if (fail)
        // CHECK: [[@LINE+1]]: virref.leak: 'obj'
        return -1;
    virObjectUnref(obj);
    return 0;
}

// CHECK-NOT: virref
// HTML: BUGDESC 'obj'
// HTML: BUGPATHLENGTH
