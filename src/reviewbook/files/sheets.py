"""The tables that coding programs export, as CSV or as a workbook (.xlsx): rows under headings that are known by their names."""

from __future__ import annotations

import csv
import datetime
import io
import itertools
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from reviewbook.files import archive
from reviewbook.files.decoding import begins, read_text
from reviewbook.files.pieces import Left
from reviewbook.files.signs import sight
from reviewbook.files.wording import letters, one_line
from reviewbook.review.problems import Problem, ReviewProblems, quote

HEADER_WITHIN = 30  # rows: a title, a date or comments may stand above the header
MOST_ROWS = 1_048_576  # of a sheet, as Excel has them; a number of a row beyond that is no row's
MARKS = ",;\t|"
EXCHANGED = (".qdpx", ".qde", ".qdc")
ZIP = b"PK\x03\x04"
# A document type may declare entities that grow without end; no program writes one into a workbook.
DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# What openpyxl raises for a workbook that is damaged: it has no error of its own for that.
DAMAGE = (
    AttributeError,
    EOFError,
    IndexError,
    KeyError,
    OSError,
    SyntaxError,  # of XML
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
# What Excel writes for a carriage return within a cell.
RETURN = re.compile("_x000D_(?=\n|$)|\r(?=\n|$)")


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
    names : what the reader calls a column: the headings that it may have, the best first, as `plain` gives them

    Raises
    ------
    ReviewProblems (IMPT-001, QDAF-001 to QDAF-006) where the file cannot be read or is not safe, (QDAF-020) where it is another
    kind of file, (QDAF-021) where its quotation marks do not pair.
    """
    if file.suffix.lower() in EXCHANGED:
        expected = "a table, as CSV or .xlsx; import this file as refi-qda"
        raise ReviewProblems([Problem("QDAF-020", file.name, "a REFI-QDA file by its name", expected)])
    if begins(file, ZIP):
        sheets = _workbook(file)
    else:
        text, _ = read_text(file)
        if seen := sight(text.lstrip()[:200]):
            expected = "a table with a header row, as CSV or .xlsx"
            raise ReviewProblems(
                [Problem("QDAF-020", file.name, f"a file of another kind: {seen}", expected)]
            )
        sheets = [("", _rows(text, names, file.name))]
    return [_headed(file.name, name, rows, names) for name, rows in sheets if any(any(row) for row in rows)]


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


def _headed(file: str, name: str, rows: list[list[str]], names: Mapping[str, str]) -> Sheet:
    first = [at for at, row in enumerate(rows) if any(cell.strip() for cell in row)][:HEADER_WITHIN]
    at = max(first, key=lambda at: (len(_known(rows[at], names)), -at))
    columns = _known(rows[at], names)
    if not columns:
        return Sheet(file, name, rows=[(n, row) for n, row in enumerate(rows, 1) if any(row)])
    header = [one_line(cell) for cell in rows[at]]
    while header and not header[-1]:
        header.pop()
    above = [one_line(" ".join(rows[one])) for one in first if one < at]
    sheet = Sheet(file, name, header, columns, above=above)
    for number, row in enumerate(rows[at + 1 :], at + 2):
        if not any(cell.strip() for cell in row):
            continue
        if any(cell.strip() for cell in row[len(header) :]):
            found, wanted = f"{len(row)} cells", f"{len(header)}, as the header has"
            sheet.problems.append(Problem("QDAF-021", sheet.place, found, wanted, number))
        sheet.rows.append((number, (row + [""] * len(header))[: len(header)]))
    return sheet


def _rows(text: str, names: Mapping[str, str], file: str) -> list[list[str]]:
    csv.field_size_limit(2**31 - 1)
    text = re.sub(r"\A\s*sep=.\n", "", text, flags=re.IGNORECASE)  # says what parts the cells, in Excel's way
    mark = _mark(text, names)
    blanks = re.search(rf'(?m)(?:^|{re.escape(mark)}) +"', text) is not None
    reader = csv.reader(io.StringIO(text), delimiter=mark, skipinitialspace=blanks, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error:
        found = "a quotation mark that does not pair"
        wanted = "cells in quotation marks, those within a cell written twice"
        raise ReviewProblems([Problem("QDAF-021", file, found, wanted, len(rows) + 1)]) from None
    return rows


def _mark(text: str, names: Mapping[str, str]) -> str:
    """What parts the cells: the mark with which the best row of the beginning has most known headings, then most cells."""
    lines = [line for line in text[:20_000].split("\n") if line.strip()][:HEADER_WITHIN]

    def headings(mark: str) -> tuple[int, int]:
        rows = [next(csv.reader([line], delimiter=mark, skipinitialspace=True), []) for line in lines]
        return max((len(_known(row, names)), len(row)) for row in rows)

    return max(MARKS, key=headings)


def _workbook(file: Path) -> list[tuple[str, list[list[str]]]]:
    """The sheets of a workbook: the name of each, and its rows."""
    import openpyxl  # a CSV file need not wait for it

    with archive.opened(file) as zipped:
        if zipped.find("xl/workbook.xml") is None:
            expected = "a workbook (.xlsx) or CSV"
            raise ReviewProblems([Problem("QDAF-020", file.name, "a zip file that is no workbook", expected)])
        parts = [name for name in zipped.names if name.lower().endswith((".xml", ".rels"))]
        if typed := [name for name in parts if DOCTYPE.search(zipped.read(name))]:
            found, expected = f"a document type in {quote(typed[0])}", "XML without declarations of its own"
            raise ReviewProblems([Problem("QDAF-006", file.name, found, expected)])
    sheets = []
    try:
        with closing(openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)) as book:
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # some programs state a range that is too small
                rows = itertools.islice(sheet.rows, MOST_ROWS)
                sheets.append((sheet.title, [[_text(cell) for cell in row] for row in rows]))
            if not sheets:
                raise ValueError("no sheet can be found")
    except DAMAGE as error:
        found = f"a workbook that is damaged ({one_line(str(error)) or type(error).__name__})"
        expected = "a workbook that a spreadsheet opens"
        raise ReviewProblems([Problem("QDAF-001", file.name, found, expected)]) from None
    return sheets


def _text(cell) -> str:
    """What a cell holds, as text; how far it is indented, as blanks before it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat(sep=" ") if isinstance(value, datetime.datetime) else value.isoformat()
    if not isinstance(value, str):
        return str(value)
    return "  " * int(cell.alignment.indent) + RETURN.sub("", value)
