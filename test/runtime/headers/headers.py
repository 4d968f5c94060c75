#!/usr/bin/env python3
"""Compiles the public headers in every dialect: headers.py INCLUDE ANNOTATIONS SOURCES COMPILER...

All headers together and use.c of the folder SOURCES, which uses what is in them, with all warnings
as errors; each header alone in some dialects; and virobject.hpp in the dialects that it is for. COMPILERs are
pairs of a C and a C++ compiler, as CC:CXX.

Part of virref, under the Apache License v2.0 with LLVM Exceptions.
SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Iterator

POSIX = "-D_POSIX_C_SOURCE=200809L"
C = [["-std=gnu89"], ["-std=gnu99"], ["-std=gnu11"], ["-std=gnu17"], ["-std=gnu2x"],
     ["-std=c89", POSIX], ["-std=c99", POSIX], ["-std=c11", POSIX], ["-std=c17", POSIX]]
ALONE = (["-std=gnu89"], ["-std=c99", POSIX], ["-std=gnu17"], ["-std=c++98"], ["-std=c++20"])
CXX = [["-std=c++98"], ["-std=c++11"], ["-std=c++17"], ["-std=c++20"]]
WARNINGS = ["-Wall", "-Wextra", "-pedantic", "-Werror", "-Wshadow", "-Wundef"]
MODES = [[], ["-DAPI_1_2"], ["-DEMBEDDER"], ["-DAPI_1_2", "-DEMBEDDER"]]


def compiles(headers: list[str], source: str, compilers: list[tuple[str, str]]) \
        -> Iterator[tuple[list[str], str]]:
    """(command, standard input) of all that must compile."""
    def include(names: list[str]) -> str:
        return "".join(f"#include <virobject/{name}>\n" for name in names) + "extern int last;\n"

    plain = [name for name in headers if name.endswith(".h")]
    alone = [include([name]) for name in plain]
    together = [include(plain), include(plain[::-1] * 2)]
    for cc, cxx in compilers:
        for program, language, dialects in ((cc, "c", C), (cxx, "c++", CXX)):
            for dialect in dialects:
                start = [program, *dialect, *WARNINGS, "-fsyntax-only", "-x", language]
                for text in together + (alone if dialect in ALONE else []):
                    yield [*start, "-"], text
                for mode in MODES:
                    yield [*start, *mode, source], ""
        if "virobject.hpp" in headers:
            for dialect in CXX[2:]:
                for text in (include(["virobject.hpp"]), include(headers)):
                    yield [cxx, *dialect, *WARNINGS, "-fsyntax-only", "-x", "c++", "-"], text


def main() -> int:
    include, annotations, sources = (Path(name) for name in sys.argv[1:4])
    compilers = [(pair.split(":")[0], pair.split(":")[1]) for pair in sys.argv[4:]]
    headers = sorted(path.name for path in (include / "virobject").iterdir())
    count, wrong = 0, 0
    for command, text in compiles(headers, str(sources / "use.c"), compilers):
        command[1:1] = ["-I", str(include), "-I", str(annotations)]
        result = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
        count += 1
        if result.returncode != 0:
            wrong += 1
            print(" ".join(command), text, result.stderr, sep="\n")
    print(f"{len(headers)} headers, {wrong} of {count} compilations failed")
    return 1 if wrong or not headers or not compilers else 0


if __name__ == "__main__":
    sys.exit(main())
