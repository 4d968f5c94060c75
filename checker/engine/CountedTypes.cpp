//===- CountedTypes.cpp - Which structs are counted, and by whom ----------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/CountedTypes.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/RecordLayout.h"
#include "clang/Basic/CharInfo.h"

using namespace clang;
using llvm::dyn_cast;
using llvm::isa;
using llvm::StringRef;

namespace virref {

namespace {
/// A library whose API we know by name.
struct KnownLibrary {
  StringRef Record, Field, Take, Drop;
  StringRef OtherField; ///< what else the struct must have: its name is common
};
const KnownLibrary Libraries[] = {
    {"_virObject", "refs", "virObjectRef", "virObjectUnref", "klass"},
    {"virObject", "refs", "virObjectRef", "virObjectUnref", "klass"},
    {"_GObject", "ref_count", "g_object_ref", "g_object_unref",
     "g_type_instance"},
    {"_object", "ob_refcnt", "Py_INCREF", "Py_DECREF", "ob_type"},
    {"Object", "ref", "object_ref", "object_unref", "class"},
};
} // namespace

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

/// `fooUnrefLocked`, `foo_unref_locked` -> foo, unref, locked.
static llvm::SmallVector<std::string, 6> wordsOf(StringRef Name) {
  llvm::SmallVector<std::string, 6> Words(1);
  for (size_t I = 0; I != Name.size(); ++I) {
    const bool Starts = isUppercase(Name[I]) && I && !isUppercase(Name[I - 1]);
    if ((Name[I] == '_' || Starts) && !Words.back().empty())
      Words.emplace_back();
    if (Name[I] != '_')
      Words.back() += toLowercase(Name[I]);
  }
  return Words;
}

bool hasWord(StringRef Name, llvm::ArrayRef<StringRef> Wanted, bool OnlyAtEnd) {
  llvm::SmallVector<std::string, 6> Words = wordsOf(Name);
  while (OnlyAtEnd && Words.size() > 1 &&
         (Words.back() == "locked" || Words.back() == "unlocked" ||
          Words.back() == "internal" || Words.back() == "impl"))
    Words.pop_back();
  for (size_t I = OnlyAtEnd ? Words.size() - 1 : 0; I != Words.size(); ++I)
    if (llvm::is_contained(Wanted, Words[I]))
      return true;
  return false;
}

bool isNamedForReferences(const FunctionDecl *Function) {
  static const StringRef Words[] = {"ref",    "refs",   "unref",  "deref",
                                    "addref", "incref", "decref", "refcount",
                                    "refcnt"};
  const IdentifierInfo *II = Function->getIdentifier();
  return II && hasWord(II->getName(), Words);
}

static bool isNamedTake(const FunctionDecl *Function) {
  static const StringRef Words[] = {"get",  "hold",    "retain", "grab",
                                    "take", "acquire", "share"};
  const IdentifierInfo *II = Function->getIdentifier();
  return isNamedForReferences(Function) ||
         (II && hasWord(II->getName(), Words, /*OnlyAtEnd=*/true));
}

bool isNamedDrop(const FunctionDecl *Function) {
  static const StringRef Words[] = {"put",     "release", "drop",   "free",
                                    "destroy", "dispose", "delete", "unhold"};
  const IdentifierInfo *II = Function->getIdentifier();
  return isNamedForReferences(Function) ||
         (II && hasWord(II->getName(), Words, /*OnlyAtEnd=*/true));
}

/// True for the name of something that ends an object's life. (`stop` and
/// `close` do not: what they end can begin again.)
static bool isNamedFree(StringRef Name) {
  std::string Lower = Name.lower();
  for (const char *Part : {"free", "dealloc", "finaliz", "dispose", "destroy",
                           "delete"})
    if (Lower.find(Part) != std::string::npos)
      return true;
  return false;
}

static StringRef nameOfCallee(const CallExpr *Call) {
  if (const FunctionDecl *Callee = calleeOf(Call))
    return Callee->getIdentifier() ? Callee->getName() : "";
  const Expr *E = Call->getCallee()->IgnoreParenCasts();
  if (const auto *Deref = dyn_cast<UnaryOperator>(E))
    E = Deref->getSubExpr()->IgnoreParenCasts();
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return Member->getMemberDecl()->getIdentifier()
               ? Member->getMemberDecl()->getName()
               : "";
  const VarDecl *Var = variableOf(E);
  return Var && Var->getIdentifier() ? Var->getName() : "";
}

//===----------------------------------------------------------------------===//
// Counts
//===----------------------------------------------------------------------===//

static const RecordDecl *recordOf(QualType Type) {
  if (const auto *Pointer = Type->getAs<PointerType>())
    Type = Pointer->getPointeeType();
  const auto *Record = Type->getAs<RecordType>();
  return Record ? Record->getDecl()->getDefinition() : nullptr;
}

/// The field called \p Name of the struct, or of a struct or union that stands
/// inside it; \p Bits gets how far from its start. With \p Name empty: \p Field.
static const FieldDecl *fieldIn(const RecordDecl *Record, StringRef Name,
                                const FieldDecl *Wanted, ASTContext &Ctx,
                                uint64_t &Bits) {
  for (const FieldDecl *Field : Record->fields()) {
    if (Wanted ? Field == Wanted
               : Field->getIdentifier() && Field->getName() == Name) {
      Bits = Ctx.getFieldOffset(Field);
      return Field;
    }
    const RecordDecl *Inner =
        Field->getType()->isRecordType() ? recordOf(Field->getType()) : nullptr;
    if (!Inner || (!Wanted && Inner->getDeclContext() != Record))
      continue;
    if (const FieldDecl *Found = fieldIn(Inner, Name, Wanted, Ctx, Bits)) {
      Bits += Ctx.getFieldOffset(Field);
      return Found;
    }
  }
  return nullptr;
}

Count *CountedTypes::knownCount(const RecordDecl *Record) {
  auto Inserted = KnownCounts.try_emplace(Record, nullptr);
  if (!Inserted.second)
    return Inserted.first->second;
  if (!Record->getIdentifier() || Record->isInvalidDecl())
    return nullptr;
  for (const KnownLibrary &L : Libraries) {
    if (Record->getName() != L.Record)
      continue;
    uint64_t Bits;
    ASTContext &Ctx = P.context();
    const FieldDecl *Field = fieldIn(Record, L.Field, nullptr, Ctx, Bits);
    if (!Field || !fieldIn(Record, L.OtherField, nullptr, Ctx, Bits))
      continue;
    std::unique_ptr<Count> &Entry = Counts[{Field, Record}];
    Entry.reset(new Count{Record, Field, true, L.Take.str(), L.Drop.str()});
    return KnownCounts[Record] = Entry.get();
  }
  return nullptr;
}

/// The struct that the object of a member expression is, and those inside it
/// that lead to the member.
static llvm::SmallVector<const RecordDecl *, 4>
recordsOf(const MemberExpr *Member) {
  llvm::SmallVector<const RecordDecl *, 4> Records;
  for (;;) {
    const Expr *Base = Member->getBase()->IgnoreParenImpCasts();
    if (const RecordDecl *Record = recordOf(Base->getType()))
      Records.push_back(Record);
    const auto *Outer = dyn_cast<MemberExpr>(Base);
    if (Member->isArrow() || !Outer)
      return Records;
    Member = Outer;
  }
}

Count *CountedTypes::countOf(const MemberExpr *Member) {
  const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
  if (!Field)
    return nullptr;
  const bool IsCandidate = Candidates.count(Field);
  bool HasKnownName = false;
  if (Field->getIdentifier())
    for (const KnownLibrary &L : Libraries)
      HasKnownName |= Field->getName() == L.Field;
  if (!IsCandidate && !HasKnownName)
    return nullptr;
  const llvm::SmallVector<const RecordDecl *, 4> Records = recordsOf(Member);
  if (HasKnownName)
    for (const RecordDecl *Record : Records)
      if (Count *C = knownCount(Record))
        if (C->Field == Field)
          return C;
  if (!IsCandidate || Records.empty())
    return nullptr;
  // The outermost struct is what the API takes, unless it is embedded further.
  for (const RecordDecl *Record : Records) {
    auto It = Counts.find({Field, Record});
    if (It != Counts.end())
      return It->second.get();
  }
  return nullptr;
}

const Count *CountedTypes::countIn(QualType Type, uint64_t &Bits) {
  const RecordDecl *Record = recordOf(Type);
  for (unsigned Depth = 0; Record && Depth != 8; ++Depth) {
    if (Record->isInvalidDecl() || Record->isDependentType())
      return nullptr;
    const Count *Found = knownCount(Record);
    for (auto &Entry : Counts)
      if (Entry.first.second == Record && (Entry.second->Known ||
                                           Uses.count(Entry.second.get())))
        Found = Entry.second.get();
    if (Found)
      return fieldIn(Record, "", Found->Field, P.context(), Bits) ? Found
                                                                  : nullptr;
    if (Record->field_empty())
      return nullptr;
    QualType First = Record->field_begin()->getType();
    Record = First->isRecordType() ? recordOf(First) : nullptr;
  }
  return nullptr;
}

//===----------------------------------------------------------------------===//
// The API
//===----------------------------------------------------------------------===//

CountedTypes::CountedTypes(Program &P,
                           llvm::ArrayRef<const FunctionDecl *> Functions)
    : P(P), Functions(Functions) {
  findCandidates();
  findUses();
}

/// `--p->n`, `p->n -= 1`, `p->n = p->n - 1`
static bool isStepDown(const Assignment &A) {
  if (!A.Target || !isa<MemberExpr>(A.Target->IgnoreParens()))
    return false;
  if (const auto *Unary = dyn_cast<UnaryOperator>(A.Whole))
    return Unary->isDecrementOp();
  const auto *Binary = dyn_cast<BinaryOperator>(A.Whole);
  if (Binary && Binary->getOpcode() == BO_SubAssign)
    return true;
  const auto *Value =
      A.Value ? dyn_cast<BinaryOperator>(A.Value->IgnoreParenCasts()) : nullptr;
  return Value && Value->getOpcode() == BO_Sub;
}

/// A count of a struct that we do not know is found by the function that
/// counts its own parameter down: the others are not looked at.
void CountedTypes::findCandidates() {
  for (const FunctionDecl *Function : Functions) {
    const FunctionFacts &F = P.factsOf(Function);
    if (F.Numbers.empty() || Function->getNumParams() == 0 || F.Calls.empty())
      continue;
    bool CountsDown = !F.Atomics.empty();
    for (const Assignment &A : F.Assignments)
      CountsDown |= isStepDown(A);
    for (const CallExpr *Call : F.Calls) {
      const FieldDecl *Field =
          Call->getNumArgs() ? addressedField(Call->getArg(0)) : nullptr;
      CountsDown |= Field && (Field->getType()->isIntegerType() ||
                              Field->getType()->isAtomicType());
    }
    if (!CountsDown)
      continue;
    for (const FieldUse &Use : usesOfFields(
             Function, P.context(), [](const MemberExpr *Member) {
               return Member->getType()->isIntegerType() ||
                      Member->getType()->isAtomicType();
             })) {
      const auto *Field = dyn_cast<FieldDecl>(Use.Member->getMemberDecl());
      if (Use.Kind != FieldUseKind::Decrement || !Field ||
          !dropsToZero(Function, Use))
        continue;
      llvm::SmallVector<const RecordDecl *, 4> Records = recordsOf(Use.Member);
      if (Records.empty())
        continue;
      bool IsKnown = false;
      for (const RecordDecl *Record : Records)
        IsKnown |= knownCount(Record) != nullptr;
      if (IsKnown)
        continue;
      Candidates.insert(Field);
      std::unique_ptr<Count> &Entry = Counts[{Field, Records.back()}];
      if (!Entry)
        Entry.reset(new Count{Records.back(), Field, false, "", ""});
    }
  }
}

void CountedTypes::findUses() {
  for (const FunctionDecl *Function : Functions) {
    bool Any = false;
    for (const MemberExpr *Member : P.factsOf(Function).Numbers)
      Any |= countOf(Member) != nullptr;
    if (!Any)
      continue;
    for (const FieldUse &Use :
         usesOfFields(Function, P.context(), [&](const MemberExpr *Member) {
           return countOf(Member) != nullptr;
         })) {
      std::vector<CountUses> &Of = Uses[countOf(Use.Member)];
      if (Of.empty() || Of.back().Function != Function)
        Of.push_back({Function, {}});
      Of.back().Uses.push_back(Use);
    }
  }
  Uses.remove_if([&](auto &Entry) {
    Count &C = const_cast<Count &>(*Entry.first);
    return !C.Known && !settleApi(C, Entry.second);
  });
}

/// Who takes and who drops references? Of several functions those whose name
/// says so; the others count by hand.
bool CountedTypes::settleApi(Count &C, std::vector<CountUses> &Uses) {
  FunctionSet Takes, Drops, NamedTakes, NamedDrops;
  for (const CountUses &Of : Uses)
    for (const FieldUse &Use : Of.Uses) {
      if (!Use.Object || !isa<ParmVarDecl>(originOf(Use.Object)))
        continue;
      if (Use.Kind == FieldUseKind::Decrement &&
          dropsToZero(Of.Function, Use)) {
        Drops.insert(Of.Function);
        if (isNamedDrop(Of.Function))
          NamedDrops.insert(Of.Function);
      } else if (Use.Kind == FieldUseKind::Increment) {
        Takes.insert(Of.Function);
        if (isNamedTake(Of.Function))
          NamedTakes.insert(Of.Function);
      }
    }
  if (NamedTakes.empty() && Takes.size() == 1)
    NamedTakes = Takes;
  if (NamedDrops.empty() && Drops.size() == 1)
    NamedDrops = Drops;
  if (NamedTakes.empty() || NamedDrops.empty())
    return false;
  for (const FunctionDecl *Function : Functions) {
    if (NamedTakes.count(Function) && !C.TakeDecl)
      C.TakeDecl = Function;
    if (NamedDrops.count(Function) && !C.DropDecl)
      C.DropDecl = Function;
  }
  for (const CountUses &Of : Uses)
    for (const FieldUse &Use : Of.Uses)
      C.Atomic |= NamedTakes.count(Of.Function) && Use.Atomic &&
                  Use.Kind == FieldUseKind::Increment;
  C.Take = C.TakeDecl->getNameAsString();
  C.Drop = C.DropDecl->getNameAsString();
  C.Api.insert(NamedTakes.begin(), NamedTakes.end());
  for (const FunctionDecl *Drop : NamedDrops)
    addDestroyers(C.Api, Drop, 0);
  return true;
}

/// What the last release calls with the object belongs to its end.
void CountedTypes::addDestroyers(FunctionSet &Api, const FunctionDecl *Function,
                                 unsigned Depth) {
  if (!Api.insert(Function).second || Depth > 4)
    return;
  for (const CallExpr *Call : P.factsOf(Function).Calls)
    if (const FunctionDecl *Callee = definitionOf(calleeOf(Call)))
      for (const Expr *Arg : Call->arguments()) {
        const VarDecl *Var = variableOf(Arg);
        if (Var && isa<ParmVarDecl>(originOf(Var)))
          addDestroyers(Api, Callee, Depth + 1);
      }
}

bool CountedTypes::frees(const FunctionDecl *Function, const VarDecl *Var,
                         const Stmt *Where, unsigned Depth) {
  const FunctionDecl *Body = definitionOf(Function);
  if (!Body || Depth > 3)
    return false;
  bool Found = false;
  walk(Where ? Where : Body->getBody(), [&](const Stmt *S) {
    const auto *Call = dyn_cast<CallExpr>(S);
    if (!Call || Found)
      return !Found;
    for (unsigned I = 0, E = Call->getNumArgs(); I != E; ++I) {
      const VarDecl *Passed = variableOf(Call->getArg(I));
      // `&var`, for a function that clears it as well.
      if (!Passed && Call->getArg(I)->getType()->isPointerType())
        if (const auto *Address = dyn_cast<UnaryOperator>(
                Call->getArg(I)->IgnoreParenCasts()))
          Passed = variableOf(Address->getSubExpr());
      if (!Passed || originOf(Passed) != originOf(Var))
        continue;
      const FunctionDecl *Callee = definitionOf(calleeOf(Call));
      if (!Callee) {
        Found |= isNamedFree(nameOfCallee(Call));
        continue;
      }
      if (I >= Callee->getNumParams())
        continue;
      // A callee that frees only when a count of its own ends does not count.
      bool CountsDown = false;
      for (const Assignment &A : P.factsOf(Callee).Assignments)
        CountsDown |= isStepDown(A);
      Found |= !CountsDown &&
               frees(Callee, Callee->getParamDecl(I), nullptr, Depth + 1);
    }
    return !Found;
  });
  return Found;
}

/// True if the function counts its parameter down, and frees it at zero.
bool CountedTypes::dropsToZero(const FunctionDecl *Function,
                               const FieldUse &Use) {
  return Use.Object && isa<ParmVarDecl>(originOf(Use.Object)) &&
         freesAtZero(Function, Use);
}

bool CountedTypes::freesAtZero(const FunctionDecl *Function,
                               const FieldUse &Use) {
  const FunctionFacts &F = P.factsOf(Function);
  // The results of counting down, if they are kept: `last = --p->n == 0`.
  llvm::SmallPtrSet<const VarDecl *, 2> Results;
  auto Contains = [&](const Stmt *S) {
    bool Found = false;
    walk(S, [&](const Stmt *Child) {
      if (const auto *Member = dyn_cast<MemberExpr>(Child))
        Found |= Member->getMemberDecl() == Use.Member->getMemberDecl();
      else if (const auto *Ref = dyn_cast<DeclRefExpr>(Child))
        Found |= isa<VarDecl>(Ref->getDecl()) &&
                 Results.count(llvm::cast<VarDecl>(Ref->getDecl()));
      return !Found;
    });
    return Found;
  };
  for (const Assignment &A : F.Assignments)
    if (A.Value && Contains(A.Value)) {
      const VarDecl *Var = A.Variable ? A.Variable : variableOf(A.Target);
      if (Var && Var->getType()->isIntegerType())
        Results.insert(Var);
    }
  for (const IfStmt *If : F.Ifs) {
    if (!Contains(If->getCond()))
      continue;
    if (frees(Function, Use.Object, If->getThen()) ||
        (If->getElse() && frees(Function, Use.Object, If->getElse())))
      return true;
    // `if (--p->n > 0) return;`, and what follows.
    if (!alwaysLeaves(If->getThen()))
      continue;
    bool Behind = false, Found = false;
    walk(Function->getBody(), [&](const Stmt *S) {
      if (S == If) {
        Behind = true;
        return false;
      }
      if (Behind && !Found && isa<CallExpr>(S))
        Found |= frees(Function, Use.Object, S);
      return !Found;
    });
    if (Found)
      return true;
  }
  return false;
}

} // namespace virref
