"""What goes wrong around `virref check`: disks, processes, and files that are not what they were.

Part of virref, under the Apache License v2.0 with LLVM Exceptions.
SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
from __future__ import annotations

import argparse
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True

from database import CLEAN, LEAK, SLOW, Project, expect, find_worker, interrupt_at_work, typical, warnings  # noqa: E402


def is_whole(project: Project, what: str) -> None:
    """What an accident leaves behind: the next run is as if nothing had been."""
    ran = project.run()
    expect(ran.returncode == 1 and len(warnings(ran.stdout)) == 3, what, ran)
    expect("was not checked" not in ran.stderr, what, ran)
    expect(not list(project.root.rglob("*.tmp")), what + ": nothing half-written is left", ran)


def stale(root: Path, args) -> None:
    """A database that names what is not there any more, and headers that are gone."""
    project = typical(root, args)
    project.add("moved.c", CLEAN)
    project.entries[-1].update(directory=str(root / "old"), file=str(root / "moved.c"))
    project.add("clean2.c", CLEAN)
    ran = project.run()
    expect(ran.returncode == 2 and len(warnings(ran.stdout)) == 3, "the others are checked", ran)
    expect("moved.c was not checked:\nerror: its folder " in ran.stderr and "out of date?" in ran.stderr,
           "a folder that is gone", ran)
    (root / "shared.h").rename(root / "other.h")
    ran = project.run()
    expect(ran.returncode == 2 and "leak1.c:1:10: fatal error: 'shared.h' file not found" in ran.stderr,
           "a header that is gone", ran)
    (root / "other.h").rename(root / "shared.h")
    alone = subprocess.run([args.virref, "check", str(root / "none.c"), "--"], capture_output=True, text=True,
                           check=False)
    expect(alone.returncode == 2 and "none.c was not checked:\nerror: there is no such file" in alone.stderr,
           "a file without a database", alone)
    for text, message in (("[]", "compile_commands.json names no C or C++ file"), ("{}", "compile_commands.json")):
        (root / "compile_commands.json").write_text(text)
        ran = project.run()
        expect(ran.returncode == 2 and message in ran.stderr and not ran.stdout, "an empty database", ran)


class Disk:
    """A small disk of its own for a project's cache, and the shell that sees it."""

    def __init__(self, folder: Path):
        folder.mkdir()
        self.folder = folder
        self.shell = subprocess.Popen(["unshare", "--map-root-user", "--mount", "sh"], stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def run(self, command: str) -> tuple[int, str]:
        try:
            self.shell.stdin.write(f"{{ {command}; }} 2>&1 </dev/null; echo \"\n== $?\"\n")
            self.shell.stdin.flush()
        except BrokenPipeError:  # there is no shell
            return -1, ""
        lines = []
        for line in self.shell.stdout:
            if line.startswith("== "):
                return int(line[3:]), "".join(lines)
            lines.append(line)
        return -1, "".join(lines)

    def resize(self, kib: int, how: str = "remount,") -> bool:
        return self.run(f"mount -t tmpfs -o {how}size={kib}k disk '{self.folder}'")[0] == 0

    def end(self) -> None:
        self.shell.communicate()


def full_disk(root: Path, args) -> None:
    """No room for a result: nothing half-written is left, and all is well once there is."""
    project = typical(root, args)
    many = "".join((LEAK % {"n": 1000 + n}).partition("\n")[2].replace("shared(1)", "0") for n in range(300))
    project.add("many.c", '#include "virobject.h"\n' + many)
    for n in range(6):
        project.add(f"{'long' * 40}{n}.c", CLEAN)
    disk = Disk(root / ".virref")
    if not disk.resize(4, ""):
        print("not tested: this machine lets nobody mount anything")
        return disk.end()
    check = shlex.join(project.command())
    status, text = disk.run(check)
    expect(status == 2 and not warnings(text) and "No space left on device" in text and "--cache DIR" in text,
           f"no room for the list of steps: {status} {text}")
    disk.resize(160)
    status, text = disk.run(check)
    expect(status == 2 and not warnings(text), f"no room for a result: {status} {text}")
    expect("this step failed: " in text and "error: cannot write " in text and "No space left on device" in text,
           f"which, and why: {text}")
    status, text = disk.run(f"ls '{root}/.virref' '{root}/.virref/units'")
    expect(".tmp\n" not in text, f"nothing half-written is left: {text}")
    disk.resize(10000)
    status, text = disk.run(check)
    expect(status == 1 and len(warnings(text)) == 303 and "not checked" not in text, f"with room: {status} {text}")
    report = root / ".virref/report.json"
    status, text = disk.run(f"echo old > '{report}'; cat /dev/zero > '{root}/.virref/filler'; "
                            f"{check} --format=json -o '{report}'")
    expect(status == 2 and f"error: cannot write {report}: No space left" in text, f"the report: {status} {text}")
    status, text = disk.run(f"cat '{report}'; ls '{root}/.virref'")
    expect(text.startswith("old\n") and ".tmp\n" not in text, f"the old one is whole: {text}")
    status, text = disk.run(f"rm '{root}'/.virref/units/many.c-*.json; TMPDIR='{root}/.virref' {check}")
    expect(status == 2 and len(warnings(text)) == 3 and "many.c was not checked:" in text and
           "No space left on device" in text and "LLVM ERROR" not in text, f"no scratch: {status} {text}")
    return disk.end()


def no_scratch(root: Path, args) -> None:
    """No place for what one process tells another."""
    project = typical(root, args)
    ran = project.run(env=dict(os.environ, TMPDIR=str(root / "none")))
    expect(ran.returncode == 2 and not warnings(ran.stdout), "nothing was checked", ran)
    expect(ran.stderr.count("error: cannot make a temporary file: No such file") == 3, "why", ran)
    is_whole(project, "with a place for it")


def killed_step(root: Path, args) -> None:
    """The process that waits for the one that parses is killed instead."""
    project = typical(root, args)
    project.add("slow.c", SLOW)

    def kill_parent(_: int, worker: int) -> None:
        stat = Path(f"/proc/{worker}/stat").read_text()
        os.kill(int(stat.rsplit(")", 1)[1].split()[1]), signal.SIGKILL)
        os.kill(worker, signal.SIGKILL)

    ran = interrupt_at_work(project, kill_parent)
    expect(ran.returncode == 2 and not ran.stdout, "nothing is reported", ran)
    expect("this step failed: " in ran.stderr and "slow.c\n" in ran.stderr and "would not be complete" in ran.stderr,
           "which step", ran)
    is_whole(project, "it goes on")


def killed_driver(root: Path, args) -> None:
    """Nobody goes on behind the back of who has ended virref."""
    project = typical(root, args)
    project.add("slow.c", SLOW)
    with subprocess.Popen(project.command("-j1"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          start_new_session=True) as process:
        deadline = time.time() + 60
        while not (worker := find_worker(project, process.pid)) and time.time() < deadline:
            pass
        expect(worker is not None, "the worker was seen")
        process.kill()
    deadline = time.time() + 20
    while find_worker(project, 0) and time.time() < deadline:
        time.sleep(0.05)
    expect(find_worker(project, 0) is None, "its processes end as well")
    left = [path.name for kind in ("json", "facts") for path in (root / ".virref/units").glob(f"slow.c-*.{kind}")]
    expect(not left, f"and not because they are done: {left}")
    is_whole(project, "it goes on")


def two_at_once(root: Path, args) -> None:
    """One run in a cache at a time: the second one says so, and leaves the first alone."""
    project = typical(root, args)
    project.add("slow.c", SLOW)
    second = []
    ran = interrupt_at_work(project, lambda *_: second.append(project.run()))
    expect(second[0].returncode == 2 and "another virref is at work in" in second[0].stderr and
           not second[0].stdout, "the second", second[0])
    expect(ran.returncode == 1 and len(warnings(ran.stdout)) == 3, "the first", ran)


def truncated(root: Path, args) -> None:
    """A machine that lost power leaves files without content: they are made again."""
    project = typical(root, args)
    is_whole(project, "before")
    for pattern in ("leak1.c-*.json", "leak1.c-*.facts", "leak2.c-*.slice.yaml", "clean.c-*.facts.errors"):
        for path in (root / ".virref/units").glob(pattern):
            stat = path.stat()
            path.write_text("")
            os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # or Ninja sees it by itself
    ran = project.run()
    expect(ran.returncode in (1, 2) and "Traceback" not in ran.stderr, "a sentence at worst", ran)
    is_whole(project, "mended at the latest by the second run")
    for name in (".ninja_log", ".ninja_deps", "check.ninja"):
        path = root / ".virref" / name
        path.write_bytes(path.read_bytes()[:100])
    is_whole(project, "what is Ninja's")


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("virref", "inputs", "work"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--only")
    args = parser.parse_args()
    for args.infer in (False, True):
        for test in (stale, full_disk, no_scratch, killed_step, killed_driver, two_at_once, truncated):
            if args.only in (None, test.__name__):
                print(test.__name__, "with inference" if args.infer else "", flush=True)
                test(Path(args.work) / f"{test.__name__}-{args.infer}", args)


if __name__ == "__main__":
    main()
