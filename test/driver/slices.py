"""`virref check --infer`: which steps a change makes Ninja do again.

Part of virref, under the Apache License v2.0 with LLVM Exceptions.
SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

FILES = {
    "all.h": """#include "virobject.h"
typedef struct Item { virObject parent; struct Item *next; } Item;
Item *itemNext(Item *item);
Item *itemWrapped(Item *item);
void itemLog(Item *item);
""",
    "item.c": """#include "all.h"
Item *itemNext(Item *item)
{
    return virObjectRef(item->next);
}
""",
    "wrap.c": """#include "all.h"
Item *itemWrapped(Item *item)
{
    return itemNext(item);
}
""",
    # It loses what it gets from a function that calls one that takes a reference.
    "user.c": """#include "all.h"
int lose(Item *item, int n)
{
    Item *next = itemWrapped(item);
    if (n)
        return -1;
    virObjectUnref(next);
    return 0;
}
""",
    # It includes what the others include, and relies on none of it.
    "other.c": """#include "all.h"
int other(Item *item)
{
    virObjectRef(item);
    virObjectUnref(item);
    return 0;
}
""",
}


class Project:
    def __init__(self, args: argparse.Namespace):
        self.root, self.virref = Path(args.work), args.virref
        shutil.rmtree(self.root, ignore_errors=True)
        self.root.mkdir(parents=True)
        self.log = 0
        for name, text in FILES.items():
            (self.root / name).write_text(text)
        (self.root / "compile_commands.json").write_text(json.dumps(
            [{"directory": str(self.root), "file": name,
              "arguments": ["cc", "-I", args.inputs, "-I.", "-c", name]}
             for name in FILES if name.endswith(".c")]))

    def steps(self) -> set[str]:
        """What Ninja has done since the last time, by its log."""
        lines = (self.root / ".virref/.ninja_log").read_text().splitlines()[1:]
        new, self.log = lines[self.log:], len(lines)
        done = set()
        for line in new:
            name = Path(line.split("\t")[3]).name
            kind = {"facts": "collect", "lines": "collect", "yaml": "merge",
                    "json": "check"}[name.rsplit(".", 1)[1]]
            done.add("merge" if kind == "merge" else f"{kind} {name.split('-')[0]}")
        return done

    def expect(self, what: str, steps: set[str], findings: list[str], *words: str) -> str:
        ran = subprocess.run([self.virref, "check", "-p", str(self.root), "--infer", *words],
                             capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        found = [line.rsplit("/", 1)[-1].split(": ")[0] for line in ran.stdout.splitlines()
                 if ": warning: " in line]
        done = self.steps()
        if done != steps or found != findings or ran.returncode != (1 if findings else 0):
            sys.exit(f"FAILED: {what}\nsteps {sorted(done)}\nnot   {sorted(steps)}\n"
                     f"findings {found}, not {findings}, status {ran.returncode}\n{ran.stderr}")
        print("passed:", what)
        return ran.stderr

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.root / name
        text = path.read_text()
        assert old in text, (name, old)
        path.write_text(text.replace(old, new, 1))


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("virref", "inputs", "work"):
        parser.add_argument("--" + name, required=True)
    args = parser.parse_args()
    project = Project(args)
    names = [name for name in FILES if name.endswith(".c")]
    everything = {"merge"} | {f"{kind} {name}" for kind in ("collect", "check") for name in names}

    said = project.expect("a file alone, when nothing is known", {"check user.c"}, [], "user.c")
    assert "nothing is inferred" in said, said
    project.expect("everything", everything, ["user.c:6:9"])
    project.expect("no change", set(), ["user.c:6:9"])

    project.edit("item.c", "Item *itemNext", "/* one line more */\nItem *itemNext")
    project.expect("a line more", {"collect item.c", "check item.c"}, ["user.c:6:9"])
    project.edit("item.c", "    return", "    itemLog(item);\n    return")
    project.expect("another body, the same contract", {"collect item.c", "merge", "check item.c"},
                   ["user.c:6:9"])

    project.edit("item.c", "return virObjectRef(item->next)", "return item->next")
    relying = {"check wrap.c", "check user.c"}
    project.expect("another contract", {"collect item.c", "merge", "check item.c"} | relying, [])
    project.edit("item.c", "return item->next", "return virObjectRef(item->next)")
    project.expect("one file, with what is known of the others", {"collect item.c", "merge", "check item.c"},
                   [], "item.c")
    project.expect("the rest", relying, ["user.c:6:9"])
    # For people: where the contract comes from.
    slices = "".join(path.read_text() for path in project.root.glob(".virref/units/user.c-*.yaml"))
    assert "seen: ['wrap.c:itemWrapped']\n    confidence: " in slices, slices
    assert "itemNext" not in slices, slices

    (project.root / "model.yaml").write_text(
        "virref-model: 1\nfunctions:\n  - {name: itemNext, returns: borrowed}\n")
    # The body of itemNext has to keep it as well.
    project.expect("what the user says comes first, and is inferred from", everything, ["item.c:6:5"],
                   "--model", str(project.root / "model.yaml"))


if __name__ == "__main__":
    main()
