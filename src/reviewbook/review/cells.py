"""The cells of a table: read column by column, then as the types of its schema."""

from __future__ import annotations

import csv
import functools
import gc
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd

from reviewbook.review.dictionary import DTYPES, PLAIN, schema
from reviewbook.review.nothing import AS_CHARTED

LONGEST = 2**31 - 1  # characters of a cell; of itself csv refuses more than 131,072


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

    def extend(self, cells: Sequence[str]) -> None:
        """Add the cells of further rows."""
        self._rows += len(cells)
        if self._known is None:
            self._codes.append(np.arange(len(self.cells), len(self.cells) + len(cells), dtype=np.int32))
            self.cells.extend(cells)
            return
        self._codes.append(np.fromiter(map(self._known.__getitem__, cells), np.int32, len(cells)))
        if len(self._known) > max(5000, self._rows / 2):
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

    def rows_with(self, numbers: list[int]) -> np.ndarray:
        """The rows, from 0, whose cell has one of these numbers."""
        return np.flatnonzero(np.isin(self.codes, numbers)) if numbers else np.empty(0, np.int64)

    def __getitem__(self, row: int) -> str:
        return self.cells[self.codes[row]]


def read_cells(file: Path, names: list[str]) -> tuple[dict[str, Column], np.ndarray]:
    """The cells of a CSV file by column, as written, and the length of each row; a short row is filled up with blanks."""
    columns_ = {name: Column() for name in names}
    lengths = [np.empty(0, np.int32)]
    csv.field_size_limit(LONGEST)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.reader(lines)
        next(rows)
        # Few at a time: twice as fast as many, which would not stay in the processor's cache.
        while some := list(islice(rows, 1000)):
            lengths.append(np.fromiter(map(len, some), np.int32, len(some)))
            for at in np.flatnonzero(lengths[-1] != len(names)):
                some[at] = (some[at] + [""] * len(names))[: len(names)]
            for column, cells in zip(columns_.values(), zip(*some, strict=True), strict=True):
                column.extend(cells)
    for column in columns_.values():
        column.close()
    return columns_, np.concatenate(lengths)


def empty(table: str) -> pd.DataFrame:
    return typed({}, {f["name"]: f for f in schema(table)["fields"]}, 0)


def typed(cells: Mapping[str, Column], known: Mapping[str, dict], length: int) -> pd.DataFrame:
    """The cells as the schema's types; what is no plain number is missing, with its cell kept beside it."""
    typed = {}
    absent = Column()
    absent.extend([""] * length)
    absent.close()
    for name, f in known.items():
        column = cells.get(name, absent)
        distinct = [cell.strip() for cell in column.cells]
        kind = f.get("type", "string")
        if kind in PLAIN:
            read = int if kind == "integer" else float
            numbers = [read(cell) if PLAIN[kind].fullmatch(cell) else None for cell in distinct]
            typed[name] = pd.array(numbers, dtype=DTYPES[kind]).take(column.codes)
            typed[name + AS_CHARTED] = pd.array(distinct, dtype="string").take(column.codes)
        else:
            typed[name] = pd.array([cell or None for cell in distinct], dtype="string").take(column.codes)
    return pd.DataFrame(typed, copy=False)
