"""scripts/corpus: run the checker over real code, and compare with our verdicts on what it finds.

Exit status: 0 the findings are those of the verdict file, 1 they differ (new or gone), 2 a crash, a
file that does not parse, or anything else that went wrong.
"""
from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True

from catalogue import CORPORA, Corpus  # noqa: E402
from common import CorpusError, say  # noqa: E402
from prepare import Workspace  # noqa: E402
from verdicts import bless, compare, load, print_comparison  # noqa: E402

REPO = Path(__file__).resolve().parents[2]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/corpus", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", choices=sorted(CORPORA))
    parser.add_argument("--fetch-only", action="store_true",
                        help="get the source and write the compilation database, no more")
    parser.add_argument("--syntax-only", action="store_true",
                        help="no checker: only see whether all files parse")
    parser.add_argument("--plugin", metavar="SO", help="default: that of build/llvm-VERSION")
    parser.add_argument("-j", dest="jobs", type=int, default=os.cpu_count(), metavar="N")
    parser.add_argument("--no-ratio", action="store_true",
                        help="do not measure against clang -fsyntax-only (faster)")
    parser.add_argument("--json", type=Path, metavar="OUT", help="default: build/corpus/NAME/report.json")
    parser.add_argument("--infer", action="store_true",
                        help="check the whole program with inferred contracts, by build/llvm-VERSION/bin/virref")
    parser.add_argument("--bless", action="store_true",
                        help="append new findings to the verdict file as 'unread'")
    if len(sys.argv) == 1:
        parser.print_help(sys.stderr)
        sys.exit(2)
    return parser.parse_args()


def run_checker(workspace: Workspace, report: Path, options: argparse.Namespace) -> int:
    """scripts/run-plugin over the whole database; its exit status."""
    command = [sys.executable, str(REPO / "scripts/run-plugin"), "-p", str(workspace.base),
               "--root", str(workspace.source), "--root", str(workspace.build),
               "--clang", workspace.clang, "-j", str(options.jobs), "--brief", "--json", str(report)]
    if options.syntax_only:
        command.append("--no-plugin")
    elif not options.no_ratio:
        command.append("--ratio")
    if options.plugin:
        command += ["--plugin", options.plugin]
    status = subprocess.run(command).returncode
    if not report.exists():
        raise CorpusError(f"the checker did not run (exit status {status})")
    return status


def run_driver(workspace: Workspace, report: Path, options: argparse.Namespace) -> int:
    """`virref check` over the whole database, with its findings named as in those of run-plugin."""
    version = os.environ.get("VIRREF_LLVM", "19").split()[0]
    status = subprocess.run([REPO / f"build/llvm-{version}/bin/virref", "check", "-p", workspace.base, "--infer",
                             "-j", str(options.jobs), "--format=json", "-o", report]).returncode
    if not report.exists():
        raise CorpusError(f"virref did not run (exit status {status})")
    found = json.loads(report.read_text())
    for finding in found["findings"]:
        finding["id"] = finding["id"].removeprefix("virref-")
        for root in (workspace.source, workspace.build):
            if Path(finding["file"]).is_relative_to(root):
                finding["file"] = str(Path(finding["file"]).relative_to(root))
    report.write_text(json.dumps(found, indent=1))
    return status


def judge(corpus: Corpus, report: Path, add_new: bool, inferred: bool) -> bool:
    """Compare with the verdict file; true when every finding is known and none is missing."""
    path = REPO / "test/corpus" / f"{corpus.title}.yaml"
    known = load(path)
    if inferred:
        # What is found without inference shall be found with it.
        path = path.with_name(f"{corpus.title}-inferred.yaml")
        known |= load(path)
    comparison = compare(json.loads(report.read_text())["findings"], known)
    print_comparison(comparison)
    if add_new and comparison.new:
        bless(path, corpus.title, comparison.new)
        say(f"{len(comparison.new)} findings added to {path}: give them a verdict")
        return not comparison.gone
    return comparison.same


def main() -> int:
    options = arguments()
    corpus = CORPORA[options.corpus]
    # What is there names its own path: it would be configured anew, for whoever else uses it as well.
    base = REPO / "build/corpus" / corpus.name
    if base.resolve() != base:
        raise CorpusError(f"{base} is {base.resolve()}: run that one's scripts/corpus, or remove the link")
    clang = f"clang-{os.environ.get('VIRREF_LLVM', '19')}"
    workspace = Workspace(corpus, base, clang)
    files = workspace.prepare()
    say(f"{files} files in {workspace.database}")
    if files != corpus.files:
        say(f"WARNING: {corpus.files} files were expected: this machine configures other drivers")
    if options.fetch_only:
        return 0
    report = options.json or workspace.base / "report.json"
    report.unlink(missing_ok=True)
    status = (run_driver if options.infer else run_checker)(workspace, report, options)
    if options.syntax_only:
        return status
    same = judge(corpus, report, options.bless, options.infer)
    return status if status == 2 else 0 if same else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CorpusError as error:
        say(str(error))
        sys.exit(2)
