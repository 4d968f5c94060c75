//===- Facts.h - What one translation unit shows about contracts -*- C++ -*-==//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   collect(TU) ──> Facts ──┐
//   collect(TU) ──> Facts ──┼─ merge() ──> Facts ──finalise()──> Model
//   collect(TU) ──> Facts ──┘
//
// Facts are plain data. What a path does to a reference is a number, plus terms
// that speak of what the translation unit does not know: "passed to argument 1
// of foo", "stored in the field bar of struct baz". finalise() puts in what the
// whole program says about those.
//
// Functions are named by keys: "foo"; "foo@src/bar.c" for a static one;
// "struct::field" for whatever a pointer in that field calls. Fields are named
// "struct.field", globals "::name".
//
// Places are "file:function", so that facts stay what they are when lines are
// added above. In which lines the functions stand is kept apart from them.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_INFERENCE_FACTS_H
#define VIRREF_INFERENCE_FACTS_H

#include "llvm/ADT/StringRef.h"
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace virref {

/// Which results are possible where a path ends, or of a call: a set of these.
enum SignMask : unsigned {
  NoSign = 0,
  Negative = 1,
  Zero = 2, ///< NULL and false, too
  Positive = 4,
  NonZero = Negative | Positive,
  AnySign = Negative | Zero | Positive,
};

/// A change of a count that depends on what others do.
struct Term {
  enum Kind {
    PassedTo,  ///< argument Index of the function Name, whose result is in When
    AddressTo, ///< the same, but the address of a variable that holds it
    StoredIn,  ///< in the field Name: one less if the field owns
    TakenFrom, ///< out of the field Name, which is cleared: one more if it owns
    ValueIn,   ///< in the container in field Name: one less if that owns
    RemovedFrom ///< out of it, likewise
  } What = PassedTo;
  std::string Name;
  unsigned Index = 0;
  unsigned When = AnySign;

  auto key() const { return std::tie(What, Name, Index, When); }
  bool operator<(const Term &Other) const { return key() < Other.key(); }
  bool operator==(const Term &Other) const { return key() == Other.key(); }
};

/// How many references a path adds to those of its caller.
struct Amount {
  int Known = 0;
  bool Kept = false; ///< stored or handed over after a reference was taken
  std::vector<Term> Terms;

  auto key() const { return std::tie(Known, Kept, Terms); }
  bool operator<(const Amount &Other) const { return key() < Other.key(); }
  bool operator==(const Amount &Other) const { return key() == Other.key(); }
};

/// Where a value that a path hands to its caller comes from.
struct Origin {
  enum Kind {
    None, ///< no pointer
    Null,
    Param,   ///< parameter Index, as it was at the start
    Pointee, ///< what parameter Index pointed to at the start
    New,     ///< a function that returns owned made it
    Lent,    ///< memory, or a function that returns borrowed
    Result,  ///< what the function Name returned
    Out,     ///< what the function Name stored through argument Index
    Other    ///< whatever
  } From = None;
  std::string Name;
  unsigned Index = 0;

  auto key() const { return std::tie(From, Name, Index); }
  bool operator<(const Origin &Other) const { return key() < Other.key(); }
  bool operator==(const Origin &Other) const { return key() == Other.key(); }
};

/// A value that is handed out, and the references that come with it.
struct Given {
  Origin Value;
  Amount Refs;

  auto key() const { return std::tie(Value, Refs); }
  bool operator<(const Given &Other) const { return key() < Other.key(); }
  bool operator==(const Given &Other) const { return key() == Other.key(); }
};

/// What a path did with a parameter `T **`.
struct SlotFact {
  bool Written = false;
  Given Now;     ///< what it points to at the end, if it was written
  Amount Before; ///< what became of what it pointed to

  auto key() const { return std::tie(Written, Now, Before); }
  bool operator<(const SlotFact &Other) const { return key() < Other.key(); }
  bool operator==(const SlotFact &Other) const { return key() == Other.key(); }
};

/// What some path of a function does. Paths that do the same are one.
struct PathFact {
  unsigned Result = AnySign;
  Given Returned;
  std::map<unsigned, Amount> Params; ///< of those that are not NULL
  std::map<unsigned, SlotFact> Slots;

  auto key() const { return std::tie(Result, Returned, Params, Slots); }
  bool operator<(const PathFact &Other) const { return key() < Other.key(); }
  bool operator==(const PathFact &Other) const { return key() == Other.key(); }
};

struct FunctionFact {
  std::set<std::string> Places; ///< of definitions
  std::string Return;           ///< what it returns, see typeWord()
  std::vector<std::string> Params;
  bool Partial = false; ///< not all paths were looked at
  /// Each with the smallest of the places where there is such a path.
  std::map<PathFact, std::string> Paths;
  /// Words of a contract that stands in the code or a model: "returns-owned",
  /// "0 consumed". Then the paths are not looked at.
  std::set<std::string> Declared;

  /// Where most of its paths are: all, if there is one function of this name.
  const std::string &usualPlace() const {
    static const std::string None;
    return Places.empty() ? None : *Places.begin();
  }
};

struct FieldFact {
  std::set<std::string> ReleasedAt; ///< places where what it holds is released
  std::set<std::string> GivenAt;    ///< where it is given a reference
  /// Releases that depend on what another function does, with their place.
  std::map<Term, std::string> MayRelease;
  bool OwnsValues = false; ///< holds a container that releases its values
};

/// What a function does with what another one has returned to it, on any path.
struct ResultUse {
  bool Released = false;
  bool Acquired = false; ///< it takes a reference of its own
  bool Returned = false; ///< as it was
  bool Kept = false;     ///< stored, or given to who cannot be told
  std::set<Term> Passed; ///< PassedTo and AddressTo
};

struct Facts {
  std::map<std::string, FunctionFact> Functions;
  std::map<std::string, FieldFact> Fields;
  /// Field of function pointer type -> functions that are put there.
  std::map<std::string, std::set<std::string>> Implementers;
  /// Function -> its callers, and what each of them does with the results.
  std::map<std::string, std::map<std::string, ResultUse>> Results;
  /// Structs to whose objects references are taken or dropped.
  std::set<std::string> Counted;
  /// Keys of what the code at hand calls, names or reads: whose contracts its
  /// check can rely on. With a `=` before it, of what it defines: that is known
  /// from the body, but for what callers say of it.
  std::set<std::string> Uses;
  /// Place -> where that is. Not part of factsToText().
  std::map<std::string, unsigned> Lines;
};

/// Adds \p From to \p Into. Commutative and associative: the order in which
/// translation units are merged does not matter.
void merge(Facts &Into, Facts From);

/// Changes with the text of facts.
constexpr int FactsVersion = 4;

/// As JSON with a stable order: equal facts are equal texts.
std::string factsToText(const Facts &F);

/// F.Lines as text, and back; and where that is kept.
std::string linesFile(llvm::StringRef FactsFile);
std::string linesToText(const Facts &F);
void linesFromText(llvm::StringRef Text, Facts &Out);

/// What such a text starts with. Another version of virref has another.
std::string factsStart();

/// \returns false and a sentence in \p Error if \p Text is not such a text.
bool factsFromText(llvm::StringRef Text, Facts &Out, std::string &Error);

} // namespace virref

#endif // VIRREF_INFERENCE_FACTS_H
