#!/usr/bin/env python3
"""Runs the unit test programs of one kind: run_units.py PROGRAMS SOURCES [SUFFIX]

PROGRAMS is the folder of the programs, SOURCES that of the *Test.cpp files, each of which must
have its program, with SUFFIX in its name. Says what failed; fails also if nothing was run.

Part of virref, under the Apache License v2.0 with LLVM Exceptions.
SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

# Each takes a second or two. A test that waits for a lock would wait forever.
SECONDS = 120


def run(program: Path) -> tuple[int, str]:
    """The number of tests that passed, and what is wrong, if anything is."""
    if not program.exists():
        return 0, f"{program.name} has not been built: ninja runtime-tests"
    try:
        result = subprocess.run([str(program)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                text=True, errors="replace", timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as late:
        output = (late.output or b"").decode(errors="replace")
        return 0, f"{program.name} has not ended after {SECONDS} s:\n{output}"
    passed = re.search(r"^\[  PASSED  \] (\d+) tests?\.$", result.stdout, re.M)
    if result.returncode != 0 or not passed or passed[1] == "0":
        return 0, f"{program.name} ended with {result.returncode}:\n{result.stdout}"
    return int(passed[1]), ""


def main() -> int:
    programs, sources, suffix = Path(sys.argv[1]), Path(sys.argv[2]), "".join(sys.argv[3:])
    names = sorted(source.stem for source in sources.glob("*Test.cpp"))
    results = [run(programs / (name + suffix)) for name in names]
    wrong = [message for _, message in results if message]
    print(*wrong, sep="\n")
    print(f"{sum(count for count, _ in results)} tests passed in {len(names)} programs, "
          f"{len(wrong)} programs failed")
    return 1 if wrong or not names else 0


if __name__ == "__main__":
    sys.exit(main())
