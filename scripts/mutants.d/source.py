"""C source as the mutator sees it: text in which comments and strings are blank, its functions, and
its statements. No parser: what is not laid out like GNU or Linux code is not seen, and not mutated."""
from __future__ import annotations

import dataclasses
import re

BLANKED = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])+'", re.S)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)
BODY = re.compile(r"^\{[ \t]*\n(.*?)^\}", re.M | re.S)
WORD = re.compile(r"\w+")


def blank(text: str, pattern: re.Pattern[str]) -> str:
    """The same text, same offsets, with spaces for what matches."""
    return pattern.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)


@dataclasses.dataclass(frozen=True)
class Function:
    name: str
    result: str      # its type, as it stands in the code
    start: int       # offset of its body
    end: int

    @property
    def failure(self) -> str | None:
        """What an early return gives back; None if that cannot be told."""
        words = WORD.findall(self.result)
        if "*" in self.result or words[-1:] == ["gpointer"] or words[-1:] and words[-1].endswith("Ptr"):
            return " NULL"
        if words[-1:] == ["bool"]:
            return " false"
        if words[-1:] in (["int"], ["ssize_t"], ["long"], ["gint"]):
            return " -1"
        return "" if words[-1:] == ["void"] else None


class Source:
    """One file."""

    def __init__(self, text: str):
        self.text = text
        self.code = blank(blank(text, BLANKED), DIRECTIVE)
        self.functions = [f for f in map(self._function, BODY.finditer(self.code)) if f]

    def _function(self, body: re.Match[str]) -> Function | None:
        at = body.start() - 1
        while at > 0 and self.code[at].isspace():
            at -= 1
        opening = self.matching(at) if self.code[at] == ")" else None
        if opening is None:
            return None
        # A type and a name are short: the text before them is not looked at.
        head = self.code[max(0, opening - 300):opening].rstrip()
        named = re.search(r"\w+\Z", head)
        if not named:
            return None
        before = re.split(r"[;}]|\n\s*\n", head[:named.start()])[-1]
        result = re.sub(r"\b(?:static|inline|extern|const|G_GNUC_\w+)\b", " ", before)
        return Function(named[0], result.strip(), body.start(), body.end())

    def line(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1

    def matching(self, offset: int) -> int | None:
        """The bracket that belongs to the one at the offset."""
        pairs = {"(": ")", "{": "}", ")": "(", "}": "{"}
        mine, other = self.code[offset], pairs[self.code[offset]]
        step, depth = (1 if mine in "({" else -1), 0
        while 0 <= offset < len(self.code):
            depth += (self.code[offset] == mine) - (self.code[offset] == other)
            if not depth:
                return offset
            offset += step
        return None

    def statement(self, offset: int) -> tuple[int, int] | None:
        """Where the statement around an offset starts and ends, if it stands in a block of its own
        right: not below an `if` without braces. An `if` counts with its branch."""
        start = offset
        while start and self.code[start - 1] not in ";{}":
            if self.code[start - 1] == ")":
                opening = self.matching(start - 1)
                if opening is None:
                    return None
                start = opening
            else:
                start -= 1
        head = self.code[start:offset]
        start += len(head) - len(head.lstrip())
        first = self.code[start:start + 12]
        if re.match(r"(else|for|while|do|switch|case|default|return)\b|\w+:", first):
            return None
        end = self._end(start)
        return (start, end) if end and end > offset else None

    def _end(self, start: int) -> int | None:
        condition = re.match(r"if\s*\(", self.code[start:])
        if condition:
            closing = self.matching(start + condition.end() - 1)
            if closing is None:
                return None
            rest = closing + 1
            rest += len(self.code[rest:]) - len(self.code[rest:].lstrip())
            if self.code[rest] == "{":
                end = self.matching(rest)
                end = end + 1 if end else None
            else:
                end = self.code.find(";", rest) + 1
            if not end or re.match(r"\s*else\b", self.code[end:]):
                return None
            return end
        at = start
        while at < len(self.code):
            if self.code[at] in "({":
                closing = self.matching(at)
                if closing is None:
                    return None
                at = closing
            elif self.code[at] == ";":
                return at + 1
            elif self.code[at] == "}":
                return None
            at += 1
        return None
