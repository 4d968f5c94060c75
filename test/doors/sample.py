#!/usr/bin/env python3
"""Demands that the findings in a folder are the lines that say `planted: <id>`, no more, no less.

Part of virref, under the Apache License v2.0 with LLVM Exceptions.
SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
import argparse
import re
import subprocess
import sys
from pathlib import Path

PLANTED = re.compile(r"/\* planted: ([a-z-]+) \*/")
FINDING = re.compile(r"^(.+?):(\d+):\d+: warning: .*\[virref-([a-z-]+)\]$", re.M)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--clang", required=True)
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--include", required=True, help="folder of <virref/annotations.h>")
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()

    planted: set[tuple[str, int, str]] = set()
    found: set[tuple[str, int, str]] = set()
    for path in sorted(args.folder.glob("*.[ch]")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            planted |= {(path.name, number, check) for check in PLANTED.findall(line)}
    for path in sorted(args.folder.glob("*.c")):
        run = subprocess.run([args.clang, f"-fplugin={args.plugin}", "-fsyntax-only", "-I",
                              args.include, str(path)], capture_output=True, text=True, check=False)
        if run.returncode != 0:
            print(f"{path.name} does not compile:\n{run.stderr}")
            return 1
        found |= {(Path(file).name, int(number), check)
                  for file, number, check in FINDING.findall(run.stderr)}

    for place in sorted(planted - found):
        print("planted, but not found: %s:%d: %s" % place)
    for place in sorted(found - planted):
        print("found, but not planted: %s:%d: %s" % place)
    if not planted:
        print(f"nothing is planted in {args.folder}")
    return 0 if planted and planted == found else 1


if __name__ == "__main__":
    sys.exit(main())
