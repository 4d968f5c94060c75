//===- Finalise.cpp - The model that all facts make -----------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "inference/Finalise.h"
#include "inference/Callers.h"
#include "inference/Resolve.h"
#include "model/Providers.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <optional>

namespace virref {

namespace {
class Finaliser {
public:
  Finaliser(const Facts &All, bool WithLines)
      : All(All), WithLines(WithLines), R(All) {
    R.run();
  }

  Model run() {
    Model Made;
    Made.Source = ContractSource::Inferred;
    for (const auto &[Key, Fact] : All.Functions)
      add(Made, Key, Fact, *R.guess(Key));
    for (const auto &[Key, Names] : All.Implementers)
      addField(Made, Key, Names);
    for (const auto &[Key, Fact] : All.Fields)
      addOwning(Made, Key, Fact);
    shorten(Made);
    return Made;
  }

private:
  /// Without the folders that all places have in common: the model shall be the
  /// same wherever the sources stand.
  static void shorten(Model &Into) {
    // Whole folders only.
    std::optional<std::string> Common;
    for (const ModelFunction &F : Into.Functions)
      for (const std::string &Place : F.Why.Seen) {
        if (!Common)
          Common = Place;
        size_t Same = 0;
        while (Same < Common->size() && Same < Place.size() &&
               (*Common)[Same] == Place[Same])
          ++Same;
        const size_t Slash = Common->substr(0, Same).rfind('/');
        Common->resize(Slash == std::string::npos ? 0 : Slash + 1);
      }
    if (!Common || Common->empty())
      return;
    auto Shorten = [&](std::string &Place) {
      llvm::StringRef Rest(Place);
      if (Rest.consume_front(*Common))
        Place = Rest.str();
    };
    for (ModelFunction &F : Into.Functions) {
      Shorten(F.File);
      for (std::string &Place : F.Why.Seen)
        Shorten(Place);
    }
    for (ModelField &F : Into.Fields)
      for (std::string &Place : F.Why.Seen)
        Shorten(Place);
  }

  bool isCounted(const std::string &Word) const {
    return All.Counted.count(Word);
  }

  void see(Evidence &Why, const std::set<std::string> &Places) const {
    for (const std::string &Place : Places)
      if (Why.Seen.size() < Evidence::MaxSeen)
        Why.Seen.push_back(WithLines ? placeWithLine(Place, All.Lines) : Place);
  }

  void add(Model &Into, const std::string &Key, const FunctionFact &Fact,
           const FunctionGuess &Guess) {
    ModelFunction F;
    F.Name = Key.substr(0, Key.find('@'));
    if (Key.find('@') != Key.npos)
      F.File = Key.substr(Key.find('@') + 1);
    if (!llvm::all_of(F.Name, [](char C) {
          return llvm::isAlnum(C) || C == '_' || C == '$';
        }))
      return; // an operator of C++: model files have no name for it
    // A model that people make their own comes before what is built in, and the
    // bodies of that API show less: they take NULL for no object.
    if (!describeBuiltin(F)) {
      fill(F, Fact, Guess);
      askCallers(F, Key);
    }
    if (F.Result == ResultEffect::None && F.Params.empty() &&
        F.DoubtfulParams.empty())
      return;
    see(F.Why, Fact.Places);
    F.Why.Confidence = !Fact.Declared.empty()   ? 100
                       : Fact.Places.size() > 1 ? 50
                                                : confidence(Fact, Guess);
    Into.Functions.push_back(std::move(F));
  }

  /// What all callers release is meant to be owned, whatever the body shows.
  void askCallers(ModelFunction &F, const std::string &Key) const {
    const std::set<std::string> Places = Callers(All, R).whoRelease(Key);
    if (Places.empty())
      return;
    F.Result = ResultEffect::Owned;
    F.DoubtfulResult = false;
    F.ByCallers = true;
    see(F.Why, Places);
  }

  static unsigned confidence(const FunctionFact &Fact,
                             const FunctionGuess &Guess) {
    unsigned Result = 95;
    if (Guess.Weak)
      Result -= 25;
    if (Fact.Partial)
      Result -= 25;
    return Result;
  }

  void fill(ModelFunction &F, const FunctionFact &Fact,
            const FunctionGuess &Guess) {
    if (Guess.Result.State == ResultGuess::Known &&
        Guess.Result.Is != ResultEffect::None) {
      // Of plain memory nobody wants to hear that it is borrowed.
      const bool Says = Guess.Result.Is == ResultEffect::Borrowed ||
                                Guess.Result.Is == ResultEffect::Same
                            ? isCounted(Fact.Return)
                            : true;
      if (Says) {
        F.Result = Guess.Result.Is;
        F.ResultIndex = Guess.Result.Index;
      }
    }
    for (unsigned I = 0; I != Guess.Params.size(); ++I) {
      const ParamGuess &P = Guess.Params[I];
      if (P.State != ParamGuess::Known || Fact.Params[I].empty())
        continue;
      const std::string &Word = Fact.Params[I];
      const std::string Pointee = Word[0] == '*' ? Word.substr(1) : Word;
      if (P.Is == ParamEffect::Borrowed || P.Is == ParamEffect::OutBorrowed)
        if (!isCounted(Word[0] == '*' && P.Is == ParamEffect::OutBorrowed
                           ? Pointee
                           : Word))
          continue;
      F.Params.push_back({I, P.Is, P.Index, {}, P.Keeps});
    }
    findDoubts(F, Fact, Guess);
    if (Guess.Stores == NoSign)
      return;
    // There is one success for all parameters.
    F.Success = ResultCondition{Guess.Stores == Zero ? clang::BO_EQ
                                                   : clang::BO_GT,
                                0};
    for (const ParamContract &P : F.Params)
      if (dependsOnResult(P.Effect) &&
          P.Effect != ParamEffect::OutOwnedOnSuccess &&
          !llvm::is_contained(F.DoubtfulParams, P.Index))
        F.DoubtfulParams.push_back(P.Index);
  }

  /// What no finding may rest on: what is not known, what hangs on functions that
  /// were not seen, and that paths which nobody looked at do nothing.
  void findDoubts(ModelFunction &F, const FunctionFact &Fact,
                  const FunctionGuess &Guess) const {
    if (!Fact.Declared.empty())
      return;
    F.DoubtfulResult =
        F.Result != ResultEffect::None &&
        (Guess.Result.Weak ||
         (Fact.Partial && !Guess.Result.is(ResultEffect::Owned)));
    for (unsigned I = 0; I != Guess.Params.size(); ++I) {
      const ParamGuess &P = Guess.Params[I];
      const llvm::StringRef Word = llvm::StringRef(Fact.Params[I]).ltrim('*');
      if (Word != "void" && !isCounted(Word.str()))
        continue;
      const bool Passive = P.State != ParamGuess::Known ||
                           P.Is == ParamEffect::Borrowed ||
                           P.Is == ParamEffect::Retained ||
                           P.Is == ParamEffect::RetainedOnSuccess;
      if (P.Weak || P.State == ParamGuess::Contradictory ||
          (Fact.Partial && Passive))
        F.DoubtfulParams.push_back(I);
    }
  }

  void addField(Model &Into, const std::string &Key,
                const std::set<std::string> &Names) {
    const FunctionGuess &Guess = *R.guess(Key);
    // What the result and the parameters are is the same for all of them.
    FunctionFact Shape;
    for (const std::string &Name : Names) {
      auto It = All.Functions.find(Name);
      if (It == All.Functions.end())
        continue;
      Shape.Return = std::max(Shape.Return, It->second.Return);
      Shape.Params = std::max(Shape.Params, It->second.Params);
      Shape.Places.insert(It->second.Places.begin(), It->second.Places.end());
    }
    Shape.Params.resize(std::max(Shape.Params.size(), Guess.Params.size()));
    ModelFunction F;
    F.Type = Key.substr(0, Key.find("::"));
    F.Field = Key.substr(Key.find("::") + 2);
    fill(F, Shape, Guess);
    if (F.Type.empty() || (F.Result == ResultEffect::None && F.Params.empty()))
      return;
    see(F.Why, Shape.Places);
    F.Why.Confidence = Guess.Weak ? 60 : 90;
    Into.Functions.push_back(std::move(F));
  }

  void addOwning(Model &Into, const std::string &Key, const FieldFact &Fact) {
    const size_t Dot = Key.find('.');
    if (Dot == 0 || Dot == Key.npos || !R.isOwning(Key))
      return;
    ModelField F;
    F.Type = Key.substr(0, Dot);
    F.Field = Key.substr(Dot + 1);
    F.Ownership = FieldEffect::Owned;
    for (const auto *Places : {&Fact.ReleasedAt, &Fact.GivenAt})
      see(F.Why, *Places);
    F.Why.Confidence = Fact.ReleasedAt.empty() ? 60 : 80;
    Into.Fields.push_back(std::move(F));
  }

  const Facts &All;
  bool WithLines;
  Resolver R;
};
} // namespace

Model finalise(const Facts &All, bool WithLines) {
  return Finaliser(All, WithLines).run();
}

std::string placeWithLine(const std::string &Place,
                          const std::map<std::string, unsigned> &Lines) {
  auto It = Lines.find(Place);
  if (It == Lines.end())
    return Place;
  return Place.substr(0, Place.rfind(':') + 1) + std::to_string(It->second);
}

//===----------------------------------------------------------------------===//
// Slices
//===----------------------------------------------------------------------===//

ModelSlicer::ModelSlicer(const Model &Whole) : Whole(Whole) {
  for (const ModelFunction &F : Whole.Functions) {
    Functions[F.Name.empty()   ? F.Type + "::" + F.Field
              : F.File.empty() ? F.Name
                               : F.Name + "@" + F.File] = &F;
    if (F.ByCallers)
      ByCallers.push_back(&F);
  }
  for (const ModelField &F : Whole.Fields)
    Fields[F.Type + "." + F.Field] = &F;
}

Model ModelSlicer::slice(const std::set<std::string> &Uses) const {
  Model Result;
  Result.Source = Whole.Source;
  for (const std::string &Key : Uses) {
    if (const ModelFunction *F = Functions.lookup(Key))
      Result.Functions.push_back(*F);
    if (const ModelField *F = Fields.lookup(Key))
      Result.Fields.push_back(*F);
    llvm::StringRef Own = Key;
    if (!Own.consume_front("="))
      continue;
    // Of what stands in the file, only what the body does not show. The model has
    // shorter paths.
    auto [Name, File] = Own.split('@');
    for (const ModelFunction *F : ByCallers)
      if (F->Name == Name && File.take_back(F->File.size()) == F->File &&
          File.empty() == F->File.empty())
        Result.Functions.push_back(*F);
  }
  return Result;
}

} // namespace virref
