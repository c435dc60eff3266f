"""The rows of a spreadsheet under their headings: where the header is, which groups stand over it, and what is no row at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reviewbook.files import grids
from reviewbook.files.table import Rows, filled, wide_as
from reviewbook.files.wording import one_line
from reviewbook.interventions.imports.feature_headings import is_total
from reviewbook.interventions.imports.feature_words import Words, answers
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.rows import HEADER_WITHIN, mark_of

SHAPES = (
    "a row an intervention and a column a feature, with Intervention above the first column; a row a feature, with Feature above "
    "the first column; or a row a value, with the columns intervention, feature and value"
)
NOTE = re.compile(r"(?:notes?|abbreviations?|sources?|key|legend)\b *[:.]", re.IGNORECASE)
LONGEST = 60  # characters of a name; a cell alone in the last row that has more is a note


@dataclass
class Sheet:
    """The rows of a file under their headings, all as wide as these."""

    file: str
    header: list[str]
    groups: list[str]  # over each column; "" where none is
    row: int  # of the header, as a spreadsheet counts
    body: list[tuple[int, list[str]]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)  # what is left in the file, in words
    problems: list[Problem] = field(default_factory=list)

    def column(self, at: int) -> list[str]:
        return [cells[at] for _, cells in self.body]

    def called(self, at: int) -> str:
        """What a problem calls a column: its heading, with the group where two have the same one."""
        name = self.header[at] or str(at + 1)
        return f"{self.groups[at]}, {name}" if self.groups[at] and self.header.count(name) > 1 else name

    def refuse_alone(self, rows: list[tuple[int, str]], wanted: str) -> None:
        """Note the rows that hold nothing but a name."""
        if rows:
            (number, name), *others = rows
            also = f", and others in row{'s' * (len(others) > 1)} " + ", ".join(str(n) for n, _ in others)
            self.refuse(f"nothing but {quote(name)}{also if others else ''}", wanted, row=number)

    def refuse(self, found: str, wanted: str = SHAPES, *, row: int | None = None) -> None:
        """Note that something in the file cannot be placed."""
        self.problems.append(Problem("IMPT-007", self.file, found, wanted, row=row))


def read(file: Path) -> Sheet:
    """The sheet in a file: CSV with any usual mark between the cells, or a workbook with one sheet.

    Raises
    ------
    ReviewProblems (IMPT-001, IMPT-007) where the file cannot be read, or has no header with rows below it.
    """
    text = grids.text_of_one(file, code="IMPT-007", expected=SHAPES)
    rows = [(number, cells) for _, number, cells, _ in Rows(text, mark=mark_of(text))]
    at = _header_at(rows)
    if at is None or len(rows) < at + 2:
        seen = "no header" if at is None else "nothing below the header"
        raise ReviewProblems([Problem("IMPT-007", file.name, seen, SHAPES)])
    number, header = rows[at]
    above, below, left = rows[at - 1][1] if at else [], rows[at + 1 :], []
    if _goes_on(header, below[0][1]):
        second, more = below.pop(0)
        named = [name for name, under in zip(header, more, strict=False) if under]
        if all(named) and len(set(named)) == len(named):  # each has its name already
            left.append(f"row {second} (a second row of headings)")
        else:
            number, header, above = second, more, header
    if not all(any(map(str.isalpha, cell)) for cell in above if cell) or not any(above[1:]):
        above = []  # a title, a date: no groups
    most = max(len(header), len(above))
    width = max(n for cells in (header, above, *(row for _, row in below)) if (n := filled(cells)) <= most)
    whole = sum(len(cells) >= width for _, cells in below)
    if whole * 2 < len(below):
        seen = f"{len(below) - whole} of {len(below)} rows with fewer than the {width} cells of the header"
        raise ReviewProblems([Problem("IMPT-007", file.name, seen, SHAPES, number)])
    sheet = Sheet(file.name, *_headed(wide_as(header, width), wide_as(above, width)), number, left=left)
    for row in below:
        _take(sheet, *row)
    while sheet.body and _is_note(sheet.body[-1][1]):
        number, cells = sheet.body.pop()
        sheet.left.append(f"row {number} (a note: {quote(cells[0])})")
    if not sheet.body and not sheet.problems:
        sheet.refuse("nothing below the header")
    if not sheet.body:
        raise ReviewProblems(sheet.problems)
    return sheet


def _take(sheet: Sheet, number: int, cells: list[str]) -> None:
    """Put a row below the header into the body of a sheet, or where else it belongs."""
    width, last = len(sheet.header), filled(cells)
    if last > width or (len(cells) < width and last > 1):
        seen = f"{len(cells)} cells"
        sheet.problems.append(Problem("TABL-004", sheet.file, seen, f"{width}, as the header has", number))
    elif is_total(name := cells[0] or cells[1]) and Words([]).read(name).value is None:  # "N" may say no
        sheet.left.append(f"row {number} (a total)")
    else:
        sheet.body.append((number, wide_as(cells, width)))


def _header_at(rows: list[tuple[int, list[str]]]) -> int | None:
    """Which row is the header: the first with nearly as many names as any, and not a row of as many groups above it."""
    beginning = [_names(cells) for _, cells in rows[:HEADER_WITHIN]]
    most = max(2, max(beginning, default=0) * 0.8)
    at = next((at for at, names in enumerate(beginning) if names >= most), None)
    if at is not None and not rows[at][1][0] and beginning[at] < max(beginning[at + 1 : at + 2], default=0):
        return at + 1
    return at


def _names(cells: Sequence[str]) -> int:
    """How many different names a row holds: words that are no answers and no numbers."""
    loose = Words([])
    different = {cell for cell in cells if cell and loose.read(cell).value is None}
    return sum(not name.replace(".", "").replace(",", "").isdigit() for name in different)


def _goes_on(header: list[str], below: list[str]) -> bool:
    """Whether a header has a second row: names, and nothing where the first column has its heading in the first row."""
    words = sum(map(bool, below))
    return bool(header[0]) and not below[0] and _names(below) > 1 and _names(below) >= words * 0.8


def _headed(header: list[str], above: list[str]) -> tuple[list[str], list[str]]:
    """The name of each column and the group over it: a heading above goes on to the right, as in merged cells."""
    names, groups, group = [], [], ""
    for at, (name, over) in enumerate(zip(header, above, strict=True)):
        if over and not name:  # one heading over both rows
            name, group = over, ""
        elif over and at:
            group = over
        names.append(one_line(name))
        groups.append(one_line(group))
    return names, groups


def _is_note(cells: list[str]) -> bool:
    """Whether the last row is a note on the table: by its first word, or as a sentence that stands alone."""
    text, others = cells[0], cells[1:]
    if NOTE.match(text):
        return not answers(others)[0]
    return bool(text) and not any(others) and (len(text) > LONGEST or not text[0].isalnum())
