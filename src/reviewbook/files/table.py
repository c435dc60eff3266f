"""The rows of a table in a foreign file, read kindly to what programs and people make of one.

`Rows`: any usual encoding; comma, semicolon, tab or upright line between the cells, as a first line "sep=;" or else the text itself
shows; a byte order mark, blank rows, blank cells at the end of rows and header; a title or a date above the header, which the
caller knows by its names (`reviewbook.review.rows`); a quotation mark that is never closed costs its own row alone.

A sheet of a workbook has the same rows (`reviewbook.files.workbook`).
"""

from __future__ import annotations

import csv
import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from reviewbook.files.signs import sight
from reviewbook.files.wording import one_line
from reviewbook.review.decoding import read_text
from reviewbook.review.problems import Problem, ReviewProblems
from reviewbook.review.rows import HEADER_WITHIN, SEPARATOR

MOST = (
    2**31 - 1
)  # characters of a cell, so that the length of the file is the only bound; of itself csv refuses 131,073
LONGEST = 2000  # lines: no row of an export is longer, but a row with an open quotation mark may be


class Row(NamedTuple):
    """A row of a table."""

    line: int  # where it begins in the file
    number: int  # as a spreadsheet counts: a row may go over several lines
    cells: list[str]
    raw: str  # as it stands there


class Unpaired(ValueError):
    """A row whose quotation marks do not pair; ``number`` is that of the row."""

    def __init__(self, why: str, number: int):
        super().__init__(why)
        self.number = number


def text_of(file: Path, *, code: str, expected: str) -> tuple[str, str]:
    """The text of a file that should be a table, and its encoding.

    Parameters
    ----------
    code, expected : of the problem where it is a file of another kind.

    Raises
    ------
    ReviewProblems (IMPT-001, and ``code``) where the file cannot be read, or begins as a file of another kind does.
    """
    text, encoding = read_text(file)
    if seen := sight(text.lstrip()[:200]):  # cells may hold anything: only how the file begins counts
        raise ReviewProblems([Problem(code, file.name, f"a file of another kind: {seen}", expected)])
    return text, encoding


class Rows:
    """The rows of a text that hold anything; going through them again goes on where it stopped (see `back_to`).

    ``mark`` is what parts the cells, ``width`` how many cells a row must have, None while the header is looked for.

    A quotation mark that is never closed would swallow every row after it: a row that the csv module refuses, or that has not
    ``width`` cells and goes over several lines, is read as its first line alone, and reading goes on with the next.

    exact : the blanks around cells stay, for they say how deep a row stands in a list; quotation marks must pair (`Unpaired`).
    """

    def __init__(self, text: str, *, mark: str, exact: bool = False):
        self.mark, self.exact = mark, exact
        self.width: int | None = None
        self.text = text
        said = SEPARATOR.match(text)
        self._first = said[0].count("\n") if said else 0  # a spreadsheet does not show what parts the cells
        self._at = self._first  # the line that comes next, from 0
        self._beyond = self._first  # lines before it that are no rows of a spreadsheet
        self._skip = mark != "\t"
        if exact:  # blanks before quotation marks are of no list
            self._skip = re.search(rf'(?m)(?:^|{re.escape(mark)}) +"', text) is not None
        self._sound = True  # no row yet that had to be read by itself

    @functools.cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def __iter__(self) -> Iterator[Row]:
        if self.exact:
            yield from self._together()
            return
        while self._at < len(self.lines):
            if self.width is not None and self._sound:
                yield from self._together()
                self._sound = False
                continue
            at, number = self._at, self._at + 1 - self._beyond
            cells, span = self._by_itself()
            self._at += span
            self._beyond += span - 1
            cells = [cell.strip() for cell in cells]
            if any(cells):
                yield Row(at + 1, number, cells, "\n".join(self.lines[at : at + span]))

    def back_to(self, row: Row | None = None) -> None:
        """Go on behind a row, or from the first."""
        self._sound = True
        self._at = row.line + row.raw.count("\n") if row else self._first
        self._beyond = self._at - row.number if row else self._first

    def _together(self) -> Iterator[Row]:
        """The rows in one go as long as each is sound; up to the first that is not."""
        csv.field_size_limit(MOST)
        start, read, lines, exact = self._at, 0, self.lines, self.exact
        following = (f"{line}\n" for line in itertools.islice(lines, start, None))
        reader = csv.reader(following, delimiter=self.mark, skipinitialspace=self._skip, strict=True)
        try:
            for cells in reader:
                at, span = start + read, reader.line_num - read
                if span > 1 and not self._is_sound(cells, span):
                    return
                read += span
                self._at, number = at + span, at + 1 - self._beyond
                self._beyond += span - 1
                if not exact:
                    cells = [cell.strip() for cell in cells]
                if any(cells):
                    yield Row(
                        at + 1, number, cells, lines[at] if span == 1 else "\n".join(lines[at : at + span])
                    )
                if self._at != start + read:  # somebody went back
                    return
        except csv.Error as error:
            if self.exact:
                raise Unpaired(str(error), self._at + 1 - self._beyond) from None

    def _is_sound(self, cells: list[str], span: int) -> bool:
        return self.exact or span == 1 or self.width is None or fitted(cells, self.width) is not None

    def _by_itself(self) -> tuple[list[str], int]:
        csv.field_size_limit(MOST)  # here and not once: whoever reads another table in between sets his own
        end = min(len(self.lines), self._at + LONGEST)
        following = (f"{self.lines[at]}\n" for at in range(self._at, end))
        reader = csv.reader(following, delimiter=self.mark, skipinitialspace=self._skip, strict=True)
        try:
            cells = next(reader)
            if self._is_sound(cells, reader.line_num):
                return cells, reader.line_num
        except csv.Error:
            pass
        (cells,) = csv.reader([self.lines[self._at]], delimiter=self.mark, skipinitialspace=True) or [[]]
        return cells, 1


def beginning(rows: Iterable[Row]) -> list[Row]:
    """The rows among which the header is."""
    return list(itertools.islice(rows, HEADER_WITHIN))


def filled(cells: Sequence[str]) -> int:
    """How many cells there are up to the last that holds anything."""
    return max((at for at, cell in enumerate(cells, 1) if cell.strip()), default=0)


def fitted(cells: list[str], width: int, least: int | None = None) -> list[str] | None:
    """The cells of a row, one for each column; None where it has too many or too few.

    Blank cells at its end do not count, nor do columns at the end that have no name: ``least`` is up to which they have one.

    >>> fitted(["a", "b", ""], 2), fitted(["a"], 2), fitted(["a"], 2, least=1)
    (['a', 'b'], None, ['a', ''])
    """
    if len(cells) == width:
        return cells
    if len(cells) > width:
        return None if filled(cells) > width else cells[:width]
    return None if len(cells) < (width if least is None else least) else wide_as(cells, width)


def wide_as(cells: list[str], width: int) -> list[str]:
    """The first cells of a row, filled up with blanks."""
    return (cells + [""] * width)[:width]


def named_once(header: list[str]) -> list[str]:
    """The names of a header; a name that comes again gets its number, so that no column hides another.

    >>> named_once(["id", "note", "note"])
    ['id', 'note', 'note (2)']
    """
    seen: Counter[str] = Counter()
    names = []
    for name in map(one_line, header):
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names
