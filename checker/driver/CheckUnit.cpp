//===- CheckUnit.cpp - Parses one file and analyses it --------------------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "driver/CheckUnit.h"
#include "driver/Files.h"
#include "engine/Analysis.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Frontend/PCHContainerOperations.h"
#include "clang/Frontend/Utils.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "llvm/Support/raw_ostream.h"
#include <csignal>
#include <cstring>
#include <sys/wait.h>
#include <unistd.h>

using namespace clang;
using llvm::StringRef;

namespace virref {

namespace {

std::string absolute(StringRef File) {
  llvm::SmallString<256> Path(File);
  llvm::sys::fs::make_absolute(Path);
  llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
  return Path.str().str();
}

/// Where the compiler would show a location.
Place placeOf(SourceLocation Loc, const SourceManager &SM) {
  Place Result;
  PresumedLoc Presumed = SM.getPresumedLoc(SM.getFileLoc(Loc));
  if (Presumed.isInvalid())
    return Result;
  Result.File = absolute(Presumed.getFilename());
  Result.Line = Presumed.getLine();
  Result.Column = Presumed.getColumn();
  return Result;
}

/// Keeps what stops a file from being parsed. The driver's errors about flags
/// that only another compiler knows are no obstacle, unless others follow.
class Errors : public DiagnosticConsumer {
public:
  std::string Text;
  unsigned InSource = 0;

  void HandleDiagnostic(DiagnosticsEngine::Level Level,
                        const Diagnostic &Info) override {
    DiagnosticConsumer::HandleDiagnostic(Level, Info);
    if (Level < DiagnosticsEngine::Error || InSource > MaxShown)
      return;
    llvm::SmallString<128> Message;
    Info.FormatDiagnostic(Message);
    const bool IsInSource =
        Info.getLocation().isValid() && Info.hasSourceManager();
    // It is not the flag that was the obstacle.
    if (IsInSource && InSource == 0)
      Text.clear();
    llvm::raw_string_ostream OS(Text);
    if (IsInSource) {
      ++InSource;
      Place At = placeOf(Info.getLocation(), Info.getSourceManager());
      OS << At.File << ":" << At.Line << ":" << At.Column << ": ";
    }
    OS << (Level == DiagnosticsEngine::Fatal ? "fatal error: " : "error: ")
       << Message << "\n";
  }

private:
  static constexpr unsigned MaxShown = 20;
};

/// Runs the work on the syntax tree, if that is whole.
class WorkConsumer : public ASTConsumer {
public:
  WorkConsumer(CompilerInstance &CI, UnitWork Work, bool &Done)
      : CI(CI), Work(Work), Done(Done) {}

  void HandleTranslationUnit(ASTContext &Ctx) override {
    if (CI.getDiagnostics().hasUncompilableErrorOccurred())
      return;
    Work(Ctx, CI.getPreprocessor());
    Done = true;
  }

private:
  CompilerInstance &CI;
  UnitWork Work;
  bool &Done;
};

/// Every file that is read, those of the system as well.
class Dependencies : public DependencyCollector {
public:
  bool needSystemDependencies() override { return true; }

  /// Clang's own writer would name files relative to the folder of the unit,
  /// but whoever reads the depfile is somewhere else.
  void write(llvm::raw_ostream &OS, StringRef Target) const {
    writeName(OS, Target);
    OS << ":";
    for (StringRef File : getDependencies()) {
      OS << " \\\n  ";
      writeName(OS, absolute(File));
    }
    OS << "\n";
  }

private:
  static void writeName(llvm::raw_ostream &OS, StringRef Name) {
    for (char C : Name) {
      if (C == ' ' || C == '#')
        OS << '\\';
      if (C == '$')
        OS << '$';
      OS << C;
    }
  }
};

class WorkAction : public ASTFrontendAction {
public:
  WorkAction(UnitWork Work, bool &Done, Dependencies *Read)
      : Work(Work), Done(Done), Read(Read) {}

  bool BeginSourceFileAction(CompilerInstance &CI) override {
    if (Read)
      Read->attachToPreprocessor(CI.getPreprocessor());
    return true;
  }

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI,
                                                 StringRef) override {
    return std::make_unique<WorkConsumer>(CI, Work, Done);
  }

private:
  UnitWork Work;
  bool &Done;
  Dependencies *Read;
};

/// The files as a unit sees them, through the overlays of its arguments; null, and
/// \p Error says why, if one of them cannot be read.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>
overlaid(const std::vector<std::string> &Overlays, std::string &Error) {
  auto Result = llvm::vfs::getRealFileSystem();
  for (const std::string &Overlay : Overlays) {
    auto Text = Result->getBufferForFile(Overlay);
    std::unique_ptr<llvm::vfs::FileSystem> Next;
    if (Text)
      Next = llvm::vfs::getVFSFromYAML(
          std::move(*Text), [](const llvm::SMDiagnostic &, void *) {}, Overlay,
          nullptr, Result);
    if (!Next) {
      Error = "error: cannot read the overlay of -ivfsoverlay '" + Overlay +
              "': " + (Text ? "it is damaged" : Text.getError().message()) +
              "\n";
      return nullptr;
    }
    Result = llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>(Next.release());
  }
  return Result;
}

class WorkFactory : public tooling::FrontendActionFactory {
public:
  WorkFactory(UnitWork Work, Dependencies *Read) : Work(Work), Read(Read) {}

  bool Done = false;
  std::string Error;

  std::unique_ptr<FrontendAction> create() override {
    return std::make_unique<WorkAction>(Work, Done, Read);
  }

  bool runInvocation(std::shared_ptr<CompilerInvocation> Invocation,
                     FileManager *Files,
                     std::shared_ptr<PCHContainerOperations> PCHOps,
                     DiagnosticConsumer *Consumer) override {
    // The process ends with this file.
    Invocation->getFrontendOpts().DisableFree = true;
    // No "1 error generated": whoever started this says what there is to say.
    Invocation->getDiagnosticOpts().ShowCarets = false;
    // Tools are expected to bring a file system of their own, and clang leaves it
    // as it is.
    const std::vector<std::string> Overlays =
        Invocation->getHeaderSearchOpts().VFSOverlayFiles;
    llvm::IntrusiveRefCntPtr<FileManager> Seen(Files);
    if (!Overlays.empty()) {
      auto System = overlaid(Overlays, Error);
      if (!System)
        return false;
      Seen = new FileManager(Files->getFileSystemOpts(), System);
      if (Read)
        for (const std::string &Overlay : Overlays)
          Read->maybeAddDependency(Overlay, /*FromModule=*/false,
                                   /*IsSystem=*/false, /*IsModuleFile=*/false,
                                   /*IsMissing=*/false);
    }
    return FrontendActionFactory::runInvocation(
        std::move(Invocation), Seen.get(), std::move(PCHOps), Consumer);
  }

private:
  UnitWork Work;
  Dependencies *Read;
};

} // namespace

std::string parseUnit(const Unit &U, StringRef Depfile, StringRef Target,
                      UnitWork Work) {
  const std::string DepfilePath = Depfile.empty() ? "" : absolute(Depfile);
  if (std::error_code Code = llvm::sys::fs::set_current_path(U.Directory))
    return "error: its folder " + U.Directory + ": " + Code.message() +
           "; is the compilation database out of date?\n";
  if (!llvm::sys::fs::exists(U.File))
    return "error: there is no such file; is the compilation database out of "
           "date?\n";
  // By its own name clang would look for its headers beside us.
  std::vector<std::string> CommandLine = {VIRREF_CLANG, "-resource-dir",
                                          VIRREF_RESOURCE_DIR};
  CommandLine.insert(CommandLine.end(), U.Arguments.begin(), U.Arguments.end());
  for (const char *Argument :
       {"-fsyntax-only", "-Wno-everything", "-Wno-error", "-Qunused-arguments"})
    CommandLine.push_back(Argument);
  CommandLine.push_back("--");
  CommandLine.push_back(U.File);

  Dependencies Read;
  WorkFactory Factory(Work, Depfile.empty() ? nullptr : &Read);
  Errors Found;
  llvm::IntrusiveRefCntPtr<FileManager> Files(
      new FileManager(FileSystemOptions()));
  tooling::ToolInvocation Invocation(
      CommandLine, &Factory, Files.get(),
      std::make_shared<PCHContainerOperations>());
  Invocation.setDiagnosticConsumer(&Found);
  Invocation.run();
  std::string Error;
  if (!Depfile.empty() &&
      !writeWhole(
          DepfilePath, [&](llvm::raw_ostream &OS) { Read.write(OS, Target); },
          Error))
    return "error: " + Error + "\n";
  if (Factory.Done)
    return std::string();
  if (!Factory.Error.empty())
    return Factory.Error;
  return Found.Text.empty() ? "error: the compiler did not understand its "
                              "arguments\n"
                            : Found.Text;
}

/// Nobody who includes a system header can mend it.
static bool isHidden(const Finding &F, const SourceManager &SM) {
  return SM.isInSystemHeader(SM.getExpansionLoc(F.Loc));
}

/// \p Start is where the process has started: files of models are named from
/// there, and what stands in the code from where that is compiled.
static ReportedContract reported(const ContractUse &Use, StringRef Start) {
  ReportedContract C{Use.Function, Use.Says, Use.From, "", 0, ""};
  auto [File, At] = StringRef(Use.Where).rsplit(':');
  if (At.getAsInteger(10, C.Line))
    C.SeenIn = At.str();
  if (C.From == "model") {
    C.File = absolute(llvm::sys::path::is_absolute(File)
                          ? File.str()
                          : (Start + "/" + File).str());
  } else {
    C.File = C.From == "annotation" ? absolute(File) : File.str();
  }
  return C;
}

static ReportedFinding reported(const Finding &F, const SourceManager &SM,
                                StringRef Start) {
  ReportedFinding Result;
  Result.Check = F.Check;
  Result.At = placeOf(F.Loc, SM);
  Result.Message = F.Message;
  Result.Function = F.Function;
  Result.Variable = F.Variable;
  for (const PathNote &Note : F.Path)
    Result.Path.push_back({placeOf(Note.Loc, SM), Note.Text});
  for (const ContractUse &Use : F.Contracts)
    Result.Contracts.push_back(reported(Use, Start));
  return Result;
}

Report checkUnit(const Unit &U, const AnalysisOptions &Options,
                 StringRef Depfile, StringRef Target) {
  Report R;
  R.Files = 1;
  llvm::SmallString<256> Start;
  llvm::sys::fs::current_path(Start);
  std::string Errors =
      parseUnit(U, Depfile, Target, [&](ASTContext &Ctx, Preprocessor &PP) {
        AnalysisStats Stats;
        const SourceManager &SM = Ctx.getSourceManager();
        for (const Finding &F : findOwnershipBugs(Ctx, PP, Options, &Stats))
          if (!isHidden(F, SM))
            R.Findings.push_back(reported(F, SM, Start));
        R.Functions = Stats.Functions;
        R.Relevant = Stats.Relevant;
        R.Explored = Stats.Explored;
        R.OverBudget = std::move(Stats.OverBudget);
      });
  if (!Errors.empty())
    R.Errors.push_back({U.File, std::move(Errors)});
  sortReport(R);
  return R;
}

std::string inOwnProcess(llvm::function_ref<void()> Work) {
  pid_t Child = fork();
  if (Child < 0)
    return std::string("could not be started: ") + std::strerror(errno);
  if (Child == 0) {
    Work();
    llvm::outs().flush();
    // Nothing that a destructor could do is worth the time.
    _exit(0);
  }
  int Status;
  while (waitpid(Child, &Status, 0) < 0)
    if (errno != EINTR)
      return std::string("was lost: ") + std::strerror(errno);
  if (WIFSIGNALED(Status))
    return "was killed by signal " + std::to_string(WTERMSIG(Status)) + " (" +
           strsignal(WTERMSIG(Status)) + ")";
  if (WEXITSTATUS(Status) != 0)
    return "ended with status " + std::to_string(WEXITSTATUS(Status));
  return std::string();
}

} // namespace virref
