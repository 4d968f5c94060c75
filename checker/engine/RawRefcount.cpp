//===- RawRefcount.cpp - Counts that are touched around the API -----------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/RawRefcount.h"
#include "engine/CountedTypes.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/Builtins.h"
#include "clang/Basic/SourceManager.h"
#include <optional>

using namespace clang;
using llvm::dyn_cast;
using llvm::isa;
using llvm::StringRef;

namespace virref {

namespace {

class RawRefcounts {
public:
  RawRefcounts(Program &P, llvm::ArrayRef<const FunctionDecl *> Functions)
      : P(P), SM(P.context().getSourceManager()), Functions(Functions),
        Types(P, Functions) {}

  std::vector<SyntaxFinding> find() {
    for (const auto &Entry : Types.uses())
      for (const CountUses &Of : Entry.second)
        judgeUses(*Entry.first, Of);
    for (const FunctionDecl *Function : Functions)
      judgeCopies(Function);
    return std::move(Found);
  }

private:
  void judgeUses(const Count &C, const CountUses &Of);
  void judgeCopies(const FunctionDecl *Function);
  enum CopyKind { Clear, Copy };
  void judgeCopy(const FunctionDecl *Function, const Expr *Target,
                 CopyKind Kind, const Expr *Size, const Expr *Whole);
  bool isFine(const Count &C, const CountUses &Of, const FieldUse &Use);
  bool isImplementation(const Count &C, const FunctionDecl *Function);
  bool isFresh(const FunctionDecl *Function, const VarDecl *Var, bool Raw);
  bool isHandedOut(const FunctionDecl *Function, const VarDecl *Var);
  bool setsCount(const Count &C, const FunctionDecl *Function,
                 const VarDecl *Var);
  bool isInitialiser(const FunctionDecl *Function, const VarDecl *Var,
                     const FieldDecl *Field);
  void report(const Count &C, const FunctionDecl *Function, const Expr *Where,
              std::string Message);
  const FunctionDecl *definitionOfName(StringRef Name);

  Program &P;
  const SourceManager &SM;
  llvm::ArrayRef<const FunctionDecl *> Functions;
  CountedTypes Types;
  std::vector<SyntaxFinding> Found;
};

//===----------------------------------------------------------------------===//
// Who may
//===----------------------------------------------------------------------===//

const FunctionDecl *RawRefcounts::definitionOfName(StringRef Name) {
  ASTContext &Ctx = P.context();
  const TranslationUnitDecl *Unit = Ctx.getTranslationUnitDecl();
  for (const NamedDecl *D : Unit->lookup(&Ctx.Idents.get(Name)))
    if (const auto *Function = dyn_cast<FunctionDecl>(D))
      if (const FunctionDecl *Definition = definitionOf(Function))
        return Definition;
  return nullptr;
}

/// True if the function is a part of what implements the API.
bool RawRefcounts::isImplementation(const Count &C,
                                    const FunctionDecl *Function) {
  if (!C.Known)
    return C.Api.count(Function);
  // Where one of them is defined, all are at home.
  for (StringRef Name : {StringRef(C.Take), StringRef(C.Drop)})
    if (const FunctionDecl *Definition = definitionOfName(Name))
      if (SM.getFileID(SM.getExpansionLoc(Definition->getLocation())) ==
          SM.getFileID(SM.getExpansionLoc(Function->getLocation())))
        return true;
  // CPython's API are macros and inline functions.
  const IdentifierInfo *II = Function->getIdentifier();
  if (!II)
    return false;
  StringRef Name = II->getName();
  Name.consume_front("_");
  return StringRef(C.Take).substr(0, 3) == "Py_" && Name.substr(0, 2) == "Py";
}

static StringRef calleeName(const Expr *E) {
  const auto *Call = dyn_cast<CallExpr>(E->IgnoreParenCasts());
  const FunctionDecl *Callee = Call ? calleeOf(Call) : nullptr;
  return Callee && Callee->getIdentifier() ? Callee->getName() : "";
}

/// True if the object is one that the function has just made, so that nobody
/// else can have a reference. \p Raw: nothing but memory, without a count yet.
bool RawRefcounts::isFresh(const FunctionDecl *Function, const VarDecl *Var,
                           bool Raw) {
  if (!Var)
    return false;
  if (Var->hasLocalStorage() && Var->getType()->isRecordType())
    return true;
  static const StringRef Making[] = {"new", "new0", "create", "init", "dup",
                                     "copy", "clone", "make", "construct"};
  auto Makes = [&](StringRef Name) {
    return Name.lower().find("alloc") != std::string::npos ||
           Name.lower().find("slice") != std::string::npos ||
           (!Raw && (Name.lower().find("memdup") != std::string::npos ||
                     hasWord(Name, Making)));
  };
  const FunctionFacts &F = P.factsOf(Function);
  for (const Assignment &A : F.Assignments) {
    if (!A.Value || (A.Variable ? A.Variable : variableOf(A.Target)) != Var)
      continue;
    const Expr *Value = A.Value->IgnoreParenCasts();
    if (const auto *Chain = dyn_cast<BinaryOperator>(Value))
      if (Chain->isAssignmentOp())
        Value = Chain->getRHS()->IgnoreParenCasts();
    // A slot of an array, or a static object: the count begins here.
    if (const auto *Unary = dyn_cast<UnaryOperator>(Value))
      if (!Raw && Unary->getOpcode() == UO_AddrOf)
        return true;
    // Macros like g_new0 are statement expressions or conditionals.
    bool Made = Makes(calleeName(Value));
    if (!Made && (isa<StmtExpr>(Value) || Value->getBeginLoc().isMacroID()))
      walk(Value, [&](const Stmt *S) {
        if (const auto *E = dyn_cast<CallExpr>(S))
          Made |= Makes(calleeName(E));
        return !Made;
      });
    if (Made)
      return true;
  }
  // `alloc(&var)`
  for (const CallExpr *Call : F.Calls)
    for (const Expr *Arg : Call->arguments()) {
      const auto *Address = dyn_cast<UnaryOperator>(Arg->IgnoreParenCasts());
      if (Address && Address->getOpcode() == UO_AddrOf &&
          variableOf(Address->getSubExpr()) == Var && Makes(calleeName(Call)))
        return true;
    }
  return false;
}

/// True if a function gives its caller the object: a look-up, which takes a
/// reference for who asks.
bool RawRefcounts::isHandedOut(const FunctionDecl *Function,
                               const VarDecl *Var) {
  const FunctionFacts &F = P.factsOf(Function);
  for (const ReturnStmt *Return : F.Returns)
    if (Return->getRetValue() && variableOf(Return->getRetValue()) == Var)
      return true;
  for (const Assignment &A : F.Assignments) {
    if (!A.Target || !A.Value || variableOf(A.Value) != Var)
      continue;
    // `*out = obj`, or a variable that is returned
    const auto *Deref = dyn_cast<UnaryOperator>(A.Target->IgnoreParens());
    const VarDecl *Out = Deref && Deref->getOpcode() == UO_Deref
                             ? variableOf(Deref->getSubExpr())
                             : nullptr;
    if (Out && isa<ParmVarDecl>(Out))
      return true;
    const VarDecl *Result = variableOf(A.Target);
    for (const ReturnStmt *Return : F.Returns)
      if (Result && Return->getRetValue() &&
          variableOf(Return->getRetValue()) == Result)
        return true;
  }
  return false;
}

/// True for `fooInit(foo)`, and for a function that gives a value to several
/// other fields as well: the object begins there.
bool RawRefcounts::isInitialiser(const FunctionDecl *Function,
                                 const VarDecl *Var, const FieldDecl *Field) {
  static const StringRef Words[] = {"init",  "initialize", "initialise",
                                    "new",   "create",     "setup",
                                    "alloc", "construct",  "constructor",
                                    "ctor",  "dup",        "copy",
                                    "clone", "make",       "instance"};
  const IdentifierInfo *II = Function->getIdentifier();
  if (!II || hasWord(II->getName(), Words))
    return true;
  if (!Field)
    return false;
  llvm::SmallPtrSet<const ValueDecl *, 4> Others;
  for (const Assignment &A : P.factsOf(Function).Assignments)
    if (const auto *Member =
            A.Target && A.Plain
                ? dyn_cast<MemberExpr>(A.Target->IgnoreParens())
                : nullptr)
      if (Var && Member->getMemberDecl() != Field &&
          variableOf(objectExpr(Member)) == Var)
        Others.insert(Member->getMemberDecl());
  return Others.size() >= 3;
}

/// True if what the API does is spelled out by a macro: then that is the API.
static bool isSpelledByMacro(const Expr *E, SourceLocation Loc,
                             const SourceManager &SM) {
  return (Loc.isMacroID() && SM.isMacroBodyExpansion(Loc)) ||
         (E->getBeginLoc().isMacroID() &&
          SM.isMacroBodyExpansion(E->getBeginLoc()) &&
          SM.isMacroBodyExpansion(E->getEndLoc()));
}

bool RawRefcounts::isFine(const Count &C, const CountUses &Of,
                          const FieldUse &Use) {
  if (Use.Kind == FieldUseKind::Harmless ||
      isSpelledByMacro(Use.Member, Use.Member->getMemberLoc(), SM))
    return true;
  const VarDecl *Var = Use.Object;
  if (Use.Kind == FieldUseKind::SetConstant) {
    if (isFresh(Of.Function, Var, /*Raw=*/C.Known))
      return true;
    if (!C.Known && isInitialiser(Of.Function, Var, C.Field))
      return true;
  }
  if (C.Known)
    return false;
  // Others of the family: fooTryRef, fooUnrefMany, fooIsReferenced.
  if (isNamedForReferences(Of.Function) && Var &&
      isa<ParmVarDecl>(originOf(Var)))
    return true;
  if (Use.Kind == FieldUseKind::Increment)
    return (C.Atomic && Use.Atomic) || // the API's own way, in its own file
           (Var && (isHandedOut(Of.Function, Var) ||
                    isFresh(Of.Function, Var, /*Raw=*/false)));
  // An end of another kind: g_array_free() frees the data, and the array if
  // this was the last reference.
  if (Use.Kind == FieldUseKind::Decrement)
    return isNamedDrop(Of.Function) && Var &&
           isa<ParmVarDecl>(originOf(Var)) && Types.frees(Of.Function, Var);
  // Who frees by hand may well look whether that is right.
  if (Use.Kind == FieldUseKind::Change)
    return false;
  for (const FieldUse &Other : Of.Uses)
    if (Other.Kind == FieldUseKind::Decrement)
      return false;
  return Var && Types.frees(Of.Function, Var);
}

//===----------------------------------------------------------------------===//
// What is reported
//===----------------------------------------------------------------------===//

/// `vm`, `vm->mon`; or "the object".
static std::string writtenName(const Expr *E) {
  E = E->IgnoreParenCasts();
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    return Ref->getDecl()->getNameAsString();
  if (const auto *Member = dyn_cast<MemberExpr>(E)) {
    std::string Base = writtenName(Member->getBase());
    return Base.empty() ? ""
                        : Base + (Member->isArrow() ? "->" : ".") +
                              Member->getMemberDecl()->getNameAsString();
  }
  if (const auto *Unary = dyn_cast<UnaryOperator>(E))
    if (Unary->getOpcode() == UO_Deref || Unary->getOpcode() == UO_AddrOf)
      return writtenName(Unary->getSubExpr());
  return "";
}

static std::string quoted(const Expr *Object) {
  std::string Name = writtenName(Object);
  return Name.empty() ? "the object" : "'" + Name + "'";
}

void RawRefcounts::report(const Count &C, const FunctionDecl *Function,
                          const Expr *Where, std::string Message) {
  SyntaxFinding Access;
  Access.On = Function;
  Access.Loc = SM.getExpansionLoc(Where->getBeginLoc());
  Access.Message = std::move(Message);
  for (auto [Decl, Name, Does] :
       {std::make_tuple(C.TakeDecl, StringRef(C.Take), "takes"),
        std::make_tuple(C.DropDecl, StringRef(C.Drop), "drops")}) {
    const FunctionDecl *Definition = Decl ? Decl : definitionOfName(Name);
    if (!Definition)
      continue;
    SourceLocation Loc = SM.getExpansionLoc(Definition->getLocation());
    // Not every consumer of the analyzer takes a report across files.
    if (SM.getFileID(Loc) == SM.getFileID(Access.Loc))
      Access.Notes.push_back(
          {Loc, (Name + "() " + Does + " a reference").str()});
  }
  Found.push_back(std::move(Access));
}

void RawRefcounts::judgeUses(const Count &C, const CountUses &Of) {
  if (isImplementation(C, Of.Function))
    return;
  std::optional<unsigned> LastLine;
  for (const FieldUse &Use : Of.Uses) {
    if (isFine(C, Of, Use))
      continue;
    // `if (p->n > 0 && p->n < 3)` is one mistake.
    const unsigned Line = SM.getExpansionLineNumber(Use.Member->getBeginLoc());
    if (LastLine == Line)
      continue;
    LastLine = Line;
    std::string Text = quoted(objectExpr(Use.Member)) +
                       " has its reference count '" +
                       C.Field->getNameAsString() + "' ";
    Text += Use.Kind == FieldUseKind::Test
                ? "tested around the API: others can change it at any time; "
                  "only " + C.Take + "() and " + C.Drop + "() can rely on it"
                : "changed around the API; use " + C.Take + "() or " + C.Drop +
                      "()";
    report(C, Of.Function, Use.Member, std::move(Text));
  }
}

/// True if the function gives the object behind \p Var a count of its own.
bool RawRefcounts::setsCount(const Count &C, const FunctionDecl *Function,
                             const VarDecl *Var) {
  auto It = Types.uses().find(&C);
  if (It == Types.uses().end())
    return false;
  for (const CountUses &Of : It->second)
    if (Of.Function == Function)
      for (const FieldUse &Use : Of.Uses)
        if (Use.Object == Var && (Use.Kind == FieldUseKind::SetConstant ||
                                  Use.Kind == FieldUseKind::Change))
          return true;
  return false;
}

void RawRefcounts::judgeCopy(const FunctionDecl *Function, const Expr *Target,
                             CopyKind Kind, const Expr *Size,
                             const Expr *Whole) {
  uint64_t Offset = 0;
  ASTContext &Ctx = P.context();
  const Count *C = Types.countIn(Target->getType(), Offset);
  if (!C || isImplementation(*C, Function))
    return;
  if (Size) {
    Expr::EvalResult Result;
    if (!Size->EvaluateAsInt(Result, Ctx) ||
        Result.Val.getInt().getExtValue() * 8 <= static_cast<int64_t>(Offset))
      return;
  }
  if (isSpelledByMacro(Whole, Whole->getBeginLoc(), SM))
    return;
  const VarDecl *Var = variableOf(Target);
  if (Var && (Var->getType()->isRecordType() || setsCount(*C, Function, Var) ||
              Types.frees(Function, Var)))
    return;
  if (Kind == Clear && (isFresh(Function, Var, /*Raw=*/true) ||
                  (!C->Known && isInitialiser(Function, Var, nullptr))))
    return;
  const std::string Name = "'" + C->Field->getNameAsString() + "'";
  std::string Text = quoted(Target) + " is ";
  Text += Kind == Copy
              ? "overwritten as a whole, with the reference count " + Name +
                    " of another object; copy its other fields only"
              : "cleared as a whole, with its reference count " + Name +
                    "; clear its other fields only";
  report(*C, Function, Whole, std::move(Text));
}

/// What `*p` or `a->b` stands for as a whole: p, or a->b.
static const Expr *wholeObject(const Expr *Place) {
  Place = Place->IgnoreParens();
  if (const auto *Unary = dyn_cast<UnaryOperator>(Place))
    return Unary->getOpcode() == UO_Deref
               ? Unary->getSubExpr()->IgnoreParenCasts()
               : nullptr;
  const auto *Member = dyn_cast<MemberExpr>(Place);
  return Member && !storageRoot(Member) ? Place : nullptr;
}

void RawRefcounts::judgeCopies(const FunctionDecl *Function) {
  const FunctionFacts &F = P.factsOf(Function);
  for (const Assignment &A : F.Assignments) {
    if (!A.Target || !A.Value || !A.Plain || !A.Target->getType()->isRecordType())
      continue;
    const Expr *Source = A.Value->IgnoreParenImpCasts();
    const Expr *Target = wholeObject(A.Target);
    // Out of a variable of its own a function gets what it has put there.
    if (Target && Source->isLValue() && !isa<CompoundLiteralExpr>(Source) &&
        !storageRoot(Source))
      judgeCopy(Function, Target, Copy, nullptr, llvm::cast<Expr>(A.Whole));
  }
  for (const CallExpr *Call : F.Calls) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    const unsigned Kind = Callee ? Callee->getMemoryFunctionKind() : 0;
    const bool Clears = Kind == Builtin::BImemset || Kind == Builtin::BIbzero;
    if ((!Clears && Kind != Builtin::BImemcpy && Kind != Builtin::BImemmove) ||
        Call->getNumArgs() < 2)
      continue;
    const Expr *Target = Call->getArg(0)->IgnoreParenCasts();
    if (!Target->getType()->isPointerType() || isa<UnaryOperator>(Target))
      continue; // a part of something, or a slot of an array
    if (!Clears && addressedVariable(Call->getArg(1)))
      continue;
    judgeCopy(Function, Target, Clears ? Clear : Copy,
              Call->getArg(Kind == Builtin::BIbzero ? 1 : 2), Call);
  }
}

} // namespace

std::vector<SyntaxFinding>
findRawRefcounts(Program &P, llvm::ArrayRef<const FunctionDecl *> Functions) {
  return RawRefcounts(P, Functions).find();
}

} // namespace virref
