//===- AstWalk.cpp - Small questions about syntax -------------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/AstWalk.h"
#include "clang/AST/ASTContext.h"

using namespace clang;
using llvm::dyn_cast;
using llvm::dyn_cast_or_null;
using llvm::isa;

namespace virref {

/// The initialiser of the field that `table.field` or `(&table)->field` names,
/// if the table is a variable with an initialiser list.
static const Expr *tableEntry(const MemberExpr *Member) {
  const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
  if (!Field || Field->getParent()->isUnion())
    return nullptr;
  const Expr *Base = Member->getBase()->IgnoreParenCasts();
  if (const auto *Address = dyn_cast<UnaryOperator>(Base))
    if (Address->getOpcode() == UO_AddrOf)
      Base = Address->getSubExpr()->IgnoreParenCasts();
  const auto *Ref = dyn_cast<DeclRefExpr>(Base);
  const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  // A table that is not const could have been changed since.
  if (!Var || !Var->hasGlobalStorage() || !Var->getType().isConstQualified())
    return nullptr;
  const auto *List = dyn_cast_or_null<InitListExpr>(Var->getAnyInitializer());
  if (!List)
    return nullptr;
  if (const InitListExpr *Semantic = List->getSemanticForm())
    List = Semantic;
  unsigned Index = Field->getFieldIndex();
  return Index < List->getNumInits() ? List->getInit(Index) : nullptr;
}

const FunctionDecl *namedFunction(const Expr *E) {
  if (!E)
    return nullptr;
  E = E->IgnoreParenCasts();
  if (const auto *Address = dyn_cast<UnaryOperator>(E))
    if (Address->getOpcode() == UO_AddrOf || Address->getOpcode() == UO_Deref)
      return namedFunction(Address->getSubExpr());
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    return dyn_cast<FunctionDecl>(Ref->getDecl());
  return nullptr;
}

bool alwaysLeaves(const Stmt *S) {
  if (const auto *Compound = dyn_cast_or_null<CompoundStmt>(S))
    return !Compound->body_empty() && alwaysLeaves(Compound->body_back());
  return S && isa<ReturnStmt, GotoStmt, BreakStmt, ContinueStmt>(S);
}

const FunctionDecl *calleeOf(const CallExpr *Call) {
  if (const FunctionDecl *Direct = Call->getDirectCallee())
    return Direct;
  if (const FunctionDecl *Named = namedFunction(Call->getCallee()))
    return Named;
  const Expr *Callee = Call->getCallee()->IgnoreParenCasts();
  if (const auto *Member = dyn_cast<MemberExpr>(Callee))
    return namedFunction(tableEntry(Member));
  return nullptr;
}

bool mayDestroy(const CallExpr *Call) {
  if (Call->getNumArgs() != 1 || !Call->getType()->isVoidType() ||
      calleeOf(Call))
    return false;
  QualType Type = Call->getCallee()->getType();
  if (const auto *Pointer = Type->getAs<PointerType>())
    Type = Pointer->getPointeeType();
  const auto *Proto = Type->getAs<FunctionProtoType>();
  return Proto && Proto->getNumParams() == 1 &&
         Proto->getParamType(0)->isVoidPointerType();
}

bool isDeallocator(const FunctionDecl *Function) {
  if (!Function || Function->getNumParams() != 1 || Function->hasBody() ||
      !Function->getReturnType()->isVoidType())
    return false;
  QualType Param = Function->getParamDecl(0)->getType();
  const IdentifierInfo *II = Function->getIdentifier();
  return II && Param->isVoidPointerType() &&
         !Param->getPointeeType().isConstQualified() &&
         llvm::StringRef(II->getName().lower()).contains("free");
}

bool isNamedRef(const FunctionDecl *Function) {
  if (!Function || Function->getNumParams() != 1)
    return false;
  const IdentifierInfo *II = Function->getIdentifier();
  const std::string Name = II ? II->getName().lower() : "";
  const llvm::StringRef Text(Name);
  return Text.contains("ref") && !Text.contains("unref") &&
         !Text.contains("deref");
}

bool isNamedNew(const FunctionDecl *Function) {
  const IdentifierInfo *II = Function ? Function->getIdentifier() : nullptr;
  const llvm::StringRef Name = II ? II->getName() : "";
  // As a word: `New` in front of no small letter, `new` between underscores.
  auto EndsAt = [&](size_t At) {
    return At == Name.size() || !(Name[At] >= 'a' && Name[At] <= 'z');
  };
  for (size_t At = Name.find("New"); At != llvm::StringRef::npos;
       At = Name.find("New", At + 1))
    if (EndsAt(At + 3))
      return true;
  for (size_t At = Name.find("_new"); At != llvm::StringRef::npos;
       At = Name.find("_new", At + 1))
    if (At + 4 == Name.size() || Name[At + 4] == '_')
      return true;
  return false;
}

bool isAllocator(const FunctionDecl *Function) {
  return Function && Function->getNumParams() > 0 && !Function->hasBody() &&
         !Function->isVariadic() &&
         Function->getReturnType()->isVoidPointerType() &&
         llvm::all_of(Function->parameters(), [](const ParmVarDecl *Param) {
           return Param->getType()->isIntegerType();
         });
}

void entitiesOf(const Expr *E, EntityList &Out) {
  if (!E)
    return;
  E = E->IgnoreParenCasts();
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    if (isa<VarDecl>(Ref->getDecl()))
      Out.push_back(Ref->getDecl());
  } else if (const auto *Member = dyn_cast<MemberExpr>(E)) {
    if (isa<FieldDecl>(Member->getMemberDecl()))
      Out.push_back(Member->getMemberDecl());
    // A field of a local variable is a part of it.
    if (!Member->isArrow())
      if (const VarDecl *Root = storageRoot(Member->getBase()))
        Out.push_back(Root);
  } else if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
    entitiesOf(Subscript->getBase(), Out);
  } else if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
    entitiesOf(Unary->getSubExpr(), Out);
    // `&p->parent`: the base class of *p, which is the same object.
    const Expr *Place = Unary->getSubExpr()->IgnoreParens();
    while (Unary->getOpcode() == UO_AddrOf) {
      const auto *Member = dyn_cast<MemberExpr>(Place);
      if (!Member)
        break;
      if (Member->isArrow()) {
        entitiesOf(Member->getBase(), Out);
        break;
      }
      Place = Member->getBase()->IgnoreParens();
    }
  } else if (const auto *Conditional = dyn_cast<AbstractConditionalOperator>(E)) {
    entitiesOf(Conditional->getTrueExpr(), Out);
    entitiesOf(Conditional->getFalseExpr(), Out);
  } else if (const auto *Opaque = dyn_cast<OpaqueValueExpr>(E)) {
    entitiesOf(Opaque->getSourceExpr(), Out);
  } else if (const auto *Binary = dyn_cast<BinaryOperator>(E)) {
    if (Binary->getOpcode() == BO_Comma)
      entitiesOf(Binary->getRHS(), Out);
    else if (Binary->isAssignmentOp() || Binary->isAdditiveOp())
      entitiesOf(Binary->getLHS(), Out);
  } else if (const auto *Statement = dyn_cast<StmtExpr>(E)) {
    const CompoundStmt *Body = Statement->getSubStmt();
    if (!Body->body_empty())
      entitiesOf(dyn_cast<Expr>(Body->body_back()), Out);
  } else if (const auto *Call = dyn_cast<CallExpr>(E)) {
    // `steal(&x)` and `ref(x)`: the result can be what went in. Whether it is,
    // the engine will see.
    for (const Expr *Arg : Call->arguments())
      if (canHoldPointer(Arg->getType()))
        if (addressedVariable(Arg) || Call->getNumArgs() == 1)
          entitiesOf(Arg, Out);
  } else if (const auto *List = dyn_cast<InitListExpr>(E)) {
    for (const Expr *Init : List->inits())
      entitiesOf(Init, Out);
  } else if (const auto *Literal = dyn_cast<CompoundLiteralExpr>(E)) {
    entitiesOf(Literal->getInitializer(), Out);
  }
}

const VarDecl *storageRoot(const Expr *E) {
  while (E) {
    E = E->IgnoreParens();
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
      return Var && Var->hasLocalStorage() ? Var : nullptr;
    }
    if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      if (Member->isArrow())
        return nullptr;
      E = Member->getBase();
    } else if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
      const Expr *Base = Subscript->getBase()->IgnoreParens();
      const auto *Decay = dyn_cast<ImplicitCastExpr>(Base);
      if (!Decay || Decay->getCastKind() != CK_ArrayToPointerDecay)
        return nullptr;
      E = Decay->getSubExpr();
    } else {
      return nullptr;
    }
  }
  return nullptr;
}

const VarDecl *plainVariable(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenCasts());
  const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return Var && Var->hasLocalStorage() ? Var : nullptr;
}

const VarDecl *addressedVariable(const Expr *E) {
  E = E->IgnoreParenCasts();
  if (const auto *Conditional = dyn_cast<AbstractConditionalOperator>(E)) {
    if (const VarDecl *Var = addressedVariable(Conditional->getTrueExpr()))
      return Var;
    return addressedVariable(Conditional->getFalseExpr());
  }
  if (const auto *Unary = dyn_cast<UnaryOperator>(E))
    return Unary->getOpcode() == UO_AddrOf ? storageRoot(Unary->getSubExpr())
                                           : nullptr;
  if (E->getType()->isArrayType())
    return storageRoot(E);
  return nullptr;
}

const FieldDecl *addressedField(const Expr *E) {
  const auto *Unary = dyn_cast<UnaryOperator>(E->IgnoreParenCasts());
  if (!Unary || Unary->getOpcode() != UO_AddrOf)
    return nullptr;
  const auto *Member =
      dyn_cast<MemberExpr>(Unary->getSubExpr()->IgnoreParens());
  return Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
}

bool isKnownConstant(const Expr *E) {
  E = E->IgnoreParenCasts();
  if (isa<IntegerLiteral, CharacterLiteral, CXXBoolLiteralExpr, GNUNullExpr,
          CXXNullPtrLiteralExpr, StringLiteral>(E))
    return true;
  if (const auto *Unary = dyn_cast<UnaryOperator>(E))
    return Unary->getOpcode() == UO_AddrOf ||
           isKnownConstant(Unary->getSubExpr());
  if (const auto *Binary = dyn_cast<BinaryOperator>(E))
    return isKnownConstant(Binary->getLHS()) &&
           isKnownConstant(Binary->getRHS());
  if (const auto *Conditional = dyn_cast<ConditionalOperator>(E))
    return isKnownConstant(Conditional->getTrueExpr()) ||
           isKnownConstant(Conditional->getFalseExpr());
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    return isa<EnumConstantDecl>(Ref->getDecl());
  if (const auto *List = dyn_cast<InitListExpr>(E))
    return List->getNumInits() != 0;
  return false;
}

const RecordDecl *pointeeStruct(QualType Type) {
  return Type->isPointerType() ? Type->getPointeeType()->getAsRecordDecl()
                               : nullptr;
}

const RecordDecl *structOf(QualType Type) {
  const RecordDecl *Record = pointeeStruct(Type);
  return Record ? llvm::cast<RecordDecl>(Record->getCanonicalDecl()) : nullptr;
}

bool canHoldPointer(QualType Type) {
  return Type->isAnyPointerType() || Type->isRecordType() ||
         Type->isArrayType() || Type->isReferenceType();
}

} // namespace virref
