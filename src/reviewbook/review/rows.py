"""Where the rows of a table begin in a file, and what parts its cells."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Protocol

HEADER_WITHIN = 30  # rows: a title, the search or a date may stand above the header
BEGINNING = 20_000  # characters in which the header is
MARKS = ",;\t|"
SEPARATOR = re.compile(r"\A\s*sep=(.)\n", re.IGNORECASE)  # Excel's own word for what parts the cells


class HasCells(Protocol):
    """A row of a table, whoever read it."""

    @property
    def cells(self) -> list[str]: ...


def mark_of(text: str, known: Callable[[list[str]], int] | None = None) -> str:
    """What parts the cells of a table.

    That which its first line says ("sep=;"); else the mark with which a row of the beginning has most names that are ``known``,
    which counts them; of several such, and without names, the one that gives most cells in rows of one width.
    """
    if (said := SEPARATOR.match(text)) and said[1] in MARKS:
        return said[1]
    lines = [line for line in text[:BEGINNING].split("\n") if line.strip()][:HEADER_WITHIN]

    def shown(mark: str) -> tuple[int, int, int]:
        rows = [_cells(line, mark) for line in lines]
        names = max(map(known, rows), default=0) if known else 0
        return names, _even(text, mark), max(map(len, rows), default=0)

    return max(MARKS, key=shown)


def _cells(line: str, mark: str) -> list[str]:
    """The cells of one line alone."""
    return next(csv.reader([line], delimiter=mark, skipinitialspace=mark != "\t"), [])


def _even(text: str, mark: str) -> int:
    """How many cells stand in rows of one width, of the beginning."""
    rows = csv.reader(io.StringIO(text[:50_000]), delimiter=mark, skipinitialspace=mark != "\t")
    widths = Counter(map(len, itertools.islice(rows, HEADER_WITHIN)))
    return max((width * n for width, n in widths.items() if width > 1), default=0)


def header_at(rows: Sequence[HasCells], known: Callable[[list[str]], int]) -> int | None:
    """Which of the first rows is the header: the one with most names that are ``known``, which counts them; None without any."""
    counts = [known(row.cells) for row in rows[:HEADER_WITHIN]]
    most = max(counts, default=0)
    return counts.index(most) if most else None
