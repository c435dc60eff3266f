"""The sheets of a workbook (.xlsx) from a stranger, opened without trust: each as rows, as those of a table in a file of text."""

from __future__ import annotations

import datetime
import itertools
import re
import zipfile
import zlib
from contextlib import closing
from pathlib import Path

from reviewbook.files import archive
from reviewbook.files.table import Row
from reviewbook.files.wording import one_line
from reviewbook.review.problems import Problem, ReviewProblems, quote

MOST_ROWS = 1_048_576  # of a sheet, as Excel has them; a number of a row beyond that is no row's
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


def sheets(file: Path) -> list[tuple[str, list[Row]]]:
    """The sheets of a workbook: the name of each, and its rows that hold anything; a cell that is indented has blanks before it.

    Raises
    ------
    ReviewProblems (QDAF-001 to QDAF-006) where the file cannot be read or is not safe, (QDAF-020) where it is another kind of file.
    """
    import openpyxl  # a CSV file need not wait for it

    with archive.opened(file) as zipped:
        if zipped.find("xl/workbook.xml") is None:
            expected = "a workbook (.xlsx) or CSV"
            raise ReviewProblems([Problem("QDAF-020", file.name, "a zip file that is no workbook", expected)])
        parts = [name for name in zipped.names if name.lower().endswith((".xml", ".rels"))]
        if typed := [name for name in parts if DOCTYPE.search(zipped.read(name))]:
            found, expected = f"a document type in {quote(typed[0])}", "XML without declarations of its own"
            raise ReviewProblems([Problem("QDAF-006", file.name, found, expected)])
    sheets: list[tuple[str, list[Row]]] = []
    try:
        with closing(openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)) as book:
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # some programs state a range that is too small
                rows = enumerate(itertools.islice(sheet.rows, MOST_ROWS), 1)
                read = ((number, [_text(cell) for cell in row]) for number, row in rows)
                sheets.append((sheet.title, [_row(number, cells) for number, cells in read if any(cells)]))
            if not sheets:
                raise ValueError("no sheet can be found")
    except DAMAGE as error:
        damage = f"a workbook that is damaged ({one_line(str(error)) or type(error).__name__})"
        expected = "a workbook that a spreadsheet opens"
        raise ReviewProblems([Problem("QDAF-001", file.name, damage, expected)]) from None
    return sheets


def _row(number: int, cells: list[str]) -> Row:
    return Row(number, number, cells, "\t".join(cells))


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
