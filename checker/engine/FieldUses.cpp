//===- FieldUses.cpp - What a function does with number fields ------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/FieldUses.h"
#include "engine/AstWalk.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include <optional>
#include <string>

using namespace clang;
using llvm::dyn_cast;
using llvm::dyn_cast_or_null;
using llvm::isa;

namespace virref {

const Expr *objectExpr(const MemberExpr *Member) {
  while (!Member->isArrow()) {
    const Expr *Base = Member->getBase()->IgnoreParenCasts();
    const auto *Outer = dyn_cast<MemberExpr>(Base);
    if (!Outer) {
      const auto *Deref = dyn_cast<UnaryOperator>(Base);
      return Deref && Deref->getOpcode() == UO_Deref
                 ? Deref->getSubExpr()->IgnoreParenCasts()
                 : Base;
    }
    // `a->b.n`: b can be a part of a, or an object that is embedded in it. Both
    // are reached through a.
    Member = Outer;
  }
  return Member->getBase()->IgnoreParenCasts();
}

const VarDecl *variableOf(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenCasts());
  return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
}

const FieldDecl *fieldOf(const Expr *E) {
  E = E ? E->IgnoreParenCasts() : nullptr;
  if (const auto *Subscript = dyn_cast_or_null<ArraySubscriptExpr>(E))
    E = Subscript->getBase()->IgnoreParenCasts();
  const auto *Member = dyn_cast_or_null<MemberExpr>(E);
  return Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
}

const VarDecl *originOf(const VarDecl *Var) {
  for (unsigned Steps = 0; Var && Steps != 4; ++Steps) {
    if (isa<ParmVarDecl>(Var) || !Var->hasLocalStorage() || !Var->getInit())
      return Var;
    const VarDecl *From = variableOf(Var->getInit());
    if (!From || !From->hasLocalStorage())
      return Var;
    Var = From;
  }
  return Var;
}

bool hasNoReturnCall(const Stmt *S) {
  bool Found = false;
  walk(S, [&](const Stmt *Child) {
    if (const auto *Call = dyn_cast<CallExpr>(Child))
      if (const FunctionDecl *Callee = Call->getDirectCallee())
        Found |= Callee->isNoReturn();
    return !Found;
  });
  return Found;
}

namespace {

/// Walks down a body and keeps the way that it came.
class UseFinder {
public:
  UseFinder(const ASTContext &Ctx,
            llvm::function_ref<bool(const MemberExpr *)> Wanted,
            std::vector<FieldUse> &Uses)
      : Ctx(Ctx), Wanted(Wanted), Uses(Uses) {}

  void visit(const Stmt *S) {
    // What stands in a sizeof is not used.
    if (!S || isa<LambdaExpr, UnaryExprOrTypeTraitExpr>(S))
      return;
    if (const auto *Member = dyn_cast<MemberExpr>(S))
      if (Wanted(Member))
        addUse(Member);
    Way.push_back(S);
    for (const Stmt *Child : S->children())
      visit(Child);
    Way.pop_back();
  }

private:
  void addUse(const MemberExpr *Member) {
    FieldUse Use{Member, FieldUseKind::Harmless, variableOf(objectExpr(Member))};
    Use.Kind = kindOf(Member, Use.Atomic);
    Uses.push_back(Use);
  }
  FieldUseKind kindOf(const MemberExpr *Member, bool &Atomic) const;
  std::optional<FieldUseKind> kindOfAssignment(const BinaryOperator *Assign,
                                               const Stmt *From) const;
  std::optional<FieldUseKind> kindOfCall(const CallExpr *Call) const;
  std::optional<FieldUseKind> kindOfAtomic(const AtomicExpr *Atomic) const;
  FieldUseKind kindOfBranch(const Stmt *Branch, bool IsCondition) const;

  /// -1, 0, 1: the sign of a constant; nothing if it is not one.
  std::optional<int> signOf(const Expr *E) const {
    Expr::EvalResult Result;
    if (E->isValueDependent() || !E->getType()->isIntegerType() ||
        !E->EvaluateAsInt(Result, Ctx))
      return std::nullopt;
    const llvm::APSInt &Value = Result.Val.getInt();
    return Value == 0 ? 0 : Value.isNegative() ? -1 : 1;
  }

  bool isSmallConstant(const Expr *E) const {
    Expr::EvalResult Result;
    if (E->isValueDependent() || !E->EvaluateAsInt(Result, Ctx))
      return false;
    const llvm::APSInt &Value = Result.Val.getInt();
    return (Value.isUnsigned() ? Value.getActiveBits()
                               : Value.getSignificantBits()) <= 5;
  }

  FieldUseKind step(int Sign) const {
    return Sign < 0 ? FieldUseKind::Decrement : FieldUseKind::Increment;
  }

  const ASTContext &Ctx;
  llvm::function_ref<bool(const MemberExpr *)> Wanted;
  std::vector<FieldUse> &Uses;
  llvm::SmallVector<const Stmt *, 32> Way;
};

/// `p->n = p->n + 1`: the direction of the step, or 0.
int directionOf(const Expr *Target, const Expr *Value) {
  const auto *Sum = dyn_cast<BinaryOperator>(Value->IgnoreParenCasts());
  if (!Sum || !Sum->isAdditiveOp())
    return 0;
  const auto *Left = dyn_cast<MemberExpr>(Sum->getLHS()->IgnoreParenCasts());
  const auto *Same = dyn_cast<MemberExpr>(Target->IgnoreParenCasts());
  if (!Left || !Same || Left->getMemberDecl() != Same->getMemberDecl())
    return 0;
  return Sum->getOpcode() == BO_Add ? 1 : -1;
}

std::optional<FieldUseKind>
UseFinder::kindOfAssignment(const BinaryOperator *Assign,
                            const Stmt *From) const {
  if (From != Assign->getLHS())
    return std::nullopt;
  if (Assign->getOpcode() == BO_AddAssign || Assign->getOpcode() == BO_SubAssign)
    return step(Assign->getOpcode() == BO_AddAssign ? 1 : -1);
  if (Assign->getOpcode() != BO_Assign)
    return FieldUseKind::Change;
  const Expr *Value = Assign->getRHS()->IgnoreParenCasts();
  if (int Direction = directionOf(Assign->getLHS(), Value))
    return step(Direction);
  while (const auto *Chain = dyn_cast<BinaryOperator>(Value)) {
    if (Chain->getOpcode() != BO_Assign)
      break;
    Value = Chain->getRHS()->IgnoreParenCasts();
  }
  return signOf(Value) ? FieldUseKind::SetConstant : FieldUseKind::Change;
}

/// A function gets the address of the field: its name says what it does.
std::optional<FieldUseKind> UseFinder::kindOfCall(const CallExpr *Call) const {
  const FunctionDecl *Callee = calleeOf(Call);
  if (!Callee || !Callee->getIdentifier())
    return FieldUseKind::Harmless;
  const std::string Name = Callee->getName().lower();
  auto Has = [&](const char *Part) {
    return Name.find(Part) != std::string::npos;
  };
  if (Has("dec") || Has("sub"))
    return FieldUseKind::Decrement;
  if (Has("inc"))
    return FieldUseKind::Increment;
  if (Has("add")) {
    std::optional<int> Sign;
    if (Call->getNumArgs() > 1)
      Sign = signOf(Call->getArg(1));
    return Sign ? step(*Sign) : FieldUseKind::Change;
  }
  if (Has("get") || Has("load") || Has("read"))
    return std::nullopt; // its result is the number
  if (Has("init"))
    return FieldUseKind::SetConstant;
  if (Has("set") || Has("store"))
    return Call->getNumArgs() > 1 && signOf(Call->getArg(1))
               ? FieldUseKind::SetConstant
               : FieldUseKind::Change;
  if (Has("exchange") || Has("swap"))
    return FieldUseKind::Change;
  return FieldUseKind::Harmless;
}

std::optional<FieldUseKind>
UseFinder::kindOfAtomic(const AtomicExpr *Atomic) const {
  switch (Atomic->getOp()) {
  case AtomicExpr::AO__c11_atomic_load:
  case AtomicExpr::AO__atomic_load_n:
    return std::nullopt; // its result is the number
  case AtomicExpr::AO__atomic_load:
    return FieldUseKind::Harmless;
  case AtomicExpr::AO__c11_atomic_fetch_add:
  case AtomicExpr::AO__atomic_fetch_add:
  case AtomicExpr::AO__atomic_add_fetch: {
    std::optional<int> Sign = signOf(Atomic->getVal1());
    return Sign ? step(*Sign) : FieldUseKind::Change;
  }
  case AtomicExpr::AO__c11_atomic_fetch_sub:
  case AtomicExpr::AO__atomic_fetch_sub:
  case AtomicExpr::AO__atomic_sub_fetch:
    return FieldUseKind::Decrement;
  case AtomicExpr::AO__c11_atomic_init:
  case AtomicExpr::AO__c11_atomic_store:
  case AtomicExpr::AO__atomic_store_n:
    return signOf(Atomic->getVal1()) ? FieldUseKind::SetConstant
                                     : FieldUseKind::Change;
  default:
    return FieldUseKind::Change;
  }
}

/// Assertions branch as well, but only to give up; and a branch that a macro
/// brings with it is no decision of this code: `g_return_if_fail(p->n > 0)`.
FieldUseKind UseFinder::kindOfBranch(const Stmt *Branch,
                                     bool IsCondition) const {
  if (!IsCondition)
    return FieldUseKind::Harmless;
  const SourceManager &SM = Ctx.getSourceManager();
  SourceLocation Loc = Branch->getBeginLoc();
  if (const auto *Conditional = dyn_cast<AbstractConditionalOperator>(Branch))
    Loc = Conditional->getQuestionLoc();
  if (Loc.isMacroID() && SM.isMacroBodyExpansion(Loc))
    return FieldUseKind::Harmless;
  for (const Stmt *Child : Branch->children())
    if (hasNoReturnCall(Child))
      return FieldUseKind::Harmless;
  return FieldUseKind::Test;
}

FieldUseKind UseFinder::kindOf(const MemberExpr *Member, bool &Atomic) const {
  const Stmt *From = Member;
  bool IsAddress = false;
  for (size_t I = Way.size(); I-- != 0; From = Way[I]) {
    const Stmt *Parent = Way[I];
    std::optional<FieldUseKind> Kind;
    if (const auto *Unary = dyn_cast<UnaryOperator>(Parent)) {
      if (Unary->isIncrementDecrementOp())
        return step(Unary->isIncrementOp() ? 1 : -1);
      if (Unary->getOpcode() == UO_AddrOf)
        IsAddress = true;
      else if (Unary->getOpcode() == UO_Deref)
        IsAddress = false;
    } else if (const auto *Binary = dyn_cast<BinaryOperator>(Parent)) {
      if (Binary->isAssignmentOp()) {
        Kind = kindOfAssignment(Binary, From);
        return Kind ? *Kind : FieldUseKind::Harmless;
      }
      // "Is this the last one?" asks for a small number. Others compare with a
      // limit, or with another count.
      if (Binary->isComparisonOp() &&
          !isSmallConstant(From == Binary->getLHS() ? Binary->getRHS()
                                                    : Binary->getLHS()))
        return FieldUseKind::Harmless;
      // Whether `b` of `a->n && b` is computed depends on it.
      if (Binary->isLogicalOp() && From == Binary->getLHS() &&
          hasNoReturnCall(Binary->getRHS()))
        return FieldUseKind::Harmless;
      if (Binary->getOpcode() == BO_Comma && From != Binary->getRHS())
        return FieldUseKind::Harmless;
    } else if (const auto *Builtin = dyn_cast<AtomicExpr>(Parent)) {
      if (!IsAddress || From != Builtin->getPtr())
        return FieldUseKind::Harmless;
      Atomic = true;
      if ((Kind = kindOfAtomic(Builtin)))
        return *Kind;
      IsAddress = false;
    } else if (const auto *Call = dyn_cast<CallExpr>(Parent)) {
      const FunctionDecl *Callee = Call->getDirectCallee();
      if (IsAddress) {
        Atomic = true;
        if ((Kind = kindOfCall(Call)))
          return *Kind;
        IsAddress = false;
      } else if (!Callee || Callee->getBuiltinID() == 0 ||
                 !Callee->getName().contains("expect")) {
        return FieldUseKind::Harmless; // printed or passed on
      }
    } else if (const auto *If = dyn_cast<IfStmt>(Parent)) {
      return kindOfBranch(Parent, From == If->getCond());
    } else if (const auto *Conditional =
                   dyn_cast<AbstractConditionalOperator>(Parent)) {
      if (From == Conditional->getCond())
        return kindOfBranch(Parent, true);
    } else if (const auto *While = dyn_cast<WhileStmt>(Parent)) {
      return kindOfBranch(Parent, From == While->getCond());
    } else if (const auto *Do = dyn_cast<DoStmt>(Parent)) {
      return kindOfBranch(Parent, From == Do->getCond());
    } else if (const auto *For = dyn_cast<ForStmt>(Parent)) {
      return kindOfBranch(Parent, From == For->getCond());
    } else if (const auto *Switch = dyn_cast<SwitchStmt>(Parent)) {
      return kindOfBranch(Parent, From == Switch->getCond());
    } else if (const auto *Compound = dyn_cast<CompoundStmt>(Parent)) {
      // The value of a statement expression is that of its last statement.
      if (I == 0 || !isa<StmtExpr>(Way[I - 1]) ||
          From != Compound->body_back())
        return FieldUseKind::Harmless;
    } else if (!isa<Expr>(Parent)) {
      return FieldUseKind::Harmless;
    }
  }
  return FieldUseKind::Harmless;
}

} // namespace

std::vector<FieldUse>
usesOfFields(const FunctionDecl *Function, const ASTContext &Ctx,
             llvm::function_ref<bool(const MemberExpr *)> Wanted) {
  std::vector<FieldUse> Uses;
  UseFinder(Ctx, Wanted, Uses).visit(Function->getBody());
  return Uses;
}

} // namespace virref
