//===- FindingConsumer.cpp - From the engine's reports to ours ------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "engine/FindingConsumer.h"
#include "engine/Compat.h"
#include "clang/AST/Decl.h"
#include <set>
#include <tuple>

using namespace clang;
using namespace clang::ento;

namespace virref {

/// The check that a report of the engine belongs to, or nothing.
static const CheckId *checkOf(const PathDiagnostic &Diag) {
  StringRef Name = Diag.getCheckerName();
  if (!Name.consume_front("virref."))
    return nullptr;
  for (const CheckId &Check : allChecks())
    if (checkName(Check) == Name)
      return &Check;
  return nullptr;
}

/// What a step of the path says. Clang counts lines as they stand in the file
/// that it reads; where that is the output of a preprocessor, a reader knows
/// them by another number.
static std::string textOf(const PathDiagnosticPiece &Piece) {
  std::string Text = Piece.getString().str();
  const auto *Jump = dyn_cast<PathDiagnosticControlFlowPiece>(&Piece);
  if (!Jump)
    return Text;
  const FullSourceLoc Target = Jump->getEndLocation().asLocation();
  const std::string Physical =
      " line " + std::to_string(Target.getExpansionLineNumber());
  const PresumedLoc Known = Target.getManager().getPresumedLoc(
      Target.getManager().getExpansionLoc(Target));
  if (Known.isValid() && StringRef(Text).consume_back(Physical))
    Text.replace(Text.size() - Physical.size(), Physical.size(),
                 " line " + std::to_string(Known.getLine()));
  return Text;
}

namespace {
/// Tells what a reader has been told already: objects that are made at several
/// places and lost at one are one mistake to him.
class Told {
public:
  bool isNew(const PathDiagnostic &Diag) {
    return Keys
        .insert({Diag.getLocation().asLocation().getRawEncoding(),
                 Diag.getCheckerName().str(),
                 Diag.getShortDescription().str()})
        .second;
  }

private:
  std::set<std::tuple<SourceLocation::UIntTy, std::string, std::string>> Keys;
};

class FindingCollector : public PathDiagnosticConsumer {
public:
  FindingCollector(std::vector<Finding> &Findings,
                   const AnalysisOptions &Options, const ContractUses &Uses)
      : Findings(Findings), Fingerprint(Options.Fingerprint), Uses(Uses) {}

  void FlushDiagnosticsImpl(std::vector<const PathDiagnostic *> &Diags,
                            FilesMade *) override {
    for (const PathDiagnostic *Diag : Diags)
      if (const CheckId *Check = checkOf(*Diag); Check && Seen.isNew(*Diag))
        Findings.push_back(convert(*Diag, *Check));
  }

  StringRef getName() const override { return "virref"; }
  PathGenerationScheme getGenerationScheme() const override { return Minimal; }
  bool supportsLogicalOpControlFlow() const override { return true; }
  bool supportsCrossFileDiagnostics() const override { return true; }

private:
  Finding convert(const PathDiagnostic &Diag, CheckId Check) const {
    Finding Result;
    Result.Check = Check;
    Result.Loc = Diag.getLocation().asLocation();
    Result.Message = Diag.getShortDescription().str();
    // Our messages start with the variable in quotes.
    StringRef Message = Result.Message;
    if (Message.consume_front("'"))
      Result.Variable = Message.split('\'').first.str();
    if (const auto *Function =
            dyn_cast_or_null<NamedDecl>(Diag.getDeclWithIssue()))
      Result.Function = Function->getNameAsString();
    if (Fingerprint)
      Result.Message += " {" + Result.Function + "|" + Result.Variable + "}";
    for (const auto &Piece : Diag.path.flatten(/*ShouldFlattenMacros=*/true)) {
      std::string Text = textOf(*Piece);
      relyOn(Result, Text, Piece->getLocation().asLocation());
      // The last piece repeats the message.
      if (Text == Diag.getShortDescription() || Text.empty())
        continue;
      // Branches inside a macro are not what the reader has written.
      if (Piece->getKind() == PathDiagnosticPiece::ControlFlow &&
          Piece->getLocation().asLocation().isMacroID())
        continue;
      Result.Path.push_back({Piece->getLocation().asLocation(), Text});
    }
    relyOn(Result, Diag.getShortDescription().str(), Result.Loc);
    return Result;
  }

  void relyOn(Finding &F, const std::string &Text, SourceLocation At) const {
    for (ContractUse &Use : Uses.find(Text, At))
      if (!llvm::is_contained(F.Contracts, Use))
        F.Contracts.push_back(std::move(Use));
  }

  std::vector<Finding> &Findings;
  bool Fingerprint;
  const ContractUses &Uses;
  Told Seen;
};

class Forwarder : public PathDiagnosticConsumer {
public:
  explicit Forwarder(PathDiagnosticConsumer &Host) : Host(Host) {}

  void FlushDiagnosticsImpl(std::vector<const PathDiagnostic *> &Reports,
                            FilesMade *) override {
    std::vector<const PathDiagnostic *> Left; // foreign ones, and repetitions
    for (const PathDiagnostic *Report : Reports) {
      if (!checkOf(*Report) || !Seen.isNew(*Report)) {
        Left.push_back(Report);
        continue;
      }
      // It changes hands: out of our set, whose destructor would delete it.
      auto *Moved = const_cast<PathDiagnostic *>(Report);
      Diags.RemoveNode(Moved);
      Host.HandlePathDiagnostic(std::unique_ptr<PathDiagnostic>(Moved));
    }
    Reports = std::move(Left); // the caller deletes these
  }

  StringRef getName() const override { return Host.getName(); }
  PathGenerationScheme getGenerationScheme() const override {
    return Host.getGenerationScheme();
  }
  bool supportsLogicalOpControlFlow() const override {
    return Host.supportsLogicalOpControlFlow();
  }
  bool supportsCrossFileDiagnostics() const override {
    return Host.supportsCrossFileDiagnostics();
  }

private:
  PathDiagnosticConsumer &Host;
  Told Seen;
};
} // namespace

std::unique_ptr<PathDiagnosticConsumer>
collectFindings(std::vector<Finding> &Findings,
                const AnalysisOptions &Options, const ContractUses &Uses) {
  return std::make_unique<FindingCollector>(Findings, Options, Uses);
}

std::unique_ptr<PathDiagnosticConsumer>
forwardTo(PathDiagnosticConsumer &Host) {
  return std::make_unique<Forwarder>(Host);
}

} // namespace virref
