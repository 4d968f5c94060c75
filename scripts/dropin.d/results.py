"""What the test runs of scripts/dropin-libvirt say.

    results.py table --ok N --skipped N [--stock STEPS LOG]
                     [--row|--strict|--aside TITLE STEPS LOG]...
    results.py leaks FOLDER

`table` compares each row, but not those aside, with the stock libvirt test by test, or without it
with the expected numbers; LOG is a testlog.json of meson. In a strict row the misuse that is known
has to abort its test. Exit status: 0 all as it should be, 1 not.
`leaks` adds up the reports of with-report in FOLDER. Exit status: 1 for misuse that is not known.

Part of virref, under the Apache License v2.0 with LLVM Exceptions.
SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
from __future__ import annotations

import argparse
import collections
import json
import re
import sys
from pathlib import Path
from typing import Iterator

COLUMNS = ("ok", "skipped", "misuse", "failed", "timeouts")
KINDS = {"OK": "ok", "SKIP": "skipped", "TIMEOUT": "timeouts"}


def known_misuse() -> dict[str, str]:
    """For each test of libvirt that misuses an object what is wrong."""
    lines = Path(__file__).with_name("known-misuse.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split(maxsplit=1) for line in lines if line and not line.startswith("#"))


class Run:
    """A row of the table: the results of one run of all tests."""

    def __init__(self, title: str, steps: str, log: str, strict: bool = False) -> None:
        self.title = title
        self.steps = steps
        self.results = {}
        for line in Path(log).read_text(encoding="utf-8").splitlines():
            test = json.loads(line)
            self.results[test["name"]] = KINDS.get(test["result"], "failed")
            what = known_misuse().get(test["name"])
            if (strict and what and test["returncode"] == -6
                    and re.search(r"aborting: Object 0x\w+ " + re.escape(what),
                                  test.get("stderr", ""))):
                self.results[test["name"]] = "misuse"
        self.strict = strict
        counts = collections.Counter(self.results.values())
        self.counts = [counts[column] for column in COLUMNS]

    def line(self) -> str:
        numbers = "".join(f"{number:>10}" for number in self.counts)
        return f"{self.title:<42}{self.steps:>11}{numbers}"

    def remarkable(self) -> list[str]:
        return [f"{name}: {result}" for name, result in sorted(self.results.items())
                if result != "ok"]

    def stale(self) -> Iterator[str]:
        if self.strict:
            for name in sorted(known_misuse()):
                if self.results.get(name) == "ok":
                    yield f"{name}: ok, but misuse according to known-misuse.txt"

    def differences(self, other: Run) -> Iterator[str]:
        for name in sorted(self.results.keys() | other.results.keys()):
            here, there = (run.results.get(name, "missing") for run in (self, other))
            if here != there and here != "misuse":
                yield f"{name}: {here}, but {there} in {other.title}"


def table(args: argparse.Namespace) -> int:
    expected = [args.ok, args.skipped, 0, 0, 0]
    stock = Run("stock", *args.stock) if args.stock else None
    judged = [*(Run(*row) for row in args.row), *(Run(*row, strict=True) for row in args.strict)]
    aside = [Run(*row) for row in args.aside]
    print(f"{'libvirt':<42}{'steps':>11}" + "".join(f"{column:>10}" for column in COLUMNS))
    for run in [*([stock] if stock else []), *judged, *aside]:
        print(run.line())

    same = True
    if stock and stock.counts != expected:
        print(f"note: the stock libvirt was {expected[0]} ok, {expected[1]} skipped elsewhere; here:",
              *stock.remarkable(), sep="\n  ")
    for run in judged + aside:
        misuse = run.counts[2]
        if stock:
            problems = list(run.differences(stock))
        else:
            usual = [args.ok - misuse, args.skipped, misuse, 0, 0]
            problems = run.remarkable() if run.counts != usual else []
        problems += run.stale()
        if problems:
            print(f"{run.title} is not as {'stock' if stock else 'expected'}:", *problems,
                  sep="\n  ")
            same = same and run not in judged
    if any(run.counts[2] for run in judged):
        print("misuse: aborted, and known to be a mistake in libvirt's test, see docs/dropin.md")
    return 0 if same else 1


def place(entry: dict) -> str:
    """Where the caller is: a function, or what addr2line takes."""
    frames = entry.get("now")
    if not frames:
        return "(unknown)"
    return frames[0]["function"] or f"{Path(frames[0]['module']).name} {frames[0]['address']}"


def leaks(folder: Path) -> int:
    """Prints a line for each class and program, and each misuse."""
    programs, processes = set(), 0
    left: collections.Counter[tuple[str, str, int, int, int]] = collections.Counter()
    misuse: collections.Counter[tuple[str, str, str, str]] = collections.Counter()
    for path in sorted(folder.glob("*.*")):
        program = path.name.rpartition(".")[0]
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            if entry["type"] == "report":
                programs.add(program)
                processes += 1
            elif entry["type"] == "class":
                left[program, entry["class"], entry["created"], entry["freed"], entry["left"]] += 1
            elif entry["type"] == "misuse":
                message = re.sub(r"0x[0-9a-f]+ ", "", entry["message"])
                misuse[program, entry["function"] or "", message, place(entry)] += 1
    leaking = {key[0] for key in left}
    print(f"objects left at exit: {len(left)} lines, of {len(leaking)} programs; {len(programs)} "
          f"programs ({processes} processes) reported")
    if left:
        print(f"  {'program':<32}{'class':<32}{'created':>8}{'freed':>8}{'left':>6}  times")
    for (program, name, created, freed, count), times in sorted(left.items()):
        print(f"  {program:<32}{name:<32}{created:>8}{freed:>8}{count:>6}{times:>7}")
    print(f"misuse: {sum(misuse.values())} reports")
    known, status = known_misuse(), 0
    for (program, function, message, where), times in sorted(misuse.items()):
        print(f"  {program}: {function} in {where}: {message} ({times} times)")
        if message != f"Object {known.get(program)}":
            print("    this is NOT in known-misuse.txt")
            status = 1
    return status


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    of_table = commands.add_parser("table")
    of_table.add_argument("--ok", type=int, required=True)
    of_table.add_argument("--skipped", type=int, required=True)
    of_table.add_argument("--stock", nargs=2, metavar=("STEPS", "LOG"))
    for option in ("--row", "--strict", "--aside"):
        of_table.add_argument(option, nargs=3, action="append", default=[],
                              metavar=("TITLE", "STEPS", "LOG"))
    commands.add_parser("leaks").add_argument("folder", type=Path)
    args = parser.parse_args()
    return table(args) if args.command == "table" else leaks(args.folder)


if __name__ == "__main__":
    sys.exit(main())
