#!/usr/bin/env python3
"""Merges the same facts in many orders and groups; every model must be the same, byte for byte.

    merge_orders.py VIRREF FACTS...
"""
import random
import subprocess
import sys
import tempfile
from pathlib import Path


def merge(program, inputs, out, *options):
    subprocess.run([program, "merge", *map(str, inputs), *options, "-o", str(out)], check=True)
    return out


def main():
    program, facts = sys.argv[1], sys.argv[2:]
    chance = random.Random(9)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        wanted = merge(program, facts, folder / "model").read_bytes()
        for attempt in range(20):
            left = list(facts) + chance.choices(facts, k=2)  # merging twice changes nothing
            chance.shuffle(left)
            while len(left) > 1:
                first, second = left.pop(), left.pop(chance.randrange(len(left)))
                left.append(merge(program, [first, second],
                                  folder / f"{attempt}-{len(left)}", "--as-facts"))
            if merge(program, left, folder / "other").read_bytes() != wanted:
                sys.exit(f"attempt {attempt} made another model")
    print("all models are the same")


if __name__ == "__main__":
    main()
