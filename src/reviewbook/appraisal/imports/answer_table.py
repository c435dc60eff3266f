"""A table of appraisal answers as it stands in a file: which columns hold what, and the rows below them.

A table as printed may have lines above its header, two rows of headings, a row that names the category of the rows below it,
and its header again for each category.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from reviewbook.appraisal.imports import criteria
from reviewbook.appraisal.imports.criteria import Criterion, Names
from reviewbook.files import grids
from reviewbook.files.table import Rows, fitted, named_once
from reviewbook.files.wording import letters, one_line
from reviewbook.review.problems import Problem, ReviewProblems
from reviewbook.review.rows import HEADER_WITHIN, mark_of

SHAPES = (
    "a column for the study and the answers: study, criterion and answer; study, category and c1, c2 ...; or study and columns "
    "named by criterion, such as 1.1"
)
CRITIPLOT = {"authoryear", "studycategory", "overallrating"}


class Mark(NamedTuple):
    """A column with answers: to one criterion or, in a long table (None), to that of the row."""

    at: int
    criterion: Criterion | None
    who: str  # blank where the heading names nobody
    comment: int | None


@dataclass(frozen=True)
class Columns:
    """What the columns below a header hold, by their place."""

    header: list[str]
    at: dict[str, int]
    marks: list[Mark]
    scores: list[int]
    by_order: bool  # critiplot's: criteria by their order alone

    @property
    def long(self) -> bool:
        return self.marks[0].criterion is None

    @property
    def read(self) -> set[int]:
        marks = {place for mark in self.marks for place in (mark.at, mark.comment) if place is not None}
        return {*self.at.values(), *marks, *self.scores}

    def heading(self, column: str) -> str | None:
        """The heading of one of our columns; None where the table has none."""
        return self.header[self.at[column]] if column in self.at else None


@dataclass
class Row:
    """A row below a header."""

    number: int  # as a spreadsheet counts
    cells: list[str]
    columns: Columns
    named: str  # the category in words, as the row or one above it has it
    category: str | None  # of the tool; None where no words name one
    report: str

    def get(self, column: str) -> str:
        at = self.columns.at.get(column)
        return "" if at is None else one_line(self.cells[at])


def read(file: Path, names: Names) -> tuple[list[Row], list[Problem]]:
    """The rows of a table that are about a study; and those that cannot be used, as problems (APPR-007, TABL-004).

    Raises
    ------
    ReviewProblems (IMPT-001, APPR-007) where the file cannot be read, is no table, or has no columns that are known.
    """
    text = grids.text_of_one(file, code="APPR-007", expected=SHAPES)
    lines = Rows(text, mark=_mark(text, names))
    columns: Columns | None = None
    above: list[str] = []
    section, named_at = "", 0
    rows: list[Row] = []
    wrong: list[Problem] = []
    for line, number, cells, _ in lines:
        begins = columns is None or _begins_again(cells, columns, names)
        header = _header(cells, above, names) if begins else None
        if header and (own := _columns(header, names)):
            columns, above = own, own.header
            label = cells[own.at["study"]]
            if names.category(label):
                section = label
            elif named_at < len(rows):  # what a row above names is of the rows up to the next header
                section = ""
            lines.width = len(own.header)
            continue
        if named := _only_category(cells, names):
            section, named_at = named, len(rows)
        elif columns is None:
            above = cells
            if line > HEADER_WITHIN:
                break
        elif (fit := fitted(cells, width := len(columns.header))) is None:
            wrong.append(
                Problem("TABL-004", file.name, f"{len(cells)} cells", f"{width}, as the header has", number)
            )
        else:
            row = Row(number, fit, columns, section, None, "")
            row.named = row.get("block") or row.get("category") or section
            row.category = _category(row, names)
            row.report = row.get("study") or row.get("part_of")
            rows.append(row)
            if not row.report:
                place = (number, columns.heading("study"))
                wrong.append(
                    Problem("APPR-007", file.name, "no study", "the study that the row is about", *place)
                )
    if columns is None:
        lines.back_to()
        every = [cells for _, _, cells, _ in lines]
        if not every:
            raise ReviewProblems([Problem("APPR-007", file.name, "no cell with anything in it", SHAPES)])
        seen = "the columns " + ", ".join(every[0][:12]) + (" ..." if len(every[0]) > 12 else "")
        down = [[cells[at] for cells in every if at < len(cells)] for at in (0, 1)]
        if any(sum(bool((one := names.criterion(cell)) and one.id) for cell in cells) > 1 for cells in down):
            seen, wanted = (
                "criteria in rows, and studies in columns",
                f"a row a study; turn the table ({SHAPES})",
            )
            raise ReviewProblems([Problem("APPR-007", file.name, seen, wanted)])
        raise ReviewProblems([Problem("APPR-007", file.name, seen, SHAPES)])
    return [row for row in rows if row.report], wrong


def _category(row: Row, names: Names) -> str | None:
    """The category of a row's block; where the block is told in other words, that of the study, if it has one block alone."""
    category = names.category(row.named)
    if category is None and row.get("block"):
        category = names.category(row.get("category"))
        return None if category in names.tool["combined"] else category
    return category


def _mark(text: str, names: Names) -> str:
    """What parts the cells; one name that is known says nothing yet."""

    def known(cells: list[str]) -> int:
        found = sum(_is_known(cell, names) for cell in cells)
        return found if found > 1 else 0

    return mark_of(text, known)


def _is_known(cell: str, names: Names) -> bool:
    """Whether a cell is a heading that says what stands below it."""
    if _is_category(cell, names):
        return False
    named = criteria.column(cell) or criteria.is_score(cell) or criteria.answers_of(cell) is not None
    return bool(named or names.criterion(cell))


def _only_category(cells: list[str], names: Names) -> str | None:
    """The category that a row names in words, where it holds nothing else."""
    filled = [cell for cell in cells if cell]
    return filled[0] if len(filled) == 1 and _is_category(filled[0], names) else None


def _is_category(cell: str, names: Names) -> bool:
    """Whether a cell names a category in words, not by its number alone."""
    return not cell.strip(" .:").isdigit() and names.category(cell) is not None


def _begins_again(cells: list[str], columns: Columns, names: Names) -> bool:
    """Whether a row is the header once more: a heading where studies stand, or criteria where answers do."""
    at = columns.at["study"]
    if at < len(cells) and criteria.column(cells[at]) == "study":
        return True
    below = [cells[mark.at] for mark in columns.marks if mark.at < len(cells) and cells[mark.at]]
    named = [
        one.id for cell in below if any(map(str.isdigit, cell)) and (one := names.criterion(cell)) and one.id
    ]
    return 1 < len(below) == len(set(named))


def _header(cells: list[str], above: list[str], names: Names) -> list[str] | None:
    """The names of the columns, where a row is a header; None where it is none.

    A cell that says nothing by itself is named by the row of headings above it: a category above 1, 2, 3 makes them 1.1, 1.2
    and 1.3.
    """
    named = [None if _is_category(cell, names) else names.criterion(cell) for cell in cells]
    plain = {letters(cell) for cell in cells}
    kinds = {criteria.column(cell) for cell in cells}
    long = "criterion" in kinds and any(criteria.answers_of(cell) is not None for cell in cells)
    if sum(bool(one and one.id) for one in named) < 2 and not (
        "study" in kinds and (any(named) or long or plain >= CRITIPLOT)
    ):
        return None
    groups = list(itertools.accumulate(above, _going_on)) if above else []
    header = []
    for at, (cell, one) in enumerate(zip(cells, named, strict=True)):
        over, group = (above[at], groups[at]) if at < len(above) else ("", "")
        if one and one.place and _is_category(group, names) and (category := names.category(group)):
            header.append(names.numbered(category, one.place))
        elif (
            over
            and not names.criterion(over)
            and (not cell or (_is_known(over, names) and not _is_known(cell, names)))
        ):
            header.append(over)
        else:
            header.append(cell)
    return header


def _going_on(group: str, cell: str) -> str:
    return cell or group


def _columns(header: list[str], names: Names) -> Columns | None:
    """What the columns of a header hold; None where it has no column for the study, or none for answers."""
    while header and not header[-1]:
        header = header[:-1]
    header = named_once(_numbered(header, names))
    at: dict[str, int] = {}
    for place, name in enumerate(header):
        ours = criteria.column(name)
        if (
            ours
            and not names.criterion(name)
            and (ours not in at or _rank(ours, name) < _rank(ours, header[at[ours]]))
        ):
            at[ours] = place
    if "study" not in at:
        named = [
            place for place, name in enumerate(header) if _begins_as_study(name) and place not in at.values()
        ]
        if not named and header and header[0]:
            return None
        at["study"] = next(
            iter(named), 0
        )  # a first column without a name: what R writes for the names of rows
    free = [place for place, name in enumerate(header) if name and place not in at.values()]
    whose = {place: who for place in free if (who := criteria.answers_of(header[place])) is not None}
    if any(criteria.says_answer(header[place]) for place in whose):
        # Beside those, a name alone may be anything but what settles.
        whose = {
            place: who
            for place, who in whose.items()
            if criteria.says_answer(header[place]) or criteria.person(who) == criteria.CONSENSUS
        }
    if "criterion" in at and whose:
        first = {who: place for place, who in reversed(whose.items())}
        marks = [Mark(place, None, criteria.person(who), None) for who, place in first.items()]
    else:
        marks = _marks(
            {place: one for place in free if (one := names.criterion(_once(place, header)))}, header
        )
    taken = {place for mark in marks for place in (mark.at, mark.comment)}
    rated = [place for place in free if place not in taken and criteria.is_score(header[place])]
    by_order = not marks and {letters(name) for name in header} >= CRITIPLOT
    if by_order:
        rest = [place for place in free if place not in rated]
        marks = [Mark(place, Criterion("", number), "", None) for number, place in enumerate(rest, 1)]
    return Columns(header, at, sorted(marks), rated, by_order) if marks else None


def _numbered(header: list[str], names: Names) -> list[str]:
    """The header with 1, 2 ... once for each category as 1.1, 1.2 ...; else as it is."""
    categories = names.tool["categories"]
    named = [names.criterion(name) for name in header]
    every = [
        (category, place + 1)
        for category, block in categories.items()
        for place in range(len(block["criteria"]))
    ]
    if len(categories) < 2 or [one.place for one in named if one and one.place] != [
        place for _, place in every
    ]:
        return header
    whole = iter(every)
    return [
        names.numbered(*next(whole)) if one and one.place else name
        for name, one in zip(header, named, strict=True)
    ]


def _rank(column: str, name: str) -> int:
    return criteria.COLUMNS[column].split().index(letters(name))


def _begins_as_study(name: str) -> bool:
    """Whether a heading such as "First author (year), country" is of studies."""
    return (
        re.match(r"(?:1st |first )?(?:authors?|study|studies|references?)\b", name, re.IGNORECASE) is not None
    )


def _once(place: int, header: list[str]) -> str:
    """The name of a column without the number that tells it from another one of the same name."""
    name = re.sub(r" \(\d+\)$", "", header[place])
    return name if name in header[:place] else header[place]


def _marks(named: Mapping[int, Criterion], header: list[str]) -> list[Mark]:
    """The columns with answers, whose they are and where their comments stand.

    What stands beside a criterion is an appraiser's name where several columns are of the same one; else it is its wording.
    """
    key = {place: (one.id, one.place) for place, one in named.items()}
    answered = [place for place, one in named.items() if not one.comment]
    several = max(Counter(key[place] for place in answered).values(), default=0) > 1
    marks = []
    for place in answered:
        repeated = _once(place, header) != header[place]
        who = named[place].beside if several and not repeated else ""
        notes = [other for other, one in named.items() if one.comment and key[other] == key[place]]
        if several:
            notes = [other for other in notes if named[other].beside.casefold() in ("", who.casefold())]
        # Beside columns of named appraisers, nobody's column settles.
        others = {named[other].beside for other in answered if other != place and key[other] == key[place]}
        if several and not who and not repeated and f"{header[place]} (2)" not in header and others - {""}:
            who = criteria.CONSENSUS
        marks.append(Mark(place, named[place], criteria.person(who), next(iter(notes), None)))
    return marks
