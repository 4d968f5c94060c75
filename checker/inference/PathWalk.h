//===- PathWalk.h - What the paths of a function do to references -*- C++ -*-=//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The checker's engine is exact and dear, and looks at what can be a bug. To
// find out contracts every function has to be looked at, and what matters of it
// is little: where its result comes from, and the references that it takes and
// drops. So this walk over the control flow graph keeps that only, and the signs
// of values, and joins what is equal.
//
// A call of a function without a contract takes nothing and drops nothing as far
// as the walk is concerned. But the last such call that a value was passed to,
// and has not been used since, can have consumed it: that is remembered, and
// decided by finalise().
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_INFERENCE_PATHWALK_H
#define VIRREF_INFERENCE_PATHWALK_H

#include "engine/Program.h"
#include "inference/Facts.h"
#include "inference/PathState.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include <functional>
#include <memory>

namespace virref {

/// What the walk over one function needs to know about the rest.
struct WalkContext {
  Program &P;
  /// The contract that a body in this translation unit has shown, or null.
  std::function<const Contract *(const clang::FunctionDecl *)> Shown;
  /// True for `T steal(T **p)`, which returns *p and clears it.
  std::function<bool(const clang::FunctionDecl *)> Steals;
  Facts &Out;
};

/// The keys of Facts.h.
std::string functionKey(const clang::FunctionDecl *Function);
std::string fieldKey(const clang::FieldDecl *Field);
std::string callFieldKey(const clang::FieldDecl *Field);
/// The place of a function, and the line of that.
std::string placeOf(const clang::FunctionDecl *Function);
unsigned lineOf(const clang::FunctionDecl *Function);
/// "foo" for `struct foo *`, "void" for `void *`, with a `*` more for each
/// further pointer; empty for what is no pointer to a struct.
std::string typeWord(clang::QualType Type);
/// True if such a word stands for a pointer to a struct of that name.
bool namesStruct(const std::string &TypeWord);

class PathWalk {
public:
  PathWalk(WalkContext &Context, const clang::FunctionDecl *Function);

  /// Adds the paths of the function to \p Fact.
  void run(FunctionFact &Fact);

private:
  using States = std::vector<PathState>;

  // PathWalk.cpp
  void walkBlock(const clang::CFGBlock &Block, PathState State);
  void walkElement(const clang::CFGElement &Element,
                   const clang::Expr *Condition, States &Now);
  void walkStatement(const clang::Stmt *S, States &Now);
  void declare(const clang::VarDecl *Var, States &Now);
  void leave(const clang::CFGBlock &Block, PathState State,
             const clang::Expr *LastCondition);
  void enter(const clang::CFGBlock *Block, PathState State);
  void forget(PathState &State, const clang::CFGBlock &Block);
  void findLiveVariables(const clang::CFG &Graph);
  void findUnusedValues(const clang::Stmt *S);
  void end(const PathState &State);
  bool endsInTwoWays(const PathState &State);
  Amount amountOf(const PathState &State, ValueId V) const;
  Given givenBy(const PathState &State, ValueId V) const;
  unsigned signsOf(const PathState &State, ValueId V) const;
  bool constrain(PathState &State, ValueId V, unsigned Signs) const;

  // PathExpr.cpp: \p Now can become several states, where a call does one
  // thing or another; all have the value in Computed.
  ValueId evaluate(const clang::Expr *E, PathState &State);
  ValueId evaluateUnary(const clang::UnaryOperator *E, PathState &State);
  ValueId evaluateBinary(const clang::BinaryOperator *E, PathState &State);
  Location locate(const clang::Expr *E, PathState &State);
  ValueId load(const Location &From, const clang::Expr *E, PathState &State);
  void store(const Location &To, ValueId V, PathState &State,
             const clang::Expr *Where);
  ValueId addressOf(const Location &L);
  Location pointee(ValueId Pointer);
  Condition conditionOf(const clang::Expr *E, PathState &State);
  void initialise(const Location &To, const clang::Expr *Init,
                  clang::QualType Type, PathState &State);
  void use(ValueId V, PathState &State);
  ValueId value(Value::Kind What, const void *Place, long long Number = 0,
                ValueId Base = -1);
  const Value &info(ValueId V) const { return Values[V]; }
  ValueId constant(long long Number) {
    return value(Value::Constant, nullptr, Number);
  }
  bool isObject(ValueId V) const;
  int nameOf(const std::string &Name);
  std::string nameOfPlace(const MemoryPlace &Place) const;

  // PathCall.cpp
  ValueId call(const clang::CallExpr *Call, PathState &State);
  void cleanUp(const clang::VarDecl *Var, PathState &State);
  ValueId applyContract(const clang::Expr *Site, const Contract &Says,
                        clang::QualType Type, const std::string &Callee,
                        const std::vector<ValueId> &Args,
                        const clang::CallExpr *Call, PathState &State);
  void applyUnknown(int Callee, unsigned Index, bool Named, ValueId Arg,
                    ValueId Result, const clang::Expr *Site, PathState &State);
  void change(ValueId V, int By, PathState &State, const clang::Expr *Where,
              const clang::Expr *Arg = nullptr);
  void noteCounted(const clang::Expr *Arg);
  void noteResult(ValueId V, const std::string &Callee);
  /// What is said of a value that another function has returned, or null.
  ResultUse *useOfResult(ValueId V) const;
  bool ownsValues(ValueId Container) const;
  /// Whether a function that is handed over with an object releases it.
  enum class Answer { No, Yes, Unknown };
  Answer releases(const clang::Expr *Callback);

  WalkContext &Context;
  clang::ASTContext &Ctx;
  const clang::FunctionDecl *Function;
  const std::string Key; ///< of the function
  FunctionFact *Fact = nullptr;

  std::vector<Value> Values;
  std::map<Value, ValueId> Ids;
  std::vector<std::string> Names;
  std::map<std::string, int> NameIds;
  std::map<ValueId, int> Callees; ///< of Result and Out values: a name
  std::map<ValueId, ResultUse *> ResultUses;
  std::set<ValueId> OwningContainers;
  /// Other states that the call being evaluated can end in.
  States Split;

  llvm::DenseSet<const clang::Expr *> Unused; ///< values of whole statements
  std::vector<std::set<const clang::VarDecl *>> LiveAtEnd; ///< by block
  std::vector<unsigned> Order;                             ///< by block
  std::map<std::pair<unsigned, unsigned>, States> Pending; ///< order, block
  std::vector<std::set<PathState>> Seen;
  size_t StatesOfBlock = 0; ///< more of a block are not looked at
  std::unique_ptr<clang::CFG> Graph;
};

} // namespace virref

#endif // VIRREF_INFERENCE_PATHWALK_H
