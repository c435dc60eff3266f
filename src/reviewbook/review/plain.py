"""The rows of a table that is plain CSV, read many at a time.

Plain is what needs no judgement: each row has one cell a column, lines end with a line feed alone, and a quotation mark stands
only around a whole cell or, doubled, within such a cell. There the line ends and the marks between cells say where each cell is,
and numpy finds them; short cells are told apart as numbers, and of these only distinct ones are made texts. At the first thing
that is not plain it stops (`Odd`): who reads every table with care finds the same cells in a plain one.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import BinaryIO, NamedTuple

import numpy as np
import pandas as pd

from reviewbook.review import caps

WORTH = 2**20  # bytes: a smaller file is read with care as quickly
BLOCK = 2**20  # bytes that are read at a time: few enough for the cache of a processor
MANY = 3 / 4  # of the cells of a column: where more differ, such as titles, they are taken row by row
SHORT = 24  # bytes: a longer cell is made a text wherever it stands
LINE, QUOTE = b'\n"'
END = 0  # of a cell, once quotation marks are gone; no plain file has this byte
MIX = np.uint64(0x9E3779B97F4A7C15)  # by which the words of a cell make one number
FIRST = np.array([256**n - 1 for n in range(9)], np.uint64)  # what leaves the first n bytes of a word


class Odd(ValueError):
    """That a file is not plain."""


class Cells(NamedTuple):
    """The cells of a column in some rows: distinct ones, and the number of each row's among them; None: row by row."""

    cells: list[str]
    codes: np.ndarray | None


def blocks(data: BinaryIO, width: int, *, mark: str = ",") -> Iterator[list[Cells]]:
    """The cells of the rows that follow, column by column, some rows at a time.

    Parameters
    ----------
    data : bytes in UTF-8, a row comes next.
    width : how many columns there are.
    mark : what parts the cells.

    Raises
    ------
    Odd where it is not plain, also after other rows were given.
    """
    if width < 2:  # a blank line is no row
        raise Odd
    rest, new, rows = b"", b"more", 0
    many = [False] * width  # whether most cells of a column differ
    while new:
        new = data.read(BLOCK)
        rest += new or (b"\n" if rest else b"")  # the last line may have no end
        end, ends = _ends(rest, width, ord(mark))
        rows += len(ends) // width
        if rows > caps.ROWS or len(rest) > end + 4 * caps.CHARACTERS * width:
            raise Odd
        if end:
            yield _columns(*_unquoted(rest[:end], ends), many)
        rest = rest[end:]
    if rest:
        raise Odd


def pass_header(data: BinaryIO, names: Sequence[str]) -> None:
    """Go behind the first line; `Odd` where it does not hold these names."""
    header = data.readline().decode("utf-8-sig")
    if header != header.rstrip("\r\n") + "\n" or list(csv.reader([header])) != [names]:
        raise Odd


def _ends(data: bytes, width: int, mark: int) -> tuple[int, np.ndarray]:
    """How many bytes the whole rows take, and where in them each cell ends."""
    if b"\r" in data or b"\0" in data:
        raise Odd
    signs = np.frombuffer(data, np.uint8)
    at = np.flatnonzero((signs == mark) | (signs == LINE) | (signs == QUOTE))
    within = np.cumsum(signs[at] == QUOTE) & 1 > 0  # whether a quotation mark is open there
    lines = at[(signs[at] == LINE) & ~within]
    end = int(lines[-1]) + 1 if len(lines) else 0
    ends = at[(signs[at] != QUOTE) & ~within & (at < end)]
    if len(ends) != width * len(lines) or (ends[width - 1 :: width] != lines).any():
        raise Odd
    return end, ends


def _unquoted(data: bytes, ends: np.ndarray) -> tuple[bytes, np.ndarray]:
    """The cells without their quotation marks, each with `END` behind it, and where these stand."""
    signs = np.frombuffer(data, np.uint8).copy()
    signs[ends] = END
    marks = np.flatnonzero(signs == QUOTE)
    if len(marks):
        opening, closing = marks[::2], marks[1::2]
        before, behind = (
            signs[opening - 1],
            signs[closing + 1],
        )  # before the first of all stands the last: an end
        if (((before != END) & (before != QUOTE)) | ((behind != END) & (behind != QUOTE))).any():
            raise Odd
        signs = np.delete(signs, np.concatenate([opening, closing[behind == END]]))
        ends = np.flatnonzero(signs == END)
    if np.diff(ends, prepend=-1).max() > caps.CHARACTERS:
        raise Odd
    return signs.tobytes(), ends


def _columns(data: bytes, ends: np.ndarray, many: list[bool]) -> list[Cells]:
    """The cells of each column; ``many`` is brought up to date."""
    width = len(many)
    bounds = np.concatenate([[0], ends + 1])
    first, last = bounds[:-1].reshape(-1, width), ends.reshape(-1, width)
    lengths = last - first
    words = np.ndarray(len(data), "<u8", data + bytes(8), strides=1)  # the eight bytes from each on
    rows: list[str] = []
    columns = []
    for column, longest in enumerate(lengths.max(axis=0).tolist()):
        if longest > SHORT or many[column]:
            rows = rows or data.decode().split(chr(END))
            columns.append(Cells(rows[column:-1:width], None))
            continue
        parts, mixed = [], np.zeros(len(first), np.uint64)
        for at in range(0, longest, 8):
            begins = np.minimum(first[:, column] + at, len(data) - 1)
            parts.append(words[begins] & FIRST[np.clip(lengths[:, column] - at, 0, 8)])
            mixed = mixed * MIX + parts[-1]
        codes, values = pd.factorize(mixed)
        where = np.empty(len(values), np.int64)
        where[codes] = np.arange(len(codes))  # a row that has it
        if len(parts) > 1 and any((part != part[where][codes]).any() for part in parts):
            many[column] = (
                True  # two differ whose numbers are the same, as hardly ever: no number tells them apart
            )
            rows = rows or data.decode().split(chr(END))
            columns.append(Cells(rows[column:-1:width], None))
            continue
        places = zip(first[where, column].tolist(), last[where, column].tolist(), strict=True)
        columns.append(Cells([data[start:stop].decode() for start, stop in places], codes))
        many[column] = len(values) > MANY * len(codes)
    return columns
