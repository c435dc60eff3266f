"""The text of a table in a foreign file: of a file of text its own, of a workbook (.xlsx) one sheet of it as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from reviewbook.files import table, workbook
from reviewbook.files.table import Row, wide_as
from reviewbook.review import decoding
from reviewbook.review.problems import Problem, ReviewProblems
from reviewbook.review.rows import HEADER_WITHIN

BREAK = "\u2028"  # white space, and the end of a line to people alone


def read_text(file: Path, known: Callable[[list[str]], int]) -> tuple[str, str]:
    """The text of a table, and how it was read: its encoding, or which sheet of a workbook and which were left.

    The sheet is that which has the row with most names of columns. Each of its rows stands in the line of its number: within a cell,
    `BREAK` parts the lines.

    Parameters
    ----------
    known : how many cells of a row are names of columns.

    Raises
    ------
    ReviewProblems (IMPT-001) where the file cannot be read or is not safe.
    """
    if not decoding.begins(file, workbook.ZIP):
        return decoding.read_text(file)
    sheets = _sheets(file)
    name, rows = max(sheets, key=lambda sheet: _names(sheet[1], known))
    if not rows:
        found = "a workbook whose sheets hold nothing"
        raise ReviewProblems([Problem("IMPT-001", file.name, found, "a table with a header row")])
    left = [
        f"{other}, {len(held):,} row{'' if len(held) == 1 else 's'}"
        for other, held in sheets
        if held and other != name
    ]
    return _as_csv(rows), f"the sheet {name}" + (f" (not read: {'; '.join(left)})" if left else "")


def text_of(file: Path, known: Callable[[list[str]], int], *, code: str, expected: str) -> tuple[str, str]:
    """What `read_text` gives, of a file that begins as a table does.

    Raises
    ------
    ReviewProblems (IMPT-001, and ``code``) where the file cannot be read, or begins as a file of another kind does.
    """
    if decoding.begins(file, workbook.ZIP):
        return read_text(file, known)
    return table.text_of(file, code=code, expected=expected)


def text_of_one(file: Path, *, code: str, expected: str) -> str:
    """The text of a table that is the only one of its file.

    Raises
    ------
    ReviewProblems as `text_of`, and (``code``) where several sheets of a workbook hold anything.
    """
    if decoding.begins(file, workbook.ZIP):
        held = [name for name, rows in _sheets(file) if rows]
        if len(held) > 1:
            found = f"a workbook in which several sheets hold something: {', '.join(held)}"
            raise ReviewProblems([Problem(code, file.name, found, f"one sheet, or CSV; {expected}")])
    return text_of(file, len, code=code, expected=expected)[0]


def _sheets(file: Path) -> list[tuple[str, list[Row]]]:
    try:
        return workbook.sheets(file)
    except ReviewProblems as unread:
        raise ReviewProblems([replace(one, code="IMPT-001") for one in unread.problems]) from None


def _names(rows: list[Row], known: Callable[[list[str]], int]) -> int:
    return max((known([cell.strip() for cell in row.cells]) for row in rows[:HEADER_WITHIN]), default=0)


def _as_csv(rows: list[Row]) -> str:
    out, width = io.StringIO(), max(len(row.cells) for row in rows)
    writer = csv.writer(out, lineterminator="\n")
    written = 0
    for row in rows:
        out.write("\n" * (row.number - written - 1))  # blank rows
        writer.writerow(BREAK.join(cell.splitlines()) for cell in wide_as(row.cells, width))
        written = row.number
    return out.getvalue()
