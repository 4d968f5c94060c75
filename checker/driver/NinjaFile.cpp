//===- NinjaFile.cpp - The steps of a run, written down for Ninja ---------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "driver/NinjaFile.h"

using llvm::StringRef;

namespace virref {

std::string shellQuoted(StringRef Word) {
  static constexpr StringRef Plain = "abcdefghijklmnopqrstuvwxyz"
                                     "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                     "0123456789-_=+./,:@%";
  if (!Word.empty() && Word.find_first_not_of(Plain) == StringRef::npos)
    return Word.str();
  std::string Result = "'";
  for (char C : Word)
    if (C == '\'')
      Result += "'\\''";
    else
      Result += C;
  return Result + "'";
}

/// Text for the right side of a variable.
static std::string value(StringRef Text) {
  std::string Result;
  for (char C : Text) {
    if (C == '$')
      Result += '$';
    // A line cannot be continued in the middle of a word.
    Result += C == '\n' ? ' ' : C;
  }
  return Result;
}

static std::string pathOf(StringRef Path) {
  std::string Result;
  for (char C : Path) {
    if (C == '$' || C == ' ' || C == ':')
      Result += '$';
    Result += C;
  }
  return Result;
}

std::string ninjaFile(llvm::ArrayRef<NinjaStep> Steps) {
  std::string Text = "# Written by virref: its steps, for Ninja.\n"
                     "ninja_required_version = 1.10\n"
                     "builddir = .\n\n"
                     "rule step\n"
                     "  command = $run\n"
                     "  description = $what\n"
                     "  restat = 1\n\n"
                     "rule step_with_headers\n"
                     "  command = $run\n"
                     "  description = $what\n"
                     "  depfile = $headers\n"
                     "  deps = gcc\n"
                     "  restat = 1\n\n"
                     "rule step_with_words\n"
                     "  command = $run\n"
                     "  description = $what\n"
                     "  rspfile = $file\n"
                     "  rspfile_content = $words\n"
                     "  restat = 1\n";
  for (const NinjaStep &Step : Steps) {
    Text += "\nbuild";
    for (const std::string &Output : Step.Outputs)
      Text += " " + pathOf(Output);
    Text += !Step.WordsFile.empty() ? ": step_with_words"
            : Step.Depfile.empty()  ? ": step"
                                    : ": step_with_headers";
    for (const std::string &Input : Step.Inputs)
      Text += " " + pathOf(Input);
    Text += "\n  run =";
    for (const std::string &Word : Step.Command)
      Text += " " + value(shellQuoted(Word));
    Text += "\n  what = " + value(Step.Description) + "\n";
    if (!Step.Depfile.empty())
      Text += "  headers = " + value(Step.Depfile) + "\n";
    if (!Step.WordsFile.empty()) {
      Text += "  file = " + value(Step.WordsFile) + "\n  words =";
      for (const std::string &Word : Step.Words)
        Text += " " + value(shellQuoted(Word));
      Text += "\n";
    }
  }
  return Text;
}

} // namespace virref
