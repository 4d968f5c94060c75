#!/usr/bin/env python3
"""Prints what stands in a report of clang's analyzer (plist, SARIF or a folder of HTML), one line
a finding and one a step of its path before it, so that a test can look at it.

Part of virref, under the Apache License v2.0 with LLVM Exceptions.
SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
import json
import plistlib
import re
import sys
from pathlib import Path


def read_plist(path: Path) -> None:
    for diagnostic in plistlib.loads(path.read_bytes())["diagnostics"]:
        for step in diagnostic["path"]:
            if step["kind"] == "event":
                print(f"{step['location']['line']}: note: {step['message']}")
        print(f"{diagnostic['location']['line']}: {diagnostic['check_name']}: "
              f"{diagnostic['description']}")


def line_of(location: dict) -> int:
    return location["physicalLocation"]["region"]["startLine"]


def read_sarif(path: Path) -> None:
    for run in json.loads(path.read_text(encoding="utf-8"))["runs"]:
        for result in run["results"]:
            for flow in result["codeFlows"]:
                for thread in flow["threadFlows"]:
                    for step in thread["locations"]:
                        location = step["location"]
                        print(f"{line_of(location)}: note: {location['message']['text']}")
            print(f"{line_of(result['locations'][0])}: {result['ruleId']}: "
                  f"{result['message']['text']}")


def read_html(folder: Path) -> None:
    for path in sorted(folder.rglob("report-*.html")):
        for word, text in re.findall(r"<!-- (BUG\w+) (.*?) -->", path.read_text(encoding="utf-8")):
            print(word, text)


READERS = {"plist": read_plist, "sarif": read_sarif, "html": read_html}

if __name__ == "__main__":
    READERS[sys.argv[1]](Path(sys.argv[2]))
