#!/usr/bin/env python3
"""Holds the documentation to what the plugin does today.

Looks at the fenced blocks of README.md and docs/ whose info string has a second word:

    ```c buggy          at least one finding: of the page's check in docs/checks/<id>.md
    ```c fixed          compiles, and no finding
    ```text diagnostic  in README.md: exactly what clang prints for the buggy block before it
    ```text help        exactly what -fplugin-arg-virref-help prints

and at links to files, which must be there. With --bless the two text blocks are rewritten.

Part of virref, under the Apache License v2.0 with LLVM Exceptions.
SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

KINDS = {"buggy": "c", "fixed": "c", "diagnostic": "text", "help": "text"}
BLOCK = re.compile(r"^```(\w+) (\w+)\n(.*?)^```$", re.M | re.S)
FINDING = re.compile(r": (?:warning|error): .*\[virref-([a-z-]+)\]$", re.M)
LINK = re.compile(r"\]\(([^)\s]+)\)")


@dataclass
class Block:
    """A fenced block; `place` names it in messages."""
    place: str
    kind: str
    body: str


class Plugin:
    """Runs clang with the plugin on a piece of text."""

    def __init__(self, clang: str, plugin: str, folders: list[str]) -> None:
        self.command = [clang, f"-fplugin={plugin}", "-fsyntax-only", "-fno-color-diagnostics",
                        "-fno-caret-diagnostics"]
        self.folders = [word for folder in folders for word in ("-I", folder)]

    def run(self, body: str, *flags: str) -> subprocess.CompletedProcess[str]:
        """What clang says, as the user sees it who calls the file example.c."""
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "example.c").write_text(body, encoding="utf-8")
            return subprocess.run([*self.command, *flags, "example.c"], cwd=folder,
                                  capture_output=True, text=True, check=False)

    def findings(self, body: str) -> tuple[bool, list[str], str]:
        """Whether it compiles, the ids of what is found, and all that clang says."""
        run = self.run(body, *self.folders)
        return run.returncode == 0, FINDING.findall(run.stderr), run.stderr

    def diagnostic(self, body: str) -> str:
        """Without our headers: the example of the README stands alone."""
        return self.run(body).stderr

    def help(self) -> str:
        return self.run("", "-fplugin-arg-virref-help").stdout


def pages(root: Path) -> list[Path]:
    return [path for path in [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
            if path.exists()]


def blocks_of(path: Path, root: Path) -> list[Block]:
    text = path.read_text(encoding="utf-8")
    return [Block(f"{path.relative_to(root)}:{text.count(chr(10), 0, found.start()) + 1}",
                  found[2], found[3])
            for found in BLOCK.finditer(text) if KINDS.get(found[2]) == found[1]]


def check_words(path: Path, root: Path) -> Iterator[str]:
    """A second word that we do not know is a block that nobody tests."""
    for language, kind, _ in BLOCK.findall(path.read_text(encoding="utf-8")):
        if KINDS.get(kind) != language:
            yield f"{path.relative_to(root)}: a block '{language} {kind}': the kinds are " + \
                ", ".join(f"'{lang} {word}'" for word, lang in KINDS.items())


def check_links(path: Path, root: Path) -> Iterator[str]:
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)
    for link in LINK.findall(text):
        target = link.split("#")[0]
        if target and "://" not in target and not (path.parent / target).exists():
            yield f"{path.relative_to(root)}: a link to {target}, which is not there"


def check_code(path: Path, root: Path, plugin: Plugin) -> Iterator[str]:
    wanted = path.stem if path.parent == root / "docs/checks" else None
    for block in blocks_of(path, root):
        if KINDS[block.kind] != "c":
            continue
        compiles, ids, said = plugin.findings(block.body)
        if not compiles:
            yield f"{block.place}: does not compile:\n{said}"
        elif block.kind == "fixed" and said:
            yield f"{block.place}: nothing is wrong here, but clang says:\n{said}"
        elif block.kind == "buggy" and not (wanted in ids if wanted else ids):
            yield f"{block.place}: no finding of virref-{wanted or '<any>'}; clang says:\n{said}"


def check_complete(path: Path, root: Path) -> Iterator[str]:
    """A page about a check has both kinds; the README has an example with its diagnostic."""
    name = str(path.relative_to(root))
    wanted: set[str] = set()
    if path.parent == root / "docs/checks":
        wanted = {"buggy", "fixed"}
    elif name == "README.md":
        wanted = {"buggy", "diagnostic"}
    elif name == "docs/options.md":
        wanted = {"help"}
    for kind in sorted(wanted - {block.kind for block in blocks_of(path, root)}):
        yield f"{name}: no block '{KINDS[kind]} {kind}'"


def expected_texts(path: Path, root: Path, plugin: Plugin) -> Iterator[tuple[Block, str]]:
    """The text blocks of a page, each with what it has to be."""
    example = None
    for block in blocks_of(path, root):
        if block.kind == "buggy":
            example = block
        elif block.kind == "help":
            yield block, plugin.help()
        elif block.kind == "diagnostic" and example:
            yield block, plugin.diagnostic(example.body)


def check_texts(path: Path, root: Path, plugin: Plugin) -> Iterator[str]:
    for block, expected in expected_texts(path, root, plugin):
        if block.body != expected:
            yield f"{block.place}: not what is printed today (--bless repairs it):\n{expected}"


def bless(path: Path, root: Path, plugin: Plugin) -> None:
    text = path.read_text(encoding="utf-8")
    for block, expected in expected_texts(path, root, plugin):
        text = text.replace(f"```text {block.kind}\n{block.body}```",
                            f"```text {block.kind}\n{expected}```")
    path.write_text(text, encoding="utf-8")


def check_all(root: Path, plugin: Plugin) -> Iterator[str]:
    if not (root / "README.md").exists() or not list((root / "docs/checks").glob("*.md")):
        yield "README.md or docs/checks/*.md: missing"
    for path in pages(root):
        yield from check_words(path, root)
        yield from check_links(path, root)
        yield from check_complete(path, root)
        yield from check_code(path, root, plugin)
        yield from check_texts(path, root, plugin)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2])
    parser.add_argument("--clang", required=True)
    parser.add_argument("--plugin", required=True, help="virref-clang.so")
    parser.add_argument("--inputs", required=True, nargs="+",
                        help="folders of the headers of the examples")
    parser.add_argument("--bless", action="store_true")
    args = parser.parse_args()

    root = args.root.resolve()
    plugin = Plugin(args.clang, str(Path(args.plugin).resolve()),
                    [str(Path(folder).resolve()) for folder in args.inputs])
    if args.bless:
        for path in pages(root):
            bless(path, root, plugin)
    found = list(check_all(root, plugin))
    if found:
        print(*found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
