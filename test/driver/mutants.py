"""Runs `scripts/mutants` over a file of its own and looks at what it has made and found.

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

SOURCE = """#include "player.h"

static Player *playerMake(int id)
{
    Player *player = virObjectLockableNew(playerClass);

    if (player)
        player->id = id;
    return player;
}

int playerRun(int id)
{
    Player *player = playerMake(id);
    int rc;

    if (!player)
        return -1;
    rc = playerStart(player);
    virObjectUnref(player);
    return rc;
}

int playerRunAgain(int id)
{
    g_autoptr(Player) player = playerMake(id);
    int count = deviceReady(id);

    return player ? count : -1;
}

Player *playerShare(Player *player)
{
    return virObjectRef(player);
}

int playerOpen(int id, Player **out)
{
    g_autoptr(Player) player = playerMake(id);

    if (!player)
        return -1;
    *out = g_steal_pointer(&player);
    return 0;
}

void playerUse(Player *player)
{
    virObjectRef(player);
    playerStop(player);
    virObjectUnref(player);
}
"""

# class, origin: is it found? `return ref(obj)` without the reference is a function that lends.
EXPECTED = {
    ("autoptr made plain", "same file", "playerRunAgain"): True,
    # What is stolen in the end needs the autoptr on no path of this one.
    ("autoptr made plain", "same file", "playerOpen"): False,
    ("early return", "made here", "playerMake"): True,
    ("early return", "same file", "playerRun"): True,
    ("ref deleted", "returned", "playerShare"): False,
    ("ref deleted", "statement", "playerUse"): False,
    ("steal dropped", "assigned", "playerOpen"): True,
    ("unref deleted", "same file", "playerRun"): True,
    ("unref deleted", "ref", "playerUse"): False,
    ("unref doubled", "same file", "playerRun"): True,
    ("unref doubled", "ref", "playerUse"): False,
}


def main() -> int:
    parser = argparse.ArgumentParser()
    for name in ("repo", "clang", "plugin", "virref", "inputs", "work"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    file = options.work / "sample.c"
    file.write_text(SOURCE)
    # Beside the file, where the types are looked for that an autoptr releases.
    shutil.copy(options.inputs / "player.h", options.work)
    (options.work / "compile_commands.json").write_text(json.dumps([{
        "directory": str(options.work), "file": str(file),
        "arguments": ["cc", "-I", str(options.inputs), "-c", str(file)]}]))
    def run_mutants(*words: str) -> tuple[str, dict]:
        result = options.work / "mutants.json"
        run = subprocess.run(
            [sys.executable, str(options.repo / "scripts/mutants"), "-p", str(options.work), "--sample", "0",
             "--clang", str(options.clang), "--plugin", str(options.plugin), "--virref", str(options.virref),
             "-j1", "--json", str(result), *words], text=True, capture_output=True)
        if run.returncode:
            sys.exit(f"{run.stdout}{run.stderr}")
        return run.stdout, {(row["class"], row["origin"], row["function"]): row["found"]
                            for row in json.loads(result.read_text())}

    output, made = run_mutants("--missed")
    for key in sorted(EXPECTED.keys() | made.keys()):
        if EXPECTED.get(key) != made.get(key):
            print(f"{key}: expected {EXPECTED.get(key)}, got {made.get(key)}")
    missed = sum(not found for found in EXPECTED.values())
    if output.count(": in ") != missed or "0 did not compile" not in output:
        print(output)
        return 1
    whole = run_mutants("--program", str(options.work / "program"), "--class", "unref deleted")[1]
    wanted = {key: found for key, found in EXPECTED.items() if key[0] == "unref deleted"}
    if whole != wanted:
        print(f"with the whole program: expected {wanted}, got {whole}")
    return made != EXPECTED or whole != wanted


if __name__ == "__main__":
    sys.exit(main())
