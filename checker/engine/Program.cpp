//===- Program.cpp - What is known about one translation unit -------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/Program.h"
#include "model/Annotations.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;
using llvm::dyn_cast;
using llvm::isa;

namespace virref {

const FunctionDecl *definitionOf(const FunctionDecl *Function) {
  const FunctionDecl *Definition = nullptr;
  return Function && Function->hasBody(Definition) ? Definition : nullptr;
}

static void addDefined(const DeclContext *Context, const SourceManager &SM,
                       std::vector<const FunctionDecl *> &Out) {
  for (const Decl *D : Context->decls()) {
    if (const auto *Function = dyn_cast<FunctionDecl>(D)) {
      if (Function->isThisDeclarationADefinition() &&
          !Function->isDependentContext() &&
          !SM.isInSystemHeader(SM.getExpansionLoc(Function->getLocation())))
        Out.push_back(Function);
    } else if (isa<NamespaceDecl, LinkageSpecDecl, CXXRecordDecl>(D)) {
      addDefined(llvm::cast<DeclContext>(D), SM, Out);
    }
  }
}

std::vector<const FunctionDecl *> definedFunctions(ASTContext &Ctx) {
  std::vector<const FunctionDecl *> Result;
  addDefined(Ctx.getTranslationUnitDecl(), Ctx.getSourceManager(), Result);
  return Result;
}

std::vector<const FunctionDecl *>
reachableFunctions(Program &P, llvm::ArrayRef<const FunctionDecl *> Functions) {
  const SourceManager &SM = P.context().getSourceManager();
  llvm::DenseSet<const FunctionDecl *> Reached;
  llvm::SmallVector<const FunctionDecl *, 64> Open;
  auto Reach = [&](const FunctionDecl *Function) {
    if (Reached.insert(Function->getCanonicalDecl()).second)
      Open.push_back(Function);
  };
  for (const FunctionDecl *Function : Functions)
    if (!Function->isInlined() ||
        SM.isInMainFile(SM.getExpansionLoc(Function->getLocation())))
      Reach(Function);
  while (!Open.empty())
    for (const FunctionDecl *Callee : P.factsOf(Open.pop_back_val()).Mentioned)
      Reach(Callee);
  std::vector<const FunctionDecl *> Result;
  for (const FunctionDecl *Function : Functions)
    if (Reached.count(Function->getCanonicalDecl()))
      Result.push_back(Function);
  return Result;
}

bool FunctionEffects::any() const {
  if (ReturnsOwned)
    return true;
  for (const ParamEffects &P : Params)
    if (P.Released || P.Acquired || P.Stored || P.PointeeReleased)
      return true;
  return false;
}

//===----------------------------------------------------------------------===//
// Facts
//===----------------------------------------------------------------------===//

const FunctionFacts &Program::factsOf(const FunctionDecl *Function) {
  std::unique_ptr<FunctionFacts> &Entry = Facts[Function->getCanonicalDecl()];
  if (!Entry) {
    Entry = std::make_unique<FunctionFacts>();
    if (const FunctionDecl *Definition = definitionOf(Function))
      collectFacts(Definition, *Entry);
  }
  return *Entry;
}

FunctionEffects &Program::effectsOf(const FunctionDecl *Function) {
  std::unique_ptr<FunctionEffects> &Entry =
      Effects[Function->getCanonicalDecl()];
  if (!Entry) {
    Entry = std::make_unique<FunctionEffects>();
    Entry->Params.resize(Function->getNumParams());
  }
  return *Entry;
}

const Contract *Program::contractOf(const FunctionDecl *Function) {
  if (!Function)
    return nullptr;
  if (const FieldDecl *Field = FieldsOfStandIns.lookup(Function))
    return Contracts.contractOf(Field);
  const Contract *Declared = Contracts.contractOf(Function);
  return Declared ? Declared : castContract(Function);
}

const Expr *Program::behindCasts(const Expr *E) {
  for (;;) {
    E = E->IgnoreParenCasts();
    const auto *Call = dyn_cast<CallExpr>(E);
    const Contract *Cast =
        Call ? contractOf(virref::calleeOf(Call)) : nullptr;
    if (!Cast || Cast->Result != ResultEffect::Same || !Cast->Params.empty() ||
        Cast->ResultIndex >= Call->getNumArgs())
      return E;
    E = Call->getArg(Cast->ResultIndex);
  }
}

const Contract *Program::castContract(const FunctionDecl *Function) {
  // What g_object_new() returns floats, perhaps. Behind the cast to a class it is
  // an object like any other: not what floats, but what the cast returns.
  if (MakesFloating || Function->getNumParams() == 0 ||
      !Function->getReturnType()->isPointerType())
    return nullptr;
  const FunctionDecl *Body = definitionOf(Function);
  if (!Body)
    return nullptr;
  auto [It, IsNew] = Casts.try_emplace(Body); // none while in a cycle
  if (!IsNew)
    return It->second.get();
  const auto *Block = dyn_cast<CompoundStmt>(Body->getBody());
  const auto *Return = Block && Block->size() == 1
                           ? dyn_cast<ReturnStmt>(Block->body_front())
                           : nullptr;
  const Expr *Value = Return ? Return->getRetValue() : nullptr;
  const auto *Ref =
      dyn_cast_or_null<DeclRefExpr>(Value ? behindCasts(Value) : nullptr);
  const auto *Param = Ref ? dyn_cast<ParmVarDecl>(Ref->getDecl()) : nullptr;
  if (!Param)
    return nullptr;
  auto Same = std::make_unique<Contract>();
  Same->Source = ContractSource::Builtin;
  Same->Result = ResultEffect::Same;
  Same->ResultIndex = Param->getFunctionScopeIndex();
  return (Casts[Body] = std::move(Same)).get();
}

const FunctionDecl *Program::calleeOf(const CallExpr *Call) {
  if (const FunctionDecl *Known = virref::calleeOf(Call))
    return Known;
  const auto *Member =
      dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParenCasts());
  const auto *Field =
      Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
  return Field ? standInFor(Field) : nullptr;
}

const FunctionDecl *Program::standInFor(const FieldDecl *Field) {
  auto [It, IsNew] = StandIns.try_emplace(Field, nullptr);
  const Contract *Says = IsNew ? Contracts.contractOf(Field) : nullptr;
  // What all tables in sight have in common is no promise: the function that
  // ends what this one begins is tested for beside it, as if on its own.
  if (!Says || Says->Source == ContractSource::Inferred)
    return It->second;
  const QualType Type = Field->getType()->getPointeeType();
  const auto *Prototype =
      Type.isNull() ? nullptr : Type->getAs<FunctionProtoType>();
  if (!Prototype)
    return nullptr;
  // A declaration that nobody can see: it is in no scope.
  const SourceLocation Loc = Field->getLocation();
  DeclContext *Where = Ctx.getTranslationUnitDecl();
  auto *Function = FunctionDecl::Create(
      Ctx, Where, Loc, Loc, Field->getDeclName(), Type,
      Ctx.getTrivialTypeSourceInfo(Type, Loc), SC_Extern);
  llvm::SmallVector<ParmVarDecl *, 4> Params;
  for (QualType Param : Prototype->param_types())
    Params.push_back(ParmVarDecl::Create(Ctx, Function, Loc, Loc, nullptr, Param,
                                         nullptr, SC_None, nullptr));
  Function->setParams(Params);
  FieldsOfStandIns[Function] = Field;
  return StandIns[Field] = Function;
}

/// True if the result of a call is a reference that the caller owns, by the
/// contract of the callee.
bool Program::givesReference(const CallExpr *Call) {
  const Contract *C = contractOf(calleeOf(Call));
  return C && (C->Result == ResultEffect::Owned ||
               C->Result == ResultEffect::Floating ||
               (C->Result == ResultEffect::Same &&
                C->has(C->ResultIndex, ParamEffect::Acquires)));
}

void Program::learn(llvm::ArrayRef<const FunctionDecl *> Functions) {
  for (const FunctionDecl *Function : Functions) {
    const FunctionFacts &F = factsOf(Function);
    for (const CallExpr *Call : F.Calls) {
      const FunctionDecl *Callee = calleeOf(Call);
      if (const Contract *C = contractOf(Callee))
        MakesFloating |= C->Result == ResultEffect::Floating;
      if (!Callee)
        continue;
      if (Callee->hasBody())
        CalledInFile.insert(Callee->getCanonicalDecl());
      if (const Contract *C = contractOf(Callee))
        for (const ParamContract &P : C->Params)
          if (P.Effect == ParamEffect::Disposer &&
              P.Index < Call->getNumArgs())
            if (const FunctionDecl *D = namedFunction(Call->getArg(P.Index)))
              Disposers.insert(D->getCanonicalDecl());
    }
    for (const Assignment &A : F.Assignments) {
      const auto *Call =
          A.Value ? dyn_cast<CallExpr>(A.Value->IgnoreParenCasts()) : nullptr;
      if (!Call || !Call->getType()->isPointerType())
        continue;
      if (const auto *Member = dyn_cast_or_null<MemberExpr>(
              A.Target ? A.Target->IgnoreParens() : nullptr))
        if (const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl()))
          if (givesReference(Call))
            GivenFields.insert(Field);
      if (!makesOwningContainer(Call))
        continue;
      EntityList Holders;
      entitiesOf(A.Target, Holders);
      OwningContainers.insert(Holders.begin(), Holders.end());
      if (A.Variable)
        OwningContainers.insert(A.Variable);
    }
  }
  for (const FunctionDecl *Function : Functions)
    learnFields(Function);
  Types.learn(*this, Functions);
  Believed.learn(*this, Functions);
  GivenAway.learn(*this, Functions);
}

bool Program::givesByUse(const CallExpr *Call) {
  const FunctionDecl *Callee = calleeOf(Call);
  return Callee && Believed.gives(Callee) && !contractOf(Callee);
}

/// A function that releases `p->field` and frees `p`, or that is called when an
/// object is disposed of, shows what the struct owns.
void Program::learnFields(const FunctionDecl *Function) {
  const FunctionFacts &F = factsOf(Function);
  auto BaseOf = [](const MemberExpr *Member) -> const ValueDecl * {
    const auto *Ref =
        dyn_cast<DeclRefExpr>(Member->getBase()->IgnoreParenCasts());
    return Member->isArrow() && Ref ? Ref->getDecl() : nullptr;
  };
  llvm::SmallPtrSet<const ValueDecl *, 4> Freed;
  for (const CallExpr *Call : F.Calls)
    if (isDeallocator(calleeOf(Call)))
      if (const auto *Ref =
              dyn_cast<DeclRefExpr>(Call->getArg(0)->IgnoreParenCasts()))
        Freed.insert(Ref->getDecl());
  if (Freed.empty() && !isDisposer(Function))
    return;
  for (const CallExpr *Call : F.Calls) {
    const FunctionDecl *Callee = calleeOf(Call);
    if (!Callee || Call->getNumArgs() != 1)
      continue;
    const Expr *Arg = Call->getArg(0)->IgnoreParenCasts();
    const auto *Address = dyn_cast<UnaryOperator>(Arg);
    const bool Pointee = Address && Address->getOpcode() == UO_AddrOf;
    const Expr *Place =
        Pointee ? Address->getSubExpr()->IgnoreParenCasts() : Arg;
    const auto *Element = dyn_cast<ArraySubscriptExpr>(Place);
    const auto *Member = dyn_cast<MemberExpr>(
        Element ? Element->getBase()->IgnoreParenCasts() : Place);
    const auto *Field =
        Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
    if (Field && (isDisposer(Function) || Freed.count(BaseOf(Member))) &&
        (Pointee ? isPointeeRelease(Callee) : isReleaseWrapper(Callee, 0)))
      (Element ? OwningArrays : OwningFields).insert(Field);
  }
}

FieldEffect Program::declaredOwnership(const FieldDecl *Field) const {
  return Contracts.ownershipOf(Field);
}

bool Program::setsOwningField(const Assignment &A) const {
  if (!A.Target || !A.Value || !A.Plain)
    return false;
  const auto *Member = dyn_cast<MemberExpr>(A.Target->IgnoreParens());
  const auto *Field =
      Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
  return Field && isOwningField(Field);
}

const ParmVarDecl *Program::storedInOwningField(const Assignment &A) const {
  if (!setsOwningField(A))
    return nullptr;
  const auto *Ref = dyn_cast<DeclRefExpr>(A.Value->IgnoreParenCasts());
  return Ref ? dyn_cast<ParmVarDecl>(Ref->getDecl()) : nullptr;
}

//===----------------------------------------------------------------------===//
// Questions about functions
//===----------------------------------------------------------------------===//

/// The argument that is parameter \p Index itself, or `*parameter`.
static bool isParameter(const Expr *E, const FunctionDecl *Function,
                        unsigned Index, bool Pointee) {
  E = E->IgnoreParenCasts();
  if (Pointee) {
    const auto *Deref = dyn_cast<UnaryOperator>(E);
    return Deref && Deref->getOpcode() == UO_Deref &&
           isParameter(Deref->getSubExpr(), Function, Index, false);
  }
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  return Ref && Ref->getDecl() == Function->getParamDecl(Index);
}

static bool isRelease(const Contract &C, unsigned Index, ParamEffect Effect) {
  if (C.Result != ResultEffect::None || !C.has(Index, Effect))
    return false;
  for (const ParamContract &P : C.Params)
    if (P.Index != Index || (P.Effect != Effect &&
                             P.Effect != ParamEffect::GoneIfFalse))
      return false;
  return true;
}

/// True if the body does nothing but release `parameter` (or `*parameter`),
/// perhaps after asking whether it is NULL.
static bool onlyReleases(Program &P, const FunctionDecl *Function,
                         unsigned Index, bool Pointee, unsigned Depth) {
  if (Depth > 3)
    return false;
  const FunctionDecl *Body = definitionOf(Function);
  if (!Body)
    return false;
  const FunctionFacts &F = P.factsOf(Body);
  if (F.Calls.empty() || F.Calls.size() > 2 || !F.Assignments.empty() ||
      !F.CleanupVars.empty() || !Body->getReturnType()->isVoidType())
    return false;
  bool Looks = false;
  walk(Body->getBody(), [&](const Stmt *S) {
    Looks |= isa<MemberExpr, ArraySubscriptExpr>(S);
    return !Looks;
  });
  if (Looks)
    return false;
  unsigned Releases = 0;
  for (const CallExpr *Call : F.Calls) {
    const FunctionDecl *Callee = calleeOf(Call);
    if (!Callee || Call->getNumArgs() != 1 || Callee->getNumParams() != 1 ||
        !isParameter(Call->getArg(0), Body, Index, Pointee))
      return false;
    const Contract *C = P.contractOf(Callee);
    if (C && C->onlyLocks())
      return false; // what it does to locks must be seen
    if (!(C ? isRelease(*C, 0, ParamEffect::Consumed)
            : onlyReleases(P, Callee, 0, false, Depth + 1)))
      return false;
    ++Releases;
  }
  return Releases == 1;
}

bool Program::isReleaseWrapper(const FunctionDecl *Function, unsigned Index) {
  if (const Contract *C = contractOf(Function))
    return isRelease(*C, Index, ParamEffect::Consumed);
  return Index < Function->getNumParams() && Function->getNumParams() == 1 &&
         onlyReleases(*this, Function, Index, /*Pointee=*/false, 0);
}

bool Program::isPointeeRelease(const FunctionDecl *Function) {
  if (const Contract *C = contractOf(Function))
    return isRelease(*C, 0, ParamEffect::ReleasesPointee);
  return Function->getNumParams() == 1 &&
         onlyReleases(*this, Function, 0, /*Pointee=*/true, 0);
}

bool Program::mayRelease(const FunctionDecl *Function, unsigned Index) {
  if (const Contract *C = contractOf(Function))
    return C->mayRelease(Index);
  const FunctionEffects &E = effectsOf(Function);
  if (E.Explored)
    return Index < E.Params.size() && (E.Params[Index].Released ||
                                       E.Params[Index].PointeeReleased);
  return isReleaseWrapper(Function, Index) || canMatter(Function);
}

bool Program::mayReleaseArgument(const FunctionDecl *Function,
                                 unsigned Index) {
  if (const Contract *C = contractOf(Function))
    return C->has(Index, ParamEffect::Consumed);
  const FunctionEffects &E = effectsOf(Function);
  if (E.Explored)
    return Index < E.Params.size() && E.Params[Index].Released;
  return mayRelease(Function, Index);
}

bool Program::namesReleaser(const Expr *E) {
  const FunctionDecl *Function = namedFunction(E);
  if (!Function || Function->getNumParams() == 0)
    return false;
  if (const Contract *C = contractOf(Function))
    return C->has(0, ParamEffect::Consumed);
  const FunctionEffects &Known = effectsOf(Function);
  if (Known.Explored)
    return Known.Params[0].Released && !Known.Params[0].NotReleased;
  return isReleaseWrapper(Function, 0);
}

bool Program::takesReleaser(const CallExpr *Call, ParamEffect Effect) {
  const Contract *C = contractOf(calleeOf(Call));
  return C && llvm::any_of(C->Params, [&](const ParamContract &P) {
           return P.Effect == Effect && P.Index < Call->getNumArgs() &&
                  namesReleaser(Call->getArg(P.Index));
         });
}

bool Program::makesOwningContainer(const CallExpr *Call) {
  return contractOf(calleeOf(Call))
             ? takesReleaser(Call, ParamEffect::FreesValues)
             : takesReleaser(Call);
}

bool Program::takesReleaser(const CallExpr *Call) {
  const FunctionDecl *Callee = calleeOf(Call);
  if (contractOf(Callee))
    return takesReleaser(Call, ParamEffect::FreesValues) ||
           takesReleaser(Call, ParamEffect::Destroys);
  if (Callee && Callee->hasBody())
    return false;
  for (const Expr *Arg : Call->arguments())
    if (namesReleaser(Arg))
      return true;
  return false;
}

bool Program::isOnlyContainer(const ValueDecl *Holder) const {
  const auto *Field = dyn_cast<FieldDecl>(Holder);
  return !Field ||
         llvm::count_if(Field->getParent()->fields(), [&](const FieldDecl *F) {
           return ownsValues(F);
         }) <= 1;
}

bool Program::mayTakeOver(const CallExpr *Call) {
  if (Call->getNumArgs() < 2)
    return false; // it needs an object, too
  if (takesReleaser(Call))
    return true;
  const FunctionDecl *Callee = calleeOf(Call);
  if (OwningContainers.empty() || !Callee || Callee->hasBody() ||
      contractOf(Callee))
    return false;
  for (const Expr *Arg : Call->arguments()) {
    EntityList Found;
    if (canHoldPointer(Arg->getType()))
      entitiesOf(Arg, Found);
    if (llvm::any_of(Found,
                     [this](const ValueDecl *E) { return ownsValues(E); }))
      return true;
  }
  return false;
}

bool Program::bearsOnOwnership(const CallExpr *Call, const Contract &C) {
  if (C.Result == ResultEffect::Owned || C.Result == ResultEffect::Floating)
    return true;
  if (C.Result == ResultEffect::HandedOverBy && !OwningContainers.empty())
    return true;
  return llvm::any_of(C.Params, [&](const ParamContract &P) {
    switch (P.Effect) {
    case ParamEffect::Borrowed:
    case ParamEffect::Escapes:
    case ParamEffect::Locks:
    case ParamEffect::Unlocks:
    case ParamEffect::FreesValues:
    case ParamEffect::OutBorrowed:
    case ParamEffect::OutIfFailed:
      return false;
    case ParamEffect::ValueOf:
    case ParamEffect::RemovedFrom:
      return !OwningContainers.empty();
    case ParamEffect::Destroys:
      return P.Index < Call->getNumArgs() &&
             (namesReleaser(Call->getArg(P.Index)) ||
              namedFunction(Call->getArg(P.Index)));
    default:
      return true;
    }
  });
}

bool Program::isSeedCall(const CallExpr *Call) {
  const FunctionDecl *Callee = calleeOf(Call);
  if (!Callee)
    return false;
  if (const Contract *C = contractOf(Callee)) {
    for (const ParamContract &P : C->Params)
      if (P.Effect == ParamEffect::Disposer)
        return false;
    // Nearly every function of a program with GLib looks something up.
    return C->Source == ContractSource::Shipped
               ? bearsOnOwnership(Call, *C)
               : !C->onlyLocks() && !C->isPassive();
  }
  if (Believed.gives(Callee))
    return true;
  const FunctionEffects &E = effectsOf(Callee);
  return E.Explored ? E.any() : canMatter(Callee);
}

bool Program::canMatter(const FunctionDecl *Function) {
  const FunctionDecl *Key = Function->getCanonicalDecl();
  auto Inserted = Seeds.try_emplace(Key, false); // false while in a cycle
  if (!Inserted.second)
    return Inserted.first->second;
  const FunctionDecl *Body = definitionOf(Function);
  if (!Body)
    return false;
  const FunctionFacts &F = factsOf(Body);
  bool Found = false;
  for (const VarDecl *Var : F.CleanupVars) {
    const FunctionDecl *Cleanup = Var->getAttr<CleanupAttr>()->getFunctionDecl();
    if (isPointeeRelease(Cleanup) || mayRelease(Cleanup, 0)) {
      Found = true;
      break;
    }
  }
  // A call through a variable can be one of a function that is named here.
  bool Indirect = false;
  for (const CallExpr *Call : F.Calls) {
    if (Found)
      break;
    Found = isSeedCall(Call) || mayTakeOver(Call);
    Indirect |= !calleeOf(Call);
  }
  // It has to keep its own contract.
  Found |= hasToKeepContract(Function);
  for (const Assignment &A : F.Assignments)
    Found |= setsOwningField(A);
  if (!Found && Indirect)
    for (const Assignment &A : F.Assignments)
      if (A.Value && namesReleaser(A.Value)) {
        Found = true;
        break;
      }
  return Seeds[Key] = Found;
}

bool Program::hasEffects(const FunctionDecl *Function) {
  if (!definitionOf(Function))
    return false;
  const FunctionEffects &E = effectsOf(Function);
  if (E.Explored ? E.any() : canMatter(Function))
    return true;
  for (unsigned I = 0, N = Function->getNumParams(); I != N; ++I)
    if (canHoldPointer(Function->getParamDecl(I)->getType()) &&
        keepsArgument(Function, I))
      return true;
  // `destroy(obj)` with a function that the caller brings along.
  for (const CallExpr *Call : factsOf(Function).Calls)
    if (mayDestroy(Call) && isa<DeclRefExpr>(Call->getCallee()->IgnoreParenCasts()))
      return true;
  return false;
}

} // namespace virref
