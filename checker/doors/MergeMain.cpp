//===- MergeMain.cpp - From the facts of all files to a model -------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
//   virref-merge FACTS... -o MODEL.yaml
//   virref-merge FACTS... --facts-out ALL.facts
//   virref-merge FACTS... --explain NAME
//
//===----------------------------------------------------------------------===//

#include "inference/Facts.h"
#include "inference/Finalise.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/ToolOutputFile.h"
#include "llvm/Support/raw_ostream.h"

using namespace virref;
namespace cl = llvm::cl;

static cl::list<std::string> Inputs(cl::Positional, cl::OneOrMore,
                                    cl::desc("FACTS..."));
static cl::opt<std::string> Output("o", cl::desc("the model to write"),
                                   cl::value_desc("file"), cl::init("-"));
static cl::opt<bool> AsFacts("facts",
                             cl::desc("write facts again, not a model"));
static cl::opt<std::string> Explain("explain", cl::value_desc("name"),
                                    cl::desc("say why a function has its contract"));

static int fail(const llvm::Twine &Message) {
  llvm::errs() << "virref-merge: " << Message << "\n";
  return 2;
}

int main(int Argc, char **Argv) {
  cl::ParseCommandLineOptions(Argc, Argv, "merges facts into a model\n");
  Facts All;
  for (const std::string &Path : Inputs) {
    auto Buffer = llvm::MemoryBuffer::getFile(Path);
    if (!Buffer)
      return fail(Path + ": " + Buffer.getError().message());
    Facts One;
    std::string Error;
    if (!factsFromText((*Buffer)->getBuffer(), One, Error))
      return fail(Path + ": " + Error);
    merge(All, One);
  }
  if (!Explain.empty()) {
    const std::string Text = explainContract(All, Explain);
    if (Text.empty())
      return fail("nothing is known about '" + Explain + "'");
    llvm::outs() << Text;
    return 0;
  }
  std::error_code Error;
  llvm::ToolOutputFile File(Output, Error, llvm::sys::fs::OF_Text);
  if (Error)
    return fail(Output + ": " + Error.message());
  if (AsFacts)
    File.os() << factsToText(All);
  else
    writeInferred(File.os(), finalise(All));
  File.os().flush();
  if (File.os().has_error()) {
    File.os().clear_error();
    return fail(Output + ": cannot be written");
  }
  File.keep();
  return 0;
}
