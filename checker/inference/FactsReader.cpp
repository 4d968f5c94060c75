//===- FactsReader.cpp - Reads what factsToText() wrote -------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The facts of a whole program are read whenever those of one file change. So
// this takes them in one go, without a tree of JSON values in between, and only
// in the order in which they were written.
//
//===----------------------------------------------------------------------===//

#include "inference/Facts.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include <cstring>

using llvm::StringRef;

namespace virref {

namespace {

/// Where the text does not go on as it should, the rest of it is passed over
/// and everything is empty.
class Reader {
public:
  explicit Reader(StringRef Text) : At(Text.begin()), End(Text.end()) {}

  bool isGood() {
    space();
    return !Bad && At == End;
  }

  bool key(StringRef Name) {
    if (text() != Name)
      fail();
    need(':');
    return !Bad;
  }

  long long number() {
    space();
    StringRef Rest(At, End - At);
    long long Result;
    if (Rest.consumeInteger(10, Result)) {
      fail();
      return 0;
    }
    At = Rest.begin();
    return Result;
  }

  std::string text() {
    need('"');
    const char *Start = At;
    while (At != End && *At != '"' && *At != '\\')
      ++At;
    std::string Result(Start, At);
    while (At != End && *At != '"')
      if (*At == '\\')
        escape(Result);
      else
        Result += *At++;
    need('"');
    return Bad ? std::string() : Result;
  }

  std::set<std::string> texts() {
    std::set<std::string> Result;
    list([&] { Result.insert(Result.end(), text()); });
    return Result;
  }

  void top(Facts &F) {
    need(',');
    key("counted");
    F.Counted = texts();
    need(',');
    key("uses");
    const std::string Uses = text();
    llvm::SmallVector<StringRef, 0> Parts;
    StringRef(Uses).split(Parts, ' ', -1, /*KeepEmpty=*/false);
    for (StringRef Part : Parts)
      F.Uses.insert(F.Uses.end(), Part.str());
    need(',');
    key("implementers");
    entries(F.Implementers, [&](std::set<std::string> &S) { S = texts(); });
    need(',');
    key("fields");
    entries(F.Fields, [&](FieldFact &Field) { field(Field); });
    need(',');
    key("functions");
    entries(F.Functions, [&](FunctionFact &Function) { function(Function); });
    need(',');
    key("results");
    entries(F.Results, [&](std::map<std::string, ResultUse> &Callers) {
      entries(Callers, [&](ResultUse &Use) { use(Use); });
    });
    need('}');
  }

  void need(char C) {
    if (!eat(C))
      fail();
  }

private:
  void fail() {
    Bad = true;
    At = End;
  }

  void space() {
    while (At != End && (*At == ' ' || *At == '\n'))
      ++At;
  }

  bool eat(char C) {
    space();
    if (At == End || *At != C)
      return false;
    ++At;
    return true;
  }

  bool flag() {
    space();
    StringRef Rest(At, End - At);
    const bool Result = Rest.consume_front("true");
    if (!Result && !Rest.consume_front("false"))
      fail();
    else
      At = Rest.begin();
    return Result && !Bad;
  }

  void escape(std::string &Into) {
    static constexpr char Names[] = "\"\\/bfnrt", Values[] = "\"\\/\b\f\n\r\t";
    if (End - At < 2)
      return fail();
    const char Which = At[1];
    At += 2;
    if (const char *Found = std::strchr(Names, Which); Found && Which) {
      Into += Values[Found - Names];
      return;
    }
    unsigned Code;
    if (Which != 'u' || End - At < 4 || StringRef(At, 4).getAsInteger(16, Code))
      return fail();
    At += 4;
    char Buffer[UNI_MAX_UTF8_BYTES_PER_CODE_POINT], *Next = Buffer;
    if (!llvm::ConvertCodePointToUTF8(Code, Next))
      return fail();
    Into.append(Buffer, Next);
  }

  template <typename Callback> void list(Callback Each) {
    need('[');
    if (eat(']'))
      return;
    do
      Each();
    while (eat(','));
    need(']');
  }

  template <typename Map, typename Callback>
  void entries(Map &Into, Callback Each) {
    need('{');
    if (eat('}'))
      return;
    do {
      std::string Key = text();
      need(':');
      Each(Into[std::move(Key)]);
    } while (eat(','));
    need('}');
  }

  template <typename Kind> Kind kind(Kind Last) {
    const long long Number = number();
    if (Number < 0 || Number > Last)
      fail();
    return Bad ? Kind() : static_cast<Kind>(Number);
  }

  Term term() {
    Term T;
    need('[');
    T.What = kind(Term::RemovedFrom);
    need(',');
    T.Name = text();
    need(',');
    T.Index = number();
    need(',');
    T.When = number();
    need(']');
    return T;
  }

  Amount amount() {
    Amount A;
    need('[');
    A.Known = number();
    need(',');
    A.Kept = flag();
    while (eat(','))
      A.Terms.push_back(term());
    need(']');
    return A;
  }

  Given given() {
    Given G;
    need('[');
    G.Value.From = kind(Origin::Other);
    need(',');
    G.Value.Name = text();
    need(',');
    G.Value.Index = number();
    need(',');
    G.Refs = amount();
    need(']');
    return G;
  }

  void use(ResultUse &U) {
    need('[');
    U.Released = flag();
    need(',');
    U.Acquired = flag();
    need(',');
    U.Returned = flag();
    need(',');
    U.Kept = flag();
    while (eat(','))
      U.Passed.insert(term());
    need(']');
  }

  void path(FunctionFact &F) {
    PathFact P;
    need('[');
    P.Result = number();
    need(',');
    P.Returned = given();
    need(',');
    list([&] {
      need('[');
      const unsigned Index = number();
      need(',');
      P.Params[Index] = amount();
      need(']');
    });
    need(',');
    list([&] {
      need('[');
      SlotFact &S = P.Slots[number()];
      need(',');
      S.Written = flag();
      need(',');
      S.Now = given();
      need(',');
      S.Before = amount();
      need(']');
    });
    std::string Place = eat(',') ? text() : F.usualPlace();
    need(']');
    F.Paths.insert_or_assign(F.Paths.end(), std::move(P), std::move(Place));
  }

  void function(FunctionFact &F) {
    need('{');
    key("at");
    F.Places = texts();
    need(',');
    key("declared");
    F.Declared = texts();
    need(',');
    key("params");
    list([&] { F.Params.push_back(text()); });
    need(',');
    key("partial");
    F.Partial = flag();
    need(',');
    key("paths");
    list([&] { path(F); });
    need(',');
    key("returns");
    F.Return = text();
    need('}');
  }

  void field(FieldFact &F) {
    need('{');
    key("given");
    F.GivenAt = texts();
    need(',');
    key("may-release");
    list([&] {
      need('[');
      Term T = term();
      need(',');
      F.MayRelease[std::move(T)] = text();
      need(']');
    });
    need(',');
    key("owns-values");
    F.OwnsValues = flag();
    need(',');
    key("released");
    F.ReleasedAt = texts();
    need('}');
  }

  const char *At, *End;
  bool Bad = false;
};

} // namespace

bool factsFromText(StringRef Text, Facts &Out, std::string &Error) {
  Reader R(Text);
  R.need('{');
  if (!R.key("virref-facts")) {
    Error = "these are no facts of virref";
    return false;
  }
  if (R.number() != FactsVersion) {
    Error = "these facts were written by another version of virref: collect "
            "them again";
    return false;
  }
  R.top(Out);
  if (R.isGood())
    return true;
  Error = "these facts are damaged: collect them again";
  return false;
}

} // namespace virref
