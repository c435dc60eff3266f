"""A workbook as people give it back, opened without trust: its sheets by what they are, whatever they are called now."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from reviewbook.files import workbook
from reviewbook.files.workbook import Range, column_called
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.workbook import noting
from reviewbook.workbook.meaning import Cell, unescaped
from reviewbook.workbook.noting import Noted, Notes
from reviewbook.workbook.sheets import MOST_ROWS

CODE, SHEET = "WORK-001", "WORK-002"
EXPECTED = "the workbook that `reviewbook workbook` wrote of this review"
# Parts that run, or that fetch what stands elsewhere.
FOREIGN = {
    "macros": re.compile(r"xl/(vbaProject.*|macrosheets/.*|activeX/.*)", re.IGNORECASE),
    "a link to another file": re.compile(
        r"xl/(externalLinks/.*|connections\.xml|queryTables/.*)", re.IGNORECASE
    ),
    "embedded files": re.compile(r"xl/embeddings/.*", re.IGNORECASE),
}
FRONT, LISTS = "Read me", "reviewbook-lists"  # sheets of ours that nobody fills in
MOST_CELLS = 5_000_000  # of all sheets, blank ones too
PLACE = re.compile(r"'?(.+?)'?!\$?[A-Z]{1,3}\$?\d+")  # of a cell, with the sheet that it is in
HEADER_WITHIN = 30  # rows in which the headings are


class Row(NamedTuple):
    """A row that holds anything: its number as a spreadsheet counts, and its cells by column."""

    number: int
    cells: dict[str, Cell]


@dataclass
class Page:
    """A sheet of a workbook, as it is known: what was noted of it, its title now, where each column stands, and its rows."""

    noted: Noted
    title: str
    at: dict[str, int]
    rows: list[Row] = field(default_factory=list, repr=False)

    def place(self, row: int, column: str) -> str:
        """Where a cell stands, as a spreadsheet says it: "reports!B7"."""
        title = self.title if re.fullmatch(r"\w+", self.title) else f"'{self.title}'"
        return f"{title}!{column_called(self.at[column])}{row}"


@dataclass
class Read:
    """A workbook: what it notes of itself, its pages by the names of their sheets, what is left in it, and what is wrong with it."""

    notes: Notes
    pages: dict[str, Page]
    said: list[str]
    problems: list[Problem]


def read(file: Path, review: str) -> Read:
    """A workbook that was written of a review.

    Raises
    ------
    ReviewProblems (IMPT-001) where the file cannot be read or is not safe, (WORK-001) where it is another workbook, or holds what
    a workbook of a review does not: macros, links, too many rows.
    """
    try:
        parts = workbook.parts_of(file)
        if wrong := [
            Problem(CODE, file.name, f"{what}, in {quote(found[0])}", EXPECTED)
            for what, sign in FOREIGN.items()
            if (found := [name for name in parts if sign.fullmatch(name)])
        ]:
            raise ReviewProblems(wrong)
        merged = workbook.merged(file)
        return _opened(file, review, merged)
    except workbook.DAMAGE as error:
        raise _unread(workbook.damaged(file, error)) from None
    except ReviewProblems as unread:
        raise _unread(unread) from None


def _unread(wrong: ReviewProblems) -> ReviewProblems:
    """Problems of a file, as those of one that cannot be imported."""
    return ReviewProblems(
        [replace(one, code="IMPT-001") if one.code.startswith("QDAF") else one for one in wrong.problems]
    )


def _opened(file: Path, review: str, merged: Mapping[str, Sequence[Range]]) -> Read:
    with workbook.opened(file, values=False) as book:
        pages = {sheet.title: sheet for sheet in book.worksheets}
        notes = noting.read(_values(pages[noting.TITLE])) if noting.TITLE in pages else None
        if notes is None:
            raise ReviewProblems(
                [Problem(CODE, file.name, "a workbook without the notes of one of ours", EXPECTED)]
            )
        if notes.review != review:
            found = f"a workbook of the review {quote(notes.review)}"
            raise ReviewProblems([Problem(CODE, file.name, found, f"one of {quote(review)}")])
        titles = _titles(book, notes, pages)
        done = Read(notes, {}, [], [])
        cells = 0
        for noted in notes.sheets:
            title = titles.get(noted.name)
            if title is None:
                done.said.append(
                    f"The sheet {noted.title} is not in the workbook: what it had stays as it is"
                )
                continue
            cells = _take(file, pages[title], noted, merged.get(title, ()), done, cells)
        ours = {noting.TITLE, *titles.values(), FRONT, LISTS}
        if others := [title for title in pages if title not in ours]:
            done.said.append(f"Sheets that are none of the review's, and are left: {', '.join(others)}")
    return done


def _values(sheet: Any) -> list[list[object]]:
    sheet.reset_dimensions()
    return [
        [unescaped(cell) if isinstance(cell, str) else cell for cell in row]
        for row in sheet.iter_rows(values_only=True)
    ]


def _titles(book: Any, notes: Notes, pages: Mapping[str, Any]) -> dict[str, str]:
    """What each sheet is called now: by the name that the workbook gave its first cell, else as it was called, else by its headings."""
    found: dict[str, str] = {}
    for at, noted in enumerate(notes.sheets, 1):
        if (defined := book.defined_names.get(noting.NAME.format(at))) is not None:
            place = PLACE.fullmatch(defined.attr_text or "")
            title = place[1].replace("''", "'") if place else ""
            if title in pages and title not in found.values():
                found[noted.name] = title
    for noted in notes.sheets:
        if noted.name not in found and noted.title in pages and noted.title not in found.values():
            found[noted.name] = noted.title
    lost = [noted for noted in notes.sheets if noted.name not in found]
    free = [title for title in pages if title not in {noting.TITLE, FRONT, LISTS, *found.values()}]
    if not (lost and free):
        return found
    headed = {title: _headings(pages[title]) for title in free}
    for noted in lost:
        alike = [title for title in free if any(set(noted.columns) <= row for row in headed[title])]
        twins = [other for other in lost if other.columns == noted.columns]
        if len(alike) == len(twins) == 1:
            found[noted.name] = alike[0]
    return found


def _headings(page: Any) -> list[set[str]]:
    """The texts of each of the first rows of a sheet."""
    page.reset_dimensions()
    return [
        {str(cell).strip() for cell in row if cell is not None}
        for row in page.iter_rows(max_row=HEADER_WITHIN, values_only=True)
    ]


def _take(file: Path, sheet: Any, noted: Noted, merged: Sequence[Range], done: Read, cells: int) -> int:
    """Read a sheet; how many cells were read with it."""
    sheet.reset_dimensions()
    title = sheet.title
    first: list[tuple[int, list[Cell]]] = []
    page = None
    for number, row in enumerate(sheet.rows, 1):
        cells += len(row)
        if cells > MOST_CELLS:
            raise ReviewProblems(
                [
                    Problem(
                        CODE,
                        file.name,
                        f"{cells:,} cells and more, in sheet {quote(title)}",
                        f"at most {MOST_CELLS:,}",
                    )
                ]
            )
        held = [_cell(one) for one in row]
        if all(one.value is None or one.value == "" for one in held):
            continue
        if page is None:
            first.append((number, held))
            if len(first) < HEADER_WITHIN and not _is_header(held, noted):
                continue
            page = _headed(file, title, noted, number, held, done)
            if page is None:
                return cells
            continue
        own = {name: held[at] for name, at in page.at.items() if at < len(held)}
        if all(one.value is None or one.value == "" for one in own.values()):
            continue
        page.rows.append(Row(number, own))
        if len(page.rows) > MOST_ROWS * 2:
            found = f"more than {MOST_ROWS * 2:,} rows in sheet {quote(title)}"
            raise ReviewProblems([Problem(CODE, file.name, found, f"at most {MOST_ROWS * 2:,}")])
    if page is None:
        held = first[0][1] if first else []
        _headed(file, title, noted, first[0][0] if first else 1, held, done)
        return cells
    for one in merged:
        inside = [at for at in page.at.values() if one.left <= at <= one.right]
        if inside and page.rows and one.bottom >= page.rows[0].number and one.top <= page.rows[-1].number:
            place = f"{column_called(one.left)}{one.top}:{column_called(one.right)}{one.bottom}"
            done.problems.append(
                Problem(SHEET, file.name, "merged cells", "each cell of its own", one.top, f"{title}!{place}")
            )
    done.pages[noted.name] = page
    return cells


def _cell(one: Any) -> Cell:
    return Cell(one.value, one.data_type, one.number_format if one.value is not None else "")


def _heading(cell: Cell) -> str:
    return "" if cell.value is None else unescaped(str(cell.value)).strip()


def _is_header(held: Sequence[Cell], noted: Noted) -> bool:
    """Whether a row has the headings of a sheet: most of them, and more than any row of cells could have by chance."""
    names = {_heading(cell) for cell in held} & set(noted.columns)
    return len(names) * 2 > len(noted.columns) or (len(names) > 1 and noted.columns[0] in names)


def _headed(
    file: Path, title: str, noted: Noted, number: int, held: Sequence[Cell], done: Read
) -> Page | None:
    """The page under a row of headings; None where it lacks what its rows are known by."""
    at: dict[str, int] = {}
    others = []
    wrong: list[Problem] = []
    for place, cell in enumerate(held):
        name = _heading(cell)
        where = f"{title}!{column_called(place)}{number}"
        if not name:
            continue
        if name in at:
            wrong.append(
                Problem(
                    SHEET, file.name, f"the heading {quote(name)} again", "each heading once", number, where
                )
            )
        elif name in noted.columns:
            at[name] = place
        else:
            others.append(name)
    keys = [name for name in noted.columns[: noted.keys] if name not in at]
    wrong += [
        Problem(
            SHEET,
            file.name,
            f"no column {name}",
            f"the column {name}, by which its rows are known",
            number,
            title,
        )
        for name in keys
    ]
    if lacking := [name for name in noted.columns if name not in at and name not in keys]:
        done.said.append(
            f"Columns that are not in the sheet {title}, and stay as they are: {', '.join(lacking)}"
        )
    if others:
        done.said.append(
            f"Columns of the sheet {title} that the table has not, and that are left: {', '.join(others)}"
        )
    done.problems += wrong
    return None if wrong else Page(noted, title, at)
