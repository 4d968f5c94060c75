//===- Contract.cpp - What a function does to references ------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "model/Contract.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Type.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace virref {

std::string Contract::provenance() const {
  const std::string Place = llvm::sys::path::filename(Where).str();
  switch (Source) {
  case ContractSource::Builtin:
    return "";
  case ContractSource::Model:
  case ContractSource::Shipped:
    return "model " + Place;
  case ContractSource::Annotation:
    return Place.empty() ? "annotated" : "annotated at " + Place;
  case ContractSource::Inferred:
    return (ByCallers ? "inferred from callers" : "inferred") +
           (Place.empty() ? Place : ", seen at " + Place);
  }
  llvm_unreachable("every source is named");
}

bool Contract::has(unsigned Index, ParamEffect Effect) const {
  for (const ParamContract &P : Params)
    if (P.Index == Index && P.Effect == Effect)
      return true;
  return false;
}

bool Contract::mayRelease(unsigned Index) const {
  for (const ParamContract &P : Params) {
    if (P.Index != Index)
      continue;
    switch (P.Effect) {
    case ParamEffect::Consumed:
    case ParamEffect::ConsumedOnSuccess:
    case ParamEffect::ConsumedOnFailure:
    case ParamEffect::ConsumedIf:
    case ParamEffect::EndsBorrow:
    case ParamEffect::GoneIfFalse:
    case ParamEffect::ConsumedAndCleared:
    case ParamEffect::ReleasesPointee:
    case ParamEffect::ReleasesList:
    case ParamEffect::ValueOf:
    case ParamEffect::HandedTo:
      return true;
    default:
      break;
    }
  }
  return false;
}

bool Contract::onlyLocks() const {
  if (Result != ResultEffect::None && Result != ResultEffect::LockGuard)
    return false;
  for (const ParamContract &P : Params)
    if (P.Effect != ParamEffect::Locks && P.Effect != ParamEffect::Unlocks &&
        P.Effect != ParamEffect::Borrowed)
      return false;
  return true;
}

bool Contract::isPassive() const {
  if (Source != ContractSource::Inferred)
    return false;
  if (Result != ResultEffect::None && Result != ResultEffect::Borrowed)
    return false;
  for (const ParamContract &P : Params)
    switch (P.Effect) {
    case ParamEffect::Borrowed:
    case ParamEffect::Escapes:
    case ParamEffect::Retained:
    case ParamEffect::RetainedOnSuccess:
    case ParamEffect::OutBorrowed:
      continue;
    default:
      return false;
    }
  return true;
}

bool isBoolean(QualType Type) {
  if (Type->isBooleanType())
    return true;
  for (const auto *Typedef = Type->getAs<TypedefType>(); Typedef;
       Typedef = Typedef->desugar()->getAs<TypedefType>())
    if (const IdentifierInfo *II = Typedef->getDecl()->getIdentifier())
      if (II->getName().contains_insensitive("bool"))
        return Type->isIntegerType();
  return false;
}

bool isYesOrNo(QualType Result) {
  return Result->isAnyPointerType() || isBoolean(Result);
}

ResultCondition successOf(QualType Result) {
  return isYesOrNo(Result) ? ResultCondition{BO_NE, 0}
                           : ResultCondition{BO_GE, 0};
}

bool dependsOnResult(ParamEffect Effect) {
  switch (Effect) {
  case ParamEffect::ConsumedOnSuccess:
  case ParamEffect::ConsumedOnFailure:
  case ParamEffect::ConsumedIf:
  case ParamEffect::RetainedOnSuccess:
  case ParamEffect::RetainedIf:
  case ParamEffect::AcquiresOnSuccess:
  case ParamEffect::AcquiresIf:
  case ParamEffect::GoneIfFalse:
  case ParamEffect::OutOwnedOnSuccess:
  case ParamEffect::OutOwnedIf:
  case ParamEffect::HandedTo:
  case ParamEffect::OutIfFailed:
    return true;
  default:
    return false;
  }
}

std::optional<ResultCondition> conditionOf(const ParamContract &P,
                                           ResultCondition Success) {
  switch (P.Effect) {
  case ParamEffect::ConsumedIf:
  case ParamEffect::RetainedIf:
  case ParamEffect::AcquiresIf:
  case ParamEffect::OutOwnedIf:
    return P.When;
  case ParamEffect::ConsumedOnFailure:
    Success.Op = clang::BinaryOperator::negateComparisonOp(Success.Op);
    return Success;
  case ParamEffect::ConsumedOnSuccess:
  case ParamEffect::RetainedOnSuccess:
  case ParamEffect::AcquiresOnSuccess:
  case ParamEffect::OutOwnedOnSuccess:
    return Success;
  default:
    return std::nullopt;
  }
}

} // namespace virref
