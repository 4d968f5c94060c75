#!/usr/bin/env python3
"""Checks on the repository itself: repo.py [--root DIR] CHECK

    checks      each id of Checks.def has its page and its tests, and there are no others
    forbidden   no machine path and no host but public ones in a tracked file
    length      no file is so long that nobody reads it
    licences    each source file says what its licence is
    scripts     shell scripts stop at the first failure
    versions    what differs between LLVMs stands in the headers made for it

Part of virref, under the Apache License v2.0 with LLVM Exceptions.
SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path
from typing import Iterator

MAX_LINES = 800

# Test folders that belong to no id.
OTHER_TEST_FOLDERS = {"notes"}

# Written such that they do not match themselves.
MACHINE_PATH = re.compile(r"(?<![\w.}>)-])/(?:work|farm|root|home/[a-z]\w*)(?:/|\b(?![\w-]))")
URL_HOST = re.compile(r"\b(?:https?|git|ftp|ssh)://(?:[^/\s@]*@)?([\w.-]+)")
HOST_AND_PORT = re.compile(r"\b((?:[a-z0-9-]+\.)+[a-z]{2,}):\d{2,5}/")
IP_ADDRESS = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?![\d.])")
# Hosts that a link may lead to. Documentation only: no script gets anything from one.
PUBLIC_HOSTS = {
    "clang.llvm.org", "docs.oasis-open.org", "github.com", "gitlab.com", "json.schemastore.org",
    "libvirt.org", "llvm.org", "reviews.llvm.org", "spdx.org", "www.apache.org", "www.gnu.org",
    "www.gtk.org", "www.sqlite.org", "fsf.org", "example.org", "example.com", "doi.org",
}

VERSION_TEST = re.compile(
    r"^\s*#\s*(?:el)?if.*\b(?:VIRREF_LLVM|CLANG_VERSION_\w+|LLVM_VERSION_\w+)\b", re.M)
VERSION_HEADERS = {"checker/engine/Compat.h", "checker/doors/DoorCompat.h"}


def tracked_files(root: Path) -> list[Path]:
    """The files of the repository: git's, new ones included; all of them without git."""
    git = subprocess.run(["git", "-c", f"safe.directory={root}", "-C", str(root), "ls-files", "-z",
                          "--cached", "--others", "--exclude-standard"],
                         capture_output=True, text=True, check=False)
    if (root / ".git").exists() and git.returncode == 0:
        names = [name for name in git.stdout.split("\0") if name]
    else:
        names = [str(path.relative_to(root)) for path in root.rglob("*")
                 if path.relative_to(root).parts[0] not in {"build", ".git"}
                 and "__pycache__" not in path.parts]
    return sorted(root / name for name in names if (root / name).is_file())


def texts(root: Path) -> Iterator[tuple[str, str]]:
    """(name, content) of all files that are text."""
    for path in tracked_files(root):
        try:
            yield str(path.relative_to(root)), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def blocks(text: str) -> list[str]:
    """The bodies of functions as our tests lay them out: from `{` to `}` at the start of a line,
    or on one line."""
    return re.findall(r"^\{.*?^\}|^[a-z][^\n]*\) \{.*?^\}|^[a-z][^\n]*\{[^\n]*\}$", text,
                      re.M | re.S)


def check_checks(root: Path) -> Iterator[str]:
    definitions = (root / "checker/model/Checks.def").read_text(encoding="utf-8")
    ids = re.findall(r'^CHECK\(\w+,\s*"([a-z-]+)"', definitions, re.M)
    if not ids:
        yield "checker/model/Checks.def: no CHECK(...) found"
    for check in ids:
        page = root / "docs/checks" / f"{check}.md"
        if not page.exists():
            yield f"docs/checks/{check}.md: missing, but Checks.def has '{check}'"
        elif f"virref-{check}" not in page.read_text(encoding="utf-8"):
            yield f"docs/checks/{check}.md: does not name virref-{check}"
        bodies = [body for path in (root / "test/checks" / check).glob("*.c*")
                  for body in blocks(path.read_text(encoding="utf-8"))]
        if not any("expected-warning" in body and f"virref-{check}]" in body for body in bodies):
            yield f"test/checks/{check}: no test in which virref-{check} is expected"
        if not any("expected-" not in body for body in bodies):
            yield f"test/checks/{check}: no function in which nothing is expected"
    for folder, suffix in (("docs/checks", ".md"), ("test/checks", "")):
        for path in (root / folder).glob("*" + suffix):
            name = path.name.removesuffix(suffix) if suffix else path.name
            if name not in ids and name not in OTHER_TEST_FOLDERS | {"README"}:
                yield f"{folder}/{path.name}: there is no check '{name}' in Checks.def"


def check_forbidden(root: Path) -> Iterator[str]:
    for name, text in texts(root):
        if name.startswith("LICENSES/"):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            for found in MACHINE_PATH.findall(line):
                yield f"{name}:{number}: a path of one machine: {found}"
            for host in URL_HOST.findall(line) + HOST_AND_PORT.findall(line):
                if host not in PUBLIC_HOSTS:
                    yield f"{name}:{number}: not a public host that we link to: {host}"
            for address in IP_ADDRESS.findall(line):
                if not address.startswith(("127.", "0.", "192.0.2.")):
                    yield f"{name}:{number}: an address: {address}"


def check_length(root: Path) -> Iterator[str]:
    for name, text in texts(root):
        lines = text.count("\n")
        is_data = name.startswith("LICENSES/") or name.endswith((".yaml", ".json"))
        if lines > MAX_LINES and not is_data:
            yield f"{name}: {lines} lines; {MAX_LINES} are enough for one file"


def check_licences(root: Path) -> Iterator[str]:
    for name, text in texts(root):
        if name.startswith("checker/") and name.endswith((".cpp", ".h")) \
                and "SPDX-License-Identifier: " not in text[:1000]:
            yield f"{name}: no SPDX-License-Identifier in its first lines"
    for name in ("LICENSE", "LICENSES/Apache-2.0-WITH-LLVM-exception.txt",
                 "LICENSES/LGPL-2.1-or-later.txt"):
        if not (root / name).exists():
            yield f"{name}: missing"


def check_scripts(root: Path) -> Iterator[str]:
    for name, text in texts(root):
        if re.match(r"#!.*\b(?:ba)?sh\b", text) and "set -euo pipefail" not in text \
                and "/lib.sh\"" not in text:
            yield f"{name}: neither 'set -euo pipefail' nor lib.sh"
        if text.startswith("#!") and not (root / name).stat().st_mode & 0o111:
            yield f"{name}: not executable"


def check_versions(root: Path) -> Iterator[str]:
    for name, text in texts(root):
        if name.startswith("checker/") and name not in VERSION_HEADERS \
                and VERSION_TEST.search(text):
            yield f"{name}: an #if on the version of LLVM; these stand in " \
                  f"{' and '.join(sorted(VERSION_HEADERS))}"


CHECKS = {name.removeprefix("check_"): function for name, function in list(globals().items())
          if name.startswith("check_")}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2])
    parser.add_argument("check", choices=sorted(CHECKS))
    args = parser.parse_args()
    found = list(CHECKS[args.check](args.root))
    print(*found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
