//===- ModelWriter.cpp - Writes model files -------------------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "model/ModelFile.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/YAMLTraits.h"
#include "llvm/Support/raw_ostream.h"
#include <tuple>

using llvm::raw_ostream;
using llvm::StringRef;

namespace virref {

//===----------------------------------------------------------------------===//
// Order and equality
//===----------------------------------------------------------------------===//

static auto key(const ModelType &T) { return std::tie(T.Name, T.Ref, T.Unref); }

static auto key(const ModelField &F) {
  return std::tie(F.Type, F.Field, F.Ownership);
}

static auto key(const ModelFunction &F) {
  return std::tie(F.Name, F.File, F.Type, F.Field);
}

static auto key(const ParamContract &P) {
  return std::tie(P.Index, P.Effect, P.Other);
}

static bool isSame(const ParamContract &A, const ParamContract &B) {
  return key(A) == key(B) && A.When == B.When;
}

bool operator==(const ModelType &A, const ModelType &B) {
  return key(A) == key(B);
}

bool operator==(const ModelField &A, const ModelField &B) {
  return key(A) == key(B) && A.Why == B.Why;
}

bool operator==(const ModelFunction &A, const ModelFunction &B) {
  return key(A) == key(B) && A.Result == B.Result &&
         A.ResultIndex == B.ResultIndex && A.Success == B.Success &&
         A.DoubtfulParams == B.DoubtfulParams &&
         A.DoubtfulResult == B.DoubtfulResult &&
         A.ByCallers == B.ByCallers && A.Why == B.Why &&
         A.Params.size() == B.Params.size() &&
         std::equal(A.Params.begin(), A.Params.end(), B.Params.begin(),
                    isSame);
}

bool operator==(const Model &A, const Model &B) {
  return A.Source == B.Source && A.Declares == B.Declares &&
         A.Types == B.Types && A.Functions == B.Functions &&
         A.Fields == B.Fields;
}

void sortModel(Model &M) {
  auto ByKey = [](const auto &A, const auto &B) { return key(A) < key(B); };
  llvm::sort(M.Types, ByKey);
  llvm::sort(M.Functions, ByKey);
  llvm::sort(M.Fields, ByKey);
  for (ModelFunction &F : M.Functions)
    llvm::sort(F.Params, ByKey);
}

//===----------------------------------------------------------------------===//
// Text
//===----------------------------------------------------------------------===//

/// As a value, also between braces.
static std::string scalar(StringRef Text) {
  switch (llvm::yaml::needsQuotes(Text)) {
  case llvm::yaml::QuotingType::None:
    return Text.str();
  case llvm::yaml::QuotingType::Single: {
    std::string Quoted = "'";
    for (char C : Text)
      Quoted += C == '\'' ? "''" : std::string(1, C);
    return Quoted + "'";
  }
  case llvm::yaml::QuotingType::Double:
    return "\"" + llvm::yaml::escape(Text, /*EscapePrintable=*/false) + "\"";
  }
  llvm_unreachable("unknown kind of quotes");
}

static std::string textOf(const ResultCondition &When, StringRef Space) {
  return (operatorOf(When) + Space).str() + std::to_string(When.Value);
}

static std::string textOf(const Word &What, unsigned Index,
                          const ResultCondition &When) {
  std::string Text = What.Spelling.str();
  if (What.Argument == WordArgument::Index)
    Text += "(" + std::to_string(Index) + ")";
  else if (What.Argument == WordArgument::Condition)
    Text += "(" + textOf(When, "") + ")";
  return Text;
}

std::string resultWord(ResultEffect Effect, unsigned Index) {
  const std::string Text = textOf(wordFor(Effect), Index, {});
  StringRef Plain = Text;
  Plain.consume_front("returns-");
  return Plain.str();
}

std::string paramWord(const ParamContract &P) {
  return textOf(wordFor(P.Effect), P.Other, P.When);
}

static void writeParams(raw_ostream &OS, const ModelFunction &F) {
  OS << "    params: {";
  for (size_t I = 0, E = F.Params.size(); I != E;) {
    size_t End = I;
    while (End != E && F.Params[End].Index == F.Params[I].Index)
      ++End;
    OS << (I ? ", " : "") << F.Params[I].Index << ": ";
    const bool Several = End - I > 1;
    OS << (Several ? "[" : "");
    for (size_t J = I; J != End; ++J)
      OS << (J != I ? ", " : "") << scalar(paramWord(F.Params[J]));
    OS << (Several ? "]" : "");
    I = End;
  }
  OS << "}\n";
}

static void writeDoubts(raw_ostream &OS, const ModelFunction &F) {
  std::vector<std::string> Kept, Doubtful;
  for (const ParamContract &P : F.Params)
    if (P.Keeps)
      Kept.push_back(std::to_string(P.Index));
  if (F.DoubtfulResult)
    Doubtful.push_back("result");
  for (unsigned I : F.DoubtfulParams)
    Doubtful.push_back(std::to_string(I));
  if (!Kept.empty())
    OS << "    keeps: [" << llvm::join(Kept, ", ") << "]\n";
  if (!Doubtful.empty())
    OS << "    doubtful: [" << llvm::join(Doubtful, ", ") << "]\n";
}

static void writeCallers(raw_ostream &OS, const ModelFunction &F) {
  if (F.ByCallers)
    OS << "    by-callers: true\n";
}

static void writeEvidence(raw_ostream &OS, const Evidence &Why) {
  if (!Why.Seen.empty()) {
    OS << "    seen: [";
    llvm::interleaveComma(Why.Seen, OS,
                          [&](StringRef Place) { OS << scalar(Place); });
    OS << "]\n";
  }
  if (Why.Confidence)
    OS << "    confidence: " << *Why.Confidence << "\n";
}

static void write(raw_ostream &OS, const ModelFunction &F) {
  if (F.Name.empty())
    OS << "  - type: " << scalar(F.Type) << "\n    field: " << scalar(F.Field)
       << "\n";
  else
    OS << "  - name: " << scalar(F.Name) << "\n";
  if (!F.File.empty())
    OS << "    file: " << scalar(F.File) << "\n";
  if (F.Result != ResultEffect::None)
    OS << "    returns: " << scalar(resultWord(F.Result, F.ResultIndex))
       << "\n";
  if (!F.Params.empty())
    writeParams(OS, F);
  writeDoubts(OS, F);
  if (F.Success)
    OS << "    success: " << scalar(textOf(*F.Success, " ")) << "\n";
  writeCallers(OS, F);
  writeEvidence(OS, F.Why);
}

static void write(raw_ostream &OS, const ModelType &T) {
  OS << "  - {name: " << scalar(T.Name) << ", ref: " << scalar(T.Ref)
     << ", unref: " << scalar(T.Unref) << "}\n";
}

static void write(raw_ostream &OS, const ModelField &F) {
  OS << "  - type: " << scalar(F.Type) << "\n    field: " << scalar(F.Field)
     << "\n    ownership: "
     << (F.Ownership == FieldEffect::Owned ? "owned" : "borrowed") << "\n";
  writeEvidence(OS, F.Why);
}

template <typename Entry>
static void writeList(raw_ostream &OS, StringRef Key,
                      const std::vector<Entry> &Entries) {
  if (Entries.empty())
    return;
  OS << "\n" << Key << ":\n";
  for (const Entry &E : Entries)
    write(OS, E);
}

void writeModel(raw_ostream &OS, const Model &M) {
  Model Sorted = M;
  sortModel(Sorted);
  OS << "virref-model: 1\n";
  if (Sorted.Source == ContractSource::Inferred)
    OS << "origin: inferred\n";
  if (!Sorted.Declares.empty())
    OS << "declares: " << scalar(Sorted.Declares) << "\n";
  writeList(OS, "types", Sorted.Types);
  writeList(OS, "functions", Sorted.Functions);
  writeList(OS, "fields", Sorted.Fields);
}

} // namespace virref
