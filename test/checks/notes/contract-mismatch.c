// RUN: %plugin -I %include %s 2>&1 | FileCheck %s
// RUN: %analyze -I %include %s 2>&1 | FileCheck %s
// RUN: %tidy %s -- -I %include 2>&1 | FileCheck %s
//
// The other annotation is shown, and each is where its macro stands.

#include <virref/annotations.h>

typedef struct Foo Foo;
#define GIVES VIRREF_RETURNS_OWNED

GIVES Foo *
// CHECK-DAG: contract-mismatch.c:[[@LINE-1]]:1: note: 'returns-owned' is said here
fooFind(int id);

Foo *fooFind(int id)
  VIRREF_RETURNS_BORROWED;
// CHECK-DAG: contract-mismatch.c:[[@LINE-1]]:3: warning: annotation 'returns-borrowed' contradicts 'returns-owned' [virref{{[-.]}}contract-mismatch]
