//===- DebugReport.cpp - What is alive ------------------------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "DebugReport.h"

#include <stdlib.h>
#include <string.h>

using namespace vir;
using namespace vir::debug;

namespace {
/// What a report needs of an object, which may be gone when it is written.
struct Object {
  size_t ClassIndex;
  const Stack *Birth;
  const void *Address;
  int64_t Age;
  int References;
  bool Parked;
  Holder *Holders;
  Path *Paths;
  size_t PathCount;
  /// The same for objects with the same paths.
  size_t Signature;
};

/// All that is known at one moment.
struct Snapshot {
  uint64_t Since;
  int64_t Moment;
  ClassRow *Rows;
  size_t RowCount;
  Object *Objects;
  size_t Count;
  size_t Capacity;
};
} // namespace

// Taking the snapshot, with the mutex.

template <typename T> static T *copyList(const T *From) {
  T *First = nullptr;
  T **Link = &First;
  for (; From; From = From->Next) {
    auto *Copy = static_cast<T *>(malloc(sizeof(T)));
    if (!Copy)
      break;
    *Copy = *From;
    Copy->Next = nullptr;
    *Link = Copy;
    Link = &Copy->Next;
  }
  return First;
}

/// Independent of the order of the paths.
static size_t signatureOf(const ObjectRecord *R) {
  size_t Sum = 0;
  for (const Path *P = R->Paths; P; P = P->Next) {
    size_t Hash = reinterpret_cast<uintptr_t>(P->Where);
    Hash = (Hash ^ P->Taken * 31 ^ P->Given * 1009) *
           static_cast<size_t>(0x9E3779B97F4A7C15);
    Sum += Hash ^ (Hash >> (sizeof(size_t) * 4));
  }
  return Sum;
}

/// A class that is not traced is of no interest if tracing is all that was
/// asked for.
static bool isReported(const ClassRecord *Class) {
  return TheOptions.Leaks || !TheOptions.Traced.Count || Class->Traced;
}

static void addObject(ObjectRecord *R, void *Opaque) {
  auto *S = static_cast<Snapshot *>(Opaque);
  if ((R->Now != State::Alive && R->Now != State::Parked) ||
      R->Number <= S->Since || !isReported(R->Class))
    return;
  ClassRow &Row = S->Rows[R->Class->Index];
  if (R->Expected || isExpected(R->Class)) {
    ++Row.Expected;
    return;
  }
  ++Row.Left;
  if (S->Count == S->Capacity) {
    size_t Wanted = S->Capacity * 2 + 64;
    auto *More =
        static_cast<Object *>(realloc(S->Objects, Wanted * sizeof(Object)));
    if (!More)
      return;
    S->Objects = More;
    S->Capacity = Wanted;
  }
  S->Objects[S->Count++] = {
      R->Class->Index,
      R->Birth,
      R->object(),
      S->Moment - R->BornAt,
      __atomic_load_n(&R->object()->refs, __ATOMIC_RELAXED),
      R->Now == State::Parked,
      copyList(R->Holders),
      copyList(R->Paths),
      R->PathCount,
      signatureOf(R)};
}

static bool takeSnapshot(Snapshot &S) {
  RecordScope Scope;
  S.Moment = now();
  S.RowCount = ClassCount;
  S.Rows = static_cast<ClassRow *>(calloc(ClassCount + 1, sizeof(ClassRow)));
  if (!S.Rows)
    return false;
  for (ClassRecord *C = Classes; C; C = C->Next)
    S.Rows[C->Index] = {C, C->Created, C->Freed, 0, 0};
  forEachRecord(addObject, &S);
  return true;
}

// Putting it in order.

static int compare(uintptr_t A, uintptr_t B) { return A < B ? -1 : A > B; }

static int byClassAndBirth(const void *A, const void *B) {
  auto *L = static_cast<const Object *>(A), *R = static_cast<const Object *>(B);
  if (int Order = compare(L->ClassIndex, R->ClassIndex))
    return Order;
  if (int Order = compare(reinterpret_cast<uintptr_t>(L->Birth),
                          reinterpret_cast<uintptr_t>(R->Birth)))
    return Order;
  if (int Order = compare(L->Signature, R->Signature))
    return Order;
  return compare(reinterpret_cast<uintptr_t>(L->Address),
                 reinterpret_cast<uintptr_t>(R->Address));
}

static int byLeft(const void *A, const void *B) {
  auto *L = static_cast<const ClassRow *>(A),
       *R = static_cast<const ClassRow *>(B);
  if (L->Left != R->Left)
    return L->Left > R->Left ? -1 : 1;
  return compare(L->Class->Index, R->Class->Index);
}

/// Objects that follow each other and have something in common.
struct Run {
  Object *First;
  size_t Count;
};

static int bySize(const void *A, const void *B) {
  auto *L = static_cast<const Run *>(A), *R = static_cast<const Run *>(B);
  if (L->Count != R->Count)
    return L->Count > R->Count ? -1 : 1;
  // Oldest first.
  if (L->First->Age != R->First->Age)
    return L->First->Age > R->First->Age ? -1 : 1;
  return compare(reinterpret_cast<uintptr_t>(L->First->Address),
                 reinterpret_cast<uintptr_t>(R->First->Address));
}

/// Divides \p All into runs of objects that are alike, largest first. \returns
/// null if memory is short.
static Run *makeRuns(Run All, bool (*Alike)(const Object &, const Object &),
                     size_t &Count) {
  auto *Runs = static_cast<Run *>(malloc(All.Count * sizeof(Run)));
  Count = 0;
  if (!Runs)
    return nullptr;
  for (size_t I = 0; I != All.Count; ++I) {
    Object *O = All.First + I;
    if (Count && Alike(*Runs[Count - 1].First, *O))
      ++Runs[Count - 1].Count;
    else
      Runs[Count++] = {O, 1};
  }
  qsort(Runs, Count, sizeof(Run), bySize);
  return Runs;
}

static bool isSameBirth(const Object &A, const Object &B) {
  return A.Birth == B.Birth;
}
static bool isSameHistory(const Object &A, const Object &B) {
  return A.Birth == B.Birth && A.Signature == B.Signature;
}

// Writing it.

/// Adds \p Count references of \p Name to \p Counts, which has place.
static void addHolder(Share *Counts, size_t &Used, const char *Name,
                      long Count) {
  for (size_t I = 0; I != Used; ++I)
    if (Counts[I].Name && strcmp(Counts[I].Name, Name) == 0) {
      Counts[I].Count += Count;
      return;
    }
  Counts[Used++] = {Name, Count};
}

/// Who holds references to the objects of \p G; nothing if all are anonymous.
static Share *findHolders(const Run &From, Group &G) {
  size_t Most = 1;
  for (size_t I = 0; I != From.Count; ++I)
    for (const Holder *H = From.First[I].Holders; H; H = H->Next)
      ++Most;
  auto *Counts =
      Most > 1 ? static_cast<Share *>(malloc(Most * sizeof(Share))) : nullptr;
  if (!Counts)
    return nullptr;
  long Named = 0;
  for (size_t I = 0; I != From.Count; ++I)
    for (const Holder *H = From.First[I].Holders; H; H = H->Next)
      if (H->Count > 0) {
        addHolder(Counts, G.HolderCount, H->Name, H->Count);
        Named += H->Count;
      }
  if (G.References > Named)
    Counts[G.HolderCount++] = {nullptr, G.References - Named};
  G.Holders = Counts;
  return Counts;
}

static void writeGroup(Writer &W, const ClassRow &Row, const Run &From) {
  const Object &First = *From.First;
  Group G = {&Row,      First.Birth, From.Count,    0,       0,
             First.Age, First.Age,   First.Address, nullptr, 0};
  for (size_t I = 0; I != From.Count; ++I) {
    const Object &O = From.First[I];
    if (O.Parked || O.References < 0)
      ++G.Parked;
    else
      G.References += O.References;
    if (O.Age < G.Youngest)
      G.Youngest = O.Age;
    if (O.Age > G.Oldest)
      G.Oldest = O.Age;
  }
  Share *Holders = findHolders(From, G);
  format().WriteGroup(W, G);
  free(Holders);
}

static void writeHistory(Writer &W, const ClassRow &Row, const Run &From) {
  const Object &O = *From.First;
  History H = {&Row, From.Count, O.Address, 0, 0, 0, nullptr, 0};
  auto **Paths =
      static_cast<const Path **>(malloc((O.PathCount + 1) * sizeof(Path *)));
  auto *Lines = static_cast<Path *>(malloc((O.PathCount + 1) * sizeof(Path)));
  size_t Count = 0;
  if (Paths && Lines)
    for (const Path *P = O.Paths; P; P = P->Next) {
      Paths[Count++] = P;
      H.Taken += P->Taken;
      H.Given += P->Given;
    }
  if (Count) {
    foldPaths(Paths, Count, Lines, H);
    format().WriteHistory(W, H);
  }
  free(Lines);
  free(Paths);
}

/// Divides the objects of a class, and writes the largest parts.
static void writeRuns(Writer &W, const ClassRow &Row, Run All, const char *What,
                      bool (*Alike)(const Object &, const Object &),
                      void (*Write)(Writer &, const ClassRow &, const Run &)) {
  size_t Count;
  Run *Runs = makeRuns(All, Alike, Count);
  size_t Objects = 0;
  for (size_t I = 0; I != Count; ++I) {
    if (I < TopCount)
      Write(W, Row, Runs[I]);
    else
      Objects += Runs[I].Count;
  }
  if (Count > TopCount)
    format().WriteSkipped(W, Row, What, Count - TopCount, Objects);
  free(Runs);
}

static void writeClass(Writer &W, const Summary &Sum, const Snapshot &S,
                       const ClassRow &Row) {
  format().WriteClass(W, Sum, Row);
  Run All = {nullptr, 0};
  for (size_t I = 0; I != S.Count; ++I)
    if (S.Objects[I].ClassIndex == Row.Class->Index) {
      if (!All.Count)
        All.First = &S.Objects[I];
      ++All.Count;
    }
  if (!All.Count)
    return;
  writeRuns(W, Row, All, "stacks", isSameBirth, writeGroup);
  if (Row.Class->Traced)
    writeRuns(W, Row, All, "histories", isSameHistory, writeHistory);
}

void debug::writeHistoryOf(Writer &W, const void *Obj) {
  ClassRow Row = {};
  Object O = {};
  {
    RecordScope Scope;
    ObjectRecord *R = Obj ? findRecord(Obj) : nullptr;
    if (!R || !R->Class->Traced)
      return;
    Row.Class = R->Class;
    O.Address = Obj;
    O.Paths = copyList(R->Paths);
    O.PathCount = R->PathCount;
  }
  writeHistory(W, Row, {&O, 1});
  freeLists(nullptr, O.Paths);
}

size_t debug::report(Occasion When, uint64_t Since) {
  Snapshot S = {Since, 0, nullptr, 0, nullptr, 0, 0};
  if (!takeSnapshot(S)) {
    error("VIROBJECT_DEBUG", "Out of memory for a report");
    return 0;
  }
  if (S.Count)
    qsort(S.Objects, S.Count, sizeof(Object), byClassAndBirth);
  qsort(S.Rows, S.RowCount, sizeof(ClassRow), byLeft);

  Summary Sum = {When, 0, 0, 0, 0, 0, 0, S.Rows, 0};
  for (size_t I = 0; I != S.RowCount; ++I) {
    const ClassRow &Row = S.Rows[I];
    if (!isReported(Row.Class))
      continue;
    Sum.Created += Row.Created;
    Sum.Freed += Row.Freed;
    Sum.Left += Row.Left;
    Sum.Expected += Row.Expected;
    Sum.Classes += Row.Created != 0;
    if (Row.Left)
      Sum.RowCount = I + 1;
  }
  Sum.Clean = Sum.Classes - Sum.RowCount;

  Writer W;
  format().Begin(W, Sum);
  for (size_t I = 0; I != Sum.RowCount; ++I)
    writeClass(W, Sum, S, S.Rows[I]);
  format().End(W, Sum);

  for (size_t I = 0; I != S.Count; ++I)
    freeLists(S.Objects[I].Holders, S.Objects[I].Paths);
  free(S.Objects);
  free(S.Rows);
  return Sum.Left;
}
