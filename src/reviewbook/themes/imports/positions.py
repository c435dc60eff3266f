"""How programs count positions in a text, what a position is in Unicode characters, and what stands there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from reviewbook.review.characters import CONTROL
from reviewbook.themes.passages import is_unspaced


class Way(NamedTuple):
    """One way in which a program may count positions."""

    unit: str = "Unicode characters"
    line_ends: str = "as they stand"
    mark: bool = False  # a byte order mark counts
    inclusive: bool = False  # the end is the last character, not the place behind it

    def __str__(self) -> str:
        parts = [self.unit]
        if self.line_ends != "as they stand":
            parts.append(f"line ends counted {self.line_ends}")
        if self.mark:
            parts.append("the byte order mark counted")
        if self.inclusive:
            parts.append("the last character included")
        return ", ".join(parts)


WAYS = [
    Way(unit, line_ends, mark, inclusive)
    for inclusive in (False, True)
    for mark in (False, True)
    for line_ends in ("as they stand", "as one character", "as two characters")
    for unit in ("Unicode characters", "UTF-16 units", "bytes of UTF-8")
]

UTF_16 = Way("UTF-16 units")
PLAIN = Way(line_ends="as one character")  # how positions count in `plain_line_ends`
BREAKS = "\x0b\x0c"  # of columns and pages
INSTEAD = "\N{REPLACEMENT CHARACTER}"
TELLING = 20  # characters of a name from which it is taken for words of the text, not for a title
ENDS = 2  # of passages that must fall better: one may be a slip of the hand
FEWER = 10  # one way of counting goes before another that cuts so many times as many words


def plain_line_ends(text: str) -> str:
    """The text with every line end as one line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def sound(text: str) -> str:
    """A text with a sign for each character that no file can hold; breaks of pages and columns stay. Positions hold in it.

    A byte order mark at its head becomes the joiner that it is elsewhere: whoever reads the file would take it away.
    """
    text = "\N{WORD JOINER}" + text[1:] if text.startswith("\ufeff") else text
    return CONTROL.sub(lambda found: found[0] if found[0] in BREAKS else INSTEAD, text)


def as_charted(text: str) -> str:
    """A passage as a table holds it: a line break for each break of pages and columns, else `sound`, character by character."""
    return CONTROL.sub(lambda found: "\n" if found[0] in BREAKS else INSTEAD, text)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The place of a passage without the blanks at its ends; where it holds nothing else, it is empty."""
    held = text[start:end]
    start += len(held) - len(held.lstrip())
    return start, start + len(held.strip())


def offsets(text: str, way: Way) -> np.ndarray:
    """For each place between characters of a text, and its end, the position that a way of counting gives it."""
    points = np.frombuffer(text.encode("utf-32-le", errors="surrogatepass"), dtype="<u4")
    width = np.ones(len(points), dtype=np.int64)
    if way.unit == "UTF-16 units":
        width += points > 0xFFFF
    elif way.unit == "bytes of UTF-8":
        width += (points > 0x7F).astype(np.int64) + (points > 0x7FF) + (points > 0xFFFF)
    pairs = np.flatnonzero((points[:-1] == 0x0D) & (points[1:] == 0x0A))
    if way.line_ends == "as one character":
        width[pairs] = 0
    elif way.line_ends == "as two characters":
        alone = points == 0x0A
        alone[pairs + 1] = False
        width[alone] = 2
    return np.concatenate(([0], np.cumsum(width))) + way.mark


def places(offsets: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places in a text of positions counted in one way, -1 where there is none."""
    both = []
    for positions in (starts, ends):
        at = np.searchsorted(offsets, positions)
        there = np.take(offsets, at, mode="clip") == positions
        both.append(np.where(there & (at < len(offsets)), at, -1))
    return both[0], both[1]


def agreement(wording: str, name: str) -> int:
    """How well a name is the words that stand at a passage's positions: 2 wholly, 1 as far as it goes, 0 not."""
    wording, name = " ".join(wording.split()), " ".join(name.split())
    if wording == name:
        return 2
    cut = name.removesuffix("…").removesuffix("...").rstrip()
    return int(wording.startswith(cut) and (len(cut) < len(name) or len(cut) >= TELLING))


def is_said(text: str, said: str) -> bool:
    """Whether a passage is what a program says of it, wholly or as far as it goes, whatever blanks stand where."""
    there, said = ("".join(unicodedata.normalize("NFC", one).split()) for one in (text, said))
    return there == said or agreement(there, said) > 0


def stands(said: str, text: str) -> tuple[int, int] | None:
    """Where words stand in a text, whatever blanks are between them; None where they do not, or more than once."""
    found = list(re.finditer(r"\s+".join(map(re.escape, said.split())), text)) if said.strip() else []
    return found[0].span() if len(found) == 1 else None


def cuts_word(text: str, at: int) -> bool:
    """Whether a place between two characters is within a word or a number; in a script without blanks none is."""
    return 0 < at < len(text) and all(map(_is_of_word, text[at - 1 : at + 1]))


def _is_of_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNM" and not is_unspaced(char)


class Faults(NamedTuple):
    """How many ends of passages are within a word or outside the text, and how many beside a blank."""

    cut: int
    ragged: int


def faults(text: str, starts: Iterable[int], ends: Iterable[int]) -> Faults:
    """The faults of passages by their places in a text, negative for those outside it."""
    cut = ragged = 0
    for start, end in zip(starts, ends, strict=True):
        if start < 0 or end < start:
            cut += 2
            continue
        cut += cuts_word(text, start) + cuts_word(text, end)
        ragged += text[start : start + 1].isspace() + text[max(start, end - 1) : end].isspace()
    return Faults(cut, ragged)


def likeliest(ways: Iterable[Way], faults_of: Callable[[Way], Faults]) -> tuple[Way, Way]:
    """The way of counting to take for passages that have no words of their own, and the way that is likeliest.

    That is the one under which fewest passages begin or end within a word, then beside a blank; of several the first. It is taken
    where it cuts next to none of the words that the first way cuts, and mends more than a slip of the hand; else the first is.
    """
    first, *others = ways
    best, least = first, (as_it_is := faults_of(first))
    for way in others if as_it_is.cut else ():
        if (found := faults_of(way)) < least:
            best, least = way, found
    taken = least.cut * FEWER <= as_it_is.cut and sum(as_it_is) - sum(least) >= ENDS
    return best if taken else first, best
