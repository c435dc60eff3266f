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
    """The bytes of a workbook with these sheets, named apart; the head of each stays in view.

    Parameters
    ----------
    day : what the workbook is dated
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    book.remove(book.worksheets[0])
    bold, wrapped = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    taken: set[str] = set()
    for one in sheets:
        sheet = book.create_sheet(sheet_name(one.name, taken))
        at = 0
        for at, text in enumerate(one.above, 1):
            _fill(sheet.cell(at, 1), text).font = bold
        widths: dict[int, int] = {}
        at += 1
        if one.head:
            for column, text in enumerate(one.head, 1):
                cell = _fill(sheet.cell(at, column), text)
                cell.font, cell.alignment = bold, wrapped
                widths[column] = _wide(text)
            sheet.freeze_panes = sheet.cell(at + 1, 2)
            at += 1
        for row in one.rows:
            for column, text in enumerate(row, 1):
                cell = _fill(sheet.cell(at, column), text, number=True)
                cell.alignment = wrapped
                widths[column] = max(widths.get(column, 0), _wide(text))
            at += 1
        for text in one.beneath:
            _fill(sheet.cell(at, 1), text)
            at += 1
        for column, width in widths.items():
            sheet.column_dimensions[sheet.cell(1, column).column_letter].width = min(
                max(width + 2, NARROWEST), WIDEST
            )
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


def _wide(text: str) -> int:
    return max(map(len, text.split("\n")), default=0)


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
