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

static void merge(FunctionFact &Into, FunctionFact &&From) {
  Into.Places.merge(From.Places);
  Into.Return = std::max(Into.Return, From.Return);
  Into.Params = std::max(Into.Params, From.Params);
  Into.Partial |= From.Partial;
  for (const auto &[Path, Place] : From.Paths)
    keepSmaller(Into.Paths[Path], Place);
  Into.Declared.merge(From.Declared);
}

static void merge(FieldFact &Into, FieldFact &&From) {
  Into.ReleasedAt.merge(From.ReleasedAt);
  Into.GivenAt.merge(From.GivenAt);
  for (const auto &[What, Place] : From.MayRelease)
    keepSmaller(Into.MayRelease[What], Place);
  Into.OwnsValues |= From.OwnsValues;
}

static void merge(ResultUse &Into, ResultUse &&From) {
  Into.Released |= From.Released;
  Into.Acquired |= From.Acquired;
  Into.Returned |= From.Returned;
  Into.Kept |= From.Kept;
  Into.Passed.merge(From.Passed);
}

static void merge(std::set<std::string> &Into, std::set<std::string> &&From) {
  Into.merge(From);
}

static void merge(unsigned &Line, unsigned Other) {
  Line = std::min(Line, Other); // of a macro that defines several, the first
}

/// What is new moves over as it is.
template <typename Map> static void mergeEntries(Map &Into, Map &From) {
  Into.merge(From);
  for (auto &Entry : From)
    merge(Into.find(Entry.first)->second, std::move(Entry.second));
}

static void merge(std::map<std::string, ResultUse> &Into,
                  std::map<std::string, ResultUse> &&From) {
  mergeEntries(Into, From);
}

void merge(Facts &Into, Facts From) {
  mergeEntries(Into.Functions, From.Functions);
  mergeEntries(Into.Fields, From.Fields);
  mergeEntries(Into.Implementers, From.Implementers);
  mergeEntries(Into.Results, From.Results);
  mergeEntries(Into.Lines, From.Lines);
  Into.Counted.merge(From.Counted);
  Into.Uses.merge(From.Uses);
}

//===----------------------------------------------------------------------===//
// Text. Arrays instead of objects where there are many of them. FactsReader.cpp
// wants everything in just this order.
//===----------------------------------------------------------------------===//

namespace {

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

json::Object toJson(const FunctionFact &F) {
  json::Array Params, Paths;
  for (const std::string &Param : F.Params)
    Params.push_back(Param);
  for (const auto &[Path, Place] : F.Paths)
    Paths.push_back(toJson(Path, Place, F.usualPlace()));
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

json::Array toJson(const ResultUse &U) {
  json::Array Result{U.Released, U.Acquired, U.Returned, U.Kept};
  for (const Term &T : U.Passed)
    Result.push_back(toJson(T));
  return Result;
}

} // namespace

std::string factsStart() {
  return "{\"virref-facts\":" + std::to_string(FactsVersion) + ",";
}

std::string factsToText(const Facts &F) {
  std::string Result;
  llvm::raw_string_ostream OS(Result);
  json::OStream J(OS, 0);
  // One function a line: such files can be compared, and looked into.
  auto NextLine = [&] { OS << '\n'; };
  J.object([&] {
    J.attribute("virref-facts", FactsVersion);
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
    J.attributeObject("results", [&] {
      for (const auto &[Key, Callers] : F.Results) {
        NextLine();
        J.attributeObject(Key, [&, &Uses = Callers] {
          for (const auto &[Caller, Use] : Uses)
            J.attribute(Caller, json::Value(toJson(Use)));
        });
      }
    });
  });
  OS << '\n';
  return OS.str();
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
