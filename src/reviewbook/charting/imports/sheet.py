"""The rows of an extraction under their headings, as people lay them out in a spreadsheet.

Titles may stand above the table and footnotes below it; the headings may go over several rows, merged cells among them, with a row
of units; a study may go over several rows, of which only the first names it. What is no row of the table is named, never dropped in
silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from reviewbook.charting.imports import headings
from reviewbook.charting.imports.kinds import NUMBER, plain
from reviewbook.files import table, workbook
from reviewbook.files.table import Rows, filled, wide_as
from reviewbook.files.wording import letters, one_line
from reviewbook.files.workbook import Range, column_called
from reviewbook.review import decoding
from reviewbook.review.characters import CONTROL
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.rows import HEADER_WITHIN, mark_of

CODE = "CHAR-011"
SHAPE = "a table with a row a study and a column a question, whose headings name the study (Study ID, Author, Title ...)"
NOTE = re.compile(
    r"(?:notes?|abbreviations?|sources?|key|legend|footnotes?)\b *[:.]|[*†‡§¹²³]|\([a-z*]\)", re.IGNORECASE
)
TOTAL = re.compile(r"(?:sub)?total|sum|mean|median|overall|average|count", re.IGNORECASE)
UNIT = re.compile(
    r"[(\[].*[)\]]|%|n|n \(%\)|years?|yrs|months?|weeks?|days?|hours?|minutes?|kg|cm|mean|sd|text|number|percent|yes/no|y/n",
    re.IGNORECASE,
)
STUDY = re.compile(r"et al|\b(?:19|20)\d{2}")
LONGEST = 60  # characters of a name; a cell alone in a row behind the table that has more is a note
DEEPEST = 4  # rows of headings

Line = tuple[int, list[str]]


class Column(NamedTuple):
    """A column of the table: where it stands, its heading, what stands over it first, and the unit below it."""

    at: int
    parts: tuple[str, ...]
    unit: str = ""

    @property
    def heading(self) -> str:
        return ": ".join(self.parts) + (f" ({self.unit})" if self.unit else "")

    @property
    def letter(self) -> str:
        return column_called(self.at)


@dataclass
class Sheet:
    """The rows of one sheet under their headings; ``rows`` are as wide as the columns, each with its number in the spreadsheet."""

    file: str
    name: str  # of a sheet in a workbook; else blank
    columns: list[Column]
    rows: list[Line]
    left: list[str] = field(default_factory=list)  # what is no part of the table, in words

    def place(self, row: int, column: Column) -> str:
        """A cell as a spreadsheet names it: "B17", with its sheet in a workbook."""
        return f"{self.name}!{column.letter}{row}" if self.name else f"{column.letter}{row}"


def read(file: Path, *, sheet: str | None = None, wanted: Sequence[str] = ()) -> Sheet:
    """The table in a file: CSV with any usual mark between the cells, or a sheet of a workbook.

    Parameters
    ----------
    sheet : the name of a sheet; None takes that with most headings that are known, and most rows.
    wanted : further headings that are known.

    Raises
    ------
    ReviewProblems (IMPT-001, QDAF-001 to QDAF-006) where the file cannot be read or is not safe, (CHAR-011) where it has no
    table whose headings name the study, (IMPT-005) where it has no such sheet.
    """
    also = {letters(one) for one in wanted}
    held = lines_of(file, sheet=sheet)
    name, lines = max(held, key=lambda one: _promise(one[1], also)) if sheet is None else held[0]
    merged = workbook.merged(file).get(name, []) if name else []
    found = _table(file.name, name, lines, merged, also)
    found.left += [
        f"sheet {other} ({len(rows):,} rows; --sheet names it)" for other, rows in held if other != name
    ]
    return found


def lines_of(file: Path, *, sheet: str | None = None, code: str = CODE) -> list[tuple[str, list[Line]]]:
    """The sheets of a file that hold anything, or the one named: name (blank of a file of text), and rows with their numbers.

    Raises
    ------
    ReviewProblems as for `read`; ``code`` where the file holds nothing.
    """
    if not decoding.begins(file, workbook.ZIP):
        text, _ = table.text_of(file, code=code, expected=SHAPE)
        if sheet is not None:
            expected = "none, as the file is no workbook"
            raise ReviewProblems([Problem("IMPT-005", "--sheet", quote(sheet), expected)])
        return [("", [(number, cells) for _, number, cells, _ in Rows(text, mark=mark_of(text))])]
    try:
        every = workbook.sheets(file)
    except ReviewProblems as unread:
        raise ReviewProblems([replace(one, code="IMPT-001") for one in unread.problems]) from None
    held = [(name, [(row.number, row.cells) for row in rows]) for name, rows in every if rows]
    if sheet is not None:
        expected = f"one of {', '.join(name for name, _ in held)}"
        held = [one for one in held if one[0] == sheet]
        if not held:
            raise ReviewProblems([Problem("IMPT-005", "--sheet", quote(sheet), expected)])
    if not held:
        raise ReviewProblems([Problem(code, file.name, "a workbook whose sheets hold nothing", SHAPE)])
    return held


def _promise(lines: list[Line], also: set[str]) -> tuple[int, int]:
    best = max((_known(cells, also) for _, cells in lines[:HEADER_WITHIN]), default=0)
    return best, len(lines) * max((filled(cells) for _, cells in lines), default=0)


def _known(cells: Sequence[str], also: set[str]) -> int:
    """How many cells of a row are headings that are known."""
    return len(
        {
            one
            for cell in cells
            if (one := headings.role([one_line(cell)]) or ({letters(cell)} & also and letters(cell)))
        }
    )


def _table(file: str, name: str, lines: list[Line], ranges: list[Range], also: set[str]) -> Sheet:
    width = max((filled(cells) for _, cells in lines), default=0)
    lines = [(number, [_text(cell) for cell in wide_as(cells, width)]) for number, cells in lines]
    at = _header_at(lines, also)
    if at is None:
        seen = (
            "; ".join(" | ".join(cell for cell in cells if cell)[:80] for _, cells in lines[:2]) or "nothing"
        )
        raise ReviewProblems([Problem(CODE, file, seen, SHAPE, field=name or None)])
    by_number: dict[int, list[Range]] = {}
    for one in ranges:
        by_number.setdefault(one.top, []).append(one)
    first = at
    while (
        first and at - first < DEEPEST - 1 and _is_upper(lines[first - 1], lines[first][0], width, by_number)
    ):
        first -= 1
    keys = _keys(lines[at][1], lines[first:at])
    last = at
    while last + 1 < len(lines) and last - first < DEEPEST and _goes_on(lines, last + 1, keys, ranges, also):
        last += 1
    block = [(number, list(cells)) for number, cells in lines[first : last + 1]]
    left = [f"row {number} ({quote(_told(cells))})" for number, cells in lines[:first]]
    if last + 1 < len(lines) and _counts(lines[last + 1][1]):
        left.append(f"row {lines[last + 1][0]} (numbers of the columns)")
        last += 1
    columns = _columns(block, lines[at][0], ranges, width)
    body = _spread(lines[last + 1 :], ranges, columns)
    body, more = _trimmed(body, columns)
    found = Sheet(file, name, columns, body, left + more)
    _drop_blank(found)
    if not found.rows:
        raise ReviewProblems([Problem(CODE, file, "nothing below the headings", SHAPE, lines[at][0])])
    return found


def _text(cell: str) -> str:
    """A cell on one line, with a sign that shows where one stands that nothing shows, as tables have it."""
    return CONTROL.sub("\ufffd", one_line(cell))


def _told(cells: Sequence[str]) -> str:
    text = " | ".join(cell for cell in cells if cell)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _header_at(lines: list[Line], also: set[str]) -> int | None:
    """Which line is the header: that with most headings that are known, of which one says which work a row is of."""
    counts = [_known(cells, also) for _, cells in lines[:HEADER_WITHIN]]
    most = max(counts, default=0)
    return counts.index(most) if most else None


def _keys(cells: Sequence[str], above: Sequence[Line]) -> list[int]:
    return [at for at, cell in enumerate(cells) if headings.role([cell]) in headings.KEYS]


def _is_upper(line: Line, below: int, width: int, ranges: dict[int, list[Range]]) -> bool:
    """Whether a line above the header is one of headings over it: no title, no remark, no gap between."""
    number, cells = line
    if number != below - 1:
        return False
    names = [cell for cell in cells if cell]
    wide = [one for one in ranges.get(number, []) if one.right > one.left]
    if any(one.left == 0 and one.right >= width - 1 for one in wide):
        return False
    if any(len(name) > LONGEST * 2 for name in names):
        return False
    return len(names) > 1 or (bool(wide) and wide[0].left > 0) or bool(names and not cells[0])


def _goes_on(lines: list[Line], at: int, keys: list[int], ranges: list[Range], also: set[str]) -> bool:
    """Whether the line behind a header is one of headings too: it names no study, or units alone, or headings that are known."""
    number, cells = lines[at]
    given = [cell for cell in cells if cell]
    if number != lines[at - 1][0] + 1 or not given:
        return False
    named = [cells[key] for key in keys if cells[key]]
    if sum(map(bool, map(UNIT.fullmatch, given))) >= 0.6 * len(given) and all(map(UNIT.fullmatch, named)):
        return True
    if any(cells[key] for key in keys):
        return _known(cells, also) > 1
    words = [cell for cell in given if not NUMBER.fullmatch(cell)]
    return bool(keys) and len(words) > len(given) / 2 and max(map(len, given)) <= LONGEST


def _counts(cells: Sequence[str]) -> bool:
    """Whether a row numbers the columns: (1), (2), (3) or a, b, c."""
    given = [cell.strip("().") for cell in cells if cell]
    digits = [int(one) for one in given if one.isdigit()]
    return (
        len(given) > 3
        and len(digits) == len(given)
        and digits == list(range(digits[0], digits[0] + len(digits)))
    )


def _columns(block: list[Line], main: int, ranges: list[Range], width: int) -> list[Column]:
    """The columns with their headings: what stands over several columns goes on to the right, as in merged cells."""
    rows = dict(block)
    merged = [one for one in ranges if one.top in rows]
    for one in merged:
        for number in range(one.top, min(one.bottom, block[-1][0]) + 1):
            if number in rows:
                for at in range(one.left, min(one.right, width - 1) + 1):
                    rows[number][at] = rows[one.top][one.left]
    if not any(one.right > one.left for one in merged):
        for depth, (_, cells) in enumerate(block[:-1]):
            _carry(cells, [lower for _, lower in block[depth + 1 :]])
    found = []
    for at in range(width):
        parts: list[str] = []
        unit = ""
        for number, cells in block:
            text = cells[at].rstrip(":").strip()
            if parts and number > main and UNIT.fullmatch(text) and text != parts[-1]:
                unit = text.strip("()[]")
            elif text and (not parts or letters(text) != letters(parts[-1]) or not letters(text)):
                parts.append(text)
        found.append(Column(at, tuple(parts), unit))
    return found


def _carry(cells: list[str], lower: Sequence[Sequence[str]]) -> None:
    """Let the headings of a row go on to the right, over columns that have one below."""
    over = ""
    for at, cell in enumerate(cells):
        named = any(row[at] for row in lower)
        if cell:
            over = cell if named else ""
        elif over and named:
            cells[at] = over


def _spread(lines: list[Line], ranges: list[Range], columns: list[Column]) -> list[Line]:
    """The rows below the header; what is merged over several rows is said of each, unless it names the study."""
    rows = dict(lines)
    keys = {column.at for column in columns if headings.role(column.parts) in headings.KEYS}
    for one in ranges:
        if one.top in rows and one.left == one.right and one.left not in keys and one.left < len(columns):
            for number in range(one.top + 1, one.bottom + 1):
                if number in rows:
                    rows[number][one.left] = rows[one.top][one.left]
    return lines


def _trimmed(lines: list[Line], columns: list[Column]) -> tuple[list[Line], list[str]]:
    """The rows without footnotes, totals and rows that hold nothing but a heading; these in words."""
    left: list[str] = []
    lines = list(lines)
    behind = []
    while lines and _is_note(lines[-1], lines[:-1], len(columns)):
        number, cells = lines.pop()
        behind.append(f"row {number} (a note: {quote(_told(cells))})")
    kept = []
    for number, cells in lines:
        given = [cell for cell in cells if cell]
        if TOTAL.fullmatch(given[0].strip(":. ")):
            left.append(f"row {number} (a total)")
        elif (
            len(given) == 1
            and len(columns) > 3
            and cells[0]
            and not STUDY.search(cells[0])
            and not _is_number(cells[0])
        ):
            left.append(f"row {number} (nothing but {quote(_told(cells))})")
        else:
            kept.append((number, cells))
    return kept, left + behind[::-1]


def _is_number(cell: str) -> bool:
    return cell.isdigit()


def _is_note(line: Line, above: Sequence[Line], width: int) -> bool:
    number, cells = line
    given = [cell for cell in cells if cell]
    if len(given) != 1 or width < 3:
        return False
    gap = bool(above) and number > above[-1][0] + 1
    return gap or bool(NOTE.match(given[0])) or len(given[0]) > LONGEST


def _drop_blank(found: Sheet) -> None:
    """Take the columns out that hold nothing; one with answers and no heading is called by its letter."""
    kept = []
    for column in found.columns:
        held = any(cells[column.at] for _, cells in found.rows)
        if not column.parts and not held:
            continue
        if not column.parts:
            found.left.append(f"no heading over column {column.letter}, which is called by its letter")
            column = column._replace(parts=(f"Column {column.letter}",))
        kept.append(column)
    found.columns = kept


def studies(
    found: Sheet, is_key: Callable[[Column], bool], is_charter: Callable[[Column], bool]
) -> list[list[Line]]:
    """The rows of the table, those that go on with a study together: all that says which it is, or who charted it, is blank there."""
    keys = [column.at for column in found.columns if is_key(column)]
    charters = [column.at for column in found.columns if is_charter(column)]
    groups: list[list[Line]] = []
    named: dict[int, str] = {}
    for number, cells in found.rows:
        named_here = any(cells[at] for at in keys)
        if named_here or not groups:
            groups.append([(number, cells)])
            named = {at: cells[at] for at in keys}
        elif any(cells[at] for at in charters):  # another charter of the same study
            cells = [named.get(at, cell) if at in named else cell for at, cell in enumerate(cells)]
            groups.append([(number, cells)])
        else:
            groups[-1].append((number, cells))
    return groups


def together(rows: Sequence[Line], at: int) -> str:
    """What the rows of one study have in a column: each answer once, parted by semicolons.

    >>> together([(4, ["a"]), (5, [""]), (6, ["b"])], 0)
    'a; b'
    """
    return plain(written(rows, at))


def written(rows: Sequence[Line], at: int) -> str:
    """As `together`, in the file's own words for nothing."""
    return "; ".join(dict.fromkeys(cells[at] for _, cells in rows if cells[at]))
