"""JSON as the nodes that YAML is read into, so that one reader takes lists of either, with the line of each value.

JSON is YAML but for its escapes: libyaml refuses a sign that JSON writes as two (an emoji as "\\ud83d\\ude00").
"""

from __future__ import annotations

import bisect
import json
import re
from typing import Any

import yaml

from reviewbook.review.authored import DEEPEST, Fault

BLANK = re.compile(r"[ \t\n\r]*")
WORD = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null")
DECODER = json.JSONDecoder(strict=False)  # line breaks within a text are let pass
NULL, TEXT, LIST, MAPPING = (f"tag:yaml.org,2002:{kind}" for kind in ("null", "str", "seq", "map"))


def node(text: str) -> yaml.Node | None:
    """The value of a JSON text, of several on lines of their own a list of them; None where the text is no JSON.

    Numbers and words stay as they are written.

    Raises
    ------
    Fault where lists and mappings are deeper in one another than in any real file.
    """
    if not re.match(r"\s*[\[{]", text):
        return None
    reading = _Reading(text)
    values, at = [], 0
    try:
        while (at := reading.skip(at)) < len(text):
            value, at = reading.value(at, 0)
            values.append(value)
    except (json.JSONDecodeError, IndexError):  # broken, or cut off
        return None
    if len(values) == 1:
        return values[0]
    return yaml.SequenceNode(LIST, values, values[0].start_mark, values[-1].end_mark)


class _Reading:
    """A text on its way: every method takes a place in it and gives the value there, with the place behind it."""

    def __init__(self, text: str):
        self.text = text
        self.ends = [at.start() for at in re.finditer("\n", text)]

    def skip(self, at: int) -> int:
        found = BLANK.match(self.text, at)
        return found.end() if found else at

    def mark(self, at: int) -> yaml.Mark:
        return yaml.Mark("", at, bisect.bisect_left(self.ends, at), 0, None, 0)

    def value(self, at: int, depth: int) -> tuple[yaml.Node, int]:
        start, sign = at, self.text[at]
        if sign in "[{":
            if depth >= DEEPEST:
                line = self.mark(at).line + 1
                raise Fault(
                    line, f"lists and mappings {depth + 1} deep in one another", f"at most {DEEPEST} deep"
                )
            many, at = self._members(at + 1, depth + 1, named=sign == "{")
            kind = yaml.MappingNode if sign == "{" else yaml.SequenceNode
            return kind(MAPPING if sign == "{" else LIST, many, self.mark(start), self.mark(at)), at
        if sign == '"':
            text, at = DECODER.raw_decode(self.text, at)
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            return yaml.ScalarNode(TEXT, text, self.mark(start), self.mark(at)), at
        if not (word := WORD.match(self.text, at)):
            raise json.JSONDecodeError("no value", self.text, at)
        at = word.end()
        return yaml.ScalarNode(
            NULL if word[0] == "null" else TEXT, word[0], self.mark(start), self.mark(at)
        ), at

    def _members(self, at: int, depth: int, *, named: bool) -> tuple[list[Any], int]:
        """What stands up to the closing bracket: values, or names with values."""
        close, many = "}" if named else "]", list[Any]()
        at = self.skip(at)
        if self.text[at] == close:
            return many, at + 1
        while True:
            begins = self.skip(at)
            value, at = self.value(begins, depth)
            at = self.skip(at)
            if named:
                if self.text[begins] != '"' or self.text[at] != ":":
                    raise json.JSONDecodeError("no name with a value", self.text, at)
                name = value
                value, at = self.value(self.skip(at + 1), depth)
                many.append((name, value))
                at = self.skip(at)
            else:
                many.append(value)
            if self.text[at] == close:
                return many, at + 1
            if self.text[at] != ",":
                raise json.JSONDecodeError("no comma", self.text, at)
            at += 1
