#!/usr/bin/env python3
"""Compares the libraries with the headers: symbols.py LLVM_TOOLS HEADERS LIBRARY.so LIBRARY.a

- The shared library exports what the headers declare, with its version, and nothing else.
- Both need functions of libc, and nothing of the C++ library or of anything else.
- Neither has code that runs before main() or after it.

Part of virref, under the Apache License v2.0 with LLVM Exceptions.
SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Iterator

VERSION = "VIROBJECT_1.0"
# Added by the C compiler's start files, all weak or from libc.
START_FILES = {"__cxa_finalize", "__gmon_start__", "_ITM_deregisterTMCloneTable",
               "_ITM_registerTMCloneTable"}
# Made by the linker, or a part of libc that is linked statically.
ELSEWHERE = {"_GLOBAL_OFFSET_TABLE_", "atexit"}
SECTION_BOUNDS = ("__start_", "__stop_")


class Tools:
    def __init__(self, folder: str) -> None:
        self.folder = Path(folder)

    def run(self, tool: str, *args: str) -> str:
        return subprocess.run([str(self.folder / tool), *args], capture_output=True, text=True,
                              check=True).stdout

    def symbols(self, *args: str) -> set[str]:
        """What nm prints with these arguments, without addresses and kinds."""
        lines = self.run("llvm-nm", "-P", *args).splitlines()
        return {line.split()[0] for line in lines if len(line.split()) > 1}


def declared(headers: Path) -> set[str]:
    """The linker's names of the functions that the headers declare."""
    names = set()
    for header in headers.glob("*.h"):
        text = re.sub(r"^#define(?:.*\\\n)*.*$", "", header.read_text(encoding="utf-8"), flags=re.M)
        for declaration in re.findall(r"^VIROBJECT_API\s[^;]*;", text, re.M):
            entry = re.search(r'VIROBJECT_ENTRY\("(\w+)"\)', declaration)
            name = re.search(r"(\w+)\(", declaration)
            names.add(entry[1] if entry else name[1] if name else declaration)
    return names


def differences(tools: Tools, headers: Path, shared: str, static: str) -> Iterator[str]:
    exported = tools.symbols("-D", "--defined-only", shared)
    expected = {f"{name}@@{VERSION}" for name in declared(headers)} | {VERSION}
    if len(expected) < 40:
        yield f"only {len(expected)} functions were found in the headers"
    # LLVM's nm may print the version's own symbol with itself as version.
    exported = {re.sub(rf"^{VERSION}@.*", VERSION, name) for name in exported}
    for name in sorted(expected - exported - {VERSION}):
        yield f"declared, but not exported: {name}"
    for name in sorted(exported - expected):
        yield f"exported, but not declared: {name}"

    libc = tools.run("clang", "-print-file-name=libc.so.6").strip()
    in_libc = {name.split("@")[0] for name in tools.symbols("-D", "--defined-only", libc)}
    defined = tools.symbols("--defined-only", static)
    for library, needed in (("shared", tools.symbols("-D", "--undefined-only", shared)),
                            ("static", tools.symbols("--undefined-only", static) - defined)):
        for name in sorted(name.split("@")[0] for name in needed):
            if name not in in_libc | ELSEWHERE | (START_FILES if library == "shared" else set()) \
                    and not name.startswith(SECTION_BOUNDS):
                yield f"the {library} library needs what is not in libc: {name}"
            if name.startswith(("__cxa_", "_Z")) and name not in START_FILES | {"__cxa_atexit"}:
                yield f"the {library} library needs {name}"

    needed = re.findall(r"NEEDED.*\[(.*)\]", tools.run("llvm-readelf", "-d", shared))
    for name in sorted(set(needed) - {"libc.so.6", "ld-linux-x86-64.so.2"}):
        yield f"the shared library needs {name}"

    # (name, size) of sections.
    sections = re.findall(r"^\s*\[ *\d+\] (\S+)\s+\S+\s+[0-9a-f]+ [0-9a-f]+ ([0-9a-f]+)",
                          tools.run("llvm-readelf", "-S", "-W", shared), re.M)
    if ".text" not in dict(sections):
        yield "readelf shows no sections"
    for name, size in sections:
        if name in (".init_array", ".fini_array") and int(size, 16) > 8:
            yield f"the shared library has a constructor or destructor: {name} of 0x{size}"
    for name in re.findall(r" (\.(?:init_array|fini_array|ctors|dtors)\S*)",
                           tools.run("llvm-readelf", "-S", "-W", static)):
        yield f"the static library has a constructor or destructor: {name}"


def main() -> int:
    tools, headers, shared, static = sys.argv[1:5]
    found = list(differences(Tools(tools), Path(headers), shared, static))
    print(*found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
