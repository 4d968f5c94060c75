//===- Resolve.cpp - From facts to contracts ------------------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "inference/Resolve.h"
#include "llvm/ADT/STLExtras.h"

namespace virref {

/// More rounds than this are not needed by what people write.
static constexpr unsigned MaxRounds = 40;

template <typename G, typename Effect>
static void join(G &Into, Effect Is, unsigned Index = 0) {
  if (Into.State == G::Nothing) {
    Into.State = G::Known;
    Into.Is = Is;
    Into.Index = Index;
  } else if (!Into.is(Is) || Into.Index != Index) {
    Into.State = G::Contradictory;
  }
}

unsigned successOf(const std::string &ReturnWord) {
  if (ReturnWord == "int")
    return Zero | Positive;
  return ReturnWord.empty() ? unsigned(AnySign) : unsigned(NonZero);
}

std::set<std::string> wordsOf(const Contract &C) {
  std::set<std::string> Words;
  auto Text = [](const Word &W, unsigned Index) {
    std::string Result = W.Spelling.str();
    if (W.Argument == WordArgument::Index)
      Result += "(" + std::to_string(Index) + ")";
    return Result;
  };
  if (C.Result != ResultEffect::None)
    Words.insert(Text(wordFor(C.Result), C.ResultIndex));
  for (const ParamContract &P : C.Params)
    Words.insert(std::to_string(P.Index) + " " +
                 Text(wordFor(P.Effect), P.Other));
  return Words;
}

/// The guess that declared words are.
static FunctionGuess guessOf(const FunctionFact &Fact) {
  FunctionGuess Guess;
  Guess.Params.resize(Fact.Params.size());
  for (ParamGuess &P : Guess.Params)
    join(P, ParamEffect::Borrowed);
  for (const std::string &Text : Fact.Declared) {
    llvm::StringRef Rest(Text);
    unsigned Param = 0;
    if (Rest.consumeInteger(10, Param)) {
      SaidWord Said = readWord(Rest);
      if (Said.What)
        join(Guess.Result, Said.What->Result, Said.Index);
      continue;
    }
    SaidWord Said = readWord(Rest.ltrim());
    if (!Said.What || Param >= Guess.Params.size())
      continue;
    Guess.Params[Param] = ParamGuess();
    join(Guess.Params[Param], Said.What->Param, Said.Index);
  }
  return Guess;
}

const FunctionGuess *Resolver::guess(const std::string &Key) const {
  auto It = Guesses.find(Key);
  return It == Guesses.end() ? nullptr : &It->second;
}

const ParamGuess *Resolver::paramGuess(const std::string &Key, unsigned Index,
                                       bool &Seen) const {
  const FunctionGuess *G = guess(Key);
  Seen = G != nullptr;
  return G && Index < G->Params.size() ? &G->Params[Index] : nullptr;
}

bool Resolver::isOwning(const std::string &Field) const {
  auto It = All.Fields.find(Field);
  if (It == All.Fields.end())
    return false;
  if (!It->second.ReleasedAt.empty())
    return true;
  for (const auto &[T, Place] : It->second.MayRelease) {
    const Range R = rangeOf(T);
    if (!R.Nothing && R.High < 0)
      return true;
  }
  return false;
}

Resolver::Range Resolver::rangeOf(const Term &T) const {
  Range R;
  switch (T.What) {
  case Term::StoredIn:
    if (isOwning(T.Name)) {
      R.Low = R.High = -1;
      R.Stored = true;
    }
    return R;
  case Term::TakenFrom:
    if (isOwning(T.Name))
      R.Low = R.High = 1;
    return R;
  case Term::ValueIn:
  case Term::RemovedFrom: {
    auto It = All.Fields.find(T.Name);
    if (It != All.Fields.end() && It->second.OwnsValues)
      R.Low = R.High = T.What == Term::ValueIn ? -1 : 1;
    R.Stored = R.Low < 0;
    return R;
  }
  case Term::PassedTo:
  case Term::AddressTo:
    break;
  }
  bool Seen;
  const ParamGuess *P = paramGuess(T.Name, T.Index, Seen);
  if (!P) {
    // A function that nobody has shown us: it borrows. An argument beyond the
    // named ones does not count.
    R.Weak = !Seen;
    return R;
  }
  if (P->State == ParamGuess::Nothing) {
    R.Nothing = true;
    R.Low = -1;
    R.High = T.What == Term::AddressTo ? 0 : 1;
    return R;
  }
  const bool Address = T.What == Term::AddressTo;
  R.Weak = P->Weak;
  R.Stored = P->Keeps && !Address;
  if (P->State == ParamGuess::Contradictory) {
    R.Low = -1;
    R.High = Address ? 0 : 1;
    return R;
  }
  auto OnResult = [&](unsigned When, int By) {
    if ((T.When & ~When) == 0)
      R.Low = R.High = By;
    else if (T.When & When)
      (By < 0 ? R.Low : R.High) = By;
  };
  auto It = All.Functions.find(T.Name);
  unsigned Success = AnySign;
  if (It != All.Functions.end())
    Success = successOf(It->second.Return);
  else
    Success = Zero | Positive;
  switch (P->Is) {
  case ParamEffect::Consumed:
    if (!Address)
      R.Low = R.High = -1;
    break;
  case ParamEffect::ConsumedOnSuccess:
    if (!Address)
      OnResult(Success, -1);
    break;
  case ParamEffect::ConsumedOnFailure:
    if (!Address)
      OnResult(AnySign & ~Success, -1);
    break;
  case ParamEffect::Acquires:
    if (!Address)
      R.Low = R.High = 1;
    break;
  case ParamEffect::AcquiresOnSuccess:
    if (!Address)
      OnResult(Success, 1);
    break;
  case ParamEffect::Retained:
    R.Kept = true;
    break;
  case ParamEffect::RetainedOnSuccess:
    R.Kept = T.When & Success;
    break;
  case ParamEffect::ConsumedAndCleared:
  case ParamEffect::ReleasesPointee:
    if (Address)
      R.Low = R.High = -1;
    break;
  case ParamEffect::Borrowed:
    // An object is borrowed: that is no word about what a variable holds.
    R.Weak |= Address;
    break;
  default:
    break;
  }
  return R;
}

Resolver::Loss Resolver::lossBy(const Term &T) const {
  const Range R = rangeOf(T);
  if (!R.Nothing && R.High < 0)
    return Loss::Sure;
  return R.Nothing || R.Weak || R.Low < 0 || R.Kept ? Loss::Possible
                                                    : Loss::None;
}

Resolver::Range Resolver::rangeOf(const Amount &A) const {
  Range Sum;
  Sum.Low = Sum.High = A.Known;
  Sum.Kept = A.Kept;
  for (const Term &T : A.Terms) {
    const Range R = rangeOf(T);
    Sum.Low += R.Low;
    Sum.High += R.High;
    Sum.Nothing |= R.Nothing;
    Sum.Weak |= R.Weak;
    Sum.Kept |= R.Kept;
    Sum.Stored |= R.Stored;
  }
  return Sum;
}

std::optional<Resolver::Range> Resolver::given(const Given &G) const {
  Range Base;
  switch (G.Value.From) {
  case Origin::None:
  case Origin::Null:
    return std::nullopt;
  case Origin::New:
    Base.Low = Base.High = 1;
    break;
  case Origin::Param:
  case Origin::Pointee:
  case Origin::Lent:
    break;
  case Origin::Result: {
    const FunctionGuess *From = guess(G.Value.Name);
    // Nothing is known, but that it is owned or not.
    if (!From) {
      Base.Weak = Base.Nothing = true;
      Base.High = 1;
      break;
    }
    if (From->Result.State == ResultGuess::Nothing) {
      Base.Nothing = true;
      Base.Weak = From->Weak;
      Base.High = 1;
    } else if (From->Result.is(ResultEffect::Owned)) {
      Base.Low = Base.High = 1;
    } else if (From->Result.State == ResultGuess::Contradictory) {
      Base.High = 1;
    }
    break;
  }
  case Origin::Out: {
    bool Seen;
    const ParamGuess *P = paramGuess(G.Value.Name, G.Value.Index, Seen);
    Base.Weak = !Seen;
    if (!P || P->State == ParamGuess::Nothing) {
      Base.Nothing = true;
    } else if (P->is(ParamEffect::OutOwned) ||
               P->is(ParamEffect::OutOwnedOnSuccess)) {
      Base.Low = Base.High = 1;
    } else if (P->is(ParamEffect::ConsumedAndCleared)) {
      return std::nullopt;
    } else if (P->State == ParamGuess::Contradictory) {
      Base.High = 1;
    } else if (!P->is(ParamEffect::OutBorrowed)) {
      Base.Nothing = true;
    }
    break;
  }
  case Origin::Other:
    Base.Nothing = Base.Weak = true;
    break;
  }
  // `end(&obj); return obj`: NULL.
  for (const Term &T : G.Refs.Terms) {
    bool Seen;
    const ParamGuess *P = T.What == Term::AddressTo
                              ? paramGuess(T.Name, T.Index, Seen)
                              : nullptr;
    if (P && P->is(ParamEffect::ConsumedAndCleared))
      return std::nullopt;
  }
  const Range More = rangeOf(G.Refs);
  Base.Low += More.Low;
  Base.High += More.High;
  Base.Nothing |= More.Nothing;
  Base.Weak |= More.Weak;
  return Base;
}

void Resolver::resolveResult(const FunctionFact &Fact,
                             FunctionGuess &Into) const {
  if (Fact.Return.empty() || Fact.Return == "int" || Fact.Return == "bool" ||
      Fact.Return == "pointer" || Fact.Return[0] == '*')
    return;
  bool OnlyParam = true;
  std::optional<unsigned> Param;
  for (const auto &[Path, Place] : Fact.Paths) {
    const Origin &From = Path.Returned.Value;
    if (From.From == Origin::None || From.From == Origin::Null)
      continue;
    if (From.From != Origin::Param || (Param && *Param != From.Index))
      OnlyParam = false;
    else
      Param = From.Index;
  }
  if (OnlyParam && Param && !Fact.Partial) {
    join(Into.Result, ResultEffect::Same, *Param);
    return;
  }
  for (const auto &[Path, Place] : Fact.Paths) {
    auto R = given(Path.Returned);
    if (!R)
      continue;
    Into.Result.Weak |= R->Weak && R->Low < 1;
    // Who takes a reference to what he returns need not know where it is from.
    if (R->Nothing && R->Low < 1) {
      Into.Weak |= R->Weak;
      continue;
    }
    if (R->Low >= 1) {
      join(Into.Result, ResultEffect::Owned);
    } else if (R->High <= 0) {
      join(Into.Result, ResultEffect::Borrowed);
    } else {
      Into.Result.State = ResultGuess::Contradictory;
      Into.Why = "a path returns what may or may not be owned: " +
                 Path.Returned.Value.Name;
    }
  }
  if (Into.Result.State == ResultGuess::Contradictory && Into.Why.empty()) {
    Into.Why = "some paths return an owned object, others a borrowed one";
    Into.Disagreements.push_back(Into.Why);
  }
}

bool Resolver::resolveSlot(const FunctionFact &Fact, unsigned Index,
                           FunctionGuess &Into) const {
  bool Cleared = false, Released = false, Owned = false, Lent = false;
  bool Unclear = false, Nothing = false;
  unsigned With = NoSign, Without = NoSign;
  for (const auto &[Path, Place] : Fact.Paths) {
    auto It = Path.Slots.find(Index);
    if (It == Path.Slots.end()) {
      Without |= Path.Result;
      continue;
    }
    const SlotFact &Slot = It->second;
    const Range Before = rangeOf(Slot.Before);
    Into.Weak |= Before.Weak;
    Into.Params[Index].Weak |= Before.Weak;
    std::optional<Range> Now;
    if (Slot.Written)
      Now = given(Slot.Now);
    Into.Params[Index].Weak |= Now && Now->Weak;
    if (Before.Nothing || (Now && Now->Nothing)) {
      if (Now)
        Into.Weak |= Now->Weak;
      Nothing = true;
      continue;
    }
    if (Before.High < 0) {
      (Slot.Written && !Now ? Cleared : Slot.Written ? Unclear : Released) =
          true;
      continue;
    }
    if (Before.Low < 0)
      Unclear = true;
    if (!Now) {
      Without |= Path.Result;
      continue;
    }
    if (Now->Low >= 1) {
      Owned = true;
      With |= Path.Result;
    } else if (Now->High <= 0) {
      Lent = true;
    } else {
      Unclear = true;
    }
  }
  const bool Any = Cleared || Released || Owned || Lent || Unclear;
  if (!Any)
    return Nothing;
  ParamGuess &Guess = Into.Params[Index];
  if (Unclear || Cleared + Released + Owned + Lent > 1) {
    Guess.State = ParamGuess::Contradictory;
    return true;
  }
  // `return 1; /* found, *p is set */`, and 0 otherwise.
  const unsigned Found = With & (Zero | Positive);
  if (Owned && Fact.Return == "int" && !(Found & Without) &&
      (Without & (Zero | Positive)) && (Found == Zero || Found == Positive)) {
    if (Into.Stores == NoSign || Into.Stores == Found)
      Into.Stores = Found;
    else
      Guess.Weak = true;
  }
  join(Guess, Cleared    ? ParamEffect::ConsumedAndCleared
              : Released ? ParamEffect::ReleasesPointee
              : Lent     ? ParamEffect::OutBorrowed
              : Fact.Return.empty() ? ParamEffect::OutOwned
                                    : ParamEffect::OutOwnedOnSuccess);
  return true;
}

void Resolver::resolveParam(const FunctionFact &Fact, unsigned Index,
                            FunctionGuess &Into) const {
  const std::string &Word = Fact.Params[Index];
  if (Word.empty())
    return;
  if ((Word[0] == '*' || Word == "void") && resolveSlot(Fact, Index, Into))
    return;
  const unsigned Success = successOf(Fact.Return);
  const bool Depends = Fact.Return != "" && Success != AnySign;
  std::set<int> Good, Bad, Either;
  bool Kept = false, KeptOnlyOnSuccess = true, Unclear = false;
  ParamGuess &Guess = Into.Params[Index];
  for (const auto &[Path, Place] : Fact.Paths) {
    auto It = Path.Params.find(Index);
    if (It == Path.Params.end())
      continue;
    Range R = rangeOf(It->second);
    Into.Weak |= R.Weak;
    Guess.Weak |= R.Weak || R.Nothing;
    if (R.Nothing)
      continue;
    if (R.Low != R.High) {
      Unclear = true;
      continue;
    }
    int By = R.Low;
    Guess.Keeps |= By < 0 && (R.Kept || R.Stored);
    if (By > 0 && R.Kept)
      By = 0;
    // What is returned with a reference of its own is the result's business,
    // unless the result is always the parameter.
    if (Path.Returned.Value.From == Origin::Param &&
        Path.Returned.Value.Index == Index &&
        !Into.Result.is(ResultEffect::Same) && By > 0)
      --By;
    const bool CanSucceed = !Depends || (Path.Result & Success);
    const bool CanFail = Depends && (Path.Result & ~Success & AnySign);
    Kept |= R.Kept;
    KeptOnlyOnSuccess &= !(R.Kept && CanFail);
    (CanSucceed && CanFail ? Either : CanFail ? Bad : Good).insert(By);
  }
  if (Unclear) {
    Guess.State = ParamGuess::Contradictory;
    Into.Why += " parameter " + std::to_string(Index) +
                " is handed to a function of which nothing certain is known;";
    return;
  }
  std::set<int> All = Good;
  All.insert(Bad.begin(), Bad.end());
  All.insert(Either.begin(), Either.end());
  if (All.empty())
    return;
  if (All.size() == 1) {
    switch (*All.begin()) {
    case 0:
      join(Guess, !Kept ? ParamEffect::Borrowed
                  : KeptOnlyOnSuccess && !Bad.empty()
                      ? ParamEffect::RetainedOnSuccess
                      : ParamEffect::Retained);
      return;
    case -1:
      // A function that never fails: who handles a failure is right, too.
      join(Guess, Depends && Bad.empty() && Either.empty()
                      ? ParamEffect::ConsumedOnSuccess
                      : ParamEffect::Consumed);
      return;
    case 1:
      join(Guess, ParamEffect::Acquires);
      return;
    default:
      break;
    }
  } else if (Good.size() == 1 && Bad.size() == 1 && Either.empty()) {
    const int OnSuccess = *Good.begin(), OnFailure = *Bad.begin();
    if (OnFailure == 0 && OnSuccess == -1) {
      join(Guess, ParamEffect::ConsumedOnSuccess);
      return;
    }
    if (OnFailure == 0 && OnSuccess == 1) {
      join(Guess, ParamEffect::AcquiresOnSuccess);
      return;
    }
    if (OnFailure == -1 && OnSuccess == 0) {
      join(Guess, ParamEffect::ConsumedOnFailure);
      return;
    }
  }
  Guess.State = ParamGuess::Contradictory;
  Into.Disagreements.push_back("paths with the same outcome do different "
                               "things to parameter " +
                               std::to_string(Index));
  Into.Why += " " + Into.Disagreements.back() + ";";
}

FunctionGuess Resolver::resolve(const FunctionFact &Fact) const {
  if (!Fact.Declared.empty())
    return guessOf(Fact);
  FunctionGuess Guess;
  Guess.Params.resize(Fact.Params.size());
  resolveResult(Fact, Guess);
  for (unsigned I = 0; I != Fact.Params.size(); ++I)
    resolveParam(Fact, I, Guess);
  return Guess;
}

/// How much an effect keeps that leaves the caller's references as they are; 0 for
/// others.
static unsigned keeping(const ParamGuess &P) {
  return P.is(ParamEffect::Retained)            ? 3
         : P.is(ParamEffect::RetainedOnSuccess) ? 2
         : P.is(ParamEffect::Borrowed)          ? 1
                                                : 0;
}

/// What all functions that a pointer can point to have in common.
FunctionGuess Resolver::common(const std::set<std::string> &Keys) const {
  FunctionGuess Result;
  std::vector<bool> Gaps;
  for (const std::string &Key : Keys) {
    const FunctionGuess *One = guess(Key);
    if (!One) {
      Result.Weak = true;
      continue;
    }
    Result.Weak |= One->Weak;
    Result.Result.Weak |= One->Result.Weak;
    if (One->Result.State == ResultGuess::Known)
      join(Result.Result, One->Result.Is, One->Result.Index);
    else if (One->Result.State == ResultGuess::Contradictory)
      Result.Weak = true;
    if (Result.Params.size() < One->Params.size())
      Result.Params.resize(One->Params.size());
    for (unsigned I = 0; I != One->Params.size(); ++I) {
      const ParamGuess &P = One->Params[I];
      Result.Params[I].Weak |= P.Weak;
      Result.Params[I].Keeps |= P.Keeps;
      // Some may keep what others only borrow: one of them will be called.
      ParamGuess &Common = Result.Params[I];
      if (keeping(P) && keeping(Common))
        Common.Is = keeping(P) > keeping(Common) ? P.Is : Common.Is;
      else if (P.State == ParamGuess::Known)
        join(Result.Params[I], P.Is, P.Index);
      else if (P.State == ParamGuess::Contradictory)
        Result.Params[I].State = ParamGuess::Contradictory;
    }
  }
  return Result;
}

void Resolver::run() {
  for (const auto &[Key, Fact] : All.Functions)
    Guesses[Key].Params.resize(Fact.Params.size());
  for (unsigned Round = 0; Round != MaxRounds; ++Round) {
    bool Moved = false;
    auto Move = [&](const std::string &Key, FunctionGuess New) {
      FunctionGuess &Old = Guesses[Key];
      Moved |= !(Old == New);
      Old = std::move(New);
    };
    for (const auto &[Key, Fact] : All.Functions)
      Move(Key, resolve(Fact));
    for (const auto &[Key, Names] : All.Implementers)
      Move(Key, common(Names));
    if (!Moved)
      break;
  }
}

std::unique_ptr<Contract> contractShownBy(const FunctionFact &Fact) {
  if (Fact.Partial)
    return nullptr;
  // Whatever depends on others is not shown by the body alone.
  auto Depends = [](const Amount &A) { return !A.Terms.empty(); };
  auto Unsure = [](const Origin &From) {
    return From.From == Origin::Result || From.From == Origin::Out ||
           From.From == Origin::Other;
  };
  for (const auto &[Path, Place] : Fact.Paths) {
    if (Unsure(Path.Returned.Value) || Depends(Path.Returned.Refs))
      return nullptr;
    for (const auto &[Index, Refs] : Path.Params)
      if (Depends(Refs))
        return nullptr;
    for (const auto &[Index, Slot] : Path.Slots)
      if (Depends(Slot.Before) || Unsure(Slot.Now.Value) ||
          Depends(Slot.Now.Refs))
        return nullptr;
  }
  const Facts None;
  const FunctionGuess Guess = Resolver(None).resolve(Fact);
  auto Result = std::make_unique<Contract>();
  Result->Source = ContractSource::Inferred;
  const bool Object = !Fact.Return.empty() && Fact.Return != "int" &&
                      Fact.Return != "bool" && Fact.Return != "pointer";
  if (Guess.Result.State == ResultGuess::Known) {
    Result->Result = Guess.Result.Is;
    Result->ResultIndex = Guess.Result.Index;
  } else if (Object) {
    return nullptr;
  }
  for (unsigned I = 0; I != Guess.Params.size(); ++I) {
    if (Fact.Params[I].empty())
      continue;
    if (Guess.Params[I].State == ParamGuess::Contradictory)
      return nullptr;
    if (Guess.Params[I].State == ParamGuess::Known)
      Result->Params.push_back(
          {I, Guess.Params[I].Is, 0, {}, Guess.Params[I].Keeps});
  }
  return Result;
}

bool isSteal(const FunctionFact &Fact) {
  if (Fact.Params.size() != 1 || Fact.Paths.empty())
    return false;
  for (const auto &[Path, Place] : Fact.Paths) {
    if (Path.Returned.Value.From == Origin::Null)
      continue;
    auto Slot = Path.Slots.find(0);
    if (Path.Returned.Value.From != Origin::Pointee ||
        Slot == Path.Slots.end() || !Slot->second.Written ||
        Slot->second.Now.Value.From != Origin::Null ||
        Slot->second.Before.Known != 0)
      return false;
  }
  return true;
}

} // namespace virref
