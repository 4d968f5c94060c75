"""From a Debian source package to a compilation database whose files parse.

source/    the unpacked source as upstream released it, without Debian's patches
sysroot/   headers, libraries and build tools of the build dependencies, unpacked, not installed
tools/     wrappers that run these tools
build/     meson's build folder, configured, with only the generated sources built
compile_commands.json   the files of the corpus, each once
"""
from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from pathlib import Path

from catalogue import Corpus
from common import CorpusError, Steps, fresh, output_of, replace_folder, run, say, write_atomically
from debian import PrivateApt

SYSTEM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"


class Workspace:
    def __init__(self, corpus: Corpus, base: Path, clang: str):
        self.corpus = corpus
        self.base = base
        self.clang = clang
        self.source = base / "source"
        self.sysroot = base / "sysroot"
        self.tools = base / "tools"
        self.build = base / "build"
        self.database = base / "compile_commands.json"
        self.log = base / "prepare.log"
        self.apt = PrivateApt(base / "apt")

    def prepare(self) -> int:
        """Do what is not done yet; returns the number of files in the database."""
        self.base.mkdir(parents=True, exist_ok=True)
        with (self.base / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            corpus, steps = self.corpus, Steps(self.base / "stamps")
            if old := self.was_configured_at():
                say(f"{self.base} has been moved: its database names files of {old}; configuring it anew")
            steps.do("fetch-source", corpus.version, self.fetch_source)
            steps.do("unpack-build-dependencies", (corpus.tool_packages, corpus.unneeded),
                     self.fetch_sysroot)
            # meson writes absolute paths: a moved tree is configured anew
            steps.do("configure", (str(self.base), corpus.tools, corpus.options), self.configure)
            steps.do("generate-sources", corpus.generated, self.generate)
            steps.do("write-database", corpus.folder, self.write_database)
        return len(json.loads(self.database.read_text()))

    def was_configured_at(self) -> str | None:
        """Where the tree stood when it was configured, if that was somewhere else."""
        stamp = self.base / "stamps/configure"
        stood = stamp.is_file() and re.search(r"^configure: \('([^']+)', ", stamp.read_text(), re.MULTILINE)
        return stood[1] if stood and stood[1] != str(self.base) else None

    # ---- source

    def fetch_source(self) -> None:
        package = self.corpus.package
        version = self.apt.source_version(package, self.corpus.version)
        say(f"{package} {version}")
        work = fresh(self.base / "source.tmp")
        dsc = self.apt.download_source(package, version, work)
        unpacked = work / "unpacked"
        # Without Debian's patches a security update cannot move a line or fix a bug we look for.
        # No signature check of our own: apt has verified the files against its signed lists.
        run(["dpkg-source", "--no-check", "--skip-patches", "--extract", str(dsc), str(unpacked)],
            log=self.log)
        (unpacked / ".debian-version").write_text(version + "\n")
        replace_folder(unpacked, self.source)
        shutil.rmtree(work)

    # ---- sysroot and tools

    def fetch_sysroot(self) -> None:
        version = (self.source / ".debian-version").read_text().strip()
        closure = self.apt.build_dependencies(self.corpus.package, version)
        self.require_packages(closure)
        unneeded = re.compile(self.corpus.unneeded)
        packages = [name for name, section in closure.items()
                    if name in self.corpus.tool_packages
                    or (section in ("libs", "libdevel") and not unneeded.match(name))]
        debs = self.apt.download(packages, fresh(self.base / "debs.tmp"))
        work = fresh(self.base / "sysroot.tmp")
        for deb in debs:
            run(["dpkg-deb", "--extract", str(deb), str(work)], log=self.log)
        make_links_relative(work)
        replace_folder(work, self.sysroot)
        shutil.rmtree(self.base / "debs.tmp")

    def require_packages(self, closure: dict[str, str]) -> None:
        absent = [p for p in self.corpus.tool_packages if p not in closure]
        if absent:
            raise CorpusError(f"not among the build dependencies of {self.corpus.package}: "
                              f"{' '.join(absent)}; correct catalogue.py")

    def make_tools(self) -> None:
        """Let the unpacked tools run in place: scripts as they are, programs with their libraries.

        The sysroot's own loader gets the library path, not the environment, which the host's
        programs that a tool starts would inherit.
        """
        binaries, modules = fresh(self.tools) / "bin", self.tools / "python"
        binaries.mkdir()
        modules.mkdir()
        (modules / "mesonbuild").symlink_to(self.sysroot / "usr/lib/python3/dist-packages/mesonbuild")
        loader = next(iter([*self.sysroot.glob("lib64/ld-linux*"), *self.sysroot.glob("lib/ld-linux*")]))
        libraries = ":".join(str(self.sysroot / lib / multiarch()) for lib in ("lib", "usr/lib"))
        for name in self.corpus.tools:
            program, wrapper = self.sysroot / "usr/bin" / name, binaries / name
            if program.read_bytes()[:4] != b"\x7fELF":
                wrapper.symlink_to(program)
                continue
            wrapper.write_text(f"#!/bin/sh\nexec '{loader}' --argv0 \"$0\" --library-path "
                               f"'{libraries}' '{program}' \"$@\"\n")
            wrapper.chmod(0o755)

    # ---- meson

    def environment(self) -> dict[str, str]:
        """The sysroot's sbin comes last: of its programs meson only records where they are."""
        usr = self.sysroot / "usr"
        path = f"{self.tools}/bin:{SYSTEM_PATH}:{usr}/sbin:{self.sysroot}/sbin"
        return {"PATH": path, "HOME": str(self.base), "LC_ALL": "C.UTF-8", "CC": self.clang,
                "PYTHONPATH": f"{self.tools}/python", "PYTHONDONTWRITEBYTECODE": "1",
                "PKG_CONFIG_SYSROOT_DIR": str(self.sysroot),
                "PKG_CONFIG_LIBDIR": f"{usr}/lib/{multiarch()}/pkgconfig:{usr}/share/pkgconfig"}

    def configure(self) -> None:
        self.make_tools()
        fresh(self.build)
        sysroot = f"--sysroot={self.sysroot}"
        run(["meson", "setup", f"-Dc_args={sysroot}", f"-Dc_link_args={sysroot}",
             *self.corpus.options, str(self.build), str(self.source)],
            log=self.log, env=self.environment())

    def generate(self) -> None:
        """Build the outputs of custom commands below the folder that sources are made of or include."""
        listing = output_of(["ninja", "-C", str(self.build), "-t", "targets", "all"],
                            env=self.environment())
        targets = [name for name, rule in re.findall(r"^(\S+): (\S+)$", listing, re.MULTILINE)
                   if rule.startswith("CUSTOM_COMMAND") and self.is_generated(name)]
        if targets:  # ninja without a target builds everything
            run(["ninja", "-C", str(self.build), "-j2", *targets], log=self.log,
                env=self.environment())

    def is_generated(self, target: str) -> bool:
        below = "" if self.corpus.folder == "." else self.corpus.folder + "/"
        return target.startswith(below) and target.endswith(self.corpus.generated)

    def write_database(self) -> None:
        """Meson's database, without what is not of the corpus, each file once."""
        roots = tuple(f"{root / self.corpus.folder}{os.sep}" for root in (self.source, self.build))
        entries: dict[str, dict] = {}
        for entry in json.loads((self.build / "compile_commands.json").read_text()):
            file = os.path.normpath(os.path.join(entry["directory"], entry["file"]))
            if file.startswith(roots) and file.endswith(".c"):
                entries.setdefault(file, {**entry, "file": file})
        absent = [file for file in entries if not os.path.isfile(file)]
        if absent:
            raise CorpusError("sources were not generated: " + " ".join(absent))
        write_atomically(self.database, json.dumps(list(entries.values()), indent=1) + "\n")


def multiarch() -> str:
    return output_of(["dpkg-architecture", "--query", "DEB_HOST_MULTIARCH"]).strip()


def make_links_relative(root: Path) -> None:
    """Absolute links of packages are meant below the sysroot, not on the machine."""
    for folder, directories, files in os.walk(root):
        for path in (Path(folder, name) for name in directories + files):
            if path.is_symlink() and (target := os.readlink(path)).startswith("/"):
                path.unlink()
                path.symlink_to(os.path.relpath(f"{root}{target}", folder))
