"""formats.py json|sarif|html FILE: looks at a report about check-file.c with other eyes than ours.

Part of virref, under the Apache License v2.0 with LLVM Exceptions.
SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
import html.parser
import json
import sys
from pathlib import Path

VOID = {"meta", "br", "input"}


def check_json(report: dict) -> None:
    assert report["virref-report"] == 1 and report["files"] == 1 and report["errors"] == []
    (finding,) = report["findings"]
    assert finding["id"] == "virref-leak" and finding["variable"] == "obj"
    assert finding["function"] == "lose" and Path(finding["file"]).is_absolute()
    assert all(step["line"] and step["message"] for step in finding["path"])
    assert report["functions"]["explored"] == 1 and report["over-budget"] == []


def check_sarif(log: dict) -> None:
    """The properties that SARIF 2.1.0 requires, and those that viewers go by."""
    assert log["version"] == "2.1.0" and log["$schema"]
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"] == "virref"
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in rules)
    (result,) = run["results"]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "virref-leak"
    (location,) = result["locations"]
    place = location["physicalLocation"]
    assert place["region"]["startLine"] > 1 and place["artifactLocation"]["uri"].endswith(".c")
    (flow,) = result["codeFlows"]
    (thread,) = flow["threadFlows"]
    steps = [step["location"] for step in thread["locations"]]
    assert len(steps) > 1 and all(step["message"]["text"] for step in steps)
    assert steps[-1]["physicalLocation"] == place
    assert run["invocations"][0]["executionSuccessful"] is True


class Balance(html.parser.HTMLParser):
    """Every element is closed, in order, and nothing is loaded from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag, attrs):
        assert not {"src", "href"} & {name for name, _ in attrs}, (tag, attrs)
        self.seen.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag


def check_html(text: str) -> None:
    page = Balance()
    page.feed(text)
    page.close()
    assert not page.open and page.seen.count("article") == 1
    assert "is leaked here" in text and "if (fail)" in text


if __name__ == "__main__":
    kind, path = sys.argv[1:]
    content = Path(path).read_text(encoding="utf-8")
    if kind == "html":
        check_html(content)
    else:
        {"json": check_json, "sarif": check_sarif}[kind](json.loads(content))
