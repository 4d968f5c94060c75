//===- PathExpr.cpp - The values of expressions, as far as they matter ----===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "inference/PathWalk.h"
#include "clang/AST/ASTContext.h"

using namespace clang;
using llvm::dyn_cast;
using llvm::dyn_cast_or_null;
using llvm::isa;

namespace virref {

ValueId PathWalk::value(Value::Kind What, const void *Place, long long Number,
                        ValueId Base) {
  Value V;
  V.What = What;
  V.Base = Base;
  V.Place = Place;
  V.Number = Number;
  auto Inserted = Ids.insert({V, static_cast<ValueId>(Values.size())});
  if (Inserted.second)
    Values.push_back(V);
  return Inserted.first->second;
}

int PathWalk::nameOf(const std::string &Name) {
  auto Inserted = NameIds.insert({Name, static_cast<int>(Names.size())});
  if (Inserted.second)
    Names.push_back(Name);
  return Inserted.first->second;
}

std::string PathWalk::nameOfPlace(const MemoryPlace &Place) const {
  if (Place.Field)
    return fieldKey(Place.Field);
  const Value &Base = Values[Place.Base];
  if (Base.What == Value::AddressOfField)
    return fieldKey(llvm::cast<FieldDecl>(Base.decl()));
  if (Base.What == Value::Address)
    return "::" + Base.decl()->getNameAsString();
  // An element of an array in a field.
  if (Base.What == Value::Load && Base.Place)
    return fieldKey(llvm::cast<FieldDecl>(Base.decl()));
  return {};
}

/// True for a value that may be a counted object which was not made of thin air.
bool PathWalk::isObject(ValueId V) const {
  if (V < 0)
    return false;
  switch (Values[V].What) {
  case Value::Parameter:
  case Value::New:
  case Value::Lent:
  case Value::Result:
  case Value::Out:
  case Value::Load:
  case Value::Global:
    return true;
  default:
    return false;
  }
}

/// Who looks at an object believes that it is still there.
void PathWalk::use(ValueId V, PathState &State) {
  auto It = State.Values.find(V);
  if (It != State.Values.end())
    It->second.Last = LastCall();
}

ValueId PathWalk::addressOf(const Location &L) {
  if (L.What == Location::Variable)
    return value(Value::Address, L.Var);
  if (L.What != Location::Memory)
    return value(Value::Unknown, nullptr);
  if (!L.Place.Field)
    return L.Place.Base;
  // The base class of an object is the same object.
  if (L.Place.Field->getFieldIndex() == 0 &&
      L.Place.Field->getType()->isRecordType() &&
      !L.Place.Field->getParent()->isUnion())
    return L.Place.Base;
  return value(Value::AddressOfField, L.Place.Field, 0, L.Place.Base);
}

Location PathWalk::pointee(ValueId Pointer) {
  Location L;
  if (Pointer < 0)
    return L;
  const Value Info = Values[Pointer];
  if (Info.What == Value::Address) {
    L.What = Location::Variable;
    L.Var = dyn_cast<VarDecl>(Info.decl());
    return L;
  }
  if (Info.What == Value::Unknown || Info.What == Value::Constant ||
      Info.What == Value::Function)
    return L;
  L.What = Location::Memory;
  if (Info.What == Value::AddressOfField) {
    L.Place.Base = Info.Base;
    L.Place.Field = llvm::cast<FieldDecl>(Info.decl());
  } else {
    L.Place.Base = Pointer;
  }
  return L;
}

Location PathWalk::locate(const Expr *E, PathState &State) {
  E = E->IgnoreParens();
  Location L;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl())) {
      L.What = Location::Variable;
      L.Var = Var;
    }
    return L;
  }
  if (const auto *Member = dyn_cast<MemberExpr>(E)) {
    const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
    if (!Field)
      return L;
    // All members of a union are the same place.
    if (Field->getParent()->isUnion() && !Field->getParent()->field_empty())
      Field = *Field->getParent()->field_begin();
    ValueId Base;
    if (Member->isArrow()) {
      Base = evaluate(Member->getBase(), State);
      use(Base, State);
    } else {
      const Location Whole = locate(Member->getBase(), State);
      // A struct in a struct: the field alone tells where we are.
      Base = addressOf(Whole);
    }
    if (Base < 0 || Values[Base].What == Value::Unknown ||
        Values[Base].What == Value::Constant)
      return L;
    L.What = Location::Memory;
    L.Place = {Base, Field};
    return L;
  }
  if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
    if (Unary->getOpcode() == UO_Deref)
      return pointee(evaluate(Unary->getSubExpr(), State));
  }
  if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
    evaluate(Subscript->getIdx(), State);
    const ValueId Base = evaluate(Subscript->getBase(), State);
    L = pointee(Base);
    // Elements are not told apart, and an array of local ones is not looked at.
    if (L.What == Location::Variable)
      L.What = Location::Nowhere;
    return L;
  }
  return L;
}

ValueId PathWalk::load(const Location &From, const Expr *E, PathState &State) {
  if (From.What == Location::Variable) {
    auto It = State.Variables.find(From.Var);
    if (It != State.Variables.end())
      return It->second;
    if (!From.Var->hasLocalStorage())
      return value(Value::Global, From.Var);
    if (From.Var->getType()->isArrayType())
      return value(Value::Address, From.Var);
    return value(Value::Unknown, nullptr);
  }
  if (From.What == Location::Memory) {
    auto It = State.Memory.find(From.Place);
    if (It != State.Memory.end())
      return It->second;
    return value(Value::Load, From.Place.Field, 0, From.Place.Base);
  }
  return E->getType()->isAnyPointerType() ? value(Value::Lent, E)
                                          : value(Value::Unknown, nullptr);
}

void PathWalk::store(const Location &To, ValueId V, PathState &State,
                     const Expr *Where) {
  if (ResultUse *Use = useOfResult(V))
    Use->Kept |= To.What != Location::Variable || !To.Var->hasLocalStorage();
  if (To.What == Location::Nowhere) {
    if (isObject(V)) {
      State.Values[V].Given = true;
      use(V, State);
    }
    return;
  }
  if (To.What == Location::Variable) {
    if (To.Var->hasLocalStorage()) {
      if (V >= 0 && Values[V].What == Value::Unknown)
        State.Variables.erase(To.Var);
      else
        State.Variables[To.Var] = V;
      if (V >= 0 && Values[V].What == Value::New)
        if (const auto *Record = To.Var->getType()->isPointerType()
                                     ? To.Var->getType()
                                           ->getPointeeType()
                                           ->getAsRecordDecl()
                                     : nullptr)
          if (Record->getIdentifier())
            Context.Out.Counted.insert(Record->getNameAsString());
      return;
    }
  }
  // What was there, and is overwritten with NULL, has been taken out.
  const std::string Name =
      To.What == Location::Variable ? "::" + To.Var->getNameAsString()
                                    : nameOfPlace(To.Place);
  const ValueId Old = load(To, Where, State);
  const bool Local = To.What == Location::Memory &&
                     Values[To.Place.Base].What == Value::Address;
  const bool Slot = To.What == Location::Memory && !To.Place.Field &&
                    Values[To.Place.Base].What == Value::Parameter;
  if (To.What == Location::Memory)
    State.Memory[To.Place] = V;
  if (Local || Slot || Name.empty()) {
    // A slot of the caller's: what is stored there is handed out, which the end
    // of the path sees.
    return;
  }
  const bool Clears = V >= 0 && Values[V].What == Value::Constant;
  if (Clears && isObject(Old) &&
      (Values[Old].What == Value::Load || Values[Old].What == Value::Global))
    State.Values[Old].Taken = nameOf(Name);
  if (isObject(V)) {
    ValueState &Known = State.Values[V];
    Known.Stored = nameOf(Name);
    Known.Given = true;
    Known.Last = LastCall();
    if (Known.Refs > 0 || Values[V].What == Value::New)
      Context.Out.Fields[Name].GivenAt.insert(placeOf(Function));
  }
  if (V >= 0 && OwningContainers.count(V))
    Context.Out.Fields[Name].OwnsValues = true;
}

void PathWalk::initialise(const Location &To, const Expr *Init, QualType Type,
                          PathState &State) {
  const auto *List = dyn_cast<InitListExpr>(Init->IgnoreParens());
  if (!List) {
    store(To, evaluate(Init, State), State, Init);
    return;
  }
  if (const InitListExpr *Semantic = List->getSemanticForm())
    List = Semantic;
  const RecordDecl *Record = Type->getAsRecordDecl();
  if (!Record || Record->isUnion() || !Type->isRecordType())
    return;
  const ValueId Base = addressOf(To);
  unsigned I = 0;
  for (const FieldDecl *Field : Record->fields()) {
    if (I == List->getNumInits())
      break;
    const Expr *Value = List->getInit(I++);
    if (!Value || isa<ImplicitValueInitExpr>(Value) ||
        !Field->getType()->isAnyPointerType())
      continue;
    Location L;
    L.What = Location::Memory;
    L.Place = {Base, Field};
    store(L, evaluate(Value, State), State, Value);
  }
}

ValueId PathWalk::evaluate(const Expr *E, PathState &State) {
  E = E->IgnoreParens();
  const Expr *Key = E->IgnoreParenCasts();
  if (!State.Computed.empty()) {
    auto It = State.Computed.find(Key);
    if (It != State.Computed.end()) {
      const ValueId V = It->second;
      State.Computed.erase(It);
      return V;
    }
  }
  if (const auto *Cast = dyn_cast<CastExpr>(E)) {
    const Expr *Sub = Cast->getSubExpr();
    switch (Cast->getCastKind()) {
    case CK_LValueToRValue:
      return load(locate(Sub, State), E, State);
    case CK_ArrayToPointerDecay:
      return addressOf(locate(Sub, State));
    case CK_NullToPointer:
      return constant(0);
    default:
      return evaluate(Sub, State);
    }
  }
  if (const auto *Literal = dyn_cast<IntegerLiteral>(E))
    return constant(Literal->getValue().getActiveBits() > 62
                        ? 1
                        : Literal->getValue().getSExtValue());
  if (const auto *Literal = dyn_cast<CXXBoolLiteralExpr>(E))
    return constant(Literal->getValue());
  if (isa<StringLiteral, PredefinedExpr>(E))
    return value(Value::Unknown, nullptr);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    if (const auto *Enumerator = dyn_cast<EnumConstantDecl>(Ref->getDecl()))
      return constant(Enumerator->getInitVal().getExtValue());
    if (const auto *Named = dyn_cast<FunctionDecl>(Ref->getDecl()))
      return value(Value::Function, Named);
    return load(locate(E, State), E, State);
  }
  if (isa<MemberExpr, ArraySubscriptExpr>(E)) {
    const Location L = locate(E, State);
    return E->getType()->isRecordType() || E->getType()->isArrayType()
               ? addressOf(L)
               : load(L, E, State);
  }
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return call(Call, State);
  if (const auto *Unary = dyn_cast<UnaryOperator>(E))
    return evaluateUnary(Unary, State);
  if (const auto *Binary = dyn_cast<BinaryOperator>(E))
    return evaluateBinary(Binary, State);
  if (const auto *Choice = dyn_cast<AbstractConditionalOperator>(E)) {
    ValueId Result = -1;
    for (const Expr *Side : {Choice->getTrueExpr(), Choice->getFalseExpr()}) {
      auto It = State.Computed.find(Side->IgnoreParenCasts());
      if (It == State.Computed.end())
        continue;
      Result = It->second;
      State.Computed.erase(It);
    }
    return Result >= 0 ? Result : value(Value::Unknown, nullptr);
  }
  if (const auto *Opaque = dyn_cast<OpaqueValueExpr>(E))
    return Opaque->getSourceExpr() ? evaluate(Opaque->getSourceExpr(), State)
                                   : value(Value::Unknown, nullptr);
  if (const auto *Whole = dyn_cast<StmtExpr>(E)) {
    const CompoundStmt *Body = Whole->getSubStmt();
    const auto *Last =
        Body->body_empty() ? nullptr : dyn_cast<Expr>(Body->body_back());
    if (!Last)
      return value(Value::Unknown, nullptr);
    auto It = State.Computed.find(Last->IgnoreParenCasts());
    if (It == State.Computed.end())
      return value(Value::Unknown, nullptr);
    const ValueId V = It->second;
    State.Computed.erase(It);
    return V;
  }
  if (const auto *Chosen = dyn_cast<ChooseExpr>(E))
    return evaluate(Chosen->getChosenSubExpr(), State);
  if (const auto *Chosen = dyn_cast<GenericSelectionExpr>(E))
    return Chosen->getResultExpr() ? evaluate(Chosen->getResultExpr(), State)
                                   : value(Value::Unknown, nullptr);
  if (isa<UnaryExprOrTypeTraitExpr, InitListExpr, CompoundLiteralExpr>(E))
    return value(Value::Unknown, nullptr);
  for (const Stmt *Child : E->children())
    if (const auto *Sub = dyn_cast_or_null<Expr>(Child))
      evaluate(Sub, State);
  return value(Value::Unknown, nullptr);
}

ValueId PathWalk::evaluateUnary(const UnaryOperator *E, PathState &State) {
  const Expr *Sub = E->getSubExpr();
  switch (E->getOpcode()) {
  case UO_AddrOf:
    if (const auto *Ref = dyn_cast<DeclRefExpr>(Sub->IgnoreParens()))
      if (const auto *Named = dyn_cast<FunctionDecl>(Ref->getDecl()))
        return value(Value::Function, Named);
    return addressOf(locate(Sub, State));
  case UO_Deref: {
    const Location L = locate(E, State);
    return E->getType()->isRecordType() ? addressOf(L) : load(L, E, State);
  }
  case UO_Minus: {
    const ValueId V = evaluate(Sub, State);
    return Values[V].What == Value::Constant ? constant(-Values[V].Number)
                                             : value(Value::Unknown, nullptr);
  }
  case UO_Plus:
  case UO_Extension:
    return evaluate(Sub, State);
  case UO_PreInc:
  case UO_PreDec:
  case UO_PostInc:
  case UO_PostDec: {
    const Location L = locate(Sub, State);
    if (L.What == Location::Variable)
      State.Variables.erase(L.Var);
    return value(Value::Unknown, nullptr);
  }
  default:
    evaluate(Sub, State);
    return value(Value::Unknown, nullptr);
  }
}

ValueId PathWalk::evaluateBinary(const BinaryOperator *E, PathState &State) {
  if (E->getOpcode() == BO_Assign) {
    const ValueId V = evaluate(E->getRHS(), State);
    const Location L = locate(E->getLHS(), State);
    if (E->getType()->isAnyPointerType() ||
        (L.What == Location::Variable &&
         E->getType()->isIntegralOrEnumerationType()))
      store(L, V, State, E);
    return V;
  }
  if (E->isCompoundAssignmentOp()) {
    evaluate(E->getRHS(), State);
    const Location L = locate(E->getLHS(), State);
    if (L.What == Location::Variable)
      State.Variables.erase(L.Var);
    return value(Value::Unknown, nullptr);
  }
  // The graph has branched on the sides already.
  if (E->isLogicalOp())
    return value(Value::Unknown, nullptr);
  const ValueId Left = evaluate(E->getLHS(), State);
  const ValueId Right = evaluate(E->getRHS(), State);
  if (E->getOpcode() == BO_Comma)
    return Right;
  // `p + 1` still points to where p came from.
  if (E->isAdditiveOp() && E->getType()->isAnyPointerType())
    return E->getLHS()->getType()->isAnyPointerType() ? Left : Right;
  return value(Value::Unknown, nullptr);
}

Condition PathWalk::conditionOf(const Expr *E, PathState &State) {
  E = E->IgnoreParenImpCasts();
  Condition C;
  if (const auto *Unary = dyn_cast<UnaryOperator>(E))
    if (Unary->getOpcode() == UO_LNot) {
      C = conditionOf(Unary->getSubExpr(), State);
      std::swap(C.IfTrue, C.IfFalse);
      return C;
    }
  if (const auto *Call = dyn_cast<CallExpr>(E))
    if (const FunctionDecl *Callee = Call->getDirectCallee())
      if (Callee->getIdentifier() && Call->getNumArgs() == 2 &&
          Callee->getName() == "__builtin_expect" &&
          !State.Computed.count(Call))
        return conditionOf(Call->getArg(0), State);
  const auto *Binary = dyn_cast<BinaryOperator>(E);
  if (!Binary || !Binary->isComparisonOp()) {
    if (Binary && Binary->isLogicalOp())
      return C;
    C.What = evaluate(E, State);
    C.IfTrue = NonZero;
    C.IfFalse = Zero;
    return C;
  }
  ValueId Left = evaluate(Binary->getLHS(), State);
  ValueId Right = evaluate(Binary->getRHS(), State);
  BinaryOperatorKind Op = Binary->getOpcode();
  if (Values[Left].What == Value::Constant &&
      Values[Right].What != Value::Constant) {
    std::swap(Left, Right);
    Op = BinaryOperator::reverseComparisonOp(Op);
  }
  if (Values[Right].What != Value::Constant)
    return C;
  const long long N = Values[Right].Number;
  const unsigned SignOfN = N < 0 ? Negative : N > 0 ? Positive : Zero;
  C.What = Left;
  switch (Op) {
  case BO_EQ:
    C.IfTrue = SignOfN;
    C.IfFalse = N == 0 ? NonZero : AnySign;
    // A function that fails does so with -1.
    if (N == -1)
      C.IfFalse = Zero | Positive;
    if (Values[Left].What == Value::Constant)
      C.IfFalse = Values[Left].Number == N ? NoSign : AnySign;
    break;
  case BO_NE:
    C.IfFalse = SignOfN;
    C.IfTrue = N == 0 ? NonZero : AnySign;
    if (N == -1)
      C.IfTrue = Zero | Positive;
    if (Values[Left].What == Value::Constant)
      C.IfTrue = Values[Left].Number == N ? NoSign : AnySign;
    break;
  case BO_LT:
    C.IfTrue = N <= 0 ? Negative : AnySign;
    C.IfFalse = N == 0 ? Zero | Positive : N > 0 ? Positive : AnySign;
    if (N == 1)
      C.IfTrue = Negative | Zero;
    break;
  case BO_GE:
    C.IfFalse = N <= 0 ? Negative : AnySign;
    C.IfTrue = N == 0 ? Zero | Positive : N > 0 ? Positive : AnySign;
    if (N == 1)
      C.IfFalse = Negative | Zero;
    break;
  case BO_GT:
    C.IfTrue = N >= 0 ? Positive : N == -1 ? Zero | Positive : AnySign;
    C.IfFalse = N == 0 ? Negative | Zero : N == -1 ? Negative : AnySign;
    break;
  case BO_LE:
    C.IfFalse = N >= 0 ? Positive : N == -1 ? Zero | Positive : AnySign;
    C.IfTrue = N == 0 ? Negative | Zero : N == -1 ? Negative : AnySign;
    break;
  default:
    break;
  }
  return C;
}

} // namespace virref
