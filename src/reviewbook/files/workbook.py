"""The sheets of a workbook (.xlsx) from a stranger, opened without trust: each as rows, as those of a table in a file of text."""

from __future__ import annotations

import datetime
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reviewbook.files import archive
from reviewbook.files.table import Row
from reviewbook.files.wording import one_line
from reviewbook.review.problems import Problem, ReviewProblems, quote

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_ROWS = 1_048_576  # of a sheet, as Excel has them
# Of all sheets, blank ones before the last of a row too: a few bytes can place a cell at the end of every row.
MOST_CELLS = 50_000_000
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
PERCENT = re.compile(r"0(\.0+)?%")  # the format of cells that hold 0.9 and show 90%
# What Excel writes for a carriage return within a cell.
RETURN = re.compile("_x000D_(?=\n|$)|\r(?=\n|$)")


def parts_of(file: Path) -> tuple[str, ...]:
    """The names of the parts of a workbook that is safe to open.

    Raises
    ------
    ReviewProblems (QDAF-001 to QDAF-006, QDAF-020) as `sheets`.
    """
    with archive.opened(file) as zipped:
        if zipped.find("xl/workbook.xml") is None:
            expected = "a workbook (.xlsx) or CSV"
            raise ReviewProblems([Problem("QDAF-020", file.name, "a zip file that is no workbook", expected)])
        parts = [name for name in zipped.names if name.lower().endswith((".xml", ".rels"))]
        if typed := [name for name in parts if DOCTYPE.search(zipped.read(name))]:
            found, expected = f"a document type in {quote(typed[0])}", "XML without declarations of its own"
            raise ReviewProblems([Problem("QDAF-006", file.name, found, expected)])
        return zipped.names


@contextmanager
def opened(file: Path, *, values: bool = True) -> Iterator[Workbook]:
    """A workbook that is safe (`parts_of`), whatever its name ends in; ``values``: of a formula what it came to, else itself."""
    import openpyxl  # a CSV file need not wait for it

    with warnings.catch_warnings(), file.open("rb") as data:
        # They are of looks and of rules for typing, which nobody reads here.
        warnings.simplefilter("ignore", UserWarning)
        with closing(
            openpyxl.load_workbook(data, read_only=True, data_only=values, keep_links=False)
        ) as book:
            yield book


def damaged(file: Path, error: Exception) -> ReviewProblems:
    """That a workbook cannot be read, as openpyxl says it."""
    damage = f"a workbook that is damaged ({one_line(str(error)) or type(error).__name__})"
    return ReviewProblems([Problem("QDAF-001", file.name, damage, "a workbook that a spreadsheet opens")])


def sheets(file: Path) -> list[tuple[str, list[Row]]]:
    """The sheets of a workbook: the name of each, and its rows that hold anything; a cell that is indented has blanks before it.

    Raises
    ------
    ReviewProblems (QDAF-001 to QDAF-006) where the file cannot be read, is not safe or too large, (QDAF-020) where it is another
    kind of file.
    """
    parts_of(file)
    sheets: list[tuple[str, list[Row]]] = []
    cells = 0
    try:
        with opened(file) as book:
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # some programs state a range that is too small
                held: list[Row] = []
                for number, row in enumerate(sheet.rows, 1):
                    cells += len(row)
                    if number > MOST_ROWS:
                        found = f"a row {number:,} in sheet {quote(sheet.title)}"
                        raise archive.refused("QDAF-003", file.name, found, f"at most {MOST_ROWS:,} rows")
                    if cells > MOST_CELLS:
                        found = f"{cells:,} cells and more, blank ones too"
                        raise archive.refused("QDAF-003", file.name, found, f"at most {MOST_CELLS:,}")
                    if any(texts := [_text(cell) for cell in row]):
                        held.append(_row(number, texts))
                sheets.append((sheet.title, held))
            if not sheets:
                raise ValueError("no sheet can be found")
    except DAMAGE as error:
        raise damaged(file, error) from None
    return sheets


MERGED = re.compile(rb'<mergeCell [^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


class Range(NamedTuple):
    """Cells that are merged to one: its first and last row as a spreadsheet counts, its first and last column from 0."""

    top: int
    left: int
    bottom: int
    right: int


def merged(file: Path) -> dict[str, list[Range]]:
    """The merged cells of each sheet of a workbook that `sheets` has read; only the first cell of each range holds anything."""
    with archive.opened(file) as zipped:
        with opened(file) as book:
            parts = {sheet.title: sheet._worksheet_path for sheet in book.worksheets}
        return {
            title: [
                Range(int(top), column_at(left.decode()), int(bottom), column_at(right.decode()))
                for left, top, right, bottom in MERGED.findall(zipped.read(part))
            ]
            for title, part in parts.items()
        }


def column_at(letters: str) -> int:
    """Where a column stands, from 0.

    >>> column_at("A"), column_at("AB")
    (0, 27)
    """
    at = 0
    for letter in letters:
        at = at * 26 + ord(letter) - 64
    return at - 1


def column_called(at: int) -> str:
    """What a spreadsheet calls a column.

    >>> column_called(0), column_called(27)
    ('A', 'AB')
    """
    name = ""
    at += 1
    while at:
        at, left = divmod(at - 1, 26)
        name = chr(65 + left) + name
    return name


def _row(number: int, cells: list[str]) -> Row:
    return Row(number, number, cells, "\t".join(cells))


def _text(cell) -> str:
    """What a cell holds, as text; how far it is indented, as blanks before it."""
    value = cell.value
    if value is None:
        return ""
    if (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and PERCENT.fullmatch(cell.number_format or "")
    ):
        return f"{value * 100:.10g}%"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat(sep=" ") if isinstance(value, datetime.datetime) else value.isoformat()
    if not isinstance(value, str):
        return str(value)
    return "  " * int(cell.alignment.indent) + RETURN.sub("", value)
