"""One table of a review as its file has it: read as it is meant, with a notice of each way in which it is not canonical."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from reviewbook.review import caps, patterns, plain
from reviewbook.review.cells import Column, Read, blank_rows, read_cells, read_plain
from reviewbook.review.dictionary import MOVED, earlier, is_required
from reviewbook.review.mending import key, mended_cells, mended_heading, names_in
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.rows import EXPECTED, Opened, long_cells, opened
from reviewbook.review.suggest import one_of

CANONICAL = "UTF-8, a comma between the cells, the header in row 1"
NEAR = 0.8  # how alike a heading is, at least, to that of a column which is missing, to be taken for its misspelling


class Table(NamedTuple):
    """The cells of a table by column, in the order of its file; nothing is typed or judged yet."""

    cells: dict[str, Column]  # in their canonical form
    written: dict[str, Column]  # as they stand there
    lengths: np.ndarray  # of each row
    rows: np.ndarray  # for the header and each row, which row of the file it is, as a spreadsheet counts
    notices: list[Problem]
    file: Opened

    @property
    def shifted(self) -> bool:
        """Whether a row stands elsewhere in the file than in the table."""
        return bool(self.rows[-1] != len(self.rows))

    @property
    def ragged(self) -> bool:
        """Whether a row has a cell too many or too few (TABL-004), so that writing the table anew would lose or add one."""
        return bool((self.lengths != len(self.cells)).any())

    def canonical(self) -> Iterator[Sequence[str]]:
        """The headings, then the cells of each row."""
        yield list(self.cells)
        yield from rows_of(self.cells)


def rows_of(columns: Mapping[str, Column]) -> Iterator[Sequence[str]]:
    """The cells of each row."""
    cells = [map(column.cells.__getitem__, column.codes.tolist()) for column in columns.values()]
    return zip(*cells, strict=True)


def headings(file: Path, known: Mapping[str, dict]) -> list[str]:
    """The names of the columns of a table's file, as far as they are known; those that are not, as they stand.

    Raises
    ------
    ReviewProblems (TABL-001) where the file is no table in text, or has no header.
    """
    return [mended_heading(name, known) for name in opened(file, known).names]


def read_table(file: Path, table: str, known: Mapping[str, dict]) -> Table:
    """A table as its file has it.

    Parameters
    ----------
    known : the columns that it may have, by name (`dictionary.columns`).

    Raises
    ------
    ReviewProblems where it cannot be read (TABL-001), is too large (TABL-014), or its columns are not those that it may have
    (TABL-002, TABL-003), or are those of an earlier version (TABL-031).
    """
    found = opened(file, known)
    names = [mended_heading(name, known) for name in found.names]
    if old := [name for name in names if name in earlier(table) and name not in known]:
        seen, now = (
            f"{' and '.join(old)}, of an earlier version",
            f"{MOVED[table].table}.csv with what they say",
        )
        raise ReviewProblems([Problem("TABL-031", file.name, seen, now, found.header, old[0])])
    if wrong := _column_problems(file, names, known, found.header):
        raise ReviewProblems(wrong)
    columns, lengths, wider = _read(found)
    rows = np.arange(len(lengths) + 1) + found.header
    odd = list(found.odd)
    blank = blank_rows(columns)
    if len(blank):
        kept = np.setdiff1d(np.arange(len(lengths)), blank, assume_unique=True)
        columns, lengths, rows = [one.of_rows(kept) for one in columns], lengths[kept], rows[[0, *(kept + 1)]]
        odd.append(_counted(len(blank), "blank row"))
    elif wider:
        odd.append(f"blank cells behind the last column in {_counted(wider, 'row')}")
    if "" in names:
        nameless = [column for name, column in zip(names, columns, strict=True) if not name]
        if wrong := _nameless_problems(file, nameless, rows):
            raise ReviewProblems(wrong)
        odd.append(f"{_counted(len(nameless), 'column')} without a heading or a cell")
        lengths = lengths - len(nameless)
    written = {name: column for name, column in zip(names, columns, strict=True) if name}
    cells, first, count = dict(written), [], 0
    holds_names = names_in(table)
    known, _ = patterns.own(table, known)
    for at, (name, column) in enumerate(written.items()):
        if mended := mended_cells(column.cells, known[name], name_pattern=holds_names.get(name)):
            cells[name] = column.written(mended)
            there = column.rows_with(list(mended))
            count += len(there)
            first += [(int(row), at, name) for row in there[:1]]
    notices = []
    if odd:
        notices.append(Problem("TABL-021", file.name, ", ".join(odd), CANONICAL))
    notices += _heading_notices(file, found, names)
    if first:
        row, _, name = min(first)
        seen, now = quote(written[name][row]), quote(cells[name][row])
        seen = f"{now} with blanks that do not show" if seen == now else f"{seen}, read as {now}"
        if count > 1:
            seen += f", and {_counted(count - 1, 'more cell')} read so"
        notices.append(Problem("TABL-022", file.name, seen, "the value itself", int(rows[row + 1]), name))
    return Table(cells, written, lengths, rows, notices, found)


def _read(found: Opened) -> Read:
    """The cells below the header, in one go where they are plain and many; else with care."""
    if found.text is None and found.file.stat().st_size >= plain.WORTH:
        with suppress(plain.Odd), found.file.open("rb") as data:
            plain.pass_header(data, found.names)
            return read_plain(data, len(found.names))
    try:
        with found.rows() as lines:
            read = read_cells(islice(lines, caps.ROWS), len(found.names))
            if next(lines, None) is not None:
                raise caps.refused(found.file, f"more than {caps.ROWS:,} rows", caps.ROWS, "rows")
            return read
    except csv.Error as error:
        if caps.is_long_cell(error):
            raise ReviewProblems(long_cells(found)) from None
        raise ReviewProblems([Problem("TABL-001", found.file.name, quote(error), EXPECTED)]) from None


def _column_problems(file: Path, names: list[str], known: Mapping[str, dict], header: int) -> list[Problem]:
    """Columns that are missing, and headings that are of no column or come twice: one problem for each."""
    missing = {key(name): name for name, f in known.items() if name not in names and is_required(f)}
    problems = []
    for name in dict.fromkeys(filter(None, names)):
        expected = one_of(known, name)
        if names.count(name) > 1:
            found = "the column twice"
        elif name not in known:
            found = "an undeclared column"
            if near := difflib.get_close_matches(key(name), missing, 1, NEAR):
                expected = f"{missing.pop(near[0])}, which is missing, or another of the data dictionary"
        else:
            continue
        problems.append(Problem("TABL-003", file.name, found, expected, header, name))
    lacking = [
        Problem("TABL-002", file.name, "no such column", "the column", header, name)
        for name in missing.values()
    ]
    return lacking + problems


def _nameless_problems(file: Path, nameless: Sequence[Column], rows: np.ndarray) -> list[Problem]:
    """Columns without a heading that hold something, each at its first cell."""
    problems = []
    for column in nameless:
        filled = [code for code, cell in enumerate(column.cells) if cell and not cell.isspace()]
        for at in column.rows_with(filled)[:1]:
            found = f"{quote(column[at])} in a column without a heading"
            problems.append(Problem("TABL-003", file.name, found, "a heading", int(rows[at + 1])))
    return problems


def _heading_notices(file: Path, found: Opened, names: Sequence[str]) -> list[Problem]:
    """One notice of all the headings that are read as the names of columns."""
    read = [(seen, name) for seen, name in zip(found.names, names, strict=True) if name and seen != name]
    if not read:
        return []
    words = f"the heading {quote(read[0][0])}, read as {read[0][1]}"
    if len(read) > 1:
        words += f", and {_counted(len(read) - 1, 'more heading')} read so"
    return [Problem("TABL-023", file.name, words, "the column's name", found.header, read[0][1])]


def _counted(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
