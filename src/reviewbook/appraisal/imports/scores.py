"""Published scores of an appraisal as papers write them: 75, 75 %, 0.75, 3/4, ***, 3 stars, 6/7 (86%), High (4/5).

What a cell says itself counts first, then a column for the unit, then the heading. A bare number that none of them explains is
read from the whole column: up to the tool's maximum (with its screening questions, which some papers count in) as points, parts
of one as shares, numbers that could all be per cents as these. What stays open is kept as words, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

PERCENT, POINTS, STARS, WORDS = "percent", "points", "stars", "words"
SHARE = "share"
FRACTION = re.compile(r"(?<![\d.,/])(\d+(?:[.,]\d+)?) ?(?:/|of|out of) ?(\d+)(?![\d/]|[.,]\d)", re.IGNORECASE)
PER_CENT = re.compile(r"(?<![\d.,-])(\d+(?:[.,]\d+)?) ?(?:%|per ?cent\b)", re.IGNORECASE)
DRAWN = re.compile(r"(?:^|\()(?P<filled>(?:[*★⭐✱✭] ?)+)(?P<empty>(?:☆ ?)*)(?=$|[).;,(])")
COUNTED = re.compile(r"(?<![\d.,])(\d+(?:[.,]\d+)?) ?(?:stars?\b|★|⭐)", re.IGNORECASE)
STARRED = re.compile(r"(\d+(?:[.,]\d+)?) ?\*")
BARE = re.compile(r"\d+(?:[.,]\d+)?")
UNITS = {
    PERCENT: re.compile(r"%|per ?cent", re.IGNORECASE),
    STARS: re.compile(r"\bstars?\b|[*★]", re.IGNORECASE),
    SHARE: re.compile(r"\b(?:share|proportion|fraction)\b", re.IGNORECASE),
    POINTS: re.compile(r"\bpoints?\b|(?:\bof\b|/) *\d", re.IGNORECASE),
}
LIMIT = re.compile(r"(?:\bof|/|\bmax(?:imum)?\.?|\b0 ?[-–]) *(\d+)\b", re.IGNORECASE)


class Score(NamedTuple):
    """A published score: ``value`` and ``of`` are None where the cell gives none."""

    value: float | None
    of: int | None
    unit: str  # percent, points, stars or words
    unit_from: str  # cell, unit column, heading, column (all of its numbers); blank for words


NOT_READ = Score(None, None, WORDS, "")


def read(
    cells: Iterable[tuple[str, str]], *, heading: str, maximum: int | None, screening: int
) -> list[Score]:
    """The scores of one column, in its order.

    Parameters
    ----------
    cells : pairs of a cell, and what stands beside it in a column for the unit (blank where there is none).
    heading : the name of the column, which may name a unit.
    maximum, screening : most points under the tool (None where it has none), and how many screening questions it has.

    Examples
    --------
    >>> cells = [("6/7 (86%)", ""), ("***", ""), ("High", ""), ("3", "")]
    >>> [score[:3] for score in read(cells, heading="score", maximum=5, screening=2)]
    [(6.0, 7, 'points'), (3.0, None, 'stars'), (None, None, 'words'), (3.0, None, 'points')]
    """
    cells = [(_plain(text), _plain(unit)) for text, unit in cells]
    filled = [text for text, _ in cells if text]
    # "4*" is four stars only where every cell has its star and few enough: else it may be the mark of a footnote.
    counts = [STARRED.fullmatch(text) for text in filled]
    starred = all(found and _number(found[1]) <= (maximum or 5) for found in counts)
    own = [_of_cell(text, starred=starred) for text, _ in cells]
    bare = [
        _number(text) if score is None and BARE.fullmatch(text) else None
        for (text, _), score in zip(cells, own, strict=True)
    ]
    shares = {number for number in bare if number is not None}
    as_shares = bool(shares) and max(shares) <= 1 and any(0 < number < 1 for number in shares)
    unit_of_column = _of_column(shares, maximum, screening)
    scores = []
    for score, number, (_, unit) in zip(own, bare, cells, strict=True):
        if score is None and number is not None:
            named, origin = next(
                (
                    (kind, origin)
                    for text, origin in ((unit, "unit column"), (_plain(heading), "heading"))
                    if (kind := _unit(text))
                ),
                (unit_of_column, "column"),
            )
            of = _limit(unit) or _limit(_plain(heading)) if named == POINTS else None
            if named == SHARE or (named == PERCENT and as_shares):
                score = Score(round(number * 100, 6), None, PERCENT, origin)
            elif named:
                score = Score(number, of, named, origin)
        scores.append(score or NOT_READ)
    return scores


def _plain(text: str) -> str:
    """The text with its full width signs and odd blanks as plain ones; the stars stay."""
    return " ".join(
        unicodedata.normalize("NFKC", text.replace("_", " "))
        .replace("\ufe0f", "")
        .replace("\u2217", "*")
        .split()
    )


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _of_cell(text: str, *, starred: bool) -> Score | None:
    """What a cell says by itself: a part of a whole, per cent or stars."""
    if found := FRACTION.search(text):
        return Score(_number(found[1]), int(found[2]), POINTS, "cell") if int(found[2]) else None
    if found := PER_CENT.search(text):
        return Score(_number(found[1]), None, PERCENT, "cell")
    if found := DRAWN.search(text):
        filled, empty = (len(found[part].replace(" ", "")) for part in ("filled", "empty"))
        return Score(float(filled), filled + empty if empty else None, STARS, "cell")
    if found := COUNTED.search(text) or (STARRED.fullmatch(text) if starred else None):
        return Score(_number(found[1]), None, STARS, "cell")
    return None


def _unit(text: str) -> str | None:
    return next((unit for unit, sign in UNITS.items() if text and sign.search(text)), None)


def _limit(text: str) -> int | None:
    found = LIMIT.search(text)
    return int(found[1]) if found else None


def _of_column(numbers: set[float], maximum: int | None, screening: int) -> str | None:
    """The unit of the bare numbers of a column; None where they could be of several, or of none."""
    if not numbers:
        return None
    if max(numbers) <= 1 and any(0 < number < 1 for number in numbers):
        return SHARE
    if maximum is None:
        return None
    most = maximum + screening
    if max(numbers) <= most:
        return POINTS
    # The smallest per cent but 0 is one criterion of all.
    return (
        PERCENT
        if max(numbers) <= 100 and all(number == 0 or number >= 100 // most for number in numbers)
        else None
    )
