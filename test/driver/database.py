"""Runs `virref check` over a database of its own, and does to it what happens in real life.

Part of virref, under the Apache License v2.0 with LLVM Exceptions.
SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
from __future__ import annotations

import argparse
import fcntl
import json
import os
import pty
import re
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

SHARED = """#include "virobject.h"
static inline int shared(int fail) {
    virObject *obj = virObjectNew(0);
    if (fail) return -1;
    virObjectUnref(obj);
    return 0;
}
"""
LEAK = """#include "shared.h"
int leak%(n)d(int fail) {
    virObject *obj = virObjectNew(0);
    if (fail) return -1;
    virObjectUnref(obj);
    return shared(1);
}
"""
CLEAN = '#include "virobject.h"\nvoid clean(void) { virObjectUnref(virObjectNew(0)); }\n'
# Long enough to be found at work.
SLOW = "#include \"virobject.h\"\n#define A(x) x x x x x x x x\nvoid slow(void) {\n" \
       "  virObject *o = virObjectNew(0); int i = 0;\n" \
       "  A(A(A(A(A(i = i + 1;)))))\n  virObjectUnref(o);\n}\n"


class Project:
    """A folder with sources and a database."""

    def __init__(self, root: Path, args: argparse.Namespace):
        self.root, self.virref, self.inputs = root, args.virref, args.inputs
        self.more = ["--infer"] if args.infer else ["--no-infer"]
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir(parents=True)
        (root / "shared.h").write_text(SHARED)
        self.entries: list[dict] = []

    def add(self, name: str, text: str | None) -> Path:
        path = self.root / name
        if text is not None:
            path.write_text(text)
        self.entries.append({"directory": str(self.root), "file": name, "arguments":
                             ["gcc", "-fconserve-stack", "-I", self.inputs, "-I.", "-Werror",
                              "-o", name + ".o", "-c", name]})
        (self.root / "compile_commands.json").write_text(json.dumps(self.entries))
        return path

    def command(self, *words: str) -> list[str]:
        return [self.virref, "check", "-p", str(self.root), *self.more, *words]

    def run(self, *words: str, **more) -> subprocess.CompletedProcess:
        return subprocess.run(self.command(*words), capture_output=True, text=True, check=False,
                              stdin=subprocess.DEVNULL, **more)

    def results(self) -> dict[str, int]:
        return {path.name: path.stat().st_mtime_ns
                for path in (self.root / ".virref/units").glob("*.json")}

    def changed_since(self, before: dict[str, int]) -> set[str]:
        return {name.split("-")[0] for name, when in self.results().items()
                if before.get(name) != when}


def expect(condition: bool, what: str, ran: subprocess.CompletedProcess | None = None) -> None:
    if not condition:
        print(f"FAILED: {what}")
        if ran:
            print(f"status {ran.returncode}\n{ran.stdout}\n{ran.stderr}")
        sys.exit(1)


def warnings(text: str) -> list[str]:
    return [line for line in text.splitlines() if ": warning: " in line]


def typical(root: Path, args) -> Project:
    project = Project(root, args)
    for n in (2, 1):
        project.add(f"leak{n}.c", LEAK % {"n": n})
    project.add("clean.c", CLEAN)
    return project


def incremental(root: Path, args) -> None:
    """Sorted, a header's finding once, the same for any -j; only what changed is done again."""
    project = typical(root, args)
    first = project.run("-j1")
    expect(first.returncode == 1, "findings are status 1", first)
    places = [line.rsplit("/", 1)[-1].split(": ")[0] for line in warnings(first.stdout)]
    expect(places == ["leak1.c:4:15", "leak2.c:4:15", "shared.h:4:15"], f"the places, not {places}", first)
    before = project.results()
    again = project.run("-j8")
    expect(again.stdout == first.stdout, "the same again", again)
    expect(not project.changed_since(before), "nothing is done twice", again)

    fixed = (LEAK % {"n": 1}).replace("if (fail) return -1;", "")
    (root / "leak1.c").write_text(fixed)
    changed = project.run()
    expect(project.changed_since(before) == {"leak1.c"}, "one changed file", changed)
    expect(len(warnings(changed.stdout)) == 2, "its finding is gone", changed)

    before = project.results()
    (root / "shared.h").write_text(SHARED.replace("if (fail) return -1;", ""))
    changed = project.run()
    expect(project.changed_since(before) == {"leak1.c", "leak2.c"}, "a changed header", changed)

    before = project.results()
    other = project.run("--checks=over-release")
    expect(other.returncode == 0 and len(project.changed_since(before)) == 3, "other options", other)
    one = project.run("leak2.c")
    expect(one.returncode == 1 and "1 file: 1 finding" in one.stderr, "one file by its name", one)
    none = project.run("nobody.c")
    expect(none.returncode == 2 and "is called 'nobody.c'" in none.stderr, "no such file", none)


def on_terminal(command: list[str]) -> tuple[int, str]:
    """The status of a command, and what it shows on a terminal of 80 columns."""
    leader, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    with subprocess.Popen(command, stdin=terminal, stdout=subprocess.DEVNULL, stderr=terminal) as process:
        os.close(terminal)
        shown = b""
        try:
            while chunk := os.read(leader, 4096):
                shown += chunk
        except OSError:  # so a terminal says that nobody is left to write
            pass
        status = process.wait()
    os.close(leader)
    return status, shown.decode()


def progress(root: Path, args) -> None:
    """On a terminal one line says how far it is; nobody has to know of Ninja."""
    project = typical(root, args)
    status, shown = on_terminal(project.command("-j1"))
    lines = [line for line in re.split(r"\r\x1b\[K|\r?\n", shown) if line]
    steps = [line for line in lines if " of " in line]
    number = 7 if args.infer else 3
    expect(status == 1 and [line.split(",")[0] for line in steps] ==
           [f"virref: {n} of {number} steps" for n in range(1, number + 1)], shown)
    expect(all(re.search(r" steps, \d+ s left: (check|collect|merge) ", line) and len(line) < 80
               for line in steps), shown)
    expect(lines[-1] == "virref: 3 files: 3 findings (leak 3)" and shown.endswith("\n"), shown)
    status, shown = on_terminal(project.command())
    expect(status == 1 and shown == "virref: 3 files: 3 findings (leak 3), nothing has changed since the "
           "last run\r\n", shown)
    piped = project.run()
    expect(piped.stderr == shown.replace("\r", ""), "and so in a file", piped)


def failing(root: Path, args) -> None:
    """A step that cannot write is named with its own words, and nothing is reported."""
    project = typical(root, args)
    project.run()
    (result,) = (root / ".virref/units").glob("leak1.c-*.json")
    result.unlink()
    (result / "in the way").mkdir(parents=True)
    with open(root / "leak1.c", "a", encoding="utf-8") as source:
        source.write("/* changed */\n")
    ran = project.run()
    expect(ran.returncode == 2 and not ran.stdout, "status 2, no report", ran)
    lines = ran.stderr.splitlines()
    expect(lines[0] == f"virref: this step failed: check {root / 'leak1.c'}" and
           lines[1].startswith(f"virref: error: cannot write {result}: ") and
           lines[2].startswith("virref: error: some steps failed, see above") and len(lines) == 3,
           "the step, why, and what follows", ran)
    shutil.rmtree(result)
    again = project.run()
    expect(again.returncode == 1 and len(warnings(again.stdout)) == 3, "it goes on", again)


def broken(root: Path, args) -> None:
    """What cannot be parsed or is not there is named; the rest is checked all the same."""
    project = typical(root, args)
    project.add("broken.c", "int broken(\n")
    project.add("gone.c", None)
    ran = project.run()
    expect(ran.returncode == 2, "status 2", ran)
    expect("broken.c was not checked:\n" in ran.stderr and "broken.c:1:12: error: " in ran.stderr,
           "the file and its error", ran)
    expect("gone.c was not checked:\n" in ran.stderr and "out of date" in ran.stderr, "gone", ran)
    expect(len(warnings(ran.stdout)) == 3, "the findings of the others", ran)
    (root / "broken.c").write_text(CLEAN)
    (root / "gone.c").write_text(CLEAN)
    mended = project.run()
    expect(mended.returncode == 1, "mended", mended)
    (root / "compile_commands.json").write_text("[{")
    bad = project.run()
    expect(bad.returncode == 2 and "compile_commands.json: " in bad.stderr, "no JSON", bad)


def unwritable(root: Path, args) -> None:
    """No place for the report, or for the cache."""
    project = typical(root, args)
    full = project.run("-o", "/dev/full")
    expect(full.returncode == 2 and "cannot write /dev/full: No space left" in full.stderr,
           "full disk", full)
    with open("/dev/full", "w", encoding="utf-8") as sink:
        out = subprocess.run(project.command(), stdout=sink, stderr=subprocess.PIPE, text=True,
                             check=False)
    expect(out.returncode == 2 and "cannot write standard output" in out.stderr, "stdout", out)
    missing = project.run("-o", str(root / "no/where.txt"))
    expect(missing.returncode == 2 and "no/where.txt: No such file" in missing.stderr, "-o", missing)
    report = root / "report.json"
    report.write_text("old")
    kept = project.run("-o", str(report), "--cache", "/proc/virref")
    expect(kept.returncode == 2 and "cannot write to the cache /proc/virref" in kept.stderr
           and "--cache DIR" in kept.stderr, "cache", kept)
    expect(report.read_text() == "old", "the old report is whole", kept)
    expect(not list(root.rglob("*.tmp")), "nothing half-written is left", kept)


def find_worker(project: Project, above: int) -> int | None:
    """The process that parses slow.c: the child of a child of Ninja."""
    marker = str(project.root / "slow.c").encode()
    hits = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError, ValueError):
            continue
        if words[0] == project.virref.encode() and marker in words and int(entry.name) != above:
            hits.append((int(entry.name), parent))
    parents = {parent for _, parent in hits}
    pids = {pid for pid, _ in hits}
    inner = [pid for pid, parent in hits if parent in pids and pid not in parents]
    return inner[0] if inner else None


def interrupt_at_work(project: Project, action) -> subprocess.CompletedProcess:
    """Starts a run, waits until it is at slow.c, and lets \\p action loose on it."""
    with subprocess.Popen(project.command("-j1"), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True, start_new_session=True) as process:
        deadline = time.time() + 60
        worker = None
        while worker is None and process.poll() is None and time.time() < deadline:
            worker = find_worker(project, process.pid)
        if worker is not None:
            action(process.pid, worker)
        out, err = process.communicate(timeout=300)
    ran = subprocess.CompletedProcess([], process.returncode, out, err)
    expect(worker is not None, "the worker was seen", ran)
    return ran


def killed(root: Path, args) -> None:
    """A worker that dies is named; the others go on, and the next run tries again."""
    project = typical(root, args)
    project.add("slow.c", SLOW)
    ran = interrupt_at_work(project, lambda _, worker: os.kill(worker, signal.SIGKILL))
    expect(ran.returncode == 2, "status 2", ran)
    expect("slow.c was not checked:" in ran.stderr and "killed by signal 9" in ran.stderr,
           "who died of what", ran)
    expect(len(warnings(ran.stdout)) == 3, "the findings of the others", ran)
    before = project.results()
    again = project.run()
    # What died may have been what collects contracts, and there are none.
    changed = project.changed_since(before)
    expect(again.returncode == 1 and (changed == {"slow.c"} or args.infer and not changed),
           "again", again)
    expect("slow.c" not in again.stderr, "it lives", again)


def interrupted(root: Path, args) -> None:
    """After Ctrl-C nothing is reported, what is done is kept, and the same command goes on."""
    project = typical(root, args)
    project.add("slow.c", SLOW)
    ran = interrupt_at_work(project, lambda leader, _: os.killpg(leader, signal.SIGINT))
    expect(ran.returncode == 2 and "interrupted" in ran.stderr and not ran.stdout, "Ctrl-C", ran)
    before = project.results()
    again = project.run()
    expect(again.returncode == 1 and len(warnings(again.stdout)) == 3, "it goes on", again)
    expect("slow.c" in project.changed_since(before) and all(
        before[name] == when for name, when in project.results().items() if name in before),
        "what was done is kept", again)


MAKE = '#include "virobject.h"\nvirObject *make(void) { return virObjectNew(0); }\n'
WRAP = """#include "virobject.h"
virObject *make(void);
virObject *wrap(void) { return make(); }
"""


def infers(root: Path, args) -> None:
    """Contracts across files; only the changed file is read again; nothing changed, same model."""
    project = Project(root, args)
    project.add("make.c", MAKE)
    project.add("wrap.c", WRAP)
    model = root / "model.yaml"

    def infer(*words: str) -> subprocess.CompletedProcess:
        return subprocess.run([args.virref, *words, "-p", str(root)], capture_output=True,
                              text=True, check=False, stdin=subprocess.DEVNULL)

    ran = infer("infer", "-o", str(model))
    expect(ran.returncode == 0 and "2 files, " in ran.stderr, "infer", ran)
    expect("- name: wrap\n    returns: owned\n" in model.read_text(), model.read_text(), ran)
    written = model.stat().st_mtime_ns
    ran = infer("infer", "-o", str(model))
    expect(ran.returncode == 0 and model.stat().st_mtime_ns == written, "not touched", ran)
    why = infer("explain", "wrap")
    expect(why.returncode == 0 and "make" in why.stdout, "why wrap() returns owned", why)
    nobody = infer("explain", "nobody")
    expect(nobody.returncode == 2 and "'nobody' is no check" in nobody.stderr, "nobody", nobody)

    (root / "make.c").write_text(MAKE.replace("return virObjectNew(0)", "return 0"))
    ran = infer("infer", "-o", str(model))
    expect(ran.returncode == 0 and "- name: wrap\n    returns: owned" not in model.read_text(),
           "what make() does is what wrap() does", ran)
    (root / "wrap.c").write_text("int broken(\n")
    ran = infer("infer", "-o", str(model))
    expect(ran.returncode == 2 and "wrap.c was not checked" in ran.stderr, "broken", ran)


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("virref", "inputs", "work"):
        parser.add_argument("--" + name, required=True)
    args = parser.parse_args()
    for args.infer in (False, True):
        for test in (incremental, progress, failing, broken, unwritable, killed, interrupted):
            print(test.__name__, "with inference" if args.infer else "", flush=True)
            test(Path(args.work) / f"{test.__name__}-{args.infer}", args)
    infers(Path(args.work) / "infers", args)


if __name__ == "__main__":
    main()
