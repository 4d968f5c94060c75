# What the tests are run with. lit.site.cfg.py, which CMake makes in the build
# folder, sets the config.virref_* values and then loads this file.
#
#   %clang         clang
#   %plugin        door 3: clang -fplugin=... -fsyntax-only
#   %cc1-verify    door 3, comparing with `expected-warning` comments (notes of
#                  the path are free unless a test asks with a RUN line of its own)
#   %analyze       door 1: clang --analyze with all checkers of virref, as text
#   %tidy          door 2: clang-tidy with all checks of virref
#   %clang-tidy    door 2 with the module loaded and no check selected
#   %clang-exe, %clang-tidy-exe       the programs alone
#   %virref-clang, %virref-tidy       the plugins themselves
#   %virref        the driver
#   %analyze-load  door 1 with the plugin loaded and no checker selected
#   %runtime-cc    clang for a C program that uses the runtime library
#   %runtime-static, %runtime-so-dir  that library, to be linked to it
#   %runtime-tests where the test programs of the runtime library are
#   %llvm-tools    the folder of LLVM's programs
#   %inputs, %repo test/Inputs, the root of the repository
#   %include       the folder of <virref/annotations.h>
#   %python        the Python that runs lit

import os
import shutil
import subprocess
import sys

import lit.formats

config.name = "virref-llvm-" + config.virref_llvm
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".c", ".cpp", ".test"]
config.excludes = ["Inputs", "sample", "corpus"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.virref_build, "test")

# Findings must not depend on who runs the tests.
config.environment["LC_ALL"] = "C.UTF-8"
config.environment["PATH"] = os.pathsep.join(
    [config.virref_llvm_tools, "/usr/bin", "/bin"])

config.available_features.add("llvm-" + config.virref_llvm)


def tool(name):
    """The program of the LLVM under test, or None."""
    path = os.path.join(config.virref_llvm_tools, name)
    return path if os.path.exists(path) else None


def required(name):
    path = tool(name)
    if not path:
        lit_config.fatal(f"{name} is not in {config.virref_llvm_tools}: "
                         "./scripts/build installs it")
    return path


clang = required("clang")
clang_tidy = required("clang-tidy")
for name in ("FileCheck", "not", "split-file"):
    required(name)

scan_build = shutil.which("scan-build-" + config.virref_llvm)
if scan_build:
    config.available_features.add("scan-build")

if shutil.which("gcc") and shutil.which("g++"):
    config.available_features.add("gcc")

# Another LLVM, for what happens when it loads our plugins.
for other in ("14", "19", "22"):
    if other != config.virref_llvm and shutil.which("clang-" + other) \
            and shutil.which("clang-tidy-" + other):
        config.available_features.add("other-llvm")
        config.substitutions += [
            (r"%other-clang-tidy", "clang-tidy-" + other),
            (r"%other-clang", "clang-" + other),
            (r"%other-llvm", other),
        ]
        config.environment["PATH"] += os.pathsep + "/usr/local/bin"
        break

plugin = f"{clang} -fplugin={config.virref_clang_so} -fsyntax-only"
cc1_verify = (f"{clang} -cc1 -load {config.virref_clang_so} -fsyntax-only "
              "-verify -verify-ignore-unexpected=note")
analyze_load = (f"{clang} --analyze -Xclang -load "
                f"-Xclang {config.virref_clang_so}")
analyze = (f"{analyze_load} -Xclang -analyzer-checker=virref "
           "-Xclang -analyzer-output=text")
tidy_load = f"{clang_tidy} --quiet --load={config.virref_tidy_so}"

runtime_include = os.path.join(config.virref_source, "runtime", "include")
annotations_include = os.path.join(config.virref_source, "checker", "include")
runtime_lib = os.path.join(config.virref_build, "lib")
runtime_cc = (f"{clang} -pthread -g -I {runtime_include} "
              f"-I {annotations_include}")
# Some tests compare two compilers, if there are two.
for name in ("gcc", "g++", "pkg-config", "cmake"):
    if shutil.which(name, path="/usr/bin"):
        config.available_features.add(name)

def flags_of(library):
    """What it takes to include the real headers of a library."""
    asked = subprocess.run(["pkg-config", "--cflags", library], text=True,
                           capture_output=True)
    if asked.returncode:
        # A command that cannot be: the tests fail, and say why.
        return f"no-headers-of-{library}-scripts/build-tests-installs-them"
    return asked.stdout.strip()


# The programs below test/models are checked with what libraries really declare.
verify = f"{plugin} -Xclang -verify -Xclang -verify-ignore-unexpected=note"
for library in ("gio-2.0", "dbus-1", "json-c", "libusb-1.0", "libsystemd",
                "libvirt", "python3"):
    config.substitutions.append(
        (f"%verify-{library}", f"{verify} {flags_of(library)}"))

# Longer names first: the first that fits is taken.
config.substitutions += [
    (r"%runtime-cc", runtime_cc),
    (r"%runtime-static", os.path.join(runtime_lib, "libvirobject.a")),
    (r"%runtime-so-dir", runtime_lib),
    (r"%runtime-tests", config.virref_runtime_tests),
    (r"%virref-clang", config.virref_clang_so),
    (r"%virref-tidy", config.virref_tidy_so),
    (r"%virref", config.virref_program),
    (r"%clang-tidy-exe", clang_tidy),
    (r"%clang-tidy", tidy_load),
    (r"%clang-exe", clang),
    (r"%llvm-tools", config.virref_llvm_tools),
    (r"%llvm-nm", required("llvm-nm")),
    (r"%tidy", tidy_load + " '--checks=-*,virref-*'"),
    (r"%cc1-verify", cc1_verify),
    (r"%plugin", plugin),
    (r"%analyze-load", analyze_load),
    (r"%analyze", analyze),
    (r"%scan-build", scan_build or "scan-build-is-missing"),
    (r"%clang", clang),
    (r"%inputs", os.path.join(config.test_source_root, "Inputs")),
    (r"%include", os.path.join(config.virref_source, "checker/include")),
    (r"%repo", config.virref_source),
    (r"%llvm", config.virref_llvm),
    (r"%python", sys.executable),
]
