#!/usr/bin/env python3
"""Checks that a program and the libraries it loads have all symbols that a plugin needs.

Part of virref, under the Apache License v2.0 with LLVM Exceptions.
SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
import argparse
import re
import subprocess
import sys

# Where nobody is expected to have them: profilers and the like.
OPTIONAL = {"__gmon_start__", "_ITM_deregisterTMCloneTable", "_ITM_registerTMCloneTable",
            "__cxa_finalize"}


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def symbols(nm: str, path: str, which: str) -> set[str]:
    lines = output(nm, "-D", "-P", which, path).splitlines()
    return {line.split()[0].split("@")[0] for line in lines if line.split()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--nm", required=True)
    parser.add_argument("plugin")
    parser.add_argument("host")
    args = parser.parse_args()

    brought: set[str] = set()
    for path in {args.host, *re.findall(r"(/\S+) \(0x", output("ldd", args.host)),
                 *re.findall(r"(/\S+) \(0x", output("ldd", args.plugin))}:
        brought |= symbols(args.nm, path, "--defined-only")
    needed = symbols(args.nm, args.plugin, "--undefined-only")
    missing = sorted(needed - brought - OPTIONAL)
    for name in missing:
        print("missing:", name)
    if not needed:
        print(f"{args.plugin} needs no symbol at all: this cannot be")
    return 1 if missing or not needed else 0


if __name__ == "__main__":
    sys.exit(main())
