"""The classes of mutants: what correct code would be if somebody had made one mistake."""
from __future__ import annotations

import dataclasses
import re
from typing import Iterator

from source import Function, Source

# What a mutant asks where it leaves early: nobody can tell the answer.
QUESTION = "virrefMutant()"
PROTOTYPE = f"int {QUESTION[:-2]}(void);"


@dataclasses.dataclass(frozen=True)
class Mutant:
    """Text to put in the place of other text, on the same lines."""
    kind: str
    origin: str
    function: Function
    start: int
    end: int
    text: str


@dataclasses.dataclass(frozen=True)
class Names:
    """What the counted type's functions are called, as regular expressions."""
    ref: str = r"virObjectRef"
    unref: str = r"virObjectUnref"
    create: str = r"virObject(?:Lockable|RWLockable)?New"

    def counted_types(self, texts: list[str]) -> set[str]:
        """The types whose autoptr releases."""
        made = re.compile(rf"AUTOPTR_CLEANUP_FUNC\s*\(\s*(\w+)\s*,\s*{self.unref}\s*\)")
        return {name for text in texts for name in made.findall(text)}


VARIABLE = r"([A-Za-z_]\w*)"
PLACE = r"([A-Za-z_][\w\->.\[\]*]*)"


class Mutator:
    """Finds all places of one file where a mistake can be made."""

    def __init__(self, source: Source, names: Names, counted: set[str]):
        self.source, self.names, self.counted = source, names, counted
        self.local = {f.name for f in source.functions}

    def all(self) -> Iterator[Mutant]:
        for function in self.source.functions:
            body = self.source.code[function.start:function.end]
            for find in (self.unrefs, self.refs, self.early_returns, self.autoptrs, self.steals):
                yield from find(function, body)

    # ---- where the reference comes from

    def maker(self, callee: str) -> str:
        """Of what a call of this function gives."""
        return ("ref" if re.fullmatch(self.names.ref, callee) else
                "made here" if re.fullmatch(self.names.create, callee) else
                "same file" if callee in self.local else "elsewhere")

    def origin(self, body: str, place: str, before: int) -> str:
        """Of the object that a variable refers to: made here, from a function of the same file,
        after a reference was taken, a field's, from elsewhere."""
        if not re.fullmatch(r"\w+", place):
            return "field"
        found, at = "elsewhere", -1
        given = rf"\b{place}\s*=\s*(?:\([^()]*\)\s*)?(\w+)\s*\("
        for match in re.finditer(given, body[:before]):
            found, at = self.maker(match[1]), match.start()
        for match in re.finditer(rf"\b{self.names.ref}\s*\(\s*{place}\s*\)\s*;", body[:before]):
            if match.start() > at:
                found, at = "ref", match.start()
        return found

    # ---- the classes

    def unrefs(self, function: Function, body: str) -> Iterator[Mutant]:
        plain = rf"\b{self.names.unref}\s*\(\s*{PLACE}\s*\)\s*;"
        cleared = rf"\bg_clear_pointer\s*\(\s*&{PLACE}\s*,\s*{self.names.unref}\s*\)\s*;"
        for pattern in (plain, cleared):
            for match in re.finditer(pattern, body):
                # `x = unref(x)`, `if (unref(x))`: not a statement
                if not re.search(r"[;{})]\s*$|\belse\s*$|:\s*$", body[:match.start()]):
                    continue
                start, end = function.start + match.start(), function.start + match.end()
                origin = self.origin(body, match[1], match.start())
                statement = self.source.text[start:end]
                yield Mutant("unref deleted", origin, function, start, end,
                             keep_lines("{ }", statement))
                if pattern is plain:
                    yield Mutant("unref doubled", origin, function, start, end,
                                 "{ " + statement + " " + one_line(statement) + " }")

    def refs(self, function: Function, body: str) -> Iterator[Mutant]:
        for match in re.finditer(rf"\b{self.names.ref}\s*(?=\()", body):
            start = function.start + match.start()
            opening = function.start + match.end()
            closing = self.source.matching(opening)
            if closing is None or closing > function.end:
                continue
            before = body[:match.start()]
            after = self.source.code[closing + 1:closing + 3].strip()
            if re.search(r"[;{}]\s*$|\)\s*$|\belse\s*$|:\s*$", before) and after.startswith(";"):
                yield Mutant("ref deleted", "statement", function, start, closing + 1,
                             keep_lines("(void)0", self.source.text[start:closing + 1]))
            elif not re.search(r"\w\s*\(\s*$|,\s*$", before):
                kind = "returned" if re.search(r"\breturn\s*$", before) else (
                    "stored" if re.search(r"(?:->|\.|\*|\[)[\w\]]*\s*=\s*$", before) else "assigned")
                yield Mutant("ref deleted", kind, function, start, opening,
                             keep_lines("", self.source.text[start:opening]))

    def early_returns(self, function: Function, body: str) -> Iterator[Mutant]:
        if function.failure is None:
            return
        callee = rf"(?:\([^()]*\)\s*)?(\w+)\s*\("
        # Of `*place = make()` only the declaration: `T *variable = make()`.
        for match in re.finditer(rf"(?:(?<![\w>.*])|(?<=\w \*)){VARIABLE}\s*=\s*{callee}", body):
            origin = self.maker(match[2])
            if origin != "elsewhere":
                yield from self.early_return(function, body, match, match[1], origin)
        for match in re.finditer(rf"\b{self.names.ref}\s*\(\s*{VARIABLE}\s*\)\s*;", body):
            if re.search(r"[;{}]\s*$", body[:match.start()]):
                yield from self.early_return(function, body, match, match[1], "ref")

    def early_return(self, function: Function, body: str, match: re.Match[str], variable: str,
                     origin: str) -> Iterator[Mutant]:
        statement = self.source.statement(function.start + match.start())
        if not statement or statement[1] > function.end:
            return
        declared = body[:match.start()].rsplit("\n", 1)[-1]
        if "g_auto" in declared or re.search(rf"g_auto\w*\([^()]*\)\s*{variable}\b", body):
            return
        rest = self.source.code[statement[1]:function.end]
        # A number, a global, or something that this function does not release or give back, need not be its own.
        if not re.search(rf"\w *\*+ *{variable}\s*[=;,]", body) or not re.search(
                rf"\b{self.names.unref}\s*\(\s*{variable}\s*\)|\breturn\s+{variable}\s*;", rest):
            return
        yield Mutant("early return", origin, function, statement[1], statement[1],
                     f" if ({QUESTION}) return{function.failure};")

    def autoptrs(self, function: Function, body: str) -> Iterator[Mutant]:
        for match in re.finditer(rf"\bg_autoptr\s*\(\s*(\w+)\s*\)\s*{VARIABLE}", body):
            if match[1] not in self.counted:
                continue
            start = function.start + match.start()
            origin = self.origin(body, match[2], len(body))
            yield Mutant("autoptr made plain", origin, function, start, function.start + match.end(),
                         f"{match[1]} *{match[2]}")

    def steals(self, function: Function, body: str) -> Iterator[Mutant]:
        for match in re.finditer(rf"\bg_steal_pointer\s*\(\s*&{VARIABLE}\s*\)", body):
            owner = re.search(rf"\bg_autoptr\s*\(\s*(\w+)\s*\)\s*{match[1]}\b", body[:match.start()])
            released = re.search(rf"\b{self.names.unref}\s*\(\s*{match[1]}\s*\)", body[match.end():])
            if not released and (not owner or owner[1] not in self.counted):
                continue
            start = function.start + match.start()
            kind = "returned" if re.search(r"\breturn\s*$", body[:match.start()]) else "assigned"
            yield Mutant("steal dropped", kind, function, start, function.start + match.end(), match[1])


def keep_lines(text: str, instead_of: str) -> str:
    return text + "\n" * instead_of.count("\n")


def one_line(text: str) -> str:
    return " ".join(text.split())
