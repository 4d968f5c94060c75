//===- PathState.h - What inference knows at a point of a path --*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Values are numbers into a table of the function: a value is named by the place
// it comes from, so that there are finitely many of them, and states that reach
// the same point by different ways can be equal and join. A second trip of a
// loop gives the names of the first new meanings.
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_INFERENCE_PATHSTATE_H
#define VIRREF_INFERENCE_PATHSTATE_H

#include "inference/Facts.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace virref {

using ValueId = int;

struct Value {
  enum Kind {
    Unknown,
    Constant,       ///< Number
    Parameter,      ///< Number: its index
    New,            ///< Site made it, and it carries a reference
    Lent,           ///< Site lent it
    Result,         ///< what Site returned: Callee
    Out,            ///< what Site stored through argument Number: Callee
    Load,           ///< what the field Decl of *Base (or *Base) held
    Global,         ///< what the variable Decl held
    Address,        ///< of the variable Decl
    AddressOfField, ///< of the field Decl of *Base
    Function        ///< Decl
  } What = Unknown;
  ValueId Base = -1;
  const void *Place = nullptr; ///< the site or the declaration
  long long Number = 0;

  auto key() const { return std::tie(What, Base, Place, Number); }
  bool operator<(const Value &Other) const { return key() < Other.key(); }

  const clang::Expr *site() const {
    return static_cast<const clang::Expr *>(Place);
  }
  const clang::ValueDecl *decl() const {
    return static_cast<const clang::ValueDecl *>(Place);
  }
};

/// A call that a value was passed to, and has not been used since: so it may
/// have been consumed there.
struct LastCall {
  int Callee = -1; ///< a name
  unsigned Index = 0;
  bool Address = false;
  ValueId Result = -1;

  auto key() const { return std::tie(Callee, Index, Address, Result); }
};

/// What has happened to a value on a path.
struct ValueState {
  int Refs = 0; ///< taken less dropped
  unsigned Signs = AnySign;
  bool Kept = false;
  bool Given = false; ///< stored, or passed to a function without a contract
  int Stored = -1;  ///< field that it was stored in last: a name
  int Taken = -1;   ///< field that it was taken out of
  int Inside = -1;  ///< field whose container it was put into
  int Removed = -1; ///< field whose container it was removed from
  LastCall Last;

  auto key() const {
    return std::make_tuple(Refs, Signs, Kept, Given, Stored, Taken, Inside, Removed,
                           Last.key());
  }
  bool operator<(const ValueState &Other) const { return key() < Other.key(); }
  bool isPlain() const { return key() == ValueState().key(); }
};

/// A place in memory: the field Decl of what Base points to, or all of it.
struct MemoryPlace {
  ValueId Base = -1;
  const clang::FieldDecl *Field = nullptr;

  bool operator<(const MemoryPlace &Other) const {
    return std::tie(Base, Field) < std::tie(Other.Base, Other.Field);
  }
};

struct PathState {
  std::map<const clang::VarDecl *, ValueId> Variables;
  std::map<MemoryPlace, ValueId> Memory;
  std::map<ValueId, ValueState> Values;
  /// Values of expressions that a later one is made of.
  std::map<const clang::Expr *, ValueId> Computed;
  /// Lock guards in the clothes of a loop whose body has been entered.
  std::set<const clang::Stmt *> Entered;
  ValueId Returned = -1;

  bool operator<(const PathState &Other) const {
    return std::tie(Variables, Memory, Values, Computed, Entered, Returned) <
           std::tie(Other.Variables, Other.Memory, Other.Values,
                    Other.Computed, Other.Entered, Other.Returned);
  }

  const ValueState &of(ValueId V) const {
    static const ValueState Plain;
    auto It = Values.find(V);
    return It == Values.end() ? Plain : It->second;
  }
};

/// A place that an expression names.
struct Location {
  enum Kind { Nowhere, Variable, Memory } What = Nowhere;
  const clang::VarDecl *Var = nullptr;
  MemoryPlace Place;
};

/// A condition in the form "the signs of What are among IfTrue".
struct Condition {
  ValueId What = -1;
  unsigned IfTrue = AnySign, IfFalse = AnySign;
};

} // namespace virref

#endif // VIRREF_INFERENCE_PATHSTATE_H
