"""Our verdict on every finding of a corpus, kept in a file that people read and edit.

A finding is recognised by where it is without line numbers (file, function, check, variable), so
that a verdict survives changes of the checker.
"""
from __future__ import annotations

import collections
import dataclasses
from pathlib import Path

import yaml

from common import CorpusError, write_atomically

KEY = ("file", "function", "id", "variable")
VERDICTS = ("true", "false", "unclear", "unread")
HEADER = """\
# Verdicts on the findings in {title}: {verdicts}.
# file + function + id + variable name a finding; see README.md beside this file.
"""

Key = tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Comparison:
    by_verdict: dict[str, int]
    new: list[dict]
    gone: list[dict]

    @property
    def same(self) -> bool:
        return not self.new and not self.gone


def key_of(item: dict) -> Key:
    return tuple(str(item[name]) for name in KEY)


def verdict_of(entry: dict) -> str:
    """YAML reads a bare true or false as a boolean."""
    return str(entry["verdict"]).lower()


def load(path: Path) -> dict[Key, dict]:
    """The entries by key; a malformed or doubled entry is an error, not a guess."""
    if not path.exists():
        return {}
    try:
        entries = yaml.safe_load(path.read_text()) or []
    except yaml.YAMLError as error:
        raise CorpusError(f"{path} is not YAML: {error}")
    if not isinstance(entries, list):
        raise CorpusError(f"{path}: not a list of verdicts")
    result: dict[Key, dict] = {}
    for number, entry in enumerate(entries, 1):
        where = f"{path}, entry {number}"
        if not isinstance(entry, dict):
            raise CorpusError(f"{where}: not a map of {', '.join(KEY)}, verdict, reason")
        absent = [name for name in (*KEY, "verdict", "reason") if name not in entry]
        if absent:
            raise CorpusError(f"{where}: no {', '.join(absent)}")
        if verdict_of(entry) not in VERDICTS:
            raise CorpusError(f"{where}: verdict '{entry['verdict']}' is not one of {', '.join(VERDICTS)}")
        if key_of(entry) in result:
            raise CorpusError(f"{where}: a second verdict for {' '.join(key_of(entry))}")
        result[key_of(entry)] = entry
    return result


def compare(findings: list[dict], verdicts: dict[Key, dict]) -> Comparison:
    seen: dict[Key, dict] = {}
    for finding in findings:
        seen.setdefault(key_of(finding), finding)
    counts = collections.Counter(verdict_of(verdicts[key]) for key in seen if key in verdicts)
    return Comparison(by_verdict={v: counts[v] for v in VERDICTS},
                      new=[f for key, f in seen.items() if key not in verdicts],
                      gone=[v for key, v in verdicts.items() if key not in seen])


def bless(path: Path, title: str, new: list[dict]) -> None:
    """Append the new findings as unread; what is there keeps its order and its comments."""
    text = path.read_text() if path.exists() else HEADER.format(title=title,
                                                                verdicts=", ".join(VERDICTS))
    for finding in new:
        entry = {**{name: finding[name] for name in KEY}, "verdict": "unread", "reason": ""}
        text += yaml.safe_dump([entry], sort_keys=False, allow_unicode=True, width=110)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, text)


def print_comparison(comparison: Comparison) -> None:
    print("verdicts: " + ", ".join(f"{v} {n}" for v, n in comparison.by_verdict.items())
          + f"; new {len(comparison.new)}, gone {len(comparison.gone)}")
    for finding in comparison.new:
        print(f"  new:  {finding['file']}:{finding['line']}: {describe(finding)}")
    for entry in comparison.gone:
        print(f"  gone: {entry['file']}: {describe(entry)} (verdict {verdict_of(entry)})")


def describe(item: dict) -> str:
    return f"{item['function']}: '{item['variable']}' [virref-{item['id']}]"
