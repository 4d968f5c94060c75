"""libvirt as scripts/corpus takes it: the same release, from the same Debian source package, with
the same drivers.

    source.py fetch FOLDER APT    unpack the release into FOLDER, with the private apt in APT
    source.py options             print the options for meson, one a line

Part of virref, under the Apache License v2.0 with LLVM Exceptions.
SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
from __future__ import annotations

import shutil
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "corpus.d"))

from catalogue import LIBVIRT  # noqa: E402
from common import CorpusError, fresh, replace_folder, run  # noqa: E402
from debian import PrivateApt  # noqa: E402


def fetch(folder: Path, apt_folder: Path) -> None:
    """Without Debian's patches, so that a security update changes nothing."""
    apt_folder.mkdir(parents=True, exist_ok=True)
    apt = PrivateApt(apt_folder)
    version = apt.source_version(LIBVIRT.package, LIBVIRT.version)
    work = fresh(folder.with_name(folder.name + ".tmp"))
    dsc = apt.download_source(LIBVIRT.package, version, work)
    unpacked = work / "unpacked"
    run(["dpkg-source", "--no-check", "--skip-patches", "--extract", str(dsc), str(unpacked)],
        log=apt.log)
    # Debian's packaging is not a part of the release.
    shutil.rmtree(unpacked / "debian")
    replace_folder(unpacked, folder)
    shutil.rmtree(work)
    print(f"libvirt {LIBVIRT.version} (of Debian's {version})")


def main(words: list[str]) -> int:
    if len(words) == 3 and words[0] == "fetch":
        fetch(Path(words[1]).resolve(), Path(words[2]).resolve())
    elif words == ["options"]:
        print(*[option for option in LIBVIRT.options if not option.startswith("-Dtests=")],
              "-Dtests=enabled", sep="\n")
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CorpusError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
