"""What the words in a table of appraisal answers mean: the tool's answers, their labels and synonyms, and nothing else.

Words are compared without case, closing punctuation, marks of footnotes and the apostrophes that programs put in. Some signs
mean something only beside another one of the same file (`BESIDE`), and 1 and 0 are yes and no only in a file that has both and
no other number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from reviewbook.files.wording import TICKS, bare
from reviewbook.review.nothing import NOT_APPLICABLE

# A sign, and those of which the file must have one too: alone, a dash may stand for an empty cell, a cross for a box that is
# checked.
BESIDE = {"-": frozenset("+"), "x": TICKS, "☒": TICKS}
CROSS = "✗"  # what "x" is beside a tick
ONE, ZERO = frozenset(["1", "1.0"]), frozenset(["0", "0.0"])
NUMBER = re.compile(r"[-+]?\d*[.,/\u2044]?\d+ ?%?")
# What may stand in the columns of categories that are not the study's.
ABSENT = frozenset(["na", "n/a", "n.a", "not applicable", "-", "--", "none", "nil"])


class Words:
    """What is written in a file, as answers of a tool."""

    def __init__(self, tool: Mapping[str, Any], written: Iterable[str]):
        """``written``: every filled cell of the file that should be an answer."""
        self._means: dict[str, str] = {}
        for word, answer in tool["answers"].items():
            self._means |= {
                bare(known): word for known in (word, answer["label"], *answer.get("synonyms", ()))
            }
            if answer["means"] == NOT_APPLICABLE:
                self._means |= dict.fromkeys(("na", "n/a", "not applicable"), word)
        if CROSS in self._means:
            self._means["x"] = self._means[CROSS]
        signs = {bare(text) for text in written}
        for sign, companions in BESIDE.items():
            if not companions & signs:
                self._means.pop(sign, None)
        numbers = {sign for sign in signs if NUMBER.fullmatch(sign)}
        if (
            {"yes", "no"} <= set(tool["answers"])
            and numbers <= ONE | ZERO
            and numbers & ONE
            and numbers & ZERO
        ):
            self._means |= dict.fromkeys(ONE, "yes") | dict.fromkeys(ZERO, "no")

    def answer(self, written: str) -> str | None:
        """The tool's word for what is written; None where it is none of them."""
        return self._means.get(bare(written))

    def is_absent(self, written: str) -> bool:
        """Whether this may stand where a criterion does not apply to the study."""
        return bare(written) in ABSENT and self.answer(written) is None
