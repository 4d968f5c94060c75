//===- Words.cpp - The vocabulary of contracts ----------------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "model/Words.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ErrorHandling.h"

using namespace clang;
using llvm::StringRef;

namespace virref {

#define WORD(Word, On, Argument, Claim, Result, Param, Field, Internal)        \
  {Word,   WordPlace::On, WordArgument::Argument, WordClaim::Claim, Result,    \
   Param, Field,         Internal},
#define RESULT_WORD(Enumerator, Word, On, Argument, Claim, Internal)           \
  WORD(Word, On, Argument, Claim, ResultEffect::Enumerator,                    \
       ParamEffect::Borrowed, FieldEffect::None, Internal)
#define PARAM_WORD(Enumerator, Word, On, Argument, Claim, Internal)            \
  WORD(Word, On, Argument, Claim, ResultEffect::None, ParamEffect::Enumerator, \
       FieldEffect::None, Internal)

static constexpr Word Words[] = {
#define RESULT_EFFECT(Enumerator, Word, On, Argument, Claim, Meaning)          \
  RESULT_WORD(Enumerator, Word, On, Argument, Claim, false)
#define INTERNAL_RESULT_EFFECT(Enumerator, Word, On, Argument, Claim, Meaning) \
  RESULT_WORD(Enumerator, Word, On, Argument, Claim, true)
#define PARAM_EFFECT(Enumerator, Word, On, Argument, Claim, Meaning)           \
  PARAM_WORD(Enumerator, Word, On, Argument, Claim, false)
#define INTERNAL_PARAM_EFFECT(Enumerator, Word, On, Argument, Claim, Meaning)  \
  PARAM_WORD(Enumerator, Word, On, Argument, Claim, true)
#define FIELD_EFFECT(Enumerator, Word, On, Argument, Claim, Meaning)           \
  WORD(Word, On, Argument, Claim, ResultEffect::None, ParamEffect::Borrowed,   \
       FieldEffect::Enumerator, false)
#define TYPE_EFFECT(Enumerator, Word, On, Argument, Claim, Meaning)            \
  WORD(Word, On, Argument, Claim, ResultEffect::None, ParamEffect::Borrowed,   \
       FieldEffect::None, false)
#include "model/Effects.def"
};

llvm::ArrayRef<Word> allWords() { return Words; }

bool isOnParameter(const Word &W) {
  return W.On == WordPlace::Object || W.On == WordPlace::Key ||
         W.On == WordPlace::Slot || W.On == WordPlace::Callback;
}

const Word &wordFor(ResultEffect Effect) {
  for (const Word &W : Words)
    if (W.On == WordPlace::Function && W.Result == Effect)
      return W;
  llvm_unreachable("no effect has no word");
}

const Word &wordFor(ParamEffect Effect) {
  for (const Word &W : Words)
    if (isOnParameter(W) && W.Param == Effect)
      return W;
  llvm_unreachable("every effect has a word");
}

static constexpr struct {
  llvm::StringLiteral Text;
  BinaryOperatorKind Op, Negated;
} Operators[] = {{"==", BO_EQ, BO_NE}, {"!=", BO_NE, BO_EQ},
                 {"<=", BO_LE, BO_GT}, {">=", BO_GE, BO_LT},
                 {"<", BO_LT, BO_GE},  {">", BO_GT, BO_LE}};

bool ResultCondition::holdsFor(long long Number) const {
  switch (Op) {
  case BO_EQ:
    return Number == Value;
  case BO_NE:
    return Number != Value;
  case BO_LT:
    return Number < Value;
  case BO_LE:
    return Number <= Value;
  case BO_GT:
    return Number > Value;
  case BO_GE:
    return Number >= Value;
  default:
    return false;
  }
}

bool readCondition(StringRef Text, ResultCondition &When) {
  for (const auto &Operator : Operators)
    if (Text.consume_front(Operator.Text)) {
      When.Op = Operator.Op;
      return !Text.trim().getAsInteger(0, When.Value);
    }
  return false;
}

StringRef operatorOf(const ResultCondition &When) {
  for (const auto &Operator : Operators)
    if (Operator.Op == When.Op)
      return Operator.Text;
  llvm_unreachable("not a comparison");
}

ResultCondition negate(const ResultCondition &When) {
  for (const auto &Operator : Operators)
    if (Operator.Op == When.Op)
      return {Operator.Negated, When.Value};
  llvm_unreachable("not a comparison");
}

static bool isName(StringRef Text) {
  if (Text.empty() || llvm::isDigit(Text.front()))
    return false;
  for (char C : Text)
    if (!llvm::isAlnum(C) && C != '_')
      return false;
  return true;
}

static bool readArgument(SaidWord &Said) {
  switch (Said.What->Argument) {
  case WordArgument::None:
    return false;
  case WordArgument::Index:
    return !Said.Argument.getAsInteger(10, Said.Index);
  case WordArgument::Condition:
    return readCondition(Said.Argument, Said.When);
  case WordArgument::Functions: {
    auto Names = Said.Argument.split(',');
    Said.Ref = Names.first.trim();
    Said.Unref = Names.second.trim();
    return isName(Said.Ref) && isName(Said.Unref);
  }
  }
  llvm_unreachable("unknown kind of argument");
}

SaidWord readWord(StringRef Text, bool WithInternal) {
  SaidWord Said;
  auto [Name, Rest] = Text.split('(');
  Said.Name = Name.trim();
  for (const Word &W : Words)
    if ((WithInternal || !W.Internal) && W.Spelling == Said.Name)
      Said.What = &W;
  const bool HasArgument = Text.trim().size() != Said.Name.size();
  Rest = Rest.trim();
  const bool Closed = Rest.consume_back(")");
  Said.Argument = Rest.trim();
  if (!Said.What)
    return Said;
  if (HasArgument)
    Said.Valid = Closed && readArgument(Said);
  else
    Said.Valid = Said.What->Argument == WordArgument::None;
  return Said;
}

StringRef similarName(StringRef Name, llvm::ArrayRef<StringRef> Known) {
  // One letter in three may be wrong, as for clang's own names.
  unsigned Best = Name.size() / 3 + 1;
  StringRef Found;
  for (StringRef Candidate : Known) {
    unsigned Distance = Name.edit_distance(Candidate, true, Best);
    if (Distance < Best) {
      Best = Distance;
      Found = Candidate;
    }
  }
  return Found;
}

StringRef similarWord(StringRef Name) {
  llvm::SmallVector<StringRef, 64> Known;
  for (const Word &W : Words)
    if (!W.Internal)
      Known.push_back(W.Spelling);
  return similarName(Name, Known);
}

bool contradict(const SaidWord &A, const SaidWord &B) {
  if (A.What == B.What)
    return A.Index != B.Index || !(A.When == B.When) || A.Ref != B.Ref ||
           A.Unref != B.Unref;
  if (A.What->On != B.What->On || A.What->Claim == WordClaim::None ||
      B.What->Claim == WordClaim::None)
    return false;
  return A.What->Claim != B.What->Claim || A.What->Claim == WordClaim::Alone;
}

} // namespace virref
