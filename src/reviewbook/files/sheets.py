"""The tables that coding programs export, as CSV or as a workbook (.xlsx): rows under headings that are known by their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from reviewbook.files import workbook
from reviewbook.files.pieces import Left
from reviewbook.files.table import Row, Rows, Unpaired, filled, fitted, text_of, wide_as
from reviewbook.files.wording import letters, one_line
from reviewbook.review.decoding import begins
from reviewbook.review.problems import Problem, ReviewProblems
from reviewbook.review.rows import HEADER_WITHIN, header_at, mark_of

EXCHANGED = (".qdpx", ".qde", ".qdc")


@dataclass(frozen=True)
class Sheet:
    """The rows of a CSV file, or of one sheet of a workbook, under their header.

    columns : where the columns stand that the reader knows, by what it calls them; empty where no header was found
    rows : the rows below the header that hold anything, each with its number as a spreadsheet counts
    problems : rows that cannot be placed under the header
    """

    file: str
    name: str = ""  # of a sheet in a workbook
    header: list[str] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    above: list[str] = field(default_factory=list)  # what stands over the header
    problems: list[Problem] = field(default_factory=list)

    @property
    def place(self) -> str:
        return f"{self.file}, sheet {self.name}" if self.name else self.file

    def cell(self, cells: list[str], column: str) -> str:
        """What a row has in a column, without blanks around it; nothing where there is no such column."""
        return cells[self.columns[column]].strip() if column in self.columns else ""

    def left(self, why: str, *used: str | int) -> list[Left]:
        """The columns that hold anything and are not among those used (by name or place), and the rows above the header."""
        found = []
        if self.above:
            found.append(
                Left("rows above the header", len(self.above), self.above[0], "they stand outside the table")
            )
        taken = {self.columns.get(one) if isinstance(one, str) else one for one in used}
        for at, name in enumerate(self.header):
            told = (
                [cells[at].strip() for _, cells in self.rows if cells[at].strip()] if at not in taken else []
            )
            if told:
                called = f"the column {name}" if name else "a column without a heading"
                found.append(Left(called, len(told), one_line(told[0]), why))
        return found

    def unplaced(self, placed: list[tuple[int, list[str]]]) -> list[Left]:
        """The rows that name no code: totals, remarks, headings of parts."""
        numbers = {number for number, _ in placed}
        others = [one_line(" ".join(cells)) for number, cells in self.rows if number not in numbers]
        return [Left("rows without a code", len(others), others[0], "they name none")] if others else []


def read(file: Path, names: Mapping[str, str]) -> list[Sheet]:
    """The tables in a file: one of a CSV file, one a sheet of a workbook; sheets that hold nothing are left out.

    A CSV file may be in any usual encoding, its cells parted by comma, semicolon, tab or upright line. The header is the row
    among the first that has most of the headings; where two columns have headings of one kind, the better name wins.

    Parameters
    ----------
    names : what the reader calls a column: the headings that it may have, the best first, as `letters` gives them

    Raises
    ------
    ReviewProblems (IMPT-001, QDAF-001 to QDAF-006) where the file cannot be read or is not safe, (QDAF-020) where it is another
    kind of file, (QDAF-021) where its quotation marks do not pair.
    """
    if file.suffix.lower() in EXCHANGED:
        expected = "a table, as CSV or .xlsx; import this file as refi-qda"
        raise ReviewProblems([Problem("QDAF-020", file.name, "a REFI-QDA file by its name", expected)])
    if begins(file, workbook.ZIP):
        found = workbook.sheets(file)
    else:
        text, _ = text_of(file, code="QDAF-020", expected="a table with a header row, as CSV or .xlsx")
        try:
            found = [("", list(Rows(text, mark=mark_of(text, partial(_known_of, names=names)), exact=True)))]
        except Unpaired as wrong:
            seen = "a quotation mark that does not pair"
            expected = "cells in quotation marks, those within a cell written twice"
            raise ReviewProblems([Problem("QDAF-021", file.name, seen, expected, wrong.number)]) from None
    return [_headed(file.name, name, rows, names) for name, rows in found if rows]


def other(file: Path, sheets: list[Sheet], expected: str) -> Problem:
    """That the tables in a file are none of those expected."""
    header = next((sheet.header for sheet in sheets if sheet.header), [])
    seen = ", ".join(name or "(blank)" for name in header[:8]) + (", ..." if len(header) > 8 else "")
    found = f"a table with the columns {seen}" if header else "no column that is known"
    return Problem("QDAF-020", file.name, found, expected)


def _known(row: Iterable[str], names: Mapping[str, str]) -> dict[str, int]:
    """Where the columns stand in a row, if it is a header."""
    headings = [letters(cell) for cell in row]
    found: dict[str, int] = {}
    for column, aliases in names.items():
        at = next((headings.index(alias) for alias in aliases.split() if alias in headings), None)
        if at is not None and at not in found.values():
            found[column] = at
    return found


def _known_of(cells: list[str], names: Mapping[str, str]) -> int:
    return len(_known(cells, names))


def _headed(file: str, name: str, rows: list[Row], names: Mapping[str, str]) -> Sheet:
    first = [row for row in rows if any(cell.strip() for cell in row.cells)][:HEADER_WITHIN]
    at = header_at(first, partial(_known_of, names=names))
    if at is None:
        return Sheet(file, name, rows=[(row.number, row.cells) for row in rows])
    header = [one_line(cell) for cell in first[at].cells[: filled(first[at].cells)]]
    above = [one_line(" ".join(row.cells)) for row in first[:at]]
    sheet = Sheet(file, name, header, _known(first[at].cells, names), above=above)
    for _, number, cells, _ in rows[rows.index(first[at]) + 1 :]:
        if not any(cell.strip() for cell in cells):
            continue
        if fitted(cells, len(header), 0) is None:
            seen, wanted = f"{len(cells)} cells", f"{len(header)}, as the header has"
            sheet.problems.append(Problem("QDAF-021", sheet.place, seen, wanted, number))
        sheet.rows.append((number, wide_as(cells, len(header))))
    return sheet
