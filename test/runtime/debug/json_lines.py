"""json_lines.py FILE PROGRAM: FILE has one JSON object on each line, as
docs/leaks.md describes them, and its addresses are those of PROGRAM."""

import json
import shutil
import subprocess
import sys

FIELDS = {
    "report": {"when", "process", "created", "freed", "left", "expected",
               "classes", "clean"},
    "class": {"class", "created", "freed", "left", "expected", "check"},
    "objects": {"class", "objects", "references", "misused", "youngest",
                "oldest", "first", "holders", "made"},
    "history": {"class", "objects", "first", "taken", "given", "folded",
                "skipped", "paths"},
    "skipped": {"class", "what", "count", "objects"},
    "misuse": {"process", "function", "message", "object", "class", "now"},
}
OPTIONAL = {"misuse": {"references", "age", "made", "dead", "freed", "holder",
                       "given"}}


def stacks_of(value):
    """All frames in what was read."""
    if isinstance(value, list):
        for item in value:
            yield from stacks_of(item)
    elif isinstance(value, dict):
        if "address" in value:
            yield value
        for item in value.values():
            yield from stacks_of(item)


def main(path, program):
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    assert lines, "nothing was written"
    entries = [json.loads(line) for line in lines]
    for entry in entries:
        kind = entry["type"]
        names = set(entry) - {"type"} - OPTIONAL.get(kind, set())
        assert names == FIELDS[kind], (kind, names ^ FIELDS[kind])

    left = sum(e["left"] for e in entries if e["type"] == "class")
    assert left == sum(e["left"] for e in entries if e["type"] == "report")
    objects = sum(e["objects"] for e in entries
                  if e["type"] == "objects" or e.get("what") == "stacks")
    assert objects == left, (objects, left)

    # What the library says of an address is what addr2line says of it.
    own = {(f["function"], f["address"]) for f in stacks_of(entries)
           if f["module"] == program and f["function"]}
    if left:
        assert own, "no function of the program is named"
    addr2line = shutil.which("addr2line")
    for function, address in own if addr2line else ():
        said = subprocess.run([addr2line, "-f", "-e", program, address],
                              stdout=subprocess.PIPE, check=True, text=True)
        assert said.stdout.splitlines()[0] == function, (said.stdout, function)


main(*sys.argv[1:])
