// One file, with the compiler's arguments after `--`; the exit status, and the
// formats.

// RUN: not %virref check %s -- -I %inputs > %t.txt 2> %t.err
// RUN: FileCheck --check-prefix=TEXT --strict-whitespace %s < %t.txt
// RUN: FileCheck --check-prefix=COUNT %s < %t.err
// RUN: not %virref check %s --format=json -o %t.json -- -I %inputs
// RUN: %python %S/formats.py json %t.json
// RUN: not %virref check %s --format=sarif -o %t.sarif -- -I %inputs
// RUN: %python %S/formats.py sarif %t.sarif
// RUN: not %virref check %s --format=html -o %t.html -- -I %inputs
// RUN: %python %S/formats.py html %t.html

// Nothing is found: 0. Only some checks; a file that does not parse: 2.
// RUN: %virref check %s --checks=-leak -- -I %inputs | count 0
// RUN: %python %S/status.py 2 %virref check %s -- 2>&1 \
// RUN:   | FileCheck --check-prefix=BROKEN %s

// What one process found, another one merges; twice the same is once.
// RUN: not %virref report %t.json %t.json | FileCheck --check-prefix=TEXT %s

#include "virobject.h"

int lose(int fail)
{
    virObject *obj = virObjectNew(0);

	if (fail)
		return -1;
    virObjectUnref(obj);
    return 0;
}

// TEXT: check-file.c:[[#@LINE-5]]:3: warning: 'obj' is leaked here{{.*}} [virref-leak]
// TEXT-NEXT: {{^}}		return -1;
// TEXT-NEXT: {{^}}		^
// TEXT-NEXT: check-file.c:[[#@LINE-11]]:22: note: {{.*}}
// TEXT: note: Assuming 'fail' is not equal to 0
// TEXT-NOT: warning:
// COUNT: virref: 1 file: 1 finding (leak 1)
// BROKEN: check-file.c was not checked:
// BROKEN-NEXT: check-file.c:{{.*}} fatal error: 'virobject.h' file not found
// BROKEN: virref: 1 file: 0 findings, 1 not checked
