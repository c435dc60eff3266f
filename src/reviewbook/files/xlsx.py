"""Workbooks as they are written: numbers as numbers, every other text as text, the same bytes each time.

Reading is `reviewbook.files.workbook`'s. A text is never a formula, whatever it begins with.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from reviewbook.review.characters import without_control

UNDATED = datetime(1980, 1, 1)  # the first date that a zip file can hold
MOST_LETTERS = 32_767  # of a cell
MOST_NAME = 31  # letters of a sheet's name
WIDEST, NARROWEST = 60, 8  # of a column, in letters
ON_PAPER = 95  # letters across a page of A4 that stands
LINE, TALLEST = 15, 409  # points: of a line, and the most that a row can have
LETTERS = 1.1  # of running text in the room of a digit, about
_NUMBER = re.compile(r"[-−]?(?:\d{1,3}(?:,\d{3})+|0|[1-9]\d{0,14})(?:\.\d{1,10})?")
_FORMULA = ("=", "+", "-", "@")


class Sheet(NamedTuple):
    """A sheet: its name, what stands above the table, its head, its rows as text, and what stands beneath."""

    name: str
    above: Sequence[str]
    head: Sequence[str]
    rows: Iterable[Sequence[str]]
    beneath: Sequence[str] = ()


def written(sheets: Iterable[Sheet], *, title: str, day: datetime = UNDATED) -> bytes:
    """The bytes of a workbook with these sheets, named apart; the head of each stays in view, and on paper on every page.

    Parameters
    ----------
    day : what the workbook is dated
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    book = Workbook()
    book.remove(book.worksheets[0])
    face = Font(name="Calibri", size=11)
    bold = Font(name="Calibri", size=11, bold=True)
    wrapped = Alignment(wrap_text=True, vertical="top")
    beside = Alignment(
        wrap_text=True, vertical="top", indent=1
    )  # a number stands at the right of the cell before
    taken: set[str] = set()
    for one in sheets:
        sheet, rows = book.create_sheet(sheet_name(one.name, taken)), list(one.rows)
        wide = _widths([one.head, *rows])
        for column, width in enumerate(wide, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width
        at = 0
        for text in one.above:
            at += 1
            _across(sheet, at, text, wide, bold)
        if one.head:
            at += 1
            for column, text in enumerate(one.head, 1):
                cell = _fill(sheet.cell(at, column), text)
                cell.font, cell.alignment = bold, wrapped
            _high(sheet, at, one.head, wide)
            sheet.freeze_panes = sheet.cell(at + 1, 2)
            sheet.print_title_rows = f"{at}:{at}"
        for row in rows:
            at += 1
            for column, text in enumerate(row, 1):
                cell = _fill(sheet.cell(at, column), text, number=True)
                cell.font = bold if len(row) == 1 < len(wide) else face
                cell.alignment = beside if column > 1 and cell.data_type == "s" else wrapped
            _high(sheet, at, row, wide if len(row) > 1 else [sum(wide)])
        for text in one.beneath:
            at += 1
            _across(sheet, at, text, wide, face)
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.orientation = "landscape" if sum(wide) > ON_PAPER else "portrait"
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToHeight = 0  # as many pages as the rows take, and one across
    book.properties.title, book.properties.creator = without_control(title)[:255], "reviewbook"
    book.properties.created = day
    made = io.BytesIO()
    book.save(made)
    return _dated(made.getvalue(), day)


def of_files(files: Sequence[tuple[Path, str]], *, title: str, day: datetime = UNDATED) -> bytes:
    """The bytes of a workbook with a sheet for each CSV file in UTF-8, by its name; above the table stands what is given with it."""
    csv.field_size_limit(2**31 - 1)

    def sheet(file: Path, about: str) -> Sheet:
        with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
            head, *rows = list(csv.reader(lines)) or [[]]
        return Sheet(file.stem, [about] if about else [], head, [row[: len(head)] for row in rows if row])

    return written((sheet(*one) for one in files), title=title, day=day)


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that a sheet may have and none has yet; it is added to those that are ``taken``.

    >>> sheet_name("a/b", set()), sheet_name("A", {"a"})
    ('a b', 'A 2')
    """
    short = re.sub(r"[\[\]:*?/\\']+", " ", without_control(name)).strip()[:MOST_NAME].strip() or "Sheet"
    best, number = short, 1
    while best.casefold() in taken:
        number += 1
        best = f"{short[: MOST_NAME - len(str(number)) - 1]} {number}"
    taken.add(best.casefold())
    return best


def value(text: str) -> int | float | str:
    """A cell's text as a number where it is one and nothing else; a name of digits, such as 007, stays as it is written.

    >>> value("1,204"), value("−3.5"), value("007"), value("3/4")
    (1204, -3.5, '007', '3/4')
    """
    if not _NUMBER.fullmatch(text):
        return text
    plain = text.replace(",", "").replace("−", "-")
    return float(plain) if "." in plain else int(plain)


def _fill(cell: Any, text: str, *, number: bool = False) -> Any:
    found = value(text) if number else text
    if isinstance(found, str):
        cell.value = without_control(found)[:MOST_LETTERS]
        cell.data_type = "s"
        cell.quotePrefix = found.startswith(_FORMULA)
    else:
        cell.value = found
        if "," in text:
            cell.number_format = "#,##0"
    return cell


def _widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """The width of each column, in letters; a row of one cell goes across them, and widens none."""
    several = max(map(len, rows), default=0) > 1
    found: dict[int, int] = {}
    for row in rows:
        if several and len(row) == 1:
            continue
        for column, text in enumerate(row):
            found[column] = max(found.get(column, 0), *map(len, text.split("\n")))
    return [float(min(max(width + 3, NARROWEST), WIDEST)) for _, width in sorted(found.items())]


def _high(sheet: Any, at: int, row: Sequence[str], wide: Sequence[float]) -> None:
    """Give a row the height that its texts take: no program works it out for a workbook that another one wrote."""
    lines = max(
        (
            sum(-(-max(len(line), 1) // max(int(width * LETTERS), 1)) for line in text.split("\n"))
            for text, width in zip(row, wide, strict=False)
        ),
        default=1,
    )
    if lines > 1:
        sheet.row_dimensions[at].height = min(lines * LINE, TALLEST)


def _across(sheet: Any, at: int, text: str, wide: Sequence[float], font: Any) -> None:
    """A text above or beneath a table, wrapped at the width of the table where that is wide enough."""
    from openpyxl.styles import Alignment

    cell = _fill(sheet.cell(at, 1), text)
    cell.font, cell.alignment = font, Alignment(wrap_text=True, vertical="top")
    last, across = 1, wide[0] if wide else float(NARROWEST)
    needs = min(max(map(len, text.split("\n"))) / LETTERS, WIDEST)
    while across < needs or last < len(wide):  # of a narrow table, over the free cells beside it
        last += 1
        across += wide[last - 1] if last <= len(wide) else 13
    if last > 1:
        sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=last)
    _high(sheet, at, [text], [across])


def _dated(data: bytes, day: datetime) -> bytes:
    """A workbook that does not hold the time of writing."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as parts, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as out:
        for part in parts.infolist():
            own = zipfile.ZipInfo(part.filename, UNDATED.timetuple()[:6])
            own.compress_type = zipfile.ZIP_DEFLATED
            content = parts.read(part)
            if part.filename == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:modified[^>]*>)[^<]*",
                    rb"\g<1>" + day.strftime("%Y-%m-%dT%H:%M:%SZ").encode(),
                    content,
                )
            out.writestr(own, content)
    return whole.getvalue()
