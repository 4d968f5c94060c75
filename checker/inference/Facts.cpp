//===- Facts.cpp - What one translation unit shows about contracts --------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "inference/Facts.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>

namespace json = llvm::json;

namespace virref {

/// Of two places the one that comes first; so that merging commutes.
static void keepSmaller(std::string &Place, const std::string &Other) {
  if (Place.empty() || (!Other.empty() && Other < Place))
    Place = Other;
}

static void merge(FunctionFact &Into, const FunctionFact &From) {
  Into.Places.insert(From.Places.begin(), From.Places.end());
  Into.Return = std::max(Into.Return, From.Return);
  Into.Params = std::max(Into.Params, From.Params);
  Into.Partial |= From.Partial;
  for (const auto &[Path, Place] : From.Paths)
    keepSmaller(Into.Paths[Path], Place);
  Into.Declared.insert(From.Declared.begin(), From.Declared.end());
}

static void merge(FieldFact &Into, const FieldFact &From) {
  Into.ReleasedAt.insert(From.ReleasedAt.begin(), From.ReleasedAt.end());
  Into.GivenAt.insert(From.GivenAt.begin(), From.GivenAt.end());
  for (const auto &[What, Place] : From.MayRelease)
    keepSmaller(Into.MayRelease[What], Place);
  Into.OwnsValues |= From.OwnsValues;
}

void merge(Facts &Into, const Facts &From) {
  for (const auto &[Key, Fact] : From.Functions)
    merge(Into.Functions[Key], Fact);
  for (const auto &[Key, Fact] : From.Fields)
    merge(Into.Fields[Key], Fact);
  for (const auto &[Key, Names] : From.Implementers)
    Into.Implementers[Key].insert(Names.begin(), Names.end());
  Into.Counted.insert(From.Counted.begin(), From.Counted.end());
  Into.Uses.insert(From.Uses.begin(), From.Uses.end());
  for (const auto &[Place, Line] : From.Lines) {
    // Of a macro that defines several, the first.
    auto [It, IsNew] = Into.Lines.try_emplace(Place, Line);
    if (!IsNew)
      It->second = std::min(It->second, Line);
  }
}

//===----------------------------------------------------------------------===//
// Text. Arrays instead of objects where there are many of them.
//===----------------------------------------------------------------------===//

namespace {

constexpr int Version = 2;

json::Array listOf(const std::set<std::string> &Texts) {
  json::Array Result;
  for (const std::string &Text : Texts)
    Result.push_back(Text);
  return Result;
}

json::Array toJson(const Term &T) {
  return json::Array{static_cast<int>(T.What), T.Name, T.Index, T.When};
}

json::Array toJson(const Amount &A) {
  json::Array Result{A.Known, A.Kept};
  for (const Term &T : A.Terms)
    Result.push_back(toJson(T));
  return Result;
}

json::Array toJson(const Given &G) {
  return json::Array{static_cast<int>(G.Value.From), G.Value.Name,
                     G.Value.Index, toJson(G.Refs)};
}

/// \p Place is left out if it is \p Usual.
json::Array toJson(const PathFact &P, const std::string &Place,
                   const std::string &Usual) {
  json::Array Params, Slots;
  for (const auto &[Index, Refs] : P.Params)
    Params.push_back(json::Array{Index, toJson(Refs)});
  for (const auto &[Index, Slot] : P.Slots)
    Slots.push_back(json::Array{Index, Slot.Written, toJson(Slot.Now),
                                toJson(Slot.Before)});
  json::Array Result{P.Result, toJson(P.Returned), std::move(Params),
                     std::move(Slots)};
  if (Place != Usual)
    Result.push_back(Place);
  return Result;
}

const std::string &usualPlace(const FunctionFact &F) {
  static const std::string None;
  return F.Places.empty() ? None : *F.Places.begin();
}

json::Object toJson(const FunctionFact &F) {
  json::Array Params, Paths;
  for (const std::string &Param : F.Params)
    Params.push_back(Param);
  for (const auto &[Path, Place] : F.Paths)
    Paths.push_back(toJson(Path, Place, usualPlace(F)));
  return json::Object{
      {"at", listOf(F.Places)},      {"returns", F.Return},
      {"params", std::move(Params)}, {"partial", F.Partial},
      {"paths", std::move(Paths)},   {"declared", listOf(F.Declared)}};
}

json::Object toJson(const FieldFact &F) {
  json::Array MayRelease;
  for (const auto &[What, Place] : F.MayRelease)
    MayRelease.push_back(json::Array{toJson(What), Place});
  return json::Object{{"released", listOf(F.ReleasedAt)},
                      {"given", listOf(F.GivenAt)},
                      {"may-release", std::move(MayRelease)},
                      {"owns-values", F.OwnsValues}};
}

/// Reads what toJson() writes. Anything else sets Bad, and the reader goes on
/// with empty values.
class Reader {
public:
  bool Bad = false;

  const json::Array &array(const json::Value *V, size_t AtLeast = 0) {
    static const json::Array Empty;
    const json::Array *A = V ? V->getAsArray() : nullptr;
    if (!A || A->size() < AtLeast) {
      Bad = true;
      return Empty;
    }
    return *A;
  }
  long long number(const json::Array &A, size_t I) {
    if (I < A.size())
      if (auto N = A[I].getAsInteger())
        return *N;
    Bad = true;
    return 0;
  }
  bool flag(const json::Array &A, size_t I) {
    if (I < A.size())
      if (auto B = A[I].getAsBoolean())
        return *B;
    Bad = true;
    return false;
  }
  std::string text(const json::Value *V) {
    if (V)
      if (auto S = V->getAsString())
        return S->str();
    Bad = true;
    return {};
  }
  std::string text(const json::Array &A, size_t I) {
    return text(I < A.size() ? &A[I] : nullptr);
  }
  const json::Value *at(const json::Array &A, size_t I) {
    if (I < A.size())
      return &A[I];
    Bad = true;
    return nullptr;
  }
  std::set<std::string> texts(const json::Value *V) {
    std::set<std::string> Result;
    for (const json::Value &Text : array(V))
      Result.insert(text(&Text));
    return Result;
  }

  Term term(const json::Value *V) {
    const json::Array &A = array(V, 4);
    Term T;
    T.What = static_cast<Term::Kind>(number(A, 0));
    T.Name = text(A, 1);
    T.Index = number(A, 2);
    T.When = number(A, 3);
    return T;
  }
  Amount amount(const json::Value *V) {
    const json::Array &A = array(V, 2);
    Amount Result;
    Result.Known = number(A, 0);
    Result.Kept = flag(A, 1);
    for (size_t I = 2; I < A.size(); ++I)
      Result.Terms.push_back(term(&A[I]));
    return Result;
  }
  Given given(const json::Value *V) {
    const json::Array &A = array(V, 4);
    Given G;
    G.Value.From = static_cast<Origin::Kind>(number(A, 0));
    G.Value.Name = text(A, 1);
    G.Value.Index = number(A, 2);
    G.Refs = amount(at(A, 3));
    return G;
  }
  void path(const json::Value &V, FunctionFact &F) {
    const json::Array &A = array(&V, 4);
    PathFact P;
    P.Result = number(A, 0);
    P.Returned = given(at(A, 1));
    for (const json::Value &Param : array(at(A, 2))) {
      const json::Array &Pair = array(&Param, 2);
      P.Params[number(Pair, 0)] = amount(at(Pair, 1));
    }
    for (const json::Value &Slot : array(at(A, 3))) {
      const json::Array &Parts = array(&Slot, 4);
      SlotFact &S = P.Slots[number(Parts, 0)];
      S.Written = flag(Parts, 1);
      S.Now = given(at(Parts, 2));
      S.Before = amount(at(Parts, 3));
    }
    F.Paths[std::move(P)] = A.size() > 4 ? text(A, 4) : usualPlace(F);
  }
  void function(const json::Value &V, FunctionFact &F) {
    const json::Object *O = V.getAsObject();
    if (!O) {
      Bad = true;
      return;
    }
    F.Places = texts(O->get("at"));
    F.Return = text(O->get("returns"));
    for (const json::Value &Param : array(O->get("params")))
      F.Params.push_back(text(&Param));
    auto Partial = O->getBoolean("partial");
    Bad |= !Partial;
    F.Partial = Partial && *Partial;
    for (const json::Value &Path : array(O->get("paths")))
      path(Path, F);
    F.Declared = texts(O->get("declared"));
  }
  void field(const json::Value &V, FieldFact &F) {
    const json::Object *O = V.getAsObject();
    if (!O) {
      Bad = true;
      return;
    }
    F.ReleasedAt = texts(O->get("released"));
    F.GivenAt = texts(O->get("given"));
    for (const json::Value &Pair : array(O->get("may-release"))) {
      const json::Array &A = array(&Pair, 2);
      F.MayRelease[term(at(A, 0))] = text(A, 1);
    }
    auto Owns = O->getBoolean("owns-values");
    Bad |= !Owns;
    F.OwnsValues = Owns && *Owns;
  }
};

} // namespace

std::string factsToText(const Facts &F) {
  std::string Result;
  llvm::raw_string_ostream OS(Result);
  json::OStream J(OS, 0);
  // One function a line: such files can be compared, and looked into.
  auto NextLine = [&] { OS << '\n'; };
  J.object([&] {
    J.attribute("virref-facts", Version);
    J.attribute("counted", json::Value(listOf(F.Counted)));
    // One text is read faster than many.
    J.attribute("uses", llvm::join(F.Uses, " "));
    J.attributeObject("implementers", [&] {
      for (const auto &[Key, Names] : F.Implementers)
        J.attribute(Key, json::Value(listOf(Names)));
    });
    J.attributeObject("fields", [&] {
      for (const auto &[Key, Fact] : F.Fields) {
        NextLine();
        J.attribute(Key, json::Value(toJson(Fact)));
      }
    });
    J.attributeObject("functions", [&] {
      for (const auto &[Key, Fact] : F.Functions) {
        NextLine();
        J.attribute(Key, json::Value(toJson(Fact)));
      }
    });
  });
  OS << '\n';
  return OS.str();
}

bool factsFromText(llvm::StringRef Text, Facts &Out, std::string &Error) {
  llvm::Expected<json::Value> Parsed = json::parse(Text);
  if (!Parsed) {
    Error = llvm::toString(Parsed.takeError());
    return false;
  }
  const json::Object *Top = Parsed->getAsObject();
  auto Found =
      Top ? Top->getInteger("virref-facts") : decltype(Top->getInteger(""))();
  if (!Found) {
    Error = "these are no facts of virref";
    return false;
  }
  if (*Found != Version) {
    Error = "these facts were written by another version of virref: collect "
            "them again";
    return false;
  }
  Reader R;
  Out.Counted = R.texts(Top->get("counted"));
  llvm::SmallVector<llvm::StringRef, 0> Uses;
  const std::string AllUses = R.text(Top->get("uses"));
  llvm::StringRef(AllUses).split(Uses, ' ', -1, /*KeepEmpty=*/false);
  for (llvm::StringRef Use : Uses)
    Out.Uses.insert(Out.Uses.end(), Use.str());
  const json::Object *Implementers = Top->getObject("implementers");
  const json::Object *Fields = Top->getObject("fields");
  const json::Object *Functions = Top->getObject("functions");
  if (Implementers && Fields && Functions) {
    for (const auto &Entry : *Implementers)
      Out.Implementers[llvm::StringRef(Entry.first).str()] =
          R.texts(&Entry.second);
    for (const auto &Entry : *Fields)
      R.field(Entry.second, Out.Fields[llvm::StringRef(Entry.first).str()]);
    for (const auto &Entry : *Functions)
      R.function(Entry.second,
                 Out.Functions[llvm::StringRef(Entry.first).str()]);
  } else {
    R.Bad = true;
  }
  if (R.Bad)
    Error = "these facts are damaged: collect them again";
  return !R.Bad;
}

std::string linesFile(llvm::StringRef FactsFile) {
  return (FactsFile + ".lines").str();
}

std::string linesToText(const Facts &F) {
  std::string Result;
  for (const auto &[Place, Line] : F.Lines)
    Result += std::to_string(Line) + " " + Place + "\n";
  return Result;
}

void linesFromText(llvm::StringRef Text, Facts &Out) {
  while (!Text.empty()) {
    llvm::StringRef Line;
    std::tie(Line, Text) = Text.split('\n');
    unsigned Number;
    if (!Line.consumeInteger(10, Number) && Line.consume_front(" "))
      Out.Lines[Line.str()] = Number;
  }
}

} // namespace virref
