"""The cells of a table: read column by column, then as the types of its schema."""

from __future__ import annotations

import functools
import gc
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import BinaryIO, NamedTuple

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from reviewbook.review import plain
from reviewbook.review.dictionary import DTYPES, PLAIN, schema
from reviewbook.review.nothing import AS_CHARTED


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for garbage meanwhile: rows make none that needs one, and among millions of cells each search is long."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class Column:
    """The cells of a column, each distinct one once, and for each row the number of its cell.

    That keeps a million rows small, and a rule need only look at the distinct cells. A column in which most cells differ,
    such as titles, is kept cell by cell: looking each one up would cost more than it saves.
    """

    def __init__(self) -> None:
        self.cells: list[str] = []
        self._codes: list[np.ndarray] = []
        self._known: defaultdict[str, int] | None = defaultdict()
        self._known.default_factory = self._known.__len__  # a new cell gets the next number
        self._rows = 0

    def extend(self, cells: Sequence[str], codes: np.ndarray | None = None) -> None:
        """Add the cells of further rows; with ``codes`` distinct cells, and for each row the number of its own among them."""
        if self._known is None:
            numbers = np.arange(len(self.cells), len(self.cells) + len(cells), dtype=np.int32)
            self.cells.extend(cells)
        else:
            numbers = np.fromiter(map(self._known.__getitem__, cells), np.int32, len(cells))
        self._codes.append(numbers if codes is None else numbers[codes])
        self._rows += len(self._codes[-1])
        if self._known is not None and len(self._known) > max(5000, plain.MANY * self._rows):
            self.close()

    def close(self) -> None:
        """Look no more cells up."""
        if self._known is not None:
            self.cells = list(self._known)
            self._known.default_factory = None  # it refers to the dictionary, which would outlive its use
            self._known = None

    @functools.cached_property
    def codes(self) -> np.ndarray:
        """The number of each row's cell."""
        return np.concatenate([np.empty(0, np.int32), *self._codes])

    @functools.cached_property
    def blank(self) -> list[int]:
        """The numbers of the cells that hold nothing at all."""
        return [] if all(self.cells) else [code for code, cell in enumerate(self.cells) if not cell]

    def rows_with(self, numbers: list[int]) -> np.ndarray:
        """The rows, from 0, whose cell has one of these numbers."""
        if not numbers:
            return np.empty(0, np.int64)
        asked = np.zeros(len(self.cells), bool)
        asked[numbers] = True
        return np.flatnonzero(asked[self.codes])

    def by_row(self, values: ExtensionArray) -> ExtensionArray:
        """What belongs to each cell, for each row what belongs to its own."""
        apart = np.array_equal(self.codes, np.arange(len(values)))
        return values if apart else values.take(self.codes)

    def of_rows(self, rows: np.ndarray) -> Column:
        """The same cells in these rows alone."""
        return self._of(self.cells, self.codes[rows])

    def written(self, cells: Mapping[int, str]) -> Column:
        """The same rows, some cells by their numbers written otherwise."""
        return self.each([cells.get(code, cell) for code, cell in enumerate(self.cells)])

    def each(self, cells: list[str]) -> Column:
        """The same rows, with another cell in place of each."""
        return self._of(cells, self.codes)

    @classmethod
    def _of(cls, cells: list[str], codes: np.ndarray) -> Column:
        column = cls()
        column.cells, column.codes, column._known = cells, codes, None
        return column

    def __getitem__(self, row: int) -> str:
        return self.cells[self.codes[row]]


class Read(NamedTuple):
    """The cells of a table column by column, as written."""

    columns: list[Column]
    lengths: np.ndarray  # of each row, blank cells beyond the last column not counted
    wider: int  # rows that have such cells


def read_cells(rows: Iterator[list[str]], width: int) -> Read:
    """The cells of rows that should have ``width``; a short row is filled up with blanks."""
    columns = [Column() for _ in range(width)]
    lengths, wider = [np.empty(0, np.int32)], 0
    # Few at a time: twice as fast as many, which would not stay in the processor's cache.
    while some := list(islice(rows, 1000)):
        lengths.append(np.fromiter(map(len, some), np.int32, len(some)))
        for at in np.flatnonzero(lengths[-1] != width):
            if len(some[at]) > width and not any(map(str.strip, some[at][width:])):
                lengths[-1][at] = width
                wider += 1
            some[at] = (some[at] + [""] * width)[:width]
        for column, cells in zip(columns, zip(*some, strict=True), strict=True):
            column.extend(cells)
    for column in columns:
        column.close()
    return Read(columns, np.concatenate(lengths), wider)


def read_plain(data: BinaryIO, width: int, *, mark: str = ",") -> Read:
    """The cells of the plain rows that follow; `plain.Odd` where one is not plain, and all must be read with care."""
    columns = [Column() for _ in range(width)]
    for block in plain.blocks(data, width, mark=mark):
        for column, some in zip(columns, block, strict=True):
            column.extend(some.cells, some.codes)
    for column in columns:
        column.close()
    return Read(columns, np.full(len(columns[0].codes), width, np.int32), 0)


def blank_rows(columns: Sequence[Column]) -> np.ndarray:
    """The rows, from 0, in which every cell is blank."""
    blank = None
    for column in columns:
        empty = list(column.blank)
        if any(map(str.isspace, column.cells)):
            empty += [code for code, cell in enumerate(column.cells) if cell.isspace()]
        blank = column.rows_with(empty) if blank is None else blank[np.isin(column.codes[blank], empty)]
        if not len(blank):
            break
    return np.empty(0, np.int64) if blank is None else blank


def empty(table: str) -> pd.DataFrame:
    return typed({}, {f["name"]: f for f in schema(table)["fields"]}, 0)


TEXT = pd.StringDtype()  # to look it up by its name takes longer than to make a small column


def typed(cells: Mapping[str, Column], known: Mapping[str, dict], length: int) -> pd.DataFrame:
    """The cells as the schema's types; what is no plain number is missing, with its cell kept beside it."""
    typed: dict[str, ExtensionArray] = {}
    absent = Column()
    absent.extend([""] * length)
    absent.close()
    for name, f in known.items():
        column = cells.get(name, absent)
        texts = np.fromiter(map(str.strip, column.cells), dtype=object, count=len(column.cells))
        kind = f.get("type", "string")
        if kind in PLAIN:
            read = int if kind == "integer" else float
            numbers = [read(cell) if PLAIN[kind].fullmatch(cell) else None for cell in texts]
            typed[name] = column.by_row(pd.array(numbers, dtype=DTYPES[kind]))
            typed[name + AS_CHARTED] = column.by_row(pd.array(texts, dtype=TEXT))
        else:
            texts[texts == ""] = pd.NA
            typed[name] = column.by_row(pd.array(texts, dtype=TEXT))
    return pd.DataFrame(typed, copy=False)
