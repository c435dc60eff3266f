"""A table of decisions as it stands in a file: its header, its columns by the names that they may have, and the rows that fit."""

from __future__ import annotations

import functools
import io
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from reviewbook.files import grids
from reviewbook.files.table import LONGEST, Row, Rows, beginning, filled, fitted, named_once
from reviewbook.files.wording import letters
from reviewbook.review import plain
from reviewbook.review.cells import Column, blank_rows, read_cells, read_plain
from reviewbook.review.problems import Problem, ReviewProblems
from reviewbook.review.rows import HEADER_WITHIN, header_at, mark_of
from reviewbook.selection.imports import nested_log
from reviewbook.selection.imports.bibliography import Entries
from reviewbook.selection.imports.columns import COLUMN

# What columns may be called, in small letters and digits only, the surest first.
COLUMNS = {
    "source_key": """recordid sourcekey key id articleid paperid referenceid refid studyid covidence record article paper reference
        identifier itemid documentid openalexid recid recordnumber recordno rayyanid uniqueid uid accession accessionnumber refno
        pmid pubmedid doi title articletitle papertitle study citation no number nr""",
    "reviewer": """reviewer reviewers reviewername rater ratername coder screener screenername assessor annotator judge reviewerid raterid
        screenedby reviewedby user username useremail userid email decidedby assessedby""",
    "stage": "stage screeningstage phase step round level decisionstage",
    "decision": """decision screeningdecision vote answer judgement judgment verdict choice inclusion included include label
        rating code status""",
    "reason": "reason exclusionreason reasonforexclusion excludereason reasonexcluded primaryreason exclusioncriterion",
    "other_reasons": "otherreasons furtherreasons secondaryreasons",
    "turn": "turn attempt",
    "decided_at": "decidedat timestamp datetime date time createdat updatedat decided screenedat decisiondate",
    "note": "note notes comment comments remark remarks rationale",
}
RECORD = frozenset(COLUMNS["source_key"].split())
NAMED = frozenset(name for names in COLUMNS.values() for name in names.split()) | COLUMN.keys()
# Pieces that take nothing away from a decision.
BESIDE = {
    "reason": "a reason without an exclusion",
    "label": "a label without a decision",
    "remark": "a remark without a decision",
    "mark": "a reason or label without a decision",
    "above": "a row above the header",
}


BEGINNING = 2**20  # characters


class Told(NamedTuple):
    """The rows of a table."""

    lines: np.ndarray  # on which each begins
    columns: dict[str, Column]
    raw: Callable[[int], str]  # how a row stands in the file, by its number from 0


class Sheet:
    """A table with a header row as it stands in a file; a row with too many or too few cells is set aside.

    Raises
    ------
    ReviewProblems (IMPT-001, DECI-003) where the file cannot be read, or is no table.
    """

    def __init__(self, file: Path):
        wanted = "a table with a header row"
        log = nested_log.text_of(file)
        self.text, self.encoding = log or grids.text_of(file, is_named, code="DECI-003", expected=wanted)
        self.found = Entries(file)
        self._rows = Rows(self.text, mark=mark_of(self.text, is_named))
        self._header = self._find_header(file)
        self.header = named_once(self._header.cells[: filled(self._header.cells)])
        self._rows.width = len(self.header)
        self._told = False

    def _find_header(self, file: Path) -> Row:
        """The first of the first rows that names a column for the record, else the first row."""
        first = self._beginning()
        if not first:
            raise ReviewProblems([Problem("DECI-003", file.name, "blank rows", "a table with a header row")])
        at = header_at(first, names_record) or 0
        for row in first[:at]:
            self.found.set_aside(row.line, row.raw, BESIDE["above"])
        return first[at]

    def _beginning(self) -> list[Row]:
        """The rows among which the header is; of a long text, most need not be parted into lines for that."""
        some = Rows(self.text[:BEGINNING], mark=self._rows.mark)
        first = beginning(some)
        cut = len(some.lines) - LONGEST  # further down, a row might be read otherwise in the whole text
        return first if len(first) == HEADER_WITHIN and first[-1].line < cut else beginning(self._rows)

    def __iter__(self) -> Iterator[tuple[int, dict[str, str], str]]:
        """Line, cells by name of column, and text of each row below the header that has a cell for each column."""
        for line, cells, raw in self._cells():
            yield line, dict(zip(self.header, cells, strict=True)), raw

    def tally(self, columns: list[str]) -> dict[str, Counter[str]]:
        """How often each cell stands in each of these columns."""
        counts: dict[str, Counter[str]] = {name: Counter() for name in columns}
        for name, count in counts.items():
            column = self.told.columns[name]
            numbers = np.bincount(column.codes, minlength=len(column.cells)).tolist()
            for cell, n in zip(column.cells, numbers, strict=True):
                count[cell] += n
        return counts

    @functools.cached_property
    def told(self) -> Told:
        """The rows below the header that have a cell for each column, column by column."""
        return self._in_one_go() or self._with_care()

    def _in_one_go(self) -> Told | None:
        """The rows where there are many and all are plain, none over several lines; None elsewhere."""
        text, behind = self.text, self._header.line + self._header.raw.count("\n")
        if len(text) < plain.WORTH:
            return None
        start = sum(len(line) + 1 for line in text.split("\n", behind)[:behind])
        try:
            read = read_plain(
                io.BytesIO(text[start:].encode()), len(self._header.cells), mark=self._rows.mark
            )
        except plain.Odd:
            return None
        columns = [column.each(list(map(str.strip, column.cells))) for column in read.columns]
        beyond = columns[len(self.header) :]
        if any(any(column.cells) for column in beyond) or any(
            "\n" in "".join(column.cells) for column in columns
        ):
            return None
        rows = np.setdiff1d(np.arange(len(read.lengths)), blank_rows(columns), assume_unique=True)
        if len(rows) < len(read.lengths):
            columns = [column.of_rows(rows) for column in columns]
        lines = behind + 1 + rows
        named = dict(zip(self.header, columns, strict=False))
        return Told(lines, named, lambda row: self._rows.lines[lines[row] - 1])

    def _with_care(self) -> Told:
        lines, raws = [], []

        def rows() -> Iterator[list[str]]:
            for line, cells, raw in self._cells():
                lines.append(line)
                raws.append(raw)
                yield cells

        columns = read_cells(rows(), len(self.header)).columns
        named = dict(zip(self.header, columns, strict=True))
        return Told(np.array(lines, dtype=np.int64), named, raws.__getitem__)

    def _cells(self) -> Iterator[tuple[int, list[str], str]]:
        width = len(self.header)
        self._rows.back_to(self._header)
        for line, _, cells, raw in self._rows:
            if (own := fitted(cells, width)) is not None:
                yield line, own, raw
            elif not self._told:
                self.found.broken(line, raw, f"{len(cells)} cells where the header has {width}")
        self._told = True

    def column(self, name: str) -> str | None:
        """The column that is called one of the names for ``name``."""
        plain = {letters(column): column for column in reversed(self.header)}
        return next((plain[alias] for alias in COLUMNS[name].split() if alias in plain), None)


def is_named(cells: list[str]) -> int:
    """How many cells are names of columns, of a record or of a decision."""
    return sum(letters(cell) in NAMED for cell in cells)


def names_record(cells: list[str]) -> bool:
    """Whether a row has a column for the record, and others."""
    names = [letters(cell) for cell in cells if cell]
    return len(names) > 1 and not RECORD.isdisjoint(names)


def missing_column(file: Path, given: Sheet, wanted: str) -> ReviewProblems:
    """That a table lacks a column without which nothing can be read."""
    found = "the columns " + ", ".join(given.header[:12]) + (" ..." if len(given.header) > 12 else "")
    return ReviewProblems([Problem("DECI-003", file.name, found, wanted, row=1)])
