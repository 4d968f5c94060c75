//===- ModelReader.cpp - Reads model files --------------------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A node of the document can be visited once, in the order of the text. So each
// read...() looks at one node, takes what is right, and complains about the
// rest: one run names every error of a file that is YAML at all.
//
//===----------------------------------------------------------------------===//

#include "model/ModelFile.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/GlobPattern.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLParser.h"

using llvm::ArrayRef;
using llvm::dyn_cast;
using llvm::isa;
using llvm::StringRef;
using llvm::Twine;
namespace yaml = llvm::yaml;

namespace virref {

static constexpr unsigned Version = 1;

std::string ModelError::text() const {
  if (!Line)
    return Path + ": " + Message;
  return Path + ":" + std::to_string(Line) + ":" + std::to_string(Column) +
         ": " + Message;
}

static std::string quoted(StringRef Text) { return "'" + Text.str() + "'"; }

/// "; did you mean 'x'?", or what there is to choose from.
static std::string hint(StringRef Said, ArrayRef<StringRef> Known) {
  StringRef Similar = similarName(Said, Known);
  if (!Similar.empty())
    return "; did you mean " + quoted(Similar) + "?";
  std::string Text;
  for (StringRef Name : Known)
    Text += (Text.empty() ? "; there is " : ", ") + quoted(Name);
  return Text;
}

static bool isNameLetter(char C) {
  return llvm::isAlnum(C) || C == '_' || C == '$';
}

namespace {

class Reader {
public:
  Reader(llvm::MemoryBufferRef Text, Model &Out,
         std::vector<ModelError> &Errors)
      : Out(Out), Errors(Errors), Path(Text.getBufferIdentifier()),
        Stream(Text, SM, /*ShowColors=*/false) {
    SM.setDiagHandler(
        [](const llvm::SMDiagnostic &D, void *Self) {
          static_cast<Reader *>(Self)->addError(D);
        },
        this);
  }

  bool read();

private:
  using KeyReader = llvm::function_ref<void(StringRef Key, yaml::Node *Value)>;

  void addError(const llvm::SMDiagnostic &D) {
    Errors.push_back({Path.str(), unsigned(std::max(D.getLineNo(), 1)),
                      unsigned(D.getColumnNo() + 1), D.getMessage().str()});
  }
  void complain(yaml::Node *At, const Twine &Message) {
    Stream.printError(At, Message);
  }
  unsigned lineOf(yaml::Node *N) {
    return SM.getLineAndColumn(N->getSourceRange().Start).first;
  }

  /// The text of a scalar; \returns false, and complains that \p What is needed,
  /// if it is something else.
  bool readText(yaml::Node *N, StringRef What, std::string &Text);
  bool readNumber(yaml::Node *N, StringRef What, unsigned Max,
                  unsigned &Number);
  void readName(yaml::Node *N, StringRef What, std::string &Name);
  void readTypeName(yaml::Node *N, std::string &Name);
  /// The keys of a mapping, each of \p Known once at the most.
  void readKeys(yaml::Node *N, StringRef What, ArrayRef<StringRef> Known,
                KeyReader Read);
  void readEntries(yaml::Node *N, StringRef What,
                   llvm::function_ref<void(yaml::Node *)> Read);

  void readType(yaml::Node *N);
  void readFunction(yaml::Node *N);
  void readField(yaml::Node *N);
  void readFunctionName(yaml::Node *N, ModelFunction &F);
  void readResult(yaml::Node *N, ModelFunction &F);
  void readParams(yaml::Node *N, ModelFunction &F);
  void readParamWord(yaml::Node *N, unsigned Index, ModelFunction &F,
                     llvm::SmallVectorImpl<SaidWord> &Before);
  void readSuccess(yaml::Node *N, ModelFunction &F);
  void readFlag(yaml::Node *N, bool &Into);
  void readIndices(yaml::Node *N, llvm::SmallVectorImpl<unsigned> &Into,
                   bool *Result);
  void readSeen(yaml::Node *N, Evidence &Why);
  bool readEvidence(StringRef Key, yaml::Node *N, Evidence &Why);
  void readOrigin(yaml::Node *N);
  /// Complains if there was an entry with this key before.
  void checkNew(yaml::Node *N, const Twine &Key, const Twine &What);

  Model &Out;
  std::vector<ModelError> &Errors;
  StringRef Path;
  llvm::SourceMgr SM;
  yaml::Stream Stream;
  llvm::StringMap<unsigned> Lines; ///< of the entries, by kind and name
};

bool Reader::readText(yaml::Node *N, StringRef What, std::string &Text) {
  auto *Scalar = llvm::dyn_cast_or_null<yaml::ScalarNode>(N);
  if (!Scalar) {
    if (N)
      complain(N, isa<yaml::AliasNode>(N)
                      ? Twine("anchors and aliases are not understood here: "
                              "write it out")
                      : "expected " + What);
    return false;
  }
  llvm::SmallString<64> Storage;
  Text = Scalar->getValue(Storage).trim().str();
  if (!Text.empty())
    return true;
  complain(N, "expected " + What + ", which cannot be empty");
  return false;
}

bool Reader::readNumber(yaml::Node *N, StringRef What, unsigned Max,
                        unsigned &Number) {
  std::string Text;
  if (!readText(N, What, Text))
    return false;
  if (!StringRef(Text).getAsInteger(10, Number) && Number <= Max)
    return true;
  complain(N, "expected " + What + ", not " + quoted(Text));
  return false;
}

void Reader::readName(yaml::Node *N, StringRef What, std::string &Name) {
  if (!readText(N, What, Name))
    return;
  if (!llvm::all_of(Name, isNameLetter) || llvm::isDigit(Name.front()))
    complain(N, "expected " + What + ", not " + quoted(Name));
}

void Reader::readTypeName(yaml::Node *N, std::string &Name) {
  if (!readText(N, "the name of a struct or of a typedef for one", Name))
    return;
  StringRef Rest = Name;
  if (Rest.consume_front("struct ") || Rest.consume_front("union "))
    complain(N, "name the type without the word in front: " + quoted(Rest));
  else if (!llvm::all_of(Name, [](char C) {
             return isNameLetter(C) || C == ':';
           }))
    complain(N, "expected the name of a struct or of a typedef for one, not " +
                    quoted(Name));
}

void Reader::readKeys(yaml::Node *N, StringRef What, ArrayRef<StringRef> Known,
                      KeyReader Read) {
  auto *Map = llvm::dyn_cast_or_null<yaml::MappingNode>(N);
  if (!Map) {
    if (N)
      complain(N, "expected " + What + ", as 'key: value' pairs");
    return;
  }
  llvm::StringSet<> Seen;
  for (yaml::KeyValueNode &Pair : *Map) {
    yaml::Node *KeyNode = Pair.getKey();
    std::string Key;
    if (!readText(KeyNode, "a key", Key))
      continue;
    if (!llvm::is_contained(Known, StringRef(Key)))
      complain(KeyNode, "unknown key " + quoted(Key) + " in " + What +
                            hint(Key, Known));
    else if (!Seen.insert(Key).second)
      complain(KeyNode, "key " + quoted(Key) + " stands here twice");
    else if (yaml::Node *Value = Pair.getValue())
      Read(Key, Value);
  }
}

void Reader::readEntries(yaml::Node *N, StringRef What,
                         llvm::function_ref<void(yaml::Node *)> Read) {
  auto *List = dyn_cast<yaml::SequenceNode>(N);
  if (!List) {
    if (!isa<yaml::NullNode>(N)) // `fields:` and nothing below it
      complain(N, "expected a list of " + What + ", each after a '-'");
    return;
  }
  for (yaml::Node &Entry : *List)
    Read(&Entry);
}

void Reader::checkNew(yaml::Node *N, const Twine &Key, const Twine &What) {
  auto [Known, IsNew] = Lines.try_emplace(Key.str(), lineOf(N));
  if (!IsNew)
    complain(N, What + " is described in line " + Twine(Known->second) +
                    " already; write one entry for it");
}

//===----------------------------------------------------------------------===//
// Types and fields
//===----------------------------------------------------------------------===//

void Reader::readType(yaml::Node *N) {
  ModelType T;
  T.Line = lineOf(N);
  const size_t Before = Errors.size();
  readKeys(N, "a type", {"name", "ref", "unref"},
           [&](StringRef Key, yaml::Node *Value) {
             if (Key == "name")
               readTypeName(Value, T.Name);
             else
               readName(Value, "the name of a function",
                        Key == "ref" ? T.Ref : T.Unref);
           });
  if (Errors.size() != Before || Stream.failed())
    return;
  if (T.Name.empty() || T.Ref.empty() || T.Unref.empty())
    return complain(N, "a type needs 'name', 'ref' and 'unref'");
  if (T.Ref == T.Unref)
    return complain(N, "'ref' and 'unref' are the same function");
  checkNew(N, "type " + T.Name, quoted(T.Name));
  Out.Types.push_back(std::move(T));
}

void Reader::readField(yaml::Node *N) {
  ModelField F;
  F.Line = lineOf(N);
  const size_t Before = Errors.size();
  readKeys(N, "a field", {"type", "field", "ownership", "seen", "confidence"},
           [&](StringRef Key, yaml::Node *Value) {
             std::string Text;
             if (Key == "type")
               readTypeName(Value, F.Type);
             else if (Key == "field")
               readName(Value, "the name of a field", F.Field);
             else if (readEvidence(Key, Value, F.Why))
               return;
             else if (!readText(Value, "'owned' or 'borrowed'", Text))
               return;
             else if (Text == "owned")
               F.Ownership = FieldEffect::Owned;
             else if (Text == "borrowed")
               F.Ownership = FieldEffect::Borrowed;
             else
               complain(Value,
                        "unknown ownership " + quoted(Text) +
                            hint(Text, {"owned", "borrowed"}));
           });
  if (Errors.size() != Before || Stream.failed())
    return;
  if (F.Type.empty() || F.Field.empty() || F.Ownership == FieldEffect::None)
    return complain(N, "a field needs 'type', 'field' and 'ownership'");
  checkNew(N, "field " + F.Type + " " + F.Field,
           quoted(F.Type + "." + F.Field));
  Out.Fields.push_back(std::move(F));
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

void Reader::readFunctionName(yaml::Node *N, ModelFunction &F) {
  static constexpr llvm::StringLiteral What =
      "the name of a function, in which * and ? can stand for others";
  if (!readText(N, What, F.Name))
    return;
  // Of C++, `~Foo` and `operator==` are no functions that one would describe.
  if (!llvm::all_of(F.Name, [](char C) {
        return isNameLetter(C) || StringRef("*?[]^!-:").contains(C);
      }))
    return complain(N, "expected " + What + ", not " + quoted(F.Name));
  auto Pattern = llvm::GlobPattern::create(F.Name);
  if (!Pattern)
    complain(N, quoted(F.Name) + " is no valid pattern: " +
                    llvm::toString(Pattern.takeError()));
}

static std::vector<StringRef> wordsOfResults() {
  std::vector<StringRef> Known;
  for (const Word &W : allWords())
    if (W.On == WordPlace::Function) {
      StringRef Name = W.Spelling;
      Name.consume_front("returns-");
      Known.push_back(Name);
    }
  return Known;
}

static std::vector<StringRef> wordsOfParams() {
  std::vector<StringRef> Known;
  for (const Word &W : allWords())
    if (isOnParameter(W))
      Known.push_back(W.Spelling);
  return Known;
}

static std::string wrongArgument(const Word &What, StringRef Name) {
  switch (What.Argument) {
  case WordArgument::None:
    return quoted(Name) + " takes no argument";
  case WordArgument::Index:
    return quoted(Name) + " needs the number of a parameter, counted from 0, "
                          "as in " +
           quoted(Name.str() + "(0)");
  case WordArgument::Condition:
    return quoted(Name) + " needs a comparison of the result with a number, "
                          "as in " +
           quoted(Name.str() + "(==0)");
  case WordArgument::Functions:
    break;
  }
  llvm_unreachable("only structs are counted");
}

void Reader::readResult(yaml::Node *N, ModelFunction &F) {
  std::string Text;
  if (!readText(N, "what is returned, as in 'owned'", Text))
    return;
  // The words of annotations, without the word that the key says already.
  SaidWord Said = readWord("returns-" + Text, /*WithInternal=*/true);
  StringRef Name = StringRef(Text).split('(').first.trim();
  if (!Said.What)
    Said = readWord(Text, true);
  if (!Said.What || Said.What->On != WordPlace::Function ||
      Name.substr(0, 8) == "returns-") {
    StringRef Plain = Name;
    Plain.consume_front("returns-");
    return complain(N, quoted(Name) + " is not known of results" +
                           hint(Plain, wordsOfResults()));
  }
  if (!Said.Valid)
    return complain(N, wrongArgument(*Said.What, Name));
  F.Result = Said.What->Result;
  F.ResultIndex = Said.Index;
}

void Reader::readParamWord(yaml::Node *N, unsigned Index, ModelFunction &F,
                           llvm::SmallVectorImpl<SaidWord> &Before) {
  std::string Text;
  if (!readText(N, "a word, as in 'consumed'", Text))
    return;
  SaidWord Said = readWord(Text, /*WithInternal=*/true);
  if (!Said.What || !isOnParameter(*Said.What))
    return complain(N, quoted(Said.Name) + " is not known of parameters" +
                           hint(Said.Name, wordsOfParams()));
  if (!Said.Valid)
    return complain(N, wrongArgument(*Said.What, Said.Name));
  if (Said.What->Argument == WordArgument::Index && Said.Index == Index)
    return complain(N, quoted(Text) + " names the parameter that it is about");
  for (const SaidWord &Other : Before)
    if (Other.What == Said.What || contradict(Said, Other))
      return complain(N, quoted(Text) + (Other.What == Said.What
                                             ? " repeats "
                                             : " contradicts ") +
                             quoted(Other.What->Spelling));
  // Names in it point into Text, but nobody asks for them any more.
  Before.push_back(Said);
  F.Params.push_back({Index, Said.What->Param, Said.Index, Said.When});
}

void Reader::readParams(yaml::Node *N, ModelFunction &F) {
  auto *Map = dyn_cast<yaml::MappingNode>(N);
  if (!Map)
    return complain(N, "expected the numbers of parameters, counted from 0, "
                       "each with a word, as in '{1: consumed}'");
  llvm::SmallVector<unsigned, 4> Seen;
  for (yaml::KeyValueNode &Pair : *Map) {
    yaml::Node *KeyNode = Pair.getKey();
    unsigned Index;
    if (!readNumber(KeyNode, "the number of a parameter, counted from 0", 255,
                    Index))
      continue;
    if (llvm::is_contained(Seen, Index)) {
      complain(KeyNode, "parameter " + Twine(Index) +
                            " stands here twice; it can have a list of words");
      continue;
    }
    Seen.push_back(Index);
    yaml::Node *Value = Pair.getValue();
    llvm::SmallVector<SaidWord, 4> Before;
    if (auto *List = llvm::dyn_cast_or_null<yaml::SequenceNode>(Value))
      for (yaml::Node &Entry : *List)
        readParamWord(&Entry, Index, F, Before);
    else if (Value)
      readParamWord(Value, Index, F, Before);
  }
}

void Reader::readSuccess(yaml::Node *N, ModelFunction &F) {
  static constexpr llvm::StringLiteral What =
      "a comparison of the result with a number, as in \"== 0\"";
  std::string Text;
  if (!readText(N, What, Text))
    return;
  ResultCondition When;
  if (readCondition(Text, When))
    F.Success = When;
  else
    complain(N, "expected " + What + ", not " + quoted(Text));
}

/// `[0, 2]`; with \p Result also `[result, 2]`.
void Reader::readIndices(yaml::Node *N, llvm::SmallVectorImpl<unsigned> &Into,
                         bool *Result) {
  auto *List = dyn_cast<yaml::SequenceNode>(N);
  if (!List)
    return complain(N, "expected a list of parameters, as in '[0, 2]'");
  for (yaml::Node &Entry : *List) {
    auto *Word = dyn_cast<yaml::ScalarNode>(&Entry);
    llvm::SmallString<16> Storage;
    if (Result && Word && Word->getValue(Storage) == "result") {
      *Result = true;
      continue;
    }
    unsigned Index;
    if (readNumber(&Entry, "the number of a parameter, counted from 0", 255,
                   Index))
      Into.push_back(Index);
  }
}

void Reader::readSeen(yaml::Node *N, Evidence &Why) {
  auto *List = dyn_cast<yaml::SequenceNode>(N);
  if (!List)
    return complain(N, "expected a list of places, as in '[foo.c:12]'");
  for (yaml::Node &Entry : *List) {
    std::string Place;
    if (!readText(&Entry, "a place, as in 'foo.c:12'", Place))
      continue;
    auto [File, Where] = StringRef(Place).rsplit(':');
    if (File.empty() || Where.empty() || !llvm::all_of(Where, isNameLetter))
      complain(&Entry, "expected a place, as in 'foo.c:12' or 'foo.c:bar', "
                       "not " + quoted(Place));
    else if (Why.Seen.size() == Evidence::MaxSeen)
      complain(&Entry, "more than " + Twine(Evidence::MaxSeen) + " places");
    else
      Why.Seen.push_back(std::move(Place));
  }
}

bool Reader::readEvidence(StringRef Key, yaml::Node *N, Evidence &Why) {
  if (Key == "seen") {
    readSeen(N, Why);
    return true;
  }
  if (Key == "confidence") {
    unsigned Percent;
    if (readNumber(N, "a number from 0 to 100", 100, Percent))
      Why.Confidence = Percent;
    return true;
  }
  return false;
}

void Reader::readFlag(yaml::Node *N, bool &Into) {
  std::string Text;
  if (!readText(N, "'true' or 'false'", Text))
    return;
  Into = Text == "true";
  if (!Into && Text != "false")
    complain(N, "expected 'true' or 'false', not " + quoted(Text));
}

void Reader::readFunction(yaml::Node *N) {
  ModelFunction F;
  std::tie(F.Line, F.Column) = SM.getLineAndColumn(N->getSourceRange().Start);
  llvm::SmallVector<unsigned, 2> Kept;
  const size_t Before = Errors.size();
  readKeys(N, "a function",
           {"name", "type", "field", "file", "returns", "params", "success",
            "keeps", "doubtful", "by-callers", "seen", "confidence"},
           [&](StringRef Key, yaml::Node *Value) {
             if (Key == "name")
               readFunctionName(Value, F);
             else if (Key == "type")
               readTypeName(Value, F.Type);
             else if (Key == "field")
               readName(Value, "the name of a field", F.Field);
             else if (Key == "file")
               readText(Value, "how the path of a file ends", F.File);
             else if (Key == "returns")
               readResult(Value, F);
             else if (Key == "params")
               readParams(Value, F);
             else if (Key == "success")
               readSuccess(Value, F);
             else if (Key == "keeps")
               readIndices(Value, Kept, nullptr);
             else if (Key == "doubtful")
               readIndices(Value, F.DoubtfulParams, &F.DoubtfulResult);
             else if (Key == "by-callers")
               readFlag(Value, F.ByCallers);
             else
               readEvidence(Key, Value, F.Why);
           });
  if (Errors.size() != Before || Stream.failed())
    return;
  if (F.Type.empty() != F.Field.empty() || F.Name.empty() == F.Type.empty())
    return complain(N, "a function needs 'name'; or, of a pointer to a "
                       "function, 'type' and 'field'");
  if (F.Name.empty() && !F.File.empty())
    return complain(N, "'file' goes with 'name' only");
  for (ParamContract &P : F.Params)
    P.Keeps = llvm::is_contained(Kept, P.Index);
  const std::string Name =
      F.Name.empty() ? F.Type + "." + F.Field : F.Name;
  checkNew(N, "function " + Name + " " + F.File, quoted(Name));
  Out.Functions.push_back(std::move(F));
}

//===----------------------------------------------------------------------===//
// The file
//===----------------------------------------------------------------------===//

void Reader::readOrigin(yaml::Node *N) {
  std::string Text;
  if (!readText(N, "'inferred'", Text))
    return;
  if (Text == "inferred")
    Out.Source = ContractSource::Inferred;
  else
    complain(N, "unknown origin " + quoted(Text) +
                    "; there is 'inferred'; what people write has none");
}

bool Reader::read() {
  const size_t Before = Errors.size();
  auto Document = Stream.begin();
  yaml::Node *Root = Document == Stream.end() ? nullptr : Document->getRoot();
  unsigned Said = 0;
  if (Root && isa<yaml::MappingNode>(Root))
    readKeys(Root, "a model file",
             {"virref-model", "origin", "declares", "types", "functions",
              "fields"},
             [&](StringRef Key, yaml::Node *Value) {
               if (Key == "virref-model") {
                 if (readNumber(Value, "the version of the format, which is 1",
                                ~0u, Said) &&
                     Said != Version)
                   complain(Value, "version " + Twine(Said) +
                                       " of the format is not understood; "
                                       "this virref understands version 1");
               } else if (Key == "origin")
                 readOrigin(Value);
               else if (Key == "declares")
                 readName(Value, "the name of a function, type or variable",
                          Out.Declares);
               else if (Key == "types")
                 readEntries(Value, "types",
                             [&](yaml::Node *N) { readType(N); });
               else if (Key == "functions")
                 readEntries(Value, "functions",
                             [&](yaml::Node *N) { readFunction(N); });
               else
                 readEntries(Value, "fields",
                             [&](yaml::Node *N) { readField(N); });
             });
  if (!Stream.failed() && Errors.size() == Before && Said != Version)
    Errors.push_back({Path.str(), 1, 1,
                      "not a model file: it has to have 'virref-model: 1', "
                      "best in the first line"});
  if (!Stream.failed() && Errors.size() == Before && ++Document != Stream.end())
    complain(Document->getRoot(),
             "a second document begins here; a model file has one");
  if (Stream.failed() && Errors.size() == Before)
    Errors.push_back({Path.str(), 1, 1, "not a YAML file"});
  return Errors.size() == Before;
}

} // namespace

bool readModel(llvm::MemoryBufferRef Text, Model &Out,
               std::vector<ModelError> &Errors) {
  Out.Path = Text.getBufferIdentifier().str();
  return Reader(Text, Out, Errors).read();
}

bool readModel(StringRef Path, Model &Out, std::vector<ModelError> &Errors) {
  auto Text = llvm::MemoryBuffer::getFile(Path);
  if (!Text) {
    Errors.push_back({Path.str(), 0, 0,
                      "cannot be read: " + Text.getError().message()});
    return false;
  }
  return readModel((*Text)->getMemBufferRef(), Out, Errors);
}

} // namespace virref
