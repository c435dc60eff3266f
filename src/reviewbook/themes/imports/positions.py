"""How programs count positions in a text, and what a position is in Unicode characters."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


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


def plain_line_ends(text: str) -> str:
    """The text with every line end as one line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


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
    return int(wording.startswith(cut) and (len(cut) < len(name) or len(cut) >= 20))
