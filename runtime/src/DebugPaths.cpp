//===- DebugPaths.cpp - Which calls do not balance ------------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//
//
// The paths on which an object's count was changed, from the start of the
// program on, are a tree of calls:
//
//   main ─┬─ makePlayer                  +1
//         ├─ play ─┬─ virObjectRef       +5     play balances: folded
//         │        └─ virObjectUnref     -5
//         └─ pause ── virObjectRef       +1     pause does not
//
// If what was taken below a call is as much as what was given back there,
// nothing below it is of interest. The leaves that remain are the lines.
//
//===----------------------------------------------------------------------===//

#include "DebugReport.h"

#include <stdlib.h>
#include <string.h>

using namespace vir;
using namespace vir::debug;

namespace {
struct Node {
  void *PC;
  Node *FirstChild;
  Node *NextSibling;
  long Net;
  size_t Taken;
  /// The path that ends here, if one does.
  const Path *Leaf;
};

/// Nodes for one tree.
struct Pool {
  Node *Nodes;
  size_t Used;

  Node *childOf(Node *Parent, void *PC) {
    for (Node *N = Parent->FirstChild; N; N = N->NextSibling)
      if (N->PC == PC)
        return N;
    Node *N = &Nodes[Used++];
    *N = {PC, nullptr, Parent->FirstChild, 0, 0, nullptr};
    Parent->FirstChild = N;
    return N;
  }
};
} // namespace

static void addTo(Node *N, const Path *P) {
  N->Net += static_cast<long>(P->Taken) - static_cast<long>(P->Given);
  N->Taken += P->Taken;
}

static void collect(const Node *N, Path *Lines, History &Into) {
  if (N->Net == 0) {
    Into.Folded += N->Taken;
    return;
  }
  if (N->Leaf)
    Lines[Into.LineCount++] = *N->Leaf;
  for (const Node *Child = N->FirstChild; Child; Child = Child->NextSibling)
    collect(Child, Lines, Into);
}

static int byNet(const void *A, const void *B) {
  auto *L = static_cast<const Path *>(A), *R = static_cast<const Path *>(B);
  long NetL = labs(static_cast<long>(L->Taken) - static_cast<long>(L->Given));
  long NetR = labs(static_cast<long>(R->Taken) - static_cast<long>(R->Given));
  if (NetL != NetR)
    return NetL > NetR ? -1 : 1;
  if (L->Taken != R->Taken)
    return L->Taken > R->Taken ? -1 : 1;
  return L->Where < R->Where ? -1 : L->Where > R->Where;
}

void debug::foldPaths(const Path *const *Paths, size_t Count, Path *Lines,
                      History &Into) {
  Into.Lines = Lines;
  Into.LineCount = 0;
  Into.Folded = 0;
  Pool P = {
      static_cast<Node *>(malloc((Count * (MaxFrames + 1) + 1) * sizeof(Node))),
      1};
  if (!P.Nodes)
    return;
  Node *Root = P.Nodes;
  *Root = {};
  for (size_t I = 0; I != Count; ++I) {
    Node *N = Root;
    addTo(N, Paths[I]);
    const Stack *Where = Paths[I]->Where;
    for (int Frame = Where ? Where->Count : 0; Frame-- != 0;) {
      N = P.childOf(N, Where->PCs[Frame]);
      addTo(N, Paths[I]);
    }
    if (!Where) {
      N = P.childOf(N, nullptr);
      addTo(N, Paths[I]);
    }
    N->Leaf = Paths[I];
  }
  // Below the root even what balances is in different threads.
  if (Root->Net == 0)
    for (const Node *N = Root->FirstChild; N; N = N->NextSibling)
      collect(N, Lines, Into);
  else
    collect(Root, Lines, Into);
  free(P.Nodes);
  qsort(Lines, Into.LineCount, sizeof(Path), byNet);
}
