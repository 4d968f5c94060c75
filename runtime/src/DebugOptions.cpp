//===- DebugOptions.cpp - The words of VIROBJECT_DEBUG --------------------===//
//
// Part of libvirobject.
// SPDX-License-Identifier: LGPL-2.1-or-later
//
//===----------------------------------------------------------------------===//

#include "DebugOptions.h"
#include "Internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

using namespace vir;
using namespace vir::debug;

bool ClassNames::add(const char *Name) {
  auto **More = static_cast<const char **>(
      realloc(Names, (Count + 1) * sizeof(const char *)));
  if (!More)
    return false;
  Names = More;
  Names[Count++] = Name;
  return true;
}

bool ClassNames::cover(virClass *Class) const {
  for (; Class; Class = Class->parent)
    for (size_t I = 0; I != Count; ++I)
      if (strcmp(Names[I], "*") == 0 || strcmp(Names[I], Class->name) == 0)
        return true;
  return false;
}

namespace {
/// What comes after the colon.
enum class Argument { None, Classes, Number, Path };

struct Word {
  const char *Name;
  Argument Kind;
  /// How it looks, in messages.
  const char *Example;
};
} // namespace

static constexpr Word Words[] = {
    {"leaks", Argument::None, "leaks"},
    {"trace", Argument::Classes, "trace:CLASS,..."},
    {"quarantine", Argument::Number, "quarantine:COUNT"},
    {"expected", Argument::Classes, "expected:CLASS,..."},
    {"json", Argument::None, "json"},
    {"file", Argument::Path, "file:PATH"},
    {"signals", Argument::None, "signals"},
    {"exit-code", Argument::Number, "exit-code:NUMBER"},
};

static constexpr char Known[] =
    "leaks, trace:CLASS,..., quarantine:COUNT, expected:CLASS,..., json, "
    "file:PATH, signals and exit-code:NUMBER, with ';' between them";

/// A quarantine of more would not fit into an address space.
static constexpr size_t MaxQuarantine = 100000000;

/// What has to be changed to get from \p A to \p B, in characters.
static unsigned distance(const char *A, const char *B) {
  constexpr unsigned Longest = 16;
  size_t LengthA = strlen(A), LengthB = strlen(B);
  if (LengthA > Longest || LengthB > Longest)
    return Longest;
  unsigned Row[Longest + 1];
  for (size_t J = 0; J <= LengthB; ++J)
    Row[J] = J;
  for (size_t I = 1; I <= LengthA; ++I) {
    unsigned Diagonal = Row[0];
    Row[0] = I;
    for (size_t J = 1; J <= LengthB; ++J) {
      unsigned Best = Diagonal + (A[I - 1] != B[J - 1]);
      Diagonal = Row[J];
      if (Row[J] + 1 < Best)
        Best = Row[J] + 1;
      if (Row[J - 1] + 1 < Best)
        Best = Row[J - 1] + 1;
      Row[J] = Best;
    }
  }
  return Row[LengthB];
}

static void complainUnknown(const char *Name) {
  const Word *Nearest = nullptr;
  unsigned Best = 3;
  for (const Word &W : Words) {
    unsigned D = distance(Name, W.Name);
    if (D < Best && D < strlen(W.Name) / 2 + 1) {
      Best = D;
      Nearest = &W;
    }
  }
  if (Nearest)
    error("VIROBJECT_DEBUG",
          "Unknown word '%s', did you mean '%s'? It is ignored. Known are %s",
          Name, Nearest->Example, Known);
  else
    error("VIROBJECT_DEBUG", "Unknown word '%s': it is ignored. Known are %s",
          Name, Known);
  abortIfStrict("VIROBJECT_DEBUG has an unknown word");
}

static void complain(const Word &W, const char *Value, const char *Problem) {
  error("VIROBJECT_DEBUG", "'%s%s%s' %s: it is ignored. Write %s", W.Name,
        Value ? ":" : "", Value ? Value : "", Problem, W.Example);
  abortIfStrict("VIROBJECT_DEBUG has a malformed word");
}

/// \p Text without spaces around it.
static char *trim(char *Text) {
  Text += strspn(Text, " \t\n");
  size_t Length = strlen(Text);
  while (Length && strchr(" \t\n", Text[Length - 1]))
    Text[--Length] = 0;
  return Text;
}

static void addClasses(const Word &W, char *List, ClassNames &Into) {
  char *Rest;
  for (char *Name = strtok_r(List, ",", &Rest); Name;
       Name = strtok_r(nullptr, ",", &Rest)) {
    Name = trim(Name);
    if (*Name && !Into.add(Name))
      complain(W, nullptr, "does not fit into memory");
  }
}

/// \returns the number in \p Text, or 0 if it is none from 1 to \p Max.
static size_t numberIn(const char *Text, size_t Max) {
  if (*Text < '0' || *Text > '9')
    return 0;
  char *End;
  errno = 0;
  unsigned long Number = strtoul(Text, &End, 10);
  return errno || *End || Number > Max ? 0 : Number;
}

static void addWord(char *Text, Options &Into) {
  char *Value = strchr(Text, ':');
  if (Value)
    *Value++ = 0;
  char *Name = trim(Text);
  const Word *W = Words;
  const Word *End = Words + sizeof(Words) / sizeof(*Words);
  while (W != End && strcmp(W->Name, Name) != 0)
    ++W;
  if (W == End)
    return complainUnknown(Name);
  if (Value)
    Value = trim(Value);

  if (W->Kind == Argument::None && Value)
    return complain(*W, Value, "takes nothing after it");
  if (W->Kind != Argument::None && (!Value || !*Value))
    return complain(*W, Value, "lacks what comes after it");
  bool IsExitCode = strcmp(Name, "exit-code") == 0;
  size_t Number = 0;
  if (W->Kind == Argument::Number) {
    Number = numberIn(Value, IsExitCode ? 255 : MaxQuarantine);
    if (!Number)
      return complain(*W, Value,
                      IsExitCode ? "is not a number from 1 to 255"
                                 : "is not a number from 1 to 100000000");
  }

  if (IsExitCode)
    Into.ExitCode = static_cast<int>(Number);
  else if (W->Kind == Argument::Number)
    Into.Quarantine = Number;
  else if (W->Kind == Argument::Path)
    Into.File = Value;
  else if (W->Kind == Argument::Classes)
    addClasses(*W, Value, *Name == 't' ? Into.Traced : Into.Expected);
  else if (*Name == 'l')
    Into.Leaks = true;
  else if (*Name == 'j')
    Into.Json = true;
  else
    Into.Signals = true;
}

void debug::parseOptions(char *Text, Options &Into) {
  char *Rest;
  bool AnyWord = false;
  for (char *Part = strtok_r(Text, ";", &Rest); Part;
       Part = strtok_r(nullptr, ";", &Rest)) {
    if (!*trim(Part))
      continue;
    AnyWord = true;
    addWord(Part, Into);
  }
  if (AnyWord && !Into.any()) {
    error("VIROBJECT_DEBUG",
          "Nothing is asked for: add leaks, trace:CLASS,... or "
          "quarantine:COUNT");
    abortIfStrict("VIROBJECT_DEBUG asks for nothing");
  }
}
