//===- Explain.cpp - Why a function has its contract ----------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "inference/Callers.h"
#include "inference/Finalise.h"
#include "inference/Resolve.h"
#include "model/ModelFile.h"
#include "llvm/Support/raw_ostream.h"

namespace virref {

static void describe(llvm::raw_ostream &OS, const FunctionGuess &G) {
  switch (G.Result.State) {
  case ResultGuess::Known:
    if (G.Result.Is != ResultEffect::None)
      OS << " returns " << resultWord(G.Result.Is, G.Result.Index) << ";";
    break;
  case ResultGuess::Contradictory:
    OS << " result contradictory;";
    break;
  default:
    break;
  }
  for (unsigned I = 0; I != G.Params.size(); ++I) {
    if (G.Params[I].State == ParamGuess::Known)
      OS << " " << I << " " << paramWord({I, G.Params[I].Is, G.Params[I].Index})
         << ";";
    else if (G.Params[I].State == ParamGuess::Contradictory)
      OS << " " << I << " contradictory;";
  }
  if (!G.Why.empty())
    OS << " (" << G.Why << ")";
  if (G.Weak)
    OS << " (rests on functions that were not seen)";
  OS << "\n";
}

static std::string signs(unsigned Mask) {
  std::string Result;
  for (auto [Bit, Sign] : {std::pair<unsigned, const char *>{Negative, "<0"},
                           {Zero, "0"},
                           {Positive, ">0"}})
    if (Mask & Bit)
      Result += (Result.empty() ? "" : " or ") + std::string(Sign);
  return Result;
}

static void describe(llvm::raw_ostream &OS, const Amount &A,
                     std::set<std::string> &Names) {
  OS << (A.Known > 0 ? "+" : "") << A.Known << (A.Kept ? " kept" : "");
  for (const Term &T : A.Terms) {
    static const char *const Verbs[] = {"passed to", "address passed to",
                                        "stored in", "taken from",
                                        "put into",  "removed from"};
    OS << ", " << Verbs[T.What] << " " << T.Name;
    if (T.What == Term::PassedTo || T.What == Term::AddressTo) {
      OS << " argument " << T.Index;
      Names.insert(T.Name);
    }
    if (T.When != AnySign)
      OS << " [result " << signs(T.When) << "]";
  }
}

static void describe(llvm::raw_ostream &OS, const Given &G,
                     std::set<std::string> &Names) {
  static const char *const Origins[] = {
      "nothing",       "NULL",
      "parameter",     "what is pointed to by parameter",
      "a new object",  "a borrowed object",
      "the result of", "an output of",
      "something"};
  OS << Origins[G.Value.From];
  if (G.Value.From == Origin::Param || G.Value.From == Origin::Pointee)
    OS << " " << G.Value.Index;
  if (G.Value.From == Origin::Result || G.Value.From == Origin::Out) {
    OS << " " << G.Value.Name;
    Names.insert(G.Value.Name);
  }
  if (!(G.Refs == Amount())) {
    OS << " (";
    describe(OS, G.Refs, Names);
    OS << ")";
  }
}

static void describe(llvm::raw_ostream &OS, const PathFact &Path,
                     std::set<std::string> &Names) {
  OS << "a path";
  if (Path.Result && Path.Result != AnySign)
    OS << " with result " << signs(Path.Result);
  if (Path.Returned.Value.From != Origin::None) {
    OS << " returns ";
    describe(OS, Path.Returned, Names);
  }
  for (const auto &[Index, Refs] : Path.Params) {
    if (Refs == Amount())
      continue;
    OS << "; parameter " << Index << ": ";
    describe(OS, Refs, Names);
  }
  for (const auto &[Index, Slot] : Path.Slots) {
    OS << "; *parameter " << Index << ": ";
    describe(OS, Slot.Before, Names);
    if (Slot.Written) {
      OS << ", then ";
      describe(OS, Slot.Now, Names);
    }
  }
}

namespace {
class Explainer {
public:
  explicit Explainer(const Facts &All) : All(All), R(All) { R.run(); }

  std::string explain(llvm::StringRef Name) {
    llvm::raw_string_ostream OS(Text);
    for (const auto &[Key, Fact] : All.Functions)
      if (Key == Name || llvm::StringRef(Key).split('@').first == Name)
        explainFunction(OS, Key, 0);
    for (const auto &[Key, Names] : All.Implementers)
      if (Key == Name || llvm::StringRef(Key).split("::").second == Name)
        explainFunction(OS, Key, 0);
    return OS.str();
  }

private:
  void explainFunction(llvm::raw_ostream &OS, const std::string &Key,
                       unsigned Depth) {
    const FunctionGuess *G = R.guess(Key);
    const std::string Indent(Depth * 2, ' ');
    if (!G) {
      if (Depth < 2)
        OS << Indent << Key << ": no body seen\n";
      return;
    }
    if (!Done.insert(Key).second)
      return;
    OS << Indent << Key << ":";
    describe(OS, *G);
    std::set<std::string> Names;
    auto Field = All.Implementers.find(Key);
    if (Field != All.Implementers.end())
      Names = Field->second;
    auto It = All.Functions.find(Key);
    if (It != All.Functions.end()) {
      for (const std::string &Place : It->second.Places)
        OS << Indent << "  seen at " << placeWithLine(Place, All.Lines) << "\n";
      for (const std::string &Word : It->second.Declared)
        OS << Indent << "  declared: " << Word << "\n";
      if (It->second.Partial)
        OS << Indent << "  not all of its paths were looked at\n";
      for (const auto &[Path, Place] : It->second.Paths) {
        OS << Indent << "  ";
        describe(OS, Path, Names);
        OS << "\n";
      }
      for (const std::string &Place : Callers(All, R).whoRelease(Key))
        OS << Indent << "  but who calls it releases what it returns: "
           << placeWithLine(Place, All.Lines) << "\n";
    }
    if (Depth < 3)
      for (const std::string &Name : Names)
        explainFunction(OS, Name, Depth + 1);
  }

  const Facts &All;
  Resolver R;
  std::string Text;
  std::set<std::string> Done;
};
} // namespace

std::string explainContract(const Facts &All, llvm::StringRef Name) {
  return Explainer(All).explain(Name);
}

std::vector<Disagreement> disagreements(const Facts &All) {
  Resolver R(All);
  R.run();
  std::vector<Disagreement> Result;
  for (const auto &[Key, Fact] : All.Functions) {
    const FunctionGuess Guess = R.resolve(Fact);
    // Several functions of a name are several functions.
    if (Guess.Weak || Fact.Partial || Fact.Places.size() != 1)
      continue;
    const std::string &Place = *Fact.Places.begin();
    for (const std::string &What : Guess.Disagreements) {
      Disagreement D;
      D.Function = Key.substr(0, Key.find('@'));
      D.File = Place.substr(0, Place.rfind(':'));
      auto Line = All.Lines.find(Place);
      D.Line = Line == All.Lines.end() ? 1 : Line->second;
      D.What = What;
      for (const auto &Entry : Fact.Paths) {
        std::string Text;
        llvm::raw_string_ostream OS(Text);
        std::set<std::string> Names;
        describe(OS, Entry.first, Names);
        D.Paths.push_back(OS.str());
      }
      Result.push_back(std::move(D));
    }
  }
  return Result;
}

} // namespace virref
