"""What the cells of a matrix of features mean: yes, no, unclear, not_reported and not_available, in the words and signs that teams use.

Nothing is guessed. A word that is none of these ("Partial", "2") is left to a person; so is a cell without a word, which may
mean that a feature is absent or that nobody said. "x" is yes, but no beside a tick: a file with ticks crosses out what is absent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from reviewbook.files.wording import TICKS, bare, one_line, words
from reviewbook.review.nothing import NOT_APPLICABLE, NOT_AVAILABLE, NOT_REPORTED

YES, NO, UNCLEAR = "yes", "no", "unclear"
BLANK = "blank"  # a cell without a word: blank, or a dash
MEANS = {
    YES: words("yes y true 1 1.0 present checked + ● ⬤ ⚫ • ■") | TICKS,
    NO: words("no n false 0 0.0 absent unchecked ✗ ✘ ✖ ✕ ❌ ○ ⚪ □ ☐")
    | {"not present", "not checked", "not included"},
    UNCLEAR: words("unclear ? ?? unsure uncertain")
    | {"not clear", "cannot tell", "can't tell", "cant tell", "unable to tell", "unable to determine"},
    NOT_REPORTED: words("nr n.r n/r ns n.s n/s unreported")
    | {"no information"}
    | {f"not {said}" for said in words("reported stated specified mentioned described given")},
    NOT_AVAILABLE: frozenset({"not available"}),
    NOT_APPLICABLE: words("na n/a n.a #n/a") | {"not applicable"},
    BLANK: words("nan null nil none") | {""},
}
KNOWN = {word: value for value, known in MEANS.items() for word in known}
CROSSES = words("x × ☒")
# Words for half an answer: none of ours, though a column of such words is one of answers.
HALF = re.compile(
    r"(?:partial\w*|partly|in part|somewhat|limited|maybe|mixed|[◐◑±½]|\+/-)(?!\w).{0,30}", re.IGNORECASE
)
PARTLY = re.compile(r"\bpart(?:ial|ly|s)", re.IGNORECASE)
# "Yes, by text message" and "No (planned)"; "✓a", where the letter is the mark of a footnote.
SAYS_MORE = re.compile(
    r"(?P<word>[^\W\d_][^,;:(\[\n–—]*?|[✓✔√☑✅])(?:\s*[,;:(\[\n–—]|\s-\s|\.\s)\s*(?P<more>.+)", re.DOTALL
)
MARKED = re.compile(r"(?P<word>[✓✔√☑✅✗✘])\s?[a-z\d*†‡§]{1,3}")


class Reading(NamedTuple):
    """What a cell means."""

    value: str | None  # one of `MEANS`; None for a word that is none of theirs
    more: bool = False  # the cell says more than that one word


class Words:
    """The words of one file."""

    def __init__(self, written: Iterable[str]):
        """``written``: every cell of the file that should hold a value."""
        signs = {bare(cell) for cell in set(written)}
        crossed = bool(TICKS & signs)
        otherwise = signs & (words("no n false 0 ✗ ✘ ✖ ✕ ❌") if crossed else words("yes y true 1"))
        # Beside a tick and another sign for no, or beside another word for yes, a cross could be either.
        self._cross = None if otherwise else NO if crossed else YES

    def read(self, written: str) -> Reading:
        """What a cell means.

        >>> Words([]).read("Yes, by text message"), Words([]).read("Partial"), Words(["✓", "x"]).read("x")
        (Reading(value='yes', more=True), Reading(value=None, more=False), Reading(value='no', more=False))
        """
        if (value := self._value(written)) is not None:
            return Reading(value)
        if marked := MARKED.fullmatch(written.strip()):
            return Reading(self._value(marked["word"]))
        split = SAYS_MORE.fullmatch(written.strip())
        if split is None:
            return Reading(None)
        value, more = self._value(split["word"]), split["more"].rstrip(" )]")
        # "N (12)" counts people, and "Yes, no" is two answers.
        explained = re.search(r"[^\W\d_]{2}", more) or (len(split["word"]) > 2 and re.match(r"\d", more))
        if value in (None, BLANK, NOT_APPLICABLE) or not explained or PARTLY.search(more):
            return Reading(None)
        return Reading(value, more=True) if self._value(more) in (None, value) else Reading(None)

    def _value(self, written: str) -> str | None:
        word = bare(written)
        if word in CROSSES:
            return self._cross
        return KNOWN.get(word, BLANK if not word.strip("-._…/ ") else None)


def answers(cells: Iterable[str], label: str = "") -> tuple[int, int, list[str]]:
    """How many cells of a column say yes or no, how many hold any word, and the words that are no value.

    ``label``: the heading; a cell that repeats it says yes (`repeats`).
    """
    loose = Words([])
    said, filled, odd = 0, 0, []
    for cell in cells:
        value = YES if repeats(cell, label) else loose.read(cell).value
        filled += value != BLANK
        said += value in (YES, NO)
        odd += [one_line(cell)] if value is None else []
    return said, filled, odd


def are_halves(odd: list[str]) -> bool:
    """Whether most of the words of a column that are no value are half an answer, such as "Partial"."""
    return sum(HALF.fullmatch(word) is not None for word in odd) * 2 > len(odd)


def repeats(cell: str, label: str) -> bool:
    """Whether a cell holds the heading of its column, as questionnaires write a box that is checked."""
    return bool(label) and bare(cell) == bare(label)
