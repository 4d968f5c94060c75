#!/usr/bin/env python3
"""Looks at the static probes of a library: probes.py LIBRARY...

Each probe of runtime/src/Probes.h is in the ELF notes with two arguments, and in a shared library
there is a nop at each of its places, for a tracer to replace.

Part of virref, under the Apache License v2.0 with LLVM Exceptions.
SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Iterator

# The sizes of the arguments, negative if they are signed.
PROBES = {"object_new": "8@ 8@", "object_ref": "8@ -4@", "object_unref": "8@ -4@",
          "object_dispose": "8@ 8@"}
NOP = 0x90


def readelf(*args: str) -> str:
    return subprocess.run(["readelf", *args], capture_output=True, text=True, check=True).stdout


def problems(library: Path) -> Iterator[str]:
    notes = re.findall(r"Provider: (\S+)\n\s*Name: (\S+)\n\s*Location: (0x[0-9a-f]+),.*\n"
                       r"\s*Arguments: (.*)", readelf("-n", str(library)))
    for name in sorted(PROBES.keys() - {name for _, name, _, _ in notes}):
        yield f"no probe {name}"
    is_shared = library.suffix != ".a"
    code, segments = library.read_bytes(), []
    if is_shared:
        segments = [tuple(int(number, 16) for number in segment) for segment in re.findall(
            r"LOAD\s+(0x\S+) (0x\S+) 0x\S+ (0x\S+) .*R E", readelf("-lW", str(library)))]
    for provider, name, location, arguments in notes:
        if provider != "virobject" or name not in PROBES:
            yield f"unknown probe {provider}:{name}"
            continue
        sizes = re.sub(r"@\S+", "@", arguments.strip())
        if sizes != PROBES[name]:
            yield f"{name} has the arguments {arguments}"
        offsets = [offset + int(location, 16) - address for offset, address, size in segments
                   if address <= int(location, 16) < address + size]
        if is_shared and [code[offset] for offset in offsets] != [NOP]:
            yield f"{name} at {location} is no nop"


def main() -> int:
    found = [f"{Path(name).name}: {problem}" for name in sys.argv[1:]
             for problem in problems(Path(name))]
    print(*found, sep="\n")
    return 1 if found or not sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
