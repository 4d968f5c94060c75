"""Running programs, and work that is done once."""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Callable, Mapping


class CorpusError(Exception):
    """Something the user has to know about and can act on; printed without a traceback."""


def say(text: str) -> None:
    print(f"corpus: {text}", file=sys.stderr, flush=True)


def run(command: list[str], log: Path, cwd: Path | None = None,
        env: Mapping[str, str] | None = None) -> None:
    """Run quietly; when it fails, say what failed and show the end of what it printed."""
    with log.open("ab") as sink:
        sink.write(f"\n$ {' '.join(command[:12])}\n".encode())
        sink.flush()
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sink,
                              stderr=subprocess.STDOUT, cwd=cwd, env=env)
    if done.returncode:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-25:])
        raise CorpusError(f"failed ({done.returncode}): {' '.join(command[:12])}\n{tail}\n"
                          f"the whole log: {log}")


def output_of(command: list[str], env: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=env)
    if done.returncode:
        raise CorpusError(f"failed ({done.returncode}): {' '.join(command[:12])}\n{done.stderr}")
    return done.stdout


def write_atomically(path: Path, text: str) -> None:
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_text(text)
    temporary.replace(path)


class Steps:
    """A chain of steps, each done once: a stamp records what a finished step was made from.

    A step whose inputs changed, or whose stamp is gone, is done again, and so are all that follow.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.chain: list[str] = []
        self.stale = False
        folder.mkdir(parents=True, exist_ok=True)

    def do(self, name: str, inputs: object, action: Callable[[], None]) -> None:
        self.chain.append(f"{name}: {inputs}")
        stamp = self.folder / name
        made_from = "\n".join(self.chain) + "\n"
        if not self.stale and stamp.is_file() and stamp.read_text() == made_from:
            return
        self.stale = True
        stamp.unlink(missing_ok=True)
        say(name.replace("-", " "))
        action()
        write_atomically(stamp, made_from)


def fresh(folder: Path) -> Path:
    """An empty folder to work in, whatever an interrupted run left there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def replace_folder(new: Path, old: Path) -> None:
    shutil.rmtree(old, ignore_errors=True)
    os.rename(new, old)
