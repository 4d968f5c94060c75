//===- NinjaRun.cpp - Ninja at work, in our words -------------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What Ninja prints comes through a pipe, so it is plain lines:
//
//   @virref 3/20 check /src/a.c         a step has ended   -> progress
//   FAILED: a.json                      and this one badly -> which one
//   /usr/bin/virref check -o ...        its command        -> nothing
//   virref: error: cannot write ...     its output         -> as it is
//   ninja: no work to do.               about itself       -> nothing
//   ninja: error: ...                                      -> as it is
//
//===----------------------------------------------------------------------===//

#include "driver/NinjaRun.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using llvm::StringRef;

namespace virref {

// How Ninja begins a line about a step: the numbers of those that have ended,
// and of all.
static const char Mark[] = "@virref ";
static const char StatusFormat[] = "@virref %f/%t ";

namespace {

class Progress {
public:
  explicit Progress(unsigned &StepsDone)
      : StepsDone(StepsDone),
        OnTerminal(llvm::sys::Process::StandardErrIsDisplayed()) {}
  ~Progress() { clear(); }

  void show(StringRef Line) {
    if (Line.consume_front(Mark))
      return stepEnded(Line);
    if (IsCommand) {
      IsCommand = false;
      return;
    }
    clear();
    StringRef Rest = Line;
    if (Rest.consume_front("FAILED: ")) {
      IsCommand = true;
      llvm::errs() << "virref: this step failed: " << Step << "\n";
    } else if (!Rest.consume_front("ninja: ") ||
               Rest.consume_front("error: ") || Rest.consume_front("fatal: ")) {
      llvm::errs() << Line << "\n";
    }
  }

private:
  void stepEnded(StringRef Line) {
    auto [Numbers, What] = Line.split(' ');
    unsigned Done = 0, All = 0;
    Numbers.consumeInteger(10, Done);
    Numbers.consume_front("/");
    Numbers.consumeInteger(10, All);
    Step = What.str();
    StepsDone = Done;
    if (!OnTerminal || Done == 0)
      return;
    clear();
    std::string Text = "virref: " + std::to_string(Done) + " of " +
                       std::to_string(All) + " steps, " + timeLeft(Done, All) +
                       " left: " + Step;
    // A longer one would be two lines, of which one could not be taken back.
    winsize Size = {};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &Size) == 0 && Size.ws_col &&
        Text.size() >= Size.ws_col)
      Text.resize(Size.ws_col - 1);
    llvm::errs() << Text;
    Shown = true;
  }

  /// As if all steps were alike.
  std::string timeLeft(unsigned Done, unsigned All) const {
    using namespace std::chrono;
    const auto Elapsed =
        duration_cast<milliseconds>(steady_clock::now() - Start).count();
    const auto Seconds = Elapsed * (All - std::min(Done, All)) / Done / 1000;
    return Seconds < 100 ? std::to_string(Seconds) + " s"
                         : std::to_string((Seconds + 30) / 60) + " min";
  }

  void clear() {
    if (Shown)
      llvm::errs() << "\r\x1b[K";
    Shown = false;
  }

  unsigned &StepsDone;
  const bool OnTerminal;
  bool Shown = false;
  bool IsCommand = false;
  std::string Step;
  const std::chrono::steady_clock::time_point Start =
      std::chrono::steady_clock::now();
};

} // namespace

/// Shows all lines that come, until nobody is left to write any.
static void showAll(int From, Progress &Shown) {
  std::string Pending;
  char Buffer[4096];
  for (;;) {
    ssize_t Size = read(From, Buffer, sizeof Buffer);
    if (Size < 0 && errno == EINTR)
      continue;
    if (Size <= 0)
      break;
    Pending.append(Buffer, Size);
    size_t Begin = 0, End;
    for (; (End = Pending.find('\n', Begin)) != std::string::npos;
         Begin = End + 1)
      Shown.show(StringRef(Pending).slice(Begin, End));
    Pending.erase(0, Begin);
  }
  if (!Pending.empty())
    Shown.show(Pending);
}

/// Starts a program whose output goes to \p Output. \returns -1 if there is no
/// process to be had.
static pid_t start(std::vector<std::string> Words, int &Output) {
  int Pipe[2];
  if (pipe(Pipe) != 0)
    return -1;
  const pid_t Parent = getpid();
  const pid_t Child = fork();
  if (Child == 0) {
    // Who kills this program has nothing of what goes on without it, and the
    // cache would be open to two at a time.
    prctl(PR_SET_PDEATHSIG, SIGINT);
    if (getppid() != Parent)
      _exit(127);
    dup2(Pipe[1], STDOUT_FILENO);
    dup2(Pipe[1], STDERR_FILENO);
    close(Pipe[0]);
    close(Pipe[1]);
    std::vector<char *> Arguments;
    for (std::string &Word : Words)
      Arguments.push_back(Word.data());
    Arguments.push_back(nullptr);
    execv(Arguments.front(), Arguments.data());
    _exit(127);
  }
  const int Why = errno;
  close(Pipe[1]);
  if (Child < 0)
    close(Pipe[0]);
  errno = Why;
  Output = Pipe[0];
  return Child;
}

NinjaResult runNinja(StringRef Folder, StringRef File, unsigned Jobs,
                     unsigned &StepsDone, std::string &Error) {
  StepsDone = 0;
  auto Ninja = llvm::sys::findProgramByName("ninja");
  if (!Ninja) {
    Error = "there is no program 'ninja': install the package ninja-build";
    return NinjaResult::Failed;
  }
  // Go on after a step that failed: the others are of use all the same.
  std::vector<std::string> Words = {*Ninja,     "-C", Folder.str(), "-f",
                                    File.str(), "-k", "0"};
  if (Jobs)
    Words.insert(Words.end(), {"-j", std::to_string(Jobs)});
  setenv("NINJA_STATUS", StatusFormat, /*overwrite=*/1);
  // Ninja hears of Ctrl-C as well, and ends its steps; this process waits.
  auto *OldInterrupt = std::signal(SIGINT, SIG_IGN);
  int Output = -1;
  int Status = 0;
  const pid_t Child = start(std::move(Words), Output);
  if (Child < 0) {
    Error = std::string("Ninja could not be started: ") + std::strerror(errno);
  } else {
    Progress Shown(StepsDone);
    showAll(Output, Shown);
    close(Output);
    while (waitpid(Child, &Status, 0) < 0 && errno == EINTR)
      ;
  }
  std::signal(SIGINT, OldInterrupt);
  if (Child < 0)
    return NinjaResult::Failed;
  // 130 is what Ninja says since 1.13, 2 before.
  if (WIFSIGNALED(Status) || WEXITSTATUS(Status) == 2 ||
      WEXITSTATUS(Status) == 130)
    return NinjaResult::Interrupted;
  return WEXITSTATUS(Status) == 0 ? NinjaResult::Done : NinjaResult::Failed;
}

} // namespace virref
