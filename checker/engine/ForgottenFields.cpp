//===- ForgottenFields.cpp - Fields that nobody releases ------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/ForgottenFields.h"
#include "engine/FieldUses.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/MapVector.h"

using namespace clang;
using llvm::dyn_cast;
using llvm::dyn_cast_or_null;
using llvm::isa;

namespace virref {

namespace {

/// What the functions of a file do with one field.
struct FieldStory {
  const FunctionDecl *GivenIn = nullptr; ///< stores a reference there
  const Stmt *Given = nullptr;           ///< the statement
  bool Released = false; ///< a function can have released it for good
  bool Cleared = false;  ///< is set to NULL somewhere
  bool Copied = false;   ///< its value goes somewhere else
};

/// What one function does with one field.
struct Visit {
  const Stmt *Given = nullptr;
  const Stmt *Passed = nullptr; ///< to a function that can release it, last
  bool Address = false;
  bool Cleared = false;
  bool Copied = false;
};

/// A struct, and the function that it ends with.
struct StructEnd {
  const FunctionDecl *By;
  const RecordDecl *Record;
};

class Ledger {
public:
  Ledger(Program &P, llvm::ArrayRef<const FunctionDecl *> Functions)
      : P(P), SM(P.context().getSourceManager()) {
    for (const FunctionDecl *Function : Functions)
      read(Function);
  }

  std::vector<SyntaxFinding> judge(llvm::ArrayRef<StructEnd> Ends) const;

private:
  void read(const FunctionDecl *Function);
  void visit(const Stmt *S, llvm::MapVector<const FieldDecl *, Visit> &Visits);
  bool leavesAlone(const CallExpr *Call, const Expr *Arg) const;
  bool canBeReleased(const VarDecl *Var, const FunctionDecl *Function) const;
  bool isGift(const CallExpr *Call) const;
  bool givesReference(const Expr *Value, const FunctionDecl *Function) const;

  Program &P;
  const SourceManager &SM;
  llvm::MapVector<const FieldDecl *, FieldStory> Fields;
};

} // namespace

static bool isPointerToPointer(QualType Type) {
  return Type->isPointerType() && Type->getPointeeType()->isAnyPointerType();
}

/// True for the memory of an array of pointers, the elements of which are
/// another matter.
static bool isArrayItself(const Expr *E) {
  E = E->IgnoreParenCasts();
  return !isa<ArraySubscriptExpr>(E) && isPointerToPointer(E->getType());
}

/// True for `resize(&p->items, sizeof(p->items[0]), n)`: who gets along with any
/// type of element releases none.
static bool isForAnyElement(const CallExpr *Call) {
  return llvm::any_of(Call->arguments(), [](const Expr *Arg) {
    return isa<UnaryExprOrTypeTraitExpr>(Arg->IgnoreParenCasts());
  });
}

/// The field of a struct that is not this function's own, which \p E names.
static const FieldDecl *outerFieldOf(const Expr *E) {
  return E && !storageRoot(E) ? fieldOf(E) : nullptr;
}

/// True if the call gives its caller a reference: by contract, by what its body
/// does, or by what other callers do with the result.
bool Ledger::isGift(const CallExpr *Call) const {
  const FunctionDecl *Callee = calleeOf(Call);
  if (!Callee)
    return false;
  if (P.contractOf(Callee))
    return P.givesReference(Call);
  const FunctionEffects &Effects = P.effectsOf(Callee);
  return Effects.Explored ? Effects.ReturnsOwned && !Effects.ReturnsOther
                          : P.givesByUse(Call);
}

/// True if the value is an owned reference: what a call gives, or a variable
/// that has got one and is not released in this function.
bool Ledger::givesReference(const Expr *Value,
                            const FunctionDecl *Function) const {
  Value = Value->IgnoreParenCasts();
  if (const auto *Call = dyn_cast<CallExpr>(Value))
    return isGift(Call);
  const VarDecl *Var = variableOf(Value);
  if (!Var || !Var->hasLocalStorage() || Var->hasAttr<CleanupAttr>())
    return false;
  const FunctionFacts &F = P.factsOf(Function);
  bool Gives = false;
  for (const Assignment &A : F.Assignments) {
    if (A.Variable != Var && !(A.Target && variableOf(A.Target) == Var))
      continue;
    const auto *Call =
        A.Value ? dyn_cast<CallExpr>(A.Value->IgnoreParenCasts()) : nullptr;
    if (!Call || !isGift(Call))
      return false;
    Gives = true;
  }
  return Gives && !canBeReleased(Var, Function);
}

/// True if the function passes the variable to one that can release what it
/// refers to.
bool Ledger::canBeReleased(const VarDecl *Var,
                           const FunctionDecl *Function) const {
  if (Var->hasAttr<CleanupAttr>())
    return true;
  for (const CallExpr *Call : P.factsOf(Function).Calls)
    for (const Expr *Arg : Call->arguments())
      if ((variableOf(Arg) == Var && !leavesAlone(Call, Arg)) ||
          addressedVariable(Arg) == Var)
        return true;
  return false;
}

/// True if the call cannot release what the argument refers to.
bool Ledger::leavesAlone(const CallExpr *Call, const Expr *Arg) const {
  const FunctionDecl *Callee = calleeOf(Call);
  if (!Callee)
    return false;
  for (unsigned I = 0, E = Call->getNumArgs(); I != E; ++I) {
    if (Call->getArg(I) != Arg)
      continue;
    if (const Contract *C = P.contractOf(Callee))
      return !C->mayRelease(I);
    // A function of another file that is given it alone can well be the one
    // that releases it.
    return definitionOf(Callee) ? !P.mayRelease(Callee, I) : E > 1;
  }
  return false;
}

void Ledger::visit(const Stmt *S,
                   llvm::MapVector<const FieldDecl *, Visit> &Visits) {
  if (const auto *Call = dyn_cast<CallExpr>(S)) {
    for (const Expr *Arg : Call->arguments()) {
      if (const FieldDecl *Field = fieldOf(Arg))
        if (isArrayItself(Arg) ? !isDeallocator(calleeOf(Call))
                               : !leavesAlone(Call, Arg))
          Visits[Field].Passed = Call;
    }
    if (isForAnyElement(Call)) {
      for (const Expr *Arg : Call->arguments()) {
        const FieldDecl *Field = addressedField(Arg);
        if (!Field || !isPointerToPointer(Field->getType()))
          visit(Arg, Visits);
      }
      return;
    }
  } else if (const auto *Unary = dyn_cast<UnaryOperator>(S)) {
    if (Unary->getOpcode() == UO_AddrOf)
      if (const FieldDecl *Field = fieldOf(Unary->getSubExpr()))
        Visits[Field].Address = true;
  } else if (const auto *Return = dyn_cast<ReturnStmt>(S)) {
    if (const FieldDecl *Field = fieldOf(Return->getRetValue()))
      Visits[Field].Copied = true;
  }
  for (const Stmt *Child : S->children())
    if (Child)
      visit(Child, Visits);
}

void Ledger::read(const FunctionDecl *Function) {
  const FunctionDecl *Body = definitionOf(Function);
  if (!Body)
    return;
  llvm::MapVector<const FieldDecl *, Visit> Visits;
  visit(Body->getBody(), Visits);
  for (const Assignment &A : P.factsOf(Function).Assignments) {
    EntityList Sources;
    if (A.Value)
      entitiesOf(A.Value, Sources);
    for (const ValueDecl *Source : Sources)
      if (const auto *Field = dyn_cast<FieldDecl>(Source)) {
        Visits[Field].Copied = true;
        // `x = p->field; unref(x)`
        const VarDecl *Copy = A.Variable ? A.Variable : variableOf(A.Target);
        if (Copy && canBeReleased(Copy, Function))
          Visits[Field].Address = true;
      }
    const FieldDecl *Field = outerFieldOf(A.Target);
    if (!Field || !A.Value || !A.Plain || !Field->getType()->isAnyPointerType())
      continue;
    if (givesReference(A.Value, Function))
      Visits[Field].Given = A.Whole;
    else if (A.Value->isNullPointerConstant(P.context(),
                                            Expr::NPC_ValueDependentIsNull))
      Visits[Field].Cleared = true;
  }
  for (const auto &Entry : Visits) {
    const Visit &V = Entry.second;
    FieldStory &Story = Fields[Entry.first];
    if (V.Given && !Story.Given) {
      Story.Given = V.Given;
      Story.GivenIn = Function;
    }
    // `unref(p->f); p->f = ref(x)`: what is put there last remains.
    Story.Released |=
        V.Address ||
        (V.Passed &&
         !(V.Given && SM.isBeforeInTranslationUnit(V.Passed->getBeginLoc(),
                                                   V.Given->getBeginLoc())));
    Story.Cleared |= V.Cleared;
    Story.Copied |= V.Copied;
  }
}

/// The struct that ends with the function: that of the object which is disposed
/// of, or of the parameter that is freed.
static const RecordDecl *endedBy(Program &P, const FunctionDecl *Function,
                                 const VarDecl *&Var) {
  if (Function->getNumParams() != 1 || !Function->getReturnType()->isVoidType())
    return nullptr;
  const FunctionFacts &F = P.factsOf(Function);
  const bool Disposes = P.isDisposer(Function);
  llvm::SmallVector<const VarDecl *, 2> Ended;
  if (Disposes) {
    Ended.push_back(Function->getParamDecl(0));
    for (const Assignment &A : F.Assignments)
      if (A.Variable && originOf(A.Variable) == Function->getParamDecl(0))
        Ended.push_back(A.Variable);
  } else {
    for (const CallExpr *Call : F.Calls)
      if (isDeallocator(calleeOf(Call)))
        if (const VarDecl *Freed = variableOf(Call->getArg(0)))
          if (originOf(Freed) == Function->getParamDecl(0))
            Ended.push_back(Freed);
  }
  for (const VarDecl *Candidate : Ended)
    if (Candidate->getType()->isPointerType())
      if (const RecordDecl *Record =
              Candidate->getType()->getPointeeType()->getAsRecordDecl()) {
        Var = Candidate;
        return Record->getDefinition();
      }
  return nullptr;
}

/// The struct that the function gives back the memory of, by a variable that is
/// this file's alone: the state of a driver.
static const RecordDecl *endedGlobally(Program &P, const FunctionDecl *Function,
                                       const VarDecl *&Var) {
  for (const CallExpr *Call : P.factsOf(Function).Calls) {
    if (!isDeallocator(calleeOf(Call)))
      continue;
    const VarDecl *Freed = variableOf(Call->getArg(0));
    const RecordDecl *Record =
        Freed && Freed->hasGlobalStorage() && !Freed->isExternallyVisible()
            ? pointeeStruct(Freed->getType())
            : nullptr;
    if (Record) {
      Var = Freed;
      return Record->getDefinition();
    }
  }
  return nullptr;
}

/// True if a function of another file gets the struct: it can see to its
/// fields.
static bool isHandedOn(Program &P, const FunctionDecl *Function,
                       const VarDecl *Var) {
  for (const CallExpr *Call : P.factsOf(Function).Calls) {
    const FunctionDecl *Callee = calleeOf(Call);
    if (Callee && (P.contractOf(Callee) || isDeallocator(Callee)))
      continue;
    for (const Expr *Arg : Call->arguments()) {
      const VarDecl *Given = variableOf(Arg);
      if (Given && originOf(Given) == originOf(Var) &&
          !(Callee && definitionOf(Callee)))
        return true;
    }
  }
  return false;
}

/// True if the function releases what fields of the struct refer to: that is its
/// task then.
static bool releasesFields(Program &P, const FunctionDecl *Function,
                           const RecordDecl *Record) {
  for (const CallExpr *Call : P.factsOf(Function).Calls) {
    const FunctionDecl *Callee = calleeOf(Call);
    for (unsigned I = 0, E = Call->getNumArgs(); Callee && I != E; ++I) {
      const FieldDecl *Field = fieldOf(Call->getArg(I));
      if (Field && Field->getParent()->getDefinition() == Record &&
          P.mayReleaseArgument(Callee, I))
        return true;
    }
  }
  return false;
}

/// The structs that end in this file. Other files can have business with the
/// fields of a struct that they see, unless it is the task of this one to release
/// them.
static std::vector<StructEnd>
findEnds(Program &P, llvm::ArrayRef<const FunctionDecl *> Functions) {
  const SourceManager &SM = P.context().getSourceManager();
  std::vector<StructEnd> Ends;
  llvm::DenseSet<const RecordDecl *> Seen;
  for (const FunctionDecl *Function : Functions) {
    const VarDecl *Var = nullptr;
    const RecordDecl *Record = endedBy(P, Function, Var);
    if (!Record)
      Record = endedGlobally(P, Function, Var);
    if (Record &&
        (SM.isInMainFile(SM.getExpansionLoc(Record->getLocation())) ||
         releasesFields(P, Function, Record)) &&
        !isHandedOn(P, Function, Var) && Seen.insert(Record).second)
      Ends.push_back({Function, Record});
  }
  return Ends;
}

std::vector<SyntaxFinding> Ledger::judge(llvm::ArrayRef<StructEnd> Ends) const {
  std::vector<SyntaxFinding> Found;
  for (const StructEnd &End : Ends) {
    for (const FieldDecl *Field : End.Record->fields()) {
      auto It = Fields.find(Field);
      if (It == Fields.end() || !It->second.Given || It->second.Released ||
          (It->second.Cleared && It->second.Copied) ||
          P.declaredOwnership(Field) == FieldEffect::Borrowed)
        continue;
      SyntaxFinding F;
      F.On = End.By;
      F.Loc = definitionOf(End.By)->getBody()->getEndLoc();
      F.Message = "'" + Field->getNameAsString() +
                  "' is leaked here: the reference in this field goes with the "
                  "struct, and nobody releases it";
      F.Notes.push_back({It->second.Given->getBeginLoc(),
                         "A reference is stored in the field here"});
      Found.push_back(std::move(F));
    }
  }
  return Found;
}

bool endsStructs(Program &P, llvm::ArrayRef<const FunctionDecl *> Functions) {
  return !findEnds(P, Functions).empty();
}

std::vector<SyntaxFinding>
findForgottenFields(Program &P,
                    llvm::ArrayRef<const FunctionDecl *> Functions) {
  return Ledger(P, Functions).judge(findEnds(P, Functions));
}

} // namespace virref
