#!/usr/bin/env python3
"""Runs inputs of the tests through all doors and demands the same findings of all.

A finding is (file, line, id). The flags of an input are those before %s in its RUN
lines with %cc1-verify or %plugin. Fails if a door differs from another, an input does not compile, or there is nothing to compare.

Part of virref, under the Apache License v2.0 with LLVM Exceptions.
SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
from __future__ import annotations

import argparse
import collections
import concurrent.futures
import dataclasses
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

SUFFIXES = {".c", ".cpp"}
RUN = re.compile(r"RUN:.*%(?:cc1-verify|plugin)\b(.*?)%s\b")
FINDING = re.compile(r"^(.+?):(\d+):\d+: (?:warning|error): .*\[virref[-.]([a-z-]+)\]$", re.M)

Finding = tuple[str, int, str]


@dataclasses.dataclass(frozen=True)
class Job:
    """One input with one set of flags."""
    path: Path
    flags: tuple[str, ...]


@dataclasses.dataclass
class Result:
    job: Job
    findings: dict[str, set[Finding]]  # by door
    trouble: list[str]


def inputs_below(roots: list[Path]) -> list[Path]:
    return sorted(path for root in roots for path in root.rglob("*")
                  if path.suffix in SUFFIXES and "Inputs" not in path.parts)


def jobs_of(path: Path, inputs: Path, include: Path) -> list[Job]:
    jobs = []
    for rest in RUN.findall(path.read_text(encoding="utf-8")):
        for name, value in (("%inputs", inputs), ("%include", include), ("%S", path.parent)):
            rest = rest.replace(name, str(value))
        words = shlex.split(rest)
        jobs.append(Job(path, tuple(words)))
    return list(dict.fromkeys(jobs))


def doors(args: argparse.Namespace, job: Job) -> dict[str, list[str]]:
    source, flags = str(job.path), list(job.flags)
    return {
        "-fplugin": [args.clang, f"-fplugin={args.clang_plugin}", "-fsyntax-only", *flags, source],
        "--analyze": [args.clang, "--analyze", "-Xclang", "-load", "-Xclang", args.clang_plugin,
                      "-Xclang", "-analyzer-checker=virref", "-Xclang", "-analyzer-output=text",
                      *flags, source],
        "clang-tidy": [args.clang_tidy, "--quiet", f"--load={args.tidy_plugin}",
                       "--checks=-*,virref-*", "--header-filter=.*", source, "--", *flags],
        "virref": [args.virref, "check", source, "--exit-zero", "--", *flags],
    }


def run(args: argparse.Namespace, job: Job) -> Result:
    result = Result(job, {}, [])
    for door, command in doors(args, job).items():
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL,
                              check=False, cwd="/")
        text = done.stdout + done.stderr
        if done.returncode != 0:
            how = "crashes or hangs" if done.returncode < 0 or done.returncode > 1 else \
                "does not compile"
            result.trouble.append(f"{job.path}: {how} with {door}: {shlex.join(command)}\n{text}")
        result.findings[door] = {(os.path.normpath(file), int(line), check)
                                 for file, line, check in FINDING.findall(text)}
    return result


def differences(result: Result) -> list[str]:
    seen: dict[Finding, list[str]] = collections.defaultdict(list)
    for door, findings in result.findings.items():
        for finding in findings:
            seen[finding].append(door)
    lines = []
    for (file, line, check), by in sorted(seen.items()):
        missing = [door for door in result.findings if door not in by]
        if missing:
            lines.append(f"{file}:{line}: {check}: {', '.join(by)} only, not found by "
                         f"{', '.join(missing)} (flags: {shlex.join(result.job.flags)})")
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    for name in ("clang", "clang-plugin", "clang-tidy", "tidy-plugin", "virref"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--inputs", required=True, type=Path, help="what %%inputs stands for")
    parser.add_argument("--include", required=True, type=Path, help="what %%include stands for")
    parser.add_argument("roots", nargs="+", type=Path)
    args = parser.parse_args()

    trouble: list[str] = []
    jobs: list[Job] = []
    for path in inputs_below(args.roots):
        of_path = jobs_of(path, args.inputs, args.include)
        if not of_path:
            trouble.append(f"{path}: no RUN line with %cc1-verify or %plugin, so its flags are unknown")
        jobs += of_path

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda job: run(args, job), jobs))
    for result in results:
        # Half the doors of an input that does not compile prove nothing.
        trouble += result.trouble or differences(result)
    findings = sum(len(result.findings["-fplugin"]) for result in results)
    if not jobs:
        trouble.append("no inputs: nothing was compared")
    elif not findings:
        trouble.append(f"no findings in {len(jobs)} inputs: nothing was compared")

    for line in trouble:
        print(line)
    print(f"{len(jobs)} inputs through 4 doors, {findings} findings, {len(trouble)} problems")
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(main())
