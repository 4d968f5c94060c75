#!/usr/bin/env python3
"""Runs what docs/leaks.md shows: leaks_doc.py [--write] DOC TEAM_C TEAM CHECKER...

TEAM is team.c, built in a folder of its own; CHECKER... is the command that checks a file. Compares
the output of each block that starts with `$ ` with what the page says, but for addresses and
numbers of processes; `...` stands for any lines. With --write the page gets what was printed now.
Code on the page must be in team.c, and findings of the checker must be what it says.

Part of virref, under the Apache License v2.0 with LLVM Exceptions.
SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
from __future__ import annotations

import difflib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

# What differs from run to run and from compiler to compiler.
VARIES = re.compile(r'0x[0-9a-f]+|(?<=process )\d+|(?<="process":)\d+|(?<="offset":)\d+')


def same(text: str) -> str:
    return VARIES.sub("#", text)


class Page:
    def __init__(self, team: Path, source: Path, checker: list[str]) -> None:
        self.team, self.source, self.checker = team, source, checker
        # An address on the page, and what it is in this build.
        self.now: dict[str, str] = {}
        self.blocks = 0

    def shell(self, command: str) -> str:
        return subprocess.run(["sh", "-c", command], cwd=self.team.parent, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=60, check=False).stdout

    def serve(self) -> str:
        """A checkpoint, and one object more: what `tail` then shows."""
        report = self.team.parent / "report"
        report.unlink(missing_ok=True)
        environment = {**os.environ, "VIROBJECT_DEBUG": f"leaks;signals;file:{report}"}
        daemon = subprocess.Popen([f"./{self.team.name}", "serve"], env=environment, text=True,
                                  cwd=self.team.parent, stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE)
        assert daemon.stdin and daemon.stdout
        process = int(daemon.stdout.readline())
        for wanted in ("checkpoint set", "new since the checkpoint"):
            daemon.stdin.write("make\n")
            daemon.stdin.flush()
            daemon.stdout.readline()
            os.kill(process, signal.SIGUSR2)
            deadline = time.monotonic() + 30
            while wanted not in report.read_text() and time.monotonic() < deadline:
                time.sleep(0.01)
        result = report.read_text()
        daemon.stdin.close()
        daemon.wait(timeout=30)
        return result

    def block(self, lines: list[str]) -> list[str]:
        """What a block should be, with `...` where the page has it."""
        if not lines or not lines[0].startswith("$ "):
            return lines
        self.blocks += 1
        last = max(i for i, line in enumerate(lines) if line.startswith("$ "))
        shown = lines[last + 1:]
        commands = [re.sub(r"0x[0-9a-f]+", lambda old: self.now.get(old[0], old[0]), line)
                    for line in lines[:last + 1]]
        printed = (self.serve() if last else self.shell(commands[0][2:])).splitlines()
        result = printed
        while shown and shown[0] == "..." and len(shown) > 1:
            # From the first line on that the page shows.
            starts = [i for i, line in enumerate(printed) if same(line) == same(shown[1])]
            if not starts:
                break
            result = ["...", *printed[starts[0]:][:len(shown) - 1]]
            break
        if len(result) == len(shown):
            for old, new in zip(shown, result):
                self.now.update(zip(re.findall(r"0x[0-9a-f]+", old),
                                    re.findall(r"0x[0-9a-f]+", new)))
        return commands + result

    def problems(self, kind: str, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        if kind == "c" and text not in self.source.read_text(encoding="utf-8"):
            return [f"this is not in {self.source.name}:", *lines]
        if lines and "[virref-" in lines[0] and ".c:" in lines[0]:
            said = subprocess.run([*self.checker, str(self.source)], stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True, check=False).stdout
            return [f"the checker does not say: {line}" for line in lines
                    if f"/{line}\n" not in said]
        return []


def main(arguments: list[str]) -> int:
    write = arguments[:1] == ["--write"]
    path, source, team = (Path(name).absolute() for name in arguments[write:write + 3])
    page = Page(team, source, arguments[write + 3:])
    old, new, wrong = path.read_text(encoding="utf-8").splitlines(), [], []
    lines = iter(old)
    for line in lines:
        new.append(line)
        if not line.startswith("```"):
            continue
        block = []
        for inner in lines:
            if inner == "```":
                break
            block.append(inner)
        wrong += page.problems(line[3:], block)
        new += [*page.block(block), "```"]
    if write:
        path.write_text("\n".join(new) + "\n", encoding="utf-8")
    else:
        wrong += difflib.unified_diff([same(line) for line in old], [same(line) for line in new],
                                      "the page", "this run", lineterm="")
    print(*wrong, sep="\n")
    print(f"{page.blocks} blocks of output were compared")
    return 1 if wrong or page.blocks < 7 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
