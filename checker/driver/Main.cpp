//===- Main.cpp - The program virref --------------------------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The fourth door: a program of its own, for one file or a whole build.
//
//   CommandLine ──> runCheck ─┬─ FILE -- FLAGS ──> checkUnit() ──> Report
//                             └─ compile_commands.json ──> NinjaFile
//                                  Ninja ──> virref check FILE -- FLAGS (each)
//                                  Reports of all, merged ──> text, JSON ...
//
//===----------------------------------------------------------------------===//

#include "driver/Commands.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/raw_ostream.h"
#include <string>

using namespace virref;

int virref::fail(llvm::StringRef Message) {
  llvm::errs() << "virref: error: " << Message << "\n";
  return 2;
}

int virref::runExplain(const CommandLine &Options, llvm::StringRef Program) {
  if (Options.Names.size() != 1)
    return fail("explain takes one name, as in 'virref explain leak'");
  llvm::StringRef Name = Options.Names.front();
  Name.consume_front("virref-");
  for (CheckId Check : allChecks())
    if (checkName(Check) == Name) {
      llvm::outs() << checkPage(Check);
      return 0;
    }
  return explainContractOf(Options, Program);
}

int main(int Argc, const char **Argv) {
  llvm::InitLLVM Init(Argc, Argv);
  CommandLine Options;
  if (!parseCommandLine(llvm::ArrayRef<const char *>(Argv, Argc), Options))
    return 2;
  const std::string Program = llvm::sys::fs::getMainExecutable(
      Argv[0], reinterpret_cast<void *>(&main));
  switch (Options.What) {
  case Command::Check:
    return runCheck(Options, Program);
  case Command::Report:
    return runReport(Options);
  case Command::Explain:
    return runExplain(Options, Program);
  case Command::Infer:
    return runInfer(Options, Program);
  case Command::Collect:
    return runCollect(Options);
  case Command::Merge:
    return runMerge(Options);
  case Command::None:
    break;
  }
  return 2;
}
