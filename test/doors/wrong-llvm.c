// REQUIRES: other-llvm
//
// A clang of another LLVM loads the plugin: one sentence that says what is
// wrong and what to do, instead of the mangled name of some missing symbol.
//
// RUN: not %other-clang -fplugin=%virref-clang -c %s -o %t.o 2>&1 \
// RUN:   | FileCheck --check-prefix=CLANG -DBUILT=%llvm -DHOST=%other-llvm %s
// RUN: not ls %t.o
// RUN: not %other-clang --analyze -Xclang -load -Xclang %virref-clang \
// RUN:   -Xclang -analyzer-checker=virref %s 2>&1 \
// RUN:   | FileCheck --check-prefix=CLANG -DBUILT=%llvm -DHOST=%other-llvm %s
// RUN: not %other-clang-tidy --load=%virref-tidy '--checks=-*,virref-*' %s -- 2>&1 \
// RUN:   | FileCheck --check-prefix=TIDY -DBUILT=%llvm -DHOST=%other-llvm %s

int empty;

// CLANG-NOT: {{undefined symbol|Stack dump}}
// CLANG: error: virref: this virref-clang.so was built for LLVM [[BUILT]], but LLVM [[HOST]] loads it; build one with VIRREF_LLVM=[[HOST]] ./scripts/build and use build/llvm-[[HOST]]/lib/virref-clang.so
// CLANG-NOT: {{.}}
// TIDY-NOT: {{undefined symbol|Stack dump}}
// TIDY: error: virref: this virref-tidy.so was built for LLVM [[BUILT]], but LLVM [[HOST]] loads it; build one with VIRREF_LLVM=[[HOST]] ./scripts/build and use build/llvm-[[HOST]]/lib/virref-tidy.so
// TIDY-NOT: {{.}}
