//===- Json.cpp - A report as JSON, and back ------------------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// docs/driver.md is the reference of the format.
//
//===----------------------------------------------------------------------===//

#include "llvm/Support/JSON.h"
#include "report/Report.h"
#include "llvm/Support/raw_ostream.h"

namespace json = llvm::json;
using llvm::StringRef;

namespace virref {

static void writePlace(json::OStream &J, const Place &At) {
  J.attribute("file", At.File);
  J.attribute("line", At.Line);
  J.attribute("column", At.Column);
}

static void writeContract(json::OStream &J, const ReportedContract &C) {
  J.attribute("function", C.Function);
  J.attribute("says", C.Says);
  J.attribute("from", C.From);
  if (!C.File.empty())
    J.attribute("file", C.File);
  if (C.Line)
    J.attribute("line", C.Line);
  if (!C.SeenIn.empty())
    J.attribute("seen-in", C.SeenIn);
}

static void writeFinding(json::OStream &J, const ReportedFinding &F) {
  writePlace(J, F.At);
  J.attribute("id", qualifiedCheckName(F.Check));
  J.attribute("message", F.Message);
  J.attribute("function", F.Function);
  J.attribute("variable", F.Variable);
  J.attributeArray("path", [&] {
    for (const ReportedStep &Step : F.Path)
      J.object([&] {
        writePlace(J, Step.At);
        J.attribute("message", Step.Text);
      });
  });
  J.attributeArray("contracts", [&] {
    for (const ReportedContract &C : F.Contracts)
      J.object([&] { writeContract(J, C); });
  });
}

void writeJson(llvm::raw_ostream &OS, const Report &R) {
  json::OStream J(OS, 1);
  J.object([&] {
    J.attribute("virref-report", 1);
    J.attribute("files", R.Files);
    J.attributeObject("functions", [&] {
      J.attribute("seen", R.Functions);
      J.attribute("relevant", R.Relevant);
      J.attribute("explored", R.Explored);
    });
    J.attributeArray("over-budget", [&] {
      for (const std::string &Function : R.OverBudget)
        J.value(Function);
    });
    J.attributeArray("findings", [&] {
      for (const ReportedFinding &F : R.Findings)
        J.object([&] { writeFinding(J, F); });
    });
    J.attributeArray("errors", [&] {
      for (const ReportedError &E : R.Errors)
        J.object([&] {
          J.attribute("file", E.File);
          J.attribute("message", E.Message);
          if (E.Died)
            J.attribute("died", true);
        });
    });
  });
  OS << "\n";
}

namespace {

/// Reads members of objects, and remembers whether all of them were there.
class Reader {
public:
  bool Valid = true;

  std::string text(const json::Object &From, StringRef Name) {
    auto Value = From.getString(Name);
    Valid &= static_cast<bool>(Value);
    return Value ? Value->str() : std::string();
  }

  static std::string textIfAny(const json::Object &From, StringRef Name) {
    auto Value = From.getString(Name);
    return Value ? Value->str() : std::string();
  }

  unsigned number(const json::Object &From, StringRef Name) {
    auto Value = From.getInteger(Name);
    Valid &= Value && *Value >= 0;
    return Value ? static_cast<unsigned>(*Value) : 0;
  }

  Place place(const json::Object &From) {
    return {text(From, "file"), number(From, "line"), number(From, "column")};
  }

  template <typename Callback>
  void objects(const json::Object &From, StringRef Name, Callback Each) {
    const json::Array *Array = From.getArray(Name);
    Valid &= Array != nullptr;
    if (!Array)
      return;
    for (const json::Value &Value : *Array) {
      const json::Object *Object = Value.getAsObject();
      Valid &= Object != nullptr;
      if (Object)
        Each(*Object);
    }
  }

  ReportedFinding finding(const json::Object &From) {
    ReportedFinding F;
    F.At = place(From);
    F.Check = check(text(From, "id"));
    F.Message = text(From, "message");
    F.Function = text(From, "function");
    F.Variable = text(From, "variable");
    objects(From, "path", [&](const json::Object &Step) {
      F.Path.push_back({place(Step), text(Step, "message")});
    });
    if (!From.get("contracts")) // a report of an earlier virref
      return F;
    objects(From, "contracts", [&](const json::Object &C) {
      F.Contracts.push_back({text(C, "function"), text(C, "says"),
                             text(C, "from"),
                             textIfAny(C, "file"),
                             C.get("line") ? number(C, "line") : 0,
                             textIfAny(C, "seen-in")});
    });
    return F;
  }

private:
  CheckId check(StringRef Name) {
    for (CheckId Check : allChecks())
      if (qualifiedCheckName(Check) == Name)
        return Check;
    Valid = false;
    return CheckId::Leak;
  }
};

} // namespace

bool readJson(StringRef Text, Report &Out, std::string &Error) {
  auto Parsed = json::parse(Text);
  if (!Parsed) {
    Error = "it is not JSON: " + llvm::toString(Parsed.takeError());
    return false;
  }
  const json::Object *Top = Parsed->getAsObject();
  auto Format =
      Top ? Top->getInteger("virref-report") : decltype(Top->getInteger(""))();
  if (!Format || *Format != 1) {
    Error = "it is not a report of virref: \"virref-report\": 1 is missing";
    return false;
  }
  Reader Read;
  Out.Files = Read.number(*Top, "files");
  if (const json::Object *Functions = Top->getObject("functions")) {
    Out.Functions = Read.number(*Functions, "seen");
    Out.Relevant = Read.number(*Functions, "relevant");
    Out.Explored = Read.number(*Functions, "explored");
  } else {
    Read.Valid = false;
  }
  if (const json::Array *OverBudget = Top->getArray("over-budget")) {
    for (const json::Value &Function : *OverBudget)
      if (auto Name = Function.getAsString())
        Out.OverBudget.push_back(Name->str());
  } else {
    Read.Valid = false;
  }
  Read.objects(*Top, "findings", [&](const json::Object &F) {
    Out.Findings.push_back(Read.finding(F));
  });
  Read.objects(*Top, "errors", [&](const json::Object &E) {
    Out.Errors.push_back({Read.text(E, "file"), Read.text(E, "message"),
                          E.getBoolean("died") == true});
  });
  if (!Read.Valid)
    Error = "something is missing in it, or is of the wrong kind";
  return Read.Valid;
}

} // namespace virref
