//===- Sarif.cpp - A report as SARIF 2.1.0 --------------------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A check is a rule, with its page as help; a path is a codeFlow; where the
// contracts stand that a finding relies on are related locations; what could not
// be checked is a notification of the invocation.
//
//===----------------------------------------------------------------------===//

#include "report/Report.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

namespace json = llvm::json;
using llvm::StringRef;

namespace virref {

/// As SARIF wants it: percent signs for what a URI cannot have.
static std::string uriOf(StringRef Path) {
  std::string Result = llvm::sys::path::is_absolute(Path) ? "file://" : "";
  for (char C : Path) {
    if (llvm::isAlnum(C) || StringRef("-._~/+,@").contains(C)) {
      Result += C;
      continue;
    }
    static constexpr char Digits[] = "0123456789ABCDEF";
    const auto Byte = static_cast<unsigned char>(C);
    Result += {'%', Digits[Byte >> 4], Digits[Byte & 15]};
  }
  return Result;
}

static json::Object text(StringRef Text) {
  return json::Object{{"text", Text}};
}

static json::Object location(const Place &At, StringRef Message = StringRef()) {
  json::Object Physical{
      {"artifactLocation",
       json::Object{{"uri", uriOf(displayPath(At.File))}}}};
  if (At.Line) {
    json::Object Region{{"startLine", At.Line}};
    if (At.Column)
      Region["startColumn"] = At.Column;
    Physical["region"] = std::move(Region);
  }
  json::Object Result{{"physicalLocation", std::move(Physical)}};
  if (!Message.empty())
    Result["message"] = json::Object{{"text", Message.str()}};
  return Result;
}

static json::Object rule(CheckId Check) {
  return json::Object{
      {"id", qualifiedCheckName(Check)},
      {"shortDescription", text(checkSummary(Check))},
      {"help", json::Object{{"text", checkPage(Check)},
                            {"markdown", checkPage(Check)}}},
      {"defaultConfiguration", json::Object{{"level", "warning"}}}};
}

/// What the finding takes for granted, for programs; and for people where it
/// stands, if that is a place that they can go to.
static void addContracts(json::Object &Result, const ReportedFinding &F) {
  json::Array All, Places;
  for (const ReportedContract &C : F.Contracts) {
    All.push_back(json::Object{
        {"function", C.Function}, {"says", C.Says}, {"from", C.From}});
    if (C.File.empty() || C.From == "shipped")
      continue;
    json::Object At =
        location({C.File, C.Line, 0},
                 "The contract of '" + C.Function + "': " + C.Says + " (" +
                     C.From + ")");
    At["id"] = static_cast<int64_t>(Places.size());
    if (!C.SeenIn.empty())
      At["logicalLocations"] = json::Array{
          json::Object{{"name", C.SeenIn}, {"kind", "function"}}};
    Places.push_back(std::move(At));
  }
  if (All.empty())
    return;
  Result["properties"] = json::Object{{"contracts", std::move(All)}};
  if (!Places.empty())
    Result["relatedLocations"] = std::move(Places);
}

static json::Object result(const ReportedFinding &F) {
  json::Object Result{
      {"ruleId", qualifiedCheckName(F.Check)},
      {"ruleIndex", static_cast<int64_t>(F.Check)},
      {"level", "warning"},
      {"message", text(F.Message)},
      {"locations", json::Array{location(F.At)}},
      // What stays the same when lines move.
      {"partialFingerprints",
       json::Object{{"virref/v1", F.Function + "|" + F.Variable}}}};
  json::Array Steps;
  for (const ReportedStep &Step : F.Path)
    Steps.push_back(json::Object{{"location", location(Step.At, Step.Text)}});
  Steps.push_back(json::Object{{"location", location(F.At, F.Message)}});
  Result["codeFlows"] = json::Array{json::Object{
      {"threadFlows",
       json::Array{json::Object{{"locations", std::move(Steps)}}}}}};
  addContracts(Result, F);
  return Result;
}

void writeSarif(llvm::raw_ostream &OS, const Report &R) {
  json::Array Rules, Results, Notifications;
  for (CheckId Check : allChecks())
    Rules.push_back(rule(Check));
  for (const ReportedFinding &F : R.Findings)
    Results.push_back(result(F));
  for (const ReportedError &E : R.Errors)
    Notifications.push_back(json::Object{
        {"level", "error"},
        {"message", text(StringRef(E.Message).rtrim())},
        {"locations",
         json::Array{json::Object{
             {"physicalLocation",
              json::Object{
                  {"artifactLocation",
                   json::Object{{"uri", uriOf(displayPath(E.File))}}}}}}}}});
  json::Value Log = json::Object{
      {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
      {"version", "2.1.0"},
      {"runs",
       json::Array{json::Object{
           {"tool", json::Object{{"driver",
                                  json::Object{{"name", "virref"},
                                               {"version", VIRREF_VERSION},
                                               {"rules", std::move(Rules)}}}}},
           {"columnKind", "utf16CodeUnits"},
           {"invocations",
            json::Array{json::Object{
                {"executionSuccessful", R.Errors.empty()},
                {"toolExecutionNotifications", std::move(Notifications)}}}},
           {"results", std::move(Results)}}}}};
  OS << llvm::formatv("{0:2}", Log) << "\n";
}

} // namespace virref
