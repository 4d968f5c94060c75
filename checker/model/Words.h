//===- Words.h - The vocabulary of contracts --------------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What Effects.def says about each word, and how a word is read from text:
// "consumed", "returns-same(0)", "consumed-if(==0)", "counted(ref, unref)".
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_MODEL_WORDS_H
#define VIRREF_MODEL_WORDS_H

#include "clang/AST/OperationKinds.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace virref {

enum class ResultEffect {
  None,
#define RESULT_EFFECT(Enumerator, ...) Enumerator,
#define INTERNAL_RESULT_EFFECT(Enumerator, ...) Enumerator,
#include "Effects.def"
};

enum class ParamEffect {
#define PARAM_EFFECT(Enumerator, ...) Enumerator,
#define INTERNAL_PARAM_EFFECT(Enumerator, ...) Enumerator,
#include "Effects.def"
};

enum class FieldEffect {
  None,
#define FIELD_EFFECT(Enumerator, ...) Enumerator,
#include "Effects.def"
};

/// What a word may stand on. Object, Key, Slot and Callback are parameters.
enum class WordPlace { Function, Object, Key, Slot, Callback, Field, Type };

enum class WordArgument { None, Index, Condition, Functions };

/// What a word says about the reference in question. See Effects.def.
enum class WordClaim { None, Owned, NotOwned, Unchanged, Alone };

/// One row of Effects.def.
struct Word {
  llvm::StringLiteral Spelling;
  WordPlace On;
  WordArgument Argument;
  WordClaim Claim;
  /// The effect, by what the word stands on.
  ResultEffect Result;
  ParamEffect Param;
  FieldEffect Field;
  bool Internal; ///< not an annotation
};

llvm::ArrayRef<Word> allWords();
const Word &wordFor(ResultEffect Effect);
const Word &wordFor(ParamEffect Effect);
/// True if it stands on a parameter, of whatever kind.
bool isOnParameter(const Word &W);

/// A comparison with the result of the call, `>= 0`. NULL and false are 0.
struct ResultCondition {
  clang::BinaryOperatorKind Op = clang::BO_NE;
  long long Value = 0;

  /// True if it is true of the number.
  bool holdsFor(long long Number) const;
  bool operator==(const ResultCondition &Other) const {
    return Op == Other.Op && Value == Other.Value;
  }
};

/// A word with its argument, as it was said.
struct SaidWord {
  const Word *What = nullptr; ///< null: there is no such word
  llvm::StringRef Name;       ///< without the argument
  llvm::StringRef Argument;   ///< what stands between the parentheses
  bool Valid = false;         ///< the argument has the form that it must have
  unsigned Index = 0;
  ResultCondition When;
  llvm::StringRef Ref, Unref;
};

/// Reads what follows "virref:". \p WithInternal also reads the words that are
/// not annotations.
SaidWord readWord(llvm::StringRef Text, bool WithInternal = false);

/// Reads "== 0". \returns false if it is no condition.
bool readCondition(llvm::StringRef Text, ResultCondition &When);
/// "==" and the like.
llvm::StringRef operatorOf(const ResultCondition &When);
/// What is true if \p When is not.
ResultCondition negate(const ResultCondition &When);

/// The word that somebody who wrote \p Name may have meant, or an empty text.
llvm::StringRef similarWord(llvm::StringRef Name);
/// The same for any list of names.
llvm::StringRef similarName(llvm::StringRef Name,
                            llvm::ArrayRef<llvm::StringRef> Known);

/// True if both cannot be true of the same thing.
bool contradict(const SaidWord &A, const SaidWord &B);

} // namespace virref

#endif // VIRREF_MODEL_WORDS_H
