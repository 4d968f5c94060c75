//===- DebugText.cpp - Reports for people ---------------------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "DebugReport.h"

#include <string.h>
#include <unistd.h>

using namespace vir;
using namespace vir::debug;

#define COUNTED(Count, Word) (Count), (Count) == 1 ? Word : Word "s"

static void writeStack(Writer &W, void *const *PCs, int Count) {
  if (!Count)
    W.print("    (no stack)\n");
  Count = withoutStart(PCs, Count);
  for (int I = 0; I != Count; ++I) {
    Symbol S = symbolOf(PCs[I]);
    W.print("    #%d ", I);
    if (S.Function)
      W.print("%s+0x%zx ", S.Function, S.Offset);
    W.print("(%s+0x%zx)\n", S.Module ? S.Module : "?", S.Address);
  }
}

static void writeStack(Writer &W, const Stack *S) {
  writeStack(W, S ? S->PCs : nullptr, S ? S->Count : 0);
}

static void begin(Writer &W, const Summary &S) {
  const char *What = S.When == Occasion::Exit   ? "left at exit"
                     : S.When == Occasion::Diff ? "new since the checkpoint"
                                                : "alive";
  W.print("virobject: ");
  if (S.Left)
    W.print("%zu object%s", COUNTED(S.Left, ""));
  else
    W.print("no objects");
  W.print(" %s", What);
  if (S.Left)
    W.print(", of %zu class%s", S.RowCount, S.RowCount == 1 ? "" : "es");
  W.print(" (process %d)\n", static_cast<int>(getpid()));

  if (S.Left)
    W.print("virobject:   %10s %10s %10s  class\n", "created", "freed",
            S.When == Occasion::Exit   ? "left"
            : S.When == Occasion::Diff ? "new"
                                       : "alive");
  for (size_t I = 0; I != S.RowCount; ++I) {
    const ClassRow &Row = S.Rows[I];
    W.print("virobject:   %10zu %10zu %10zu  %s", Row.Created, Row.Freed,
            Row.Left, Row.Class->Class->name);
    if (Row.Expected)
      W.print(" (and %zu expected)", Row.Expected);
    W.print("\n");
  }
  W.print("virobject: %zu %sclass%s", S.Clean, S.RowCount ? "other " : "",
          S.Clean == 1 ? " is" : "es are");
  W.print(" clean; %zu created, %zu freed in all", S.Created, S.Freed);
  if (S.Expected)
    W.print(", %zu expected to be alive", S.Expected);
  W.print("\n");
}

static void classRow(Writer &W, const Summary &S, const ClassRow &Row) {
  bool IsExit = S.When == Occasion::Exit;
  W.print("virobject: %s: '%s' objects: %zu created, %zu freed, %zu %s",
          IsExit                     ? "leak"
          : S.When == Occasion::Diff ? "new"
                                     : "alive",
          Row.Class->Class->name, Row.Created, Row.Freed, Row.Left,
          IsExit                     ? "left"
          : S.When == Occasion::Diff ? "new"
                                     : "alive");
  if (IsExit && Row.Freed == 0)
    W.print(": none was ever freed");
  W.print("%s\n", IsExit ? VIRREF_ID_LEAK : "");
}

static void group(Writer &W, const Group &G) {
  W.print("  %zu object%s, ", COUNTED(G.Objects, ""));
  if (G.Youngest / 1000 == G.Oldest / 1000)
    W.print("%lld s old", static_cast<long long>(G.Oldest / 1000));
  else
    W.print("%lld to %lld s old", static_cast<long long>(G.Youngest / 1000),
            static_cast<long long>(G.Oldest / 1000));
  if (G.Parked == G.Objects)
    W.print(", misused and never freed");
  else if (G.Parked)
    W.print(", %zu of them misused and never freed", G.Parked);
  W.print(", with %ld reference%s", COUNTED(G.References, ""));
  if (G.Holders) {
    W.print(", held by: ");
    for (size_t I = 0; I != G.HolderCount; ++I)
      W.print("%s%s %ld", I ? ", " : "",
              G.Holders[I].Name ? G.Holders[I].Name : "nobody in particular",
              G.Holders[I].Count);
  }
  W.print("; %s%p; made at\n", G.Objects == 1 ? "" : "the first is ", G.First);
  writeStack(W, G.Birth);
}

static void history(Writer &W, const History &H) {
  W.print("  references of ");
  if (H.Objects == 1)
    W.print("%p", H.First);
  else
    W.print("%zu objects, such as %p, each", H.Objects, H.First);
  W.print(": +%ld -%ld = %+ld\n", H.Taken, H.Given, H.Taken - H.Given);
  for (size_t I = 0; I != H.LineCount && I != TopCount; ++I) {
    const Path &P = H.Lines[I];
    W.print("   +%zu -%zu = %+ld at\n", P.Taken, P.Given,
            static_cast<long>(P.Taken) - static_cast<long>(P.Given));
    if (P.Where)
      writeStack(W, P.Where);
    else
      W.print("    (more places than are remembered)\n");
  }
  if (H.LineCount > TopCount)
    W.print("   skipped %zu more paths\n", H.LineCount - TopCount);
  if (H.Folded)
    W.print("   folded %zu taken and %zu given back below the same calls\n",
            H.Folded, H.Folded);
}

static void skipped(Writer &W, const ClassRow &, const char *What, size_t Count,
                    size_t Objects) {
  W.print("  skipped %zu more %s, of %zu objects\n", Count, What, Objects);
}

static void end(Writer &W, const Summary &S) {
  if (S.When == Occasion::Exit && S.Left)
    W.print("virobject: for more: virref explain virref-leak\n");
}

static void misuse(Writer &W, const Misuse &M) {
  if (!M.IsSaid || !isOutputStandardError())
    W.print("virobject: warning: %s%s%s\n", M.Function ? M.Function : "",
            M.Function ? ": " : "", M.Message);
  if (M.ClassName) {
    W.print("  object %p (%s), ", M.Object, M.ClassName);
    // Less than none is the mistake, not a number.
    if (M.IsAlive && M.References >= 0)
      W.print("%ld reference%s, ", COUNTED(M.References, ""));
    if (M.Birth)
      W.print("made %lld s ago at", static_cast<long long>(M.Age / 1000));
    W.print("\n");
  }
  if (M.Birth)
    writeStack(W, M.Birth);
  if (M.Death) {
    W.print("  freed %lld s ago at\n",
            static_cast<long long>(M.SinceDeath / 1000));
    writeStack(W, M.Death);
  }
  if (M.Holder && M.GivenBefore) {
    W.print("  given back before by '%s' at\n", M.Holder);
    writeStack(W, M.GivenBefore);
  } else if (M.Holder) {
    W.print("  '%s' has never held a reference to it\n", M.Holder);
  }
  W.print("  and now at\n");
  writeStack(W, M.Now.PCs, M.Now.Count);
  if (!M.ClassName && M.Object && !TheOptions.Quarantine)
    W.print("  nothing is known of %p; VIROBJECT_DEBUG=quarantine:1000 "
            "remembers freed objects\n",
            M.Object);
}

const Format debug::TextFormat = {begin,   classRow, group, history,
                                  skipped, end,      misuse};
