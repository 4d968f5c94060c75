//===- HostCheck.cpp - Is this the program that we were built for? --------===//
//
// Part of virref, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A plugin works in one major version of LLVM, and in one kind of program. In
// any other, dlopen() would fail with the mangled name of the first symbol that
// is missing, or worse, succeed. So the plugins are linked such that a missing
// symbol is a null pointer (see checker/CMakeLists.txt), and this constructor,
// the first to run, asks what the host is before anything touches LLVM. If it
// is the wrong one there is one clear sentence, and the end.
//
// Nothing here may use LLVM, except for the two names that it looks for.
//
//===----------------------------------------------------------------------===//

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <string>
#include <unistd.h>

#ifndef VIRREF_PLUGIN_FOR_TIDY
#error "VIRREF_PLUGIN_FOR_TIDY says which of the two plugins this is"
#endif

namespace clang {
// As clang/Basic/Version.h has it. Null in a host that does not export it.
__attribute__((weak)) std::string getClangFullCPPVersion();
} // namespace clang

/// The number behind "Clang " in "Debian Clang 19.1.7 (3~deb12u1)", or 0.
static int majorVersionOfHost() {
  std::string Version = clang::getClangFullCPPVersion();
  const char *Number = std::strstr(Version.c_str(), "Clang ");
  return Number ? std::atoi(Number + std::strlen("Clang ")) : 0;
}

/// True in clang-tidy: nothing else has its checks.
static bool isHostTidy() {
  return dlsym(RTLD_DEFAULT, "_ZTIN5clang4tidy14ClangTidyCheckE") != nullptr;
}

[[noreturn]] static void refuse(const std::string &Why) {
  std::fprintf(stderr, "error: virref: %s\n", Why.c_str());
  std::fflush(stderr);
  // No exit(): the host is not ready for its own destructors.
  _exit(1);
}

static void refuseVersion(const std::string &Self, int Major) {
  std::string Host = std::to_string(Major);
  refuse("this " + Self + " was built for LLVM " +
         std::to_string(VIRREF_BUILT_FOR) + ", but LLVM " + Host +
         " loads it; build one with VIRREF_LLVM=" + Host +
         " ./scripts/build and use build/llvm-" + Host + "/lib/" + Self);
}

// 101 is the first priority that is not the implementation's own: before the
// registration objects of the doors.
__attribute__((constructor(101))) static void checkHost() {
  constexpr bool ForTidy = VIRREF_PLUGIN_FOR_TIDY;
  const std::string Self = ForTidy ? "virref-tidy.so" : "virref-clang.so";

  if (!clang::getClangFullCPPVersion)
    refuse(Self + " cannot be loaded here: this program is not " +
           (ForTidy ? "clang-tidy" : "clang") +
           ", or was built without support for plugins; use that of LLVM " +
           std::to_string(VIRREF_BUILT_FOR) + " from your distribution");
  if (int Major = majorVersionOfHost(); Major != VIRREF_BUILT_FOR)
    refuseVersion(Self, Major);
  if (ForTidy && !isHostTidy())
    refuse("virref-tidy.so is for clang-tidy; clang takes virref-clang.so");
  if (!ForTidy && isHostTidy())
    refuse("virref-clang.so is for clang; clang-tidy takes virref-tidy.so");
}
