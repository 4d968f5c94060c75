//===- OwnershipReport.h - How a finding is told ----------------*- C++ -*-===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef VIRREF_ENGINE_OWNERSHIPREPORT_H
#define VIRREF_ENGINE_OWNERSHIPREPORT_H

#include "clang/StaticAnalyzer/Core/BugReporter/BugReporter.h"
#include "clang/StaticAnalyzer/Core/BugReporter/BugType.h"
#include "clang/StaticAnalyzer/Core/PathSensitive/CheckerContext.h"
#include "engine/ContractUses.h"
#include "model/Checks.h"
#include <string>
#include <vector>

namespace virref {

/// The category of all our bug types: by it a note knows that the report at
/// hand is an OwnershipReport.
extern const char OwnershipCategory[];

/// A report about one object. It is shown at \p Where, or else where the path
/// has got to in the function that is explored, even if it came to light in a
/// callee: that one is judged for itself.
class OwnershipReport : public clang::ento::PathSensitiveBugReport {
public:
  OwnershipReport(const clang::ento::BugType &Type, llvm::StringRef Message,
                  const clang::ento::ExplodedNode *Node,
                  clang::ento::SymbolRef Object, std::string Name,
                  const clang::Stmt *Where,
                  clang::ento::PathDiagnosticLocation Unique,
                  const clang::Decl *UniqueDecl);

  clang::ento::PathDiagnosticLocation getLocation() const override {
    return Place;
  }
  const clang::Decl *getDeclWithIssue() const override { return Function; }

  clang::ento::SymbolRef object() const { return Object; }
  const std::string &name() const { return Name; }

private:
  clang::ento::SymbolRef Object;
  std::string Name;
  clang::ento::PathDiagnosticLocation Place;
  const clang::Decl *Function;
};

/// What an object is called that nothing is known to refer to.
constexpr char NoName[] = "the object";

/// What a reader would call the object: 'obj', 'priv->mon', or "the object". The
/// best name is the one that the statement at fault uses: \p Named, if it is an
/// expression of the explored function.
std::string describeObject(clang::ento::SymbolRef Object,
                           const clang::ento::ExplodedNode *Node,
                           const clang::Expr *Named);

/// `session->player`: the way in which code would write a place in memory; empty
/// if there is none. (MemRegion::getDescriptiveName does not come back from some
/// regions in LLVM 14.)
std::string describePlace(const clang::ento::MemRegion *Region);

/// True for a variable of a macro's own: not a name that a reader knows, and gone
/// when the macro is done.
bool isMacroVariable(const clang::VarDecl *Var,
                     clang::ento::ProgramStateRef State);

/// What there is to be told of an object; `%` stands for its name.
struct ObjectNote {
  clang::ento::SymbolRef Object;
  std::string Text;
  AppliedContract By = {};
};

/// A tag that shows, in a report about one of the objects, the last note about
/// it, and tells \p Uses what that rests on.
const clang::ento::NoteTag *noteAbout(clang::ento::CheckerContext &C,
                                      std::vector<ObjectNote> Notes,
                                      ContractUses &Uses);

/// The statement of the explored function by which the last variable that held
/// the object lost it, or by which it came into nobody's hands. Null if there is
/// no such statement on the way to \p Node.
const clang::Stmt *statementOfLoss(clang::ento::SymbolRef Object,
                                   const clang::ento::ExplodedNode *Node);

/// The statement of the explored function during which \p Node is reached: its
/// own, or the call through which a callee is being followed.
const clang::Stmt *
statementInExploredFunction(const clang::ento::ExplodedNode *Node);

} // namespace virref

#endif // VIRREF_ENGINE_OWNERSHIPREPORT_H
