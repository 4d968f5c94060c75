//===- PathCall.cpp - What a call does to the references of a path --------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "inference/PathWalk.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"

using namespace clang;
using llvm::dyn_cast;
using llvm::dyn_cast_or_null;
using llvm::isa;

namespace virref {

void PathWalk::noteCounted(const Expr *Arg) {
  if (!Arg)
    return;
  const std::string Word = typeWord(Arg->IgnoreParenCasts()->getType());
  if (namesStruct(Word))
    Context.Out.Counted.insert(Word);
}

bool PathWalk::ownsValues(ValueId Container) const {
  if (Container < 0)
    return false;
  const Value &Info = Values[Container];
  if ((Info.What == Value::Load || Info.What == Value::Global) && Info.Place)
    return Context.P.ownsValues(Info.decl());
  return OwningContainers.count(Container);
}

PathWalk::Answer PathWalk::releases(const Expr *Callback) {
  if (!Callback || Context.P.namesReleaser(Callback))
    return Callback ? Answer::Yes : Answer::No;
  const FunctionDecl *Named = namedFunction(Callback);
  if (!Named)
    return Callback->isNullPointerConstant(Ctx,
                                           Expr::NPC_ValueDependentIsNotNull)
               ? Answer::No
               : Answer::Unknown;
  if (Context.P.contractOf(Named))
    return Answer::No;
  const Contract *Says = Context.Shown(Named);
  return !Says                                 ? Answer::Unknown
         : Says->has(0, ParamEffect::Consumed) ? Answer::Yes
                                               : Answer::No;
}

/// Of plain memory nobody wants to hear.
void PathWalk::noteResult(ValueId V, const std::string &Callee) {
  if (!Callee.empty() && namesStruct(typeWord(Values[V].site()->getType())))
    ResultUses[V] = &Context.Out.Results[Callee][Key];
}

ResultUse *PathWalk::useOfResult(ValueId V) const {
  auto It = ResultUses.find(V);
  return It == ResultUses.end() ? nullptr : It->second;
}

void PathWalk::change(ValueId V, int By, PathState &State, const Expr *Where,
                      const Expr *Arg) {
  if (!isObject(V))
    return;
  if (ResultUse *Use = useOfResult(V))
    (By < 0 ? Use->Released : Use->Acquired) = true;
  ValueState &Known = State.Values[V];
  Known.Last = LastCall();
  Known.Refs = std::max(-3, std::min(3, Known.Refs + By));
  const Value &Info = Values[V];
  if (By < 0 && Known.Refs < 0 &&
      (Info.What == Value::Load || Info.What == Value::Global)) {
    const std::string Name =
        Info.What == Value::Global
            ? "::" + Info.decl()->getNameAsString()
            : nameOfPlace({Info.Base, static_cast<const FieldDecl *>(Info.Place)});
    if (!Name.empty() && Where)
      Context.Out.Fields[Name].ReleasedAt.insert(
          placeOf(Function));
  }
  noteCounted(Arg);
}

void PathWalk::cleanUp(const VarDecl *Var, PathState &State) {
  const auto *Attr = Var->getAttr<CleanupAttr>();
  auto Held = State.Variables.find(Var);
  if (!Attr || Held == State.Variables.end())
    return;
  const FunctionDecl *Cleanup = Attr->getFunctionDecl();
  bool Releases = Context.P.isPointeeRelease(Cleanup);
  if (!Releases)
    if (const Contract *Says = Context.Shown(Cleanup))
      Releases = Says->has(0, ParamEffect::ConsumedAndCleared) ||
                 Says->has(0, ParamEffect::ReleasesPointee);
  if (Releases) {
    change(Held->second, -1, State, nullptr);
    const std::string Word = typeWord(Var->getType());
    if (namesStruct(Word))
      Context.Out.Counted.insert(Word);
  }
  State.Variables.erase(Var);
}

/// What came from the last trip of a loop has another meaning now.
static void renew(ValueId V, const std::vector<Value> &Values,
                  PathState &State) {
  State.Values.erase(V);
  for (auto It = State.Values.begin(); It != State.Values.end();)
    It = Values[It->first].Base == V ? State.Values.erase(It) : std::next(It);
  for (auto It = State.Memory.begin(); It != State.Memory.end();)
    It = It->first.Base == V ? State.Memory.erase(It) : std::next(It);
}

/// The signs that a number can have of which \p When is true, or false.
static unsigned signsWhere(const ResultCondition &When, bool IsTrue) {
  unsigned Signs = 0;
  for (const long long Number :
       {-2ll, -1ll, 0ll, 1ll, 2ll, When.Value - 1, When.Value, When.Value + 1}) {
    if (When.holdsFor(Number) == IsTrue)
      Signs |= Number < 0 ? Negative : Number > 0 ? Positive : Zero;
  }
  return Signs;
}

static unsigned successSigns(QualType Type) {
  if (isYesOrNo(Type))
    return NonZero;
  return Type->isVoidType() ? unsigned(AnySign) : unsigned(Zero | Positive);
}

/// True for `g_malloc()`: rather than to return NULL it ends the program.
static bool neverFails(const FunctionDecl *Callee) {
  if (Callee->hasAttr<ReturnsNonNullAttr>())
    return true;
  const IdentifierInfo *II = Callee->getIdentifier();
  return II && isAllocator(Callee) &&
         (II->getName().substr(0, 8) == "g_malloc" ||
          II->getName().substr(0, 8) == "g_slice_" ||
          II->getName().substr(0, 9) == "g_realloc");
}

ValueId PathWalk::call(const CallExpr *Call, PathState &State) {
  const FunctionDecl *Callee = calleeOf(Call);
  const FieldDecl *Through = nullptr;
  if (!Callee) {
    const Expr *E = Call->getCallee()->IgnoreParenCasts();
    while (const auto *Unary = dyn_cast<UnaryOperator>(E))
      E = Unary->getSubExpr()->IgnoreParenCasts();
    const ValueId Target = evaluate(Call->getCallee(), State);
    if (Target >= 0 && Values[Target].What == Value::Function)
      Callee = dyn_cast<FunctionDecl>(Values[Target].decl());
    else if (const auto *Member = dyn_cast<MemberExpr>(E))
      Through = dyn_cast<FieldDecl>(Member->getMemberDecl());
  }
  std::vector<ValueId> Args;
  for (const Expr *Arg : Call->arguments())
    Args.push_back(evaluate(Arg, State));
  if (Callee && Callee->getIdentifier() && !Args.empty() &&
      Callee->getName() == "__builtin_expect")
    return Args[0];
  if (Callee && Args.size() == 1 && Context.Steals(Callee)) {
    const Location From = pointee(Args[0]);
    const ValueId V = load(From, Call, State);
    store(From, constant(0), State, Call);
    return V;
  }
  std::string Name;
  if (Callee)
    Name = functionKey(Callee);
  else if (Through)
    Name = callFieldKey(Through);

  const Contract *Says = Callee ? Context.P.contractOf(Callee) : nullptr;
  if (!Says && Callee)
    Says = Context.Shown(Callee);
  if (Says)
    return applyContract(Call, *Says, Call->getType(), Name, Args, Call, State);

  ValueId Result = value(Value::Result, Call);
  renew(Result, Values, State);
  bool Owns = false;
  for (const Expr *Arg : Call->arguments())
    Owns |= Context.P.namesReleaser(Arg);
  if (Owns && Call->getType()->isPointerType())
    OwningContainers.insert(Result);
  if (!Name.empty())
    Callees[Result] = nameOf(Name);
  noteResult(Result, Name);
  if (Callee && neverFails(Callee))
    constrain(State, Result, NonZero);
  for (unsigned I = 0; I != Args.size(); ++I)
    applyUnknown(Name.empty() ? -1 : nameOf(Name), I,
                 !Callee || I < Callee->getNumParams(), Args[I], Result, Call,
                 State);
  return Call->getType()->isVoidType() ? value(Value::Unknown, nullptr)
                                       : Result;
}

/// \p Named: not one of the arguments of a `...`, which are for printing.
void PathWalk::applyUnknown(int Callee, unsigned Index, bool Named, ValueId Arg,
                            ValueId Result, const Expr *Site,
                            PathState &State) {
  if (Arg < 0)
    return;
  auto Touch = [&](ValueId V, bool Address) {
    if (ResultUse *Use = useOfResult(V)) {
      if (Callee >= 0)
        Use->Passed.insert({Address ? Term::AddressTo : Term::PassedTo,
                            Names[Callee], Index, AnySign});
      else
        Use->Kept = true;
    }
    ValueState &Known = State.Values[V];
    Known.Last = {Callee, Index, Address, Result};
    Known.Given |= Named && !Address;
  };
  const Value Info = Values[Arg];
  Location Slot;
  bool IsPointer = false;
  if (Info.What == Value::Address) {
    const auto *Var = llvm::cast<VarDecl>(Info.decl());
    if (!Var->getType()->isAnyPointerType()) {
      State.Variables.erase(Var);
      for (auto It = State.Memory.begin(); It != State.Memory.end();)
        It = It->first.Base == Arg ? State.Memory.erase(It) : std::next(It);
      return;
    }
    IsPointer = Var->hasLocalStorage();
    Slot.What = Location::Variable;
    Slot.Var = Var;
  } else if (Info.What == Value::AddressOfField) {
    Slot = pointee(Arg);
    IsPointer = Slot.Place.Field->getType()->isAnyPointerType();
  } else if (isObject(Arg)) {
    Touch(Arg, false);
    if (Info.What != Value::Parameter || Fact->Params[Info.Number].empty() ||
        Fact->Params[Info.Number][0] != '*')
      return;
    Slot = pointee(Arg);
    IsPointer = true;
  }
  if (!IsPointer || Callee < 0)
    return;
  const ValueId Old = load(Slot, Site, State);
  const bool Holds = isObject(Old) && signsOf(State, Old) != Zero;
  const Value OldInfo = Values[Old];
  if (Holds) {
    Touch(Old, true);
    if (OldInfo.What == Value::Load && OldInfo.Place &&
        Info.What == Value::AddressOfField)
      Context.Out.Fields[nameOfPlace(Slot.Place)].MayRelease.insert(
          {{Term::AddressTo, Names[Callee], Index, AnySign},
           placeOf(Function)});
    // What the caller's slot has come to hold is another question.
    if (Info.What != Value::Parameter)
      return;
  }
  const ValueId New = value(Value::Out, Site, Index);
  renew(New, Values, State);
  Callees[New] = Callee;
  if (Slot.What == Location::Variable)
    State.Variables[Slot.Var] = New;
  else
    State.Memory[Slot.Place] = New;
}

ValueId PathWalk::applyContract(const Expr *Site, const Contract &Says,
                                QualType Type, const std::string &Callee,
                                const std::vector<ValueId> &Args,
                                const CallExpr *Call, PathState &State) {
  auto Arg = [&](unsigned I) { return I < Args.size() ? Args[I] : -1; };
  auto ArgExpr = [&](unsigned I) -> const Expr * {
    return I < Call->getNumArgs() ? Call->getArg(I) : nullptr;
  };
  ValueId Result;
  switch (Says.Result) {
  case ResultEffect::Owned:
    Result = value(Value::New, Site);
    renew(Result, Values, State);
    break;
  case ResultEffect::Same:
    Result = Arg(Says.ResultIndex);
    if (Result < 0)
      Result = value(Value::Unknown, nullptr);
    break;
  case ResultEffect::HandedOverBy:
    Result = value(ownsValues(Arg(Says.ResultIndex)) ? Value::New : Value::Lent,
                   Site);
    renew(Result, Values, State);
    if (Values[Result].What == Value::Lent && Arg(Says.ResultIndex) >= 0) {
      const Value &Container = Values[Arg(Says.ResultIndex)];
      if (Container.What == Value::Load && Container.Place)
        State.Values[Result].Removed = nameOf(
            fieldKey(llvm::cast<FieldDecl>(Container.decl())));
    }
    break;
  case ResultEffect::Floating:
    // Whoever gets it takes it over, or not: it depends on who that is.
    Result = value(Value::Unknown, nullptr);
    break;
  case ResultEffect::None:
    Result = value(Value::Result, Site);
    renew(Result, Values, State);
    if (!Callee.empty())
      Callees[Result] = nameOf(Callee);
    noteResult(Result, Callee);
    break;
  default:
    Result = value(Value::Lent, Site);
    renew(Result, Values, State);
    if (Says.Source == ContractSource::Inferred)
      noteResult(Result, Callee);
    break;
  }
  for (unsigned I = 0; I != Args.size(); ++I)
    use(Args[I], State);

  auto SetSlot = [&](ValueId Pointer, ValueId V, PathState &In) {
    const Location Slot = pointee(Pointer);
    if (Slot.What == Location::Variable) {
      if (Slot.Var->hasLocalStorage())
        In.Variables[Slot.Var] = V;
    } else if (Slot.What == Location::Memory) {
      In.Memory[Slot.Place] = V;
    }
  };
  auto NewOut = [&](unsigned I, Value::Kind What, PathState &In) {
    const ValueId V = value(What, Site, I + 1);
    renew(V, Values, In);
    SetSlot(Arg(I), V, In);
  };
  auto Apply = [&](const ParamContract &P, PathState &In) {
    const ValueId V = Arg(P.Index);
    switch (P.Effect) {
    case ParamEffect::Consumed:
    case ParamEffect::ConsumedOnSuccess:
    case ParamEffect::ConsumedOnFailure:
      change(V, -1, In, Site, ArgExpr(P.Index));
      break;
    case ParamEffect::HandedTo:
      change(V, -1, In, Site, ArgExpr(P.Index));
      if (isObject(V))
        In.Values[V].Kept = true;
      break;
    // What comes from a caller does not float, for all that is known.
    case ParamEffect::Sinks:
    case ParamEffect::Acquires:
    case ParamEffect::AcquiresOnSuccess:
      change(V, +1, In, Site, ArgExpr(P.Index));
      break;
    case ParamEffect::ConsumedIfFloating:
    case ParamEffect::Retained:
    case ParamEffect::RetainedOnSuccess:
      if (isObject(V))
        In.Values[V].Kept = true;
      break;
    case ParamEffect::OutOwned:
    case ParamEffect::OutOwnedOnSuccess:
      NewOut(P.Index, Value::New, In);
      break;
    case ParamEffect::OutBorrowed:
      NewOut(P.Index, Value::Lent, In);
      break;
    case ParamEffect::ReleasesPointee:
    case ParamEffect::ConsumedAndCleared: {
      const Location Slot = pointee(V);
      if (Slot.What == Location::Nowhere)
        break;
      change(load(Slot, Site, In), -1, In, Site);
      if (P.Effect == ParamEffect::ConsumedAndCleared)
        SetSlot(V, constant(0), In);
      break;
    }
    case ParamEffect::ValueOf: {
      const ValueId Container = Arg(P.Other);
      if (!isObject(V) || Container < 0)
        break;
      if (ownsValues(Container)) {
        change(V, -1, In, Site);
        In.Values[V].Kept = true;
      } else if (Values[Container].What == Value::Load &&
                 Values[Container].Place) {
        In.Values[V].Inside = nameOf(
            fieldKey(llvm::cast<FieldDecl>(Values[Container].decl())));
        In.Values[V].Given = true;
      }
      break;
    }
    case ParamEffect::Destroys:
      switch (releases(ArgExpr(P.Index))) {
      case Answer::Yes:
        change(Arg(P.Other), -1, In, Site, ArgExpr(P.Other));
        if (isObject(Arg(P.Other)))
          In.Values[Arg(P.Other)].Kept = true;
        break;
      case Answer::Unknown:
        applyUnknown(Callee.empty() ? -1 : nameOf(Callee), P.Other,
                     /*Named=*/true, Arg(P.Other), Result, Site, In);
        break;
      case Answer::No:
        break;
      }
      break;
    case ParamEffect::FreesValues:
      if (const Expr *Function = ArgExpr(P.Index))
        if (Context.P.namesReleaser(Function))
          OwningContainers.insert(Result);
      break;
    default:
      break;
    }
  };
  bool Depends = false;
  for (const ParamContract &P : Says.Params) {
    Depends |= (dependsOnResult(P.Effect) || P.Effect == ParamEffect::ValueOf ||
                P.Effect == ParamEffect::Destroys) &&
               P.Effect != ParamEffect::GoneIfFalse;
  }
  // Who does not look at the result takes it for a success.
  Depends &= !Type->isVoidType() && !Unused.count(Call);
  if (!Depends) {
    for (const ParamContract &P : Says.Params)
      Apply(P, State);
    return Type->isVoidType() ? value(Value::Unknown, nullptr) : Result;
  }
  PathState Failed = State;
  const unsigned Success =
      Says.Success ? signsWhere(*Says.Success, true) : successSigns(Type);
  const unsigned Failure = Says.Success ? signsWhere(*Says.Success, false)
                                        : AnySign & ~successSigns(Type);
  for (const ParamContract &P : Says.Params) {
    if (P.Effect != ParamEffect::ConsumedOnFailure)
      Apply(P, State);
    if (P.Effect == ParamEffect::ConsumedOnFailure ||
        (!dependsOnResult(P.Effect) && P.Effect != ParamEffect::ValueOf &&
         P.Effect != ParamEffect::Destroys))
      Apply(P, Failed);
  }
  const bool CanSucceed = constrain(State, Result, Success);
  if (!constrain(Failed, Result, Failure))
    return Result;
  if (CanSucceed)
    Split.push_back(std::move(Failed));
  else
    State = std::move(Failed);
  return Result;
}

} // namespace virref
