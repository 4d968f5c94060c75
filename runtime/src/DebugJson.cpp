//===- DebugJson.cpp - Reports for programs -------------------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//
//
// docs/leaks.md lists the fields.
//
//===----------------------------------------------------------------------===//

#include "DebugReport.h"

#include <unistd.h>

using namespace vir;
using namespace vir::debug;

static void field(Writer &W, const char *Name, const char *Text) {
  W.print(",\"%s\":", Name);
  W.quote(Text);
}
static void field(Writer &W, const char *Name, long long Number) {
  W.print(",\"%s\":%lld", Name, Number);
}
static void count(Writer &W, const char *Name, size_t Number) {
  W.print(",\"%s\":%zu", Name, Number);
}
static void address(Writer &W, const char *Name, size_t Address) {
  W.print(",\"%s\":\"0x%zx\"", Name, Address);
}
static void address(Writer &W, const char *Name, const void *Address) {
  address(W, Name, reinterpret_cast<size_t>(Address));
}

static void stack(Writer &W, const char *Name, void *const *PCs, int Count) {
  W.print(",\"%s\":[", Name);
  Count = withoutStart(PCs, Count);
  for (int I = 0; I != Count; ++I) {
    Symbol S = symbolOf(PCs[I]);
    W.print("%s{\"function\":", I ? "," : "");
    W.quote(S.Function);
    if (S.Function)
      count(W, "offset", S.Offset);
    field(W, "module", S.Module);
    address(W, "address", S.Address);
    W.print("}");
  }
  W.print("]");
}

static void stack(Writer &W, const char *Name, const Stack *S) {
  stack(W, Name, S ? S->PCs : nullptr, S ? S->Count : 0);
}

static void begin(Writer &W, const Summary &S) {
  W.print("{\"type\":\"report\"");
  field(W, "when",
        S.When == Occasion::Exit   ? "exit"
        : S.When == Occasion::Diff ? "diff"
                                   : "dump");
  field(W, "process", static_cast<long long>(getpid()));
  count(W, "created", S.Created);
  count(W, "freed", S.Freed);
  count(W, "left", S.Left);
  count(W, "expected", S.Expected);
  count(W, "classes", S.Classes);
  count(W, "clean", S.Clean);
  W.print("}\n");
}

static void classRow(Writer &W, const Summary &S, const ClassRow &Row) {
  W.print("{\"type\":\"class\"");
  field(W, "class", Row.Class->Class->name);
  count(W, "created", Row.Created);
  count(W, "freed", Row.Freed);
  count(W, "left", Row.Left);
  count(W, "expected", Row.Expected);
  field(W, "check", S.When == Occasion::Exit ? "virref-leak" : nullptr);
  W.print("}\n");
}

static void group(Writer &W, const Group &G) {
  W.print("{\"type\":\"objects\"");
  field(W, "class", G.Row->Class->Class->name);
  count(W, "objects", G.Objects);
  field(W, "references", static_cast<long long>(G.References));
  count(W, "misused", G.Parked);
  field(W, "youngest", static_cast<long long>(G.Youngest / 1000));
  field(W, "oldest", static_cast<long long>(G.Oldest / 1000));
  address(W, "first", G.First);
  W.print(",\"holders\":[");
  for (size_t I = 0; I != G.HolderCount; ++I) {
    W.print("%s{\"who\":", I ? "," : "");
    W.quote(G.Holders[I].Name);
    field(W, "references", static_cast<long long>(G.Holders[I].Count));
    W.print("}");
  }
  W.print("]");
  stack(W, "made", G.Birth);
  W.print("}\n");
}

static void history(Writer &W, const History &H) {
  W.print("{\"type\":\"history\"");
  field(W, "class", H.Row->Class->Class->name);
  count(W, "objects", H.Objects);
  address(W, "first", H.First);
  field(W, "taken", static_cast<long long>(H.Taken));
  field(W, "given", static_cast<long long>(H.Given));
  count(W, "folded", H.Folded);
  size_t Shown = H.LineCount < TopCount ? H.LineCount : TopCount;
  count(W, "skipped", H.LineCount - Shown);
  W.print(",\"paths\":[");
  for (size_t I = 0; I != Shown; ++I) {
    W.print("%s{\"taken\":%zu,\"given\":%zu", I ? "," : "", H.Lines[I].Taken,
            H.Lines[I].Given);
    stack(W, "at", H.Lines[I].Where);
    W.print("}");
  }
  W.print("]}\n");
}

static void skipped(Writer &W, const ClassRow &Row, const char *What,
                    size_t Count, size_t Objects) {
  W.print("{\"type\":\"skipped\"");
  field(W, "class", Row.Class->Class->name);
  field(W, "what", What);
  count(W, "count", Count);
  count(W, "objects", Objects);
  W.print("}\n");
}

static void end(Writer &, const Summary &) {}

static void misuse(Writer &W, const Misuse &M) {
  W.print("{\"type\":\"misuse\"");
  field(W, "process", static_cast<long long>(getpid()));
  field(W, "function", M.Function);
  field(W, "message", M.Message);
  address(W, "object", M.Object);
  field(W, "class", M.ClassName);
  if (M.IsAlive && M.References >= 0)
    field(W, "references", static_cast<long long>(M.References));
  if (M.Birth) {
    field(W, "age", static_cast<long long>(M.Age / 1000));
    stack(W, "made", M.Birth);
  }
  if (M.Death) {
    field(W, "dead", static_cast<long long>(M.SinceDeath / 1000));
    stack(W, "freed", M.Death);
  }
  if (M.Holder) {
    field(W, "holder", M.Holder);
    stack(W, "given", M.GivenBefore);
  }
  stack(W, "now", M.Now.PCs, M.Now.Count);
  W.print("}\n");
}

const Format debug::JsonFormat = {begin,   classRow, group, history,
                                  skipped, end,      misuse};
