// Each plugin in the other's host, and both in a program that is neither and
// exports nothing of LLVM's, as a clang-tidy without support for plugins.
//
// RUN: not %clang -fplugin=%virref-tidy -c %s -o %t.o 2>&1 \
// RUN:   | FileCheck --check-prefix=TIDY %s
// RUN: not %clang-tidy-exe --load=%virref-clang '--checks=-*,virref-*' %s -- 2>&1 \
// RUN:   | FileCheck --check-prefix=CLANG %s
// RUN: not %python -c 'import ctypes; ctypes.CDLL("%virref-clang")' 2>&1 \
// RUN:   | FileCheck --check-prefix=NEITHER %s
// RUN: not %python -c 'import ctypes; ctypes.CDLL("%virref-tidy")' 2>&1 \
// RUN:   | FileCheck --check-prefix=NEITHER %s

int empty;

// TIDY: error: virref: virref-tidy.so is for clang-tidy; clang takes virref-clang.so
// CLANG: error: virref: virref-clang.so is for clang; clang-tidy takes virref-tidy.so
// NEITHER: error: virref: virref-{{clang|tidy}}.so cannot be loaded here: this program is not clang{{.*}}, or was built without support for plugins
