//===- Finalise.cpp - The model that all facts make -----------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "inference/Finalise.h"
#include "inference/Resolve.h"
#include "llvm/Support/raw_ostream.h"
#include <optional>

namespace virref {

static std::string wordOf(ResultEffect Effect, unsigned Index) {
  std::string Result = wordFor(Effect).Spelling.str();
  llvm::StringRef Short(Result);
  if (Short.consume_front("returns-"))
    Result = Short.str();
  if (wordFor(Effect).Argument == WordArgument::Index)
    Result += "(" + std::to_string(Index) + ")";
  return Result;
}

static std::string wordOf(const ParamGuess &P) {
  std::string Result = wordFor(P.Is).Spelling.str();
  if (wordFor(P.Is).Argument == WordArgument::Index)
    Result += "(" + std::to_string(P.Index) + ")";
  return Result;
}

namespace {
class Finaliser {
public:
  explicit Finaliser(const Facts &All) : All(All), R(All) { R.run(); }

  InferredModel run() {
    InferredModel Model;
    for (const auto &[Key, Fact] : All.Functions)
      add(Model, Key, Fact, *R.guess(Key));
    for (const auto &[Key, Names] : All.Implementers)
      addField(Model, Key, Names);
    for (const auto &[Key, Fact] : All.Fields)
      addOwning(Model, Key, Fact);
    shorten(Model);
    return Model;
  }

private:
  /// Without the folders that all places have in common: the model shall be the
  /// same wherever the sources stand.
  static void shorten(InferredModel &Model) {
    // Whole folders only.
    std::optional<std::string> Common;
    for (const InferredFunction &F : Model.Functions)
      for (const std::string &Place : F.Seen) {
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
    for (InferredFunction &F : Model.Functions) {
      Shorten(F.File);
      for (std::string &Place : F.Seen)
        Shorten(Place);
    }
    for (InferredField &F : Model.Fields)
      for (std::string &Place : F.Seen)
        Shorten(Place);
  }

  bool isCounted(const std::string &Word) const {
    return All.Counted.count(Word);
  }

  void add(InferredModel &Model, const std::string &Key,
           const FunctionFact &Fact, const FunctionGuess &Guess) {
    InferredFunction F;
    F.Name = Key.substr(0, Key.find('@'));
    if (Key.find('@') != Key.npos)
      F.File = Key.substr(Key.find('@') + 1);
    fill(F, Fact, Guess);
    if (F.Result.empty() && F.Params.empty())
      return;
    for (const std::string &Place : Fact.Places)
      if (F.Seen.size() < 3)
        F.Seen.push_back(Place);
    F.Confidence = !Fact.Declared.empty()  ? 100
                   : Fact.Places.size() > 1 ? 50
                                            : confidence(Fact, Guess);
    Model.Functions.push_back(std::move(F));
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

  void fill(InferredFunction &F, const FunctionFact &Fact,
            const FunctionGuess &Guess) {
    if (Guess.Result.State == ResultGuess::Known &&
        Guess.Result.Is != ResultEffect::None) {
      // Of plain memory nobody wants to hear that it is borrowed.
      const bool Says = Guess.Result.Is == ResultEffect::Borrowed ||
                                Guess.Result.Is == ResultEffect::Same
                            ? isCounted(Fact.Return)
                            : true;
      if (Says)
        F.Result = wordOf(Guess.Result.Is, Guess.Result.Index);
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
      F.Params.push_back({I, wordOf(P)});
    }
  }

  void addField(InferredModel &Model, const std::string &Key,
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
    InferredFunction F;
    F.Type = Key.substr(0, Key.find("::"));
    F.Field = Key.substr(Key.find("::") + 2);
    fill(F, Shape, Guess);
    if (F.Type.empty() || (F.Result.empty() && F.Params.empty()))
      return;
    for (const std::string &Place : Shape.Places)
      if (F.Seen.size() < 3)
        F.Seen.push_back(Place);
    F.Confidence = Guess.Weak ? 60 : 90;
    Model.Functions.push_back(std::move(F));
  }

  void addOwning(InferredModel &Model, const std::string &Key,
                 const FieldFact &Fact) {
    const size_t Dot = Key.find('.');
    if (Dot == 0 || Dot == Key.npos || !R.isOwning(Key))
      return;
    InferredField F;
    F.Type = Key.substr(0, Dot);
    F.Field = Key.substr(Dot + 1);
    F.Ownership = "owned";
    for (const auto *Places : {&Fact.ReleasedAt, &Fact.GivenAt})
      for (const std::string &Place : *Places)
        if (F.Seen.size() < 3)
          F.Seen.push_back(Place);
    F.Confidence = Fact.ReleasedAt.empty() ? 60 : 80;
    Model.Fields.push_back(std::move(F));
  }

  const Facts &All;
  Resolver R;
};
} // namespace

InferredModel finalise(const Facts &All) { return Finaliser(All).run(); }

static void writeWhy(llvm::raw_ostream &OS, const std::vector<std::string> &Seen,
                     unsigned Confidence) {
  OS << "    seen: [";
  for (size_t I = 0; I != Seen.size(); ++I)
    OS << (I ? ", " : "") << '"' << Seen[I] << '"';
  OS << "]\n    confidence: " << Confidence << "\n";
}

void writeInferred(llvm::raw_ostream &OS, const InferredModel &M) {
  OS << "virref-model: 1\norigin: inferred\n";
  if (!M.Functions.empty())
    OS << "functions:\n";
  for (const InferredFunction &F : M.Functions) {
    if (!F.Name.empty())
      OS << "  - name: " << F.Name << "\n";
    else
      OS << "  - type: " << F.Type << "\n    field: " << F.Field << "\n";
    if (!F.File.empty())
      OS << "    file: " << F.File << "\n";
    if (!F.Result.empty())
      OS << "    returns: " << F.Result << "\n";
    if (!F.Params.empty()) {
      OS << "    params: {";
      for (size_t I = 0; I != F.Params.size(); ++I)
        OS << (I ? ", " : "") << F.Params[I].first << ": "
           << F.Params[I].second;
      OS << "}\n";
    }
    writeWhy(OS, F.Seen, F.Confidence);
  }
  if (!M.Fields.empty())
    OS << "fields:\n";
  for (const InferredField &F : M.Fields) {
    OS << "  - type: " << F.Type << "\n    field: " << F.Field
       << "\n    ownership: " << F.Ownership << "\n";
    writeWhy(OS, F.Seen, F.Confidence);
  }
}

//===----------------------------------------------------------------------===//
// Why
//===----------------------------------------------------------------------===//

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
      if (Key == Name ||
          llvm::StringRef(Key).split("::").second == Name)
        explainFunction(OS, Key, 0);
    return OS.str();
  }

private:
  void describe(llvm::raw_ostream &OS, const FunctionGuess &G) {
    switch (G.Result.State) {
    case ResultGuess::Known:
      if (G.Result.Is != ResultEffect::None)
        OS << " returns " << wordOf(G.Result.Is, G.Result.Index) << ";";
      break;
    case ResultGuess::Contradictory:
      OS << " result contradictory;";
      break;
    default:
      break;
    }
    for (unsigned I = 0; I != G.Params.size(); ++I) {
      if (G.Params[I].State == ParamGuess::Known)
        OS << " " << I << " " << wordOf(G.Params[I]) << ";";
      else if (G.Params[I].State == ParamGuess::Contradictory)
        OS << " " << I << " contradictory;";
    }
    if (!G.Why.empty())
      OS << " (" << G.Why << ")";
    if (G.Weak)
      OS << " (rests on functions that were not seen)";
    OS << "\n";
  }

  static void describe(llvm::raw_ostream &OS, const Amount &A,
                       std::set<std::string> &Names) {
    OS << (A.Known > 0 ? "+" : "") << A.Known << (A.Kept ? " kept" : "");
    for (const Term &T : A.Terms) {
      static const char *const Verbs[] = {
          "passed to", "address passed to", "stored in",
          "taken from", "put into", "removed from"};
      OS << ", " << Verbs[T.What] << " " << T.Name;
      if (T.What == Term::PassedTo || T.What == Term::AddressTo) {
        OS << " argument " << T.Index;
        Names.insert(T.Name);
      }
      if (T.When != AnySign)
        OS << " [result " << signs(T.When) << "]";
    }
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

  static void describe(llvm::raw_ostream &OS, const Given &G,
                       std::set<std::string> &Names) {
    static const char *const Origins[] = {
        "nothing", "NULL", "parameter", "what is pointed to by parameter",
        "a new object", "a borrowed object", "the result of", "an output of",
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
        OS << Indent << "  seen at " << Place << "\n";
      for (const std::string &Word : It->second.Declared)
        OS << Indent << "  declared: " << Word << "\n";
      if (It->second.Partial)
        OS << Indent << "  not all of its paths were looked at\n";
      for (const auto &[Path, Place] : It->second.Paths) {
        OS << Indent << "  a path";
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
        OS << "\n";
      }
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

} // namespace virref
