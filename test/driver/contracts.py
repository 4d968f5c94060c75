"""contracts.py JSON SARIF: what findings rely on, in the reports about foo.c of contracts.test.

Part of virref, under the Apache License v2.0 with LLVM Exceptions.
SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
import json
import sys
from pathlib import Path

# function at fault -> the contracts of its finding, with file and line, or file and function
EXPECTED = {
    "red": [("foo_new_red", "returns owned", "model", "user.yaml", 3),
            ("foo_add", "parameter 1 consumed-on-success", "model", "user.yaml", 4)],
    "blue": [("foo_new_blue", "returns owned", "model", "user.yaml", 3)],
    "found": [("foo_find", "returns owned", "inferred", "a.c", 10)],
    "sought": [("foo_seek", "returns owned", "inferred", "nowhere.c", "foo_seek")],
    "made": [("foo_make", "returns owned", "annotation", "foo.h", 7)],
    "tree": [("json_object_new_object", "returns owned", "shipped", "json-c.yaml", any)],
    "built_in": [("virObjectRef", "returns same(0), parameter 0 acquires", "built-in", None, None)],
    "foo_broken": [("foo_broken", "returns owned", "annotation", "foo.h", 9)],
    "foo_peek": [("foo_peek", "returns owned", "model", "user.yaml", 7),
                 ("foo_peek", "returns borrowed", "annotation", "foo.h", 8)],
}


def check_json(report: dict) -> None:
    found = {finding["function"]: finding["contracts"] for finding in report["findings"]}
    assert set(found) == set(EXPECTED), sorted(found)
    for function, contracts in found.items():
        said = [(c["function"], c["says"], c["from"], c.get("file") and Path(c["file"]).name,
                 c.get("line", c.get("seen-in"))) for c in contracts]
        wanted = [e[:4] + (s[4] if e[4] is any else e[4],) for e, s in zip(EXPECTED[function], said)]
        assert said == wanted and len(said) == len(EXPECTED[function]), (function, said)
        for contract in contracts:
            # A place to go to, whatever the working directory was.
            if contract["from"] in ("model", "annotation") or contract["function"] == "foo_find":
                assert Path(contract["file"]).is_absolute() and Path(contract["file"]).exists(), contract


def check_sarif(log: dict) -> None:
    """relatedLocations as SARIF 2.1.0 has them (3.28), and the rest in the property bag (3.8)."""
    (run,) = log["runs"]
    assert len(run["results"]) == len(EXPECTED)
    places = {}
    for result in run["results"]:
        bag = result["properties"]["contracts"]
        assert all(set(c) == {"function", "says", "from"} for c in bag), bag
        related = result.get("relatedLocations", [])
        assert [place["id"] for place in related] == list(range(len(related))), related
        # What is built in or comes with virref stands in no file of the user's.
        assert len(related) == sum(c["from"] not in ("built-in", "shipped") for c in bag), related
        for place in related:
            physical = place["physicalLocation"]
            assert physical["artifactLocation"]["uri"] and place["message"]["text"], place
            assert physical.get("region", {"startLine": 1})["startLine"] > 0, place
            places[place["message"]["text"]] = place
    found = places["The contract of 'foo_add': parameter 1 consumed-on-success (model)"]
    assert found["physicalLocation"]["region"] == {"startLine": 4}, found
    sought = places["The contract of 'foo_seek': returns owned (inferred)"]
    assert "region" not in sought["physicalLocation"], sought
    assert sought["logicalLocations"] == [{"name": "foo_seek", "kind": "function"}], sought


if __name__ == "__main__":
    for path, check in zip(sys.argv[1:], (check_json, check_sarif)):
        check(json.loads(Path(path).read_text(encoding="utf-8")))
