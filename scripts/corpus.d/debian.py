"""apt with a configuration, package lists and cache of its own.

The machine's apt is asked two things only, which mirror it uses and how to reach it; its lists,
its cache and its installed packages stay as they are. The private apt knows of no installed
package, so that a simulated `build-dep` yields the whole closure of the build dependencies.
"""
from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Iterator

from common import CorpusError, output_of, run

SOURCES = Path("/etc/apt")
ONE_LINE = re.compile(r"^deb\s+(?:\[(?P<options>[^]]*)\]\s+)?(?P<uri>\S+)\s+(?P<suite>\S+)\s+(?P<components>.*)$")


def stanzas(text: str) -> Iterator[dict[str, str]]:
    """The stanzas of a deb822 (.sources) file."""
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for block in re.split(r"\n\s*\n", lines):
        fields = re.findall(r"^(\S+?):[ \t]*(.*(?:\n[ \t].*)*)", block, re.MULTILINE)
        if fields:
            yield {name.title(): value for name, value in fields}


def one_line_entries(text: str) -> Iterator[dict[str, str]]:
    """The `deb` lines of a .list file, as deb822 fields."""
    for line in text.splitlines():
        if match := ONE_LINE.match(line.strip()):
            options = dict(o.split("=", 1) for o in (match["options"] or "").split())
            fields = {"Types": "deb", "Uris": match["uri"], "Suites": match["suite"],
                      "Components": match["components"]}
            for option in ("Signed-By", "Trusted"):
                if option.lower() in options:
                    fields[option] = options[option.lower()]
            yield fields


def machine_entries() -> Iterator[dict[str, str]]:
    for path in [SOURCES / "sources.list", *sorted((SOURCES / "sources.list.d").glob("*"))]:
        if path.suffix == ".sources":
            yield from stanzas(path.read_text())
        elif path.suffix == ".list" and path.is_file():
            yield from one_line_entries(path.read_text())


def codename() -> str:
    match = re.search(r"^VERSION_CODENAME=(\w+)", Path("/etc/os-release").read_text(), re.MULTILINE)
    if not match:
        raise CorpusError("/etc/os-release names no VERSION_CODENAME: this needs a Debian release")
    return match[1]


def debian_sources() -> str:
    """The machine's entries for this Debian release, with the source packages switched on."""
    release = codename()
    suites = {release, f"{release}-updates", f"{release}-security"}
    result = []
    for entry in machine_entries():
        wanted = [s for s in entry.get("Suites", "").split() if s in suites]
        binary = "deb" in entry.get("Types", "").split() and entry.get("Enabled", "yes") != "no"
        if wanted and binary and "main" in entry.get("Components", "").split():
            fields = {"Types": "deb deb-src", "URIs": entry["Uris"], "Suites": " ".join(wanted),
                      "Components": "main"}
            fields.update((k, entry[k]) for k in ("Signed-By", "Trusted") if k in entry)
            result.append("".join(f"{k}: {v}\n" for k, v in fields.items()))
    if not result:
        raise CorpusError(f"no apt source for Debian {release} main in {SOURCES}: add one")
    return "\n".join(result)


class PrivateApt:
    def __init__(self, root: Path):
        self.root = root
        self.config = root / "apt.conf"
        self.updated = False

    def update(self) -> None:
        """Fetch the package lists, once per process and only when something has to be fetched."""
        if self.updated:
            return
        for folder in ("sources.list.d", "lists/partial", "cache/archives/partial"):
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        (self.root / "sources.list.d/debian.sources").write_text(debian_sources())
        (self.root / "status").write_text("")
        self.config.write_text(f'''\
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "{self.root}/sources.list.d";
Dir::State "{self.root}";
Dir::State::lists "{self.root}/lists";
Dir::State::status "{self.root}/status";
Dir::Cache "{self.root}/cache";
APT::Install-Recommends "false";
APT::Sandbox::User "root";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
''')
        run(self.command("apt-get", "-q", "-o", "APT::Update::Error-Mode=any", "update"), log=self.log)
        self.updated = True

    @property
    def log(self) -> Path:
        return self.root / "apt.log"

    def command(self, program: str, *words: str) -> list[str]:
        """-c is read after the machine's apt.conf and so overrides it (APT_CONFIG would be first)."""
        return [program, "-c", str(self.config), *words]

    def source_version(self, package: str, upstream: str) -> str:
        """The newest Debian version of this upstream version that the mirror has."""
        self.update()
        shown = output_of(self.command("apt-cache", "showsrc", "--only-source", package))
        versions = re.findall(r"^Version: (\S+)", shown, re.MULTILINE)
        fitting = [v for v in versions if re.sub(r"^\d+:", "", v).rsplit("-", 1)[0] == upstream]
        if not fitting:
            raise CorpusError(f"Debian {codename()} has {package} {', '.join(versions) or 'not at all'},"
                              f" the corpus is {upstream}: run this on the release that has it")
        newest = fitting[0]
        for version in fitting[1:]:
            if subprocess.run(["dpkg", "--compare-versions", version, "gt", newest]).returncode == 0:
                newest = version
        return newest

    def download_source(self, package: str, version: str, folder: Path) -> Path:
        """The .dsc of a source package, checked by apt, with the files it names beside it."""
        self.update()
        run(self.command("apt-get", "-q", "source", "--download-only", f"{package}={version}"),
            log=self.log, cwd=folder)
        return next(folder.glob("*.dsc"))

    def build_dependencies(self, package: str, version: str) -> dict[str, str]:
        """Everything needed to build the package, down to libc: package -> its section."""
        self.update()
        plan = output_of(self.command("apt-get", "--simulate", "build-dep", f"{package}={version}"))
        names = re.findall(r"^Inst (\S+)", plan, re.MULTILINE)
        shown = output_of(self.command("apt-cache", "show", "--no-all-versions", *names))
        records = [dict(re.findall(r"^(Package|Section): (.*)$", record, re.MULTILINE))
                   for record in shown.split("\n\n")]
        return {r["Package"]: r.get("Section", "") for r in records if "Package" in r}

    def download(self, packages: list[str], folder: Path) -> list[Path]:
        self.update()
        run(self.command("apt-get", "-q", "download", *packages), log=self.log, cwd=folder)
        return sorted(folder.glob("*.deb"))
