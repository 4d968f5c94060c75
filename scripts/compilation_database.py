"""Compilation databases, and what of a build command matters for looking at a file.

Part of virref, under the Apache License v2.0 with LLVM Exceptions.
SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
from __future__ import annotations

import collections
import dataclasses
import fnmatch
import json
import os
import shlex
from pathlib import Path

C_SUFFIXES = {".c", ".cc", ".cpp", ".cxx"}
LAUNCHERS = {"ccache", "sccache", "distcc", "icecc"}

# What a build's command line has that a checking run must not have: outputs, dependency files, and
# switches that turn warnings into errors or silence all of them (`-w` silences the plugin too).
DROP_WITH_VALUE = {"-o", "-MF", "-MT", "-MQ"}
DROP = {"-c", "-S", "-E", "-M", "-MM", "-MD", "-MMD", "-MP", "-MG", "-MV", "-w",
        "-pedantic-errors", "-Wfatal-errors"}
DROP_PREFIXES = ("-o", "-MF", "-MT", "-MQ", "-Werror", "-fplugin", "-fdiagnostics-color",
                 "-save-temps")


class DatabaseError(Exception):
    """A sentence for the user."""


@dataclasses.dataclass(frozen=True)
class Unit:
    """One file of the database and the compiler arguments that remain of its command."""
    file: str
    directory: str
    arguments: tuple[str, ...]


def kept_arguments(command: list[str], directory: str, file: str) -> tuple[str, ...]:
    """The arguments of a build command that matter for parsing; without compiler and input."""
    words = collections.deque(command)
    while words and Path(words[0]).name in LAUNCHERS:
        words.popleft()
    words.popleft()
    kept: list[str] = []
    while words:
        word = words.popleft()
        if word in DROP_WITH_VALUE:
            words.popleft()
        elif word in DROP or word.startswith(DROP_PREFIXES) or word == "--":
            continue
        elif not word.startswith("-") and absolute(word, directory) == file:
            continue
        else:
            kept.append(word)
    return tuple(kept)


def absolute(path: str, directory: str) -> str:
    return os.path.normpath(os.path.join(directory, path))


def read_database(build: Path) -> list[Unit]:
    """One unit per file: where a file is built several times, the first entry stands for all."""
    path = build / "compile_commands.json"
    try:
        entries = json.loads(path.read_text())
    except FileNotFoundError:
        raise DatabaseError(f"no {path}; meson and cmake (-DCMAKE_EXPORT_COMPILE_COMMANDS=ON) write one, "
             "for make use `bear -- make`")
    except ValueError as error:
        raise DatabaseError(f"{path} is not JSON: {error}")
    units: dict[str, Unit] = {}
    for entry in entries:
        directory = absolute(entry["directory"], str(build.resolve()))
        file = absolute(entry["file"], directory)
        if Path(file).suffix not in C_SUFFIXES or file in units:
            continue
        command = entry.get("arguments") or shlex.split(entry["command"])
        units[file] = Unit(file, directory, kept_arguments(command, directory, file))
    if not units:
        raise DatabaseError(f"{path} names no C file")
    return list(units.values())


def select(units: list[Unit], patterns: list[str]) -> list[Unit]:
    """Units that a FILE (path, or end of a path) or GLOB names; a pattern without a file is an error."""
    if not patterns:
        return units
    chosen: dict[str, Unit] = {}
    for pattern in patterns:
        here = os.path.abspath(pattern)
        hits = [u for u in units if fnmatch.fnmatch(u.file, here)
                or fnmatch.fnmatch(u.file, "*/" + pattern.removeprefix("./"))]
        if not hits:
            raise DatabaseError(f"no file of the compilation database matches '{pattern}'")
        chosen.update((u.file, u) for u in hits)
    return [u for u in units if u.file in chosen]
