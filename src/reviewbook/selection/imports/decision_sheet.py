"""A table of decisions as it stands in a file: its header, its columns by the names that they may have, and the rows that fit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from reviewbook.files.table import Row, Rows, beginning, filled, fitted, named_once, text_of
from reviewbook.files.wording import letters
from reviewbook.review.problems import Problem, ReviewProblems
from reviewbook.review.rows import header_at, mark_of
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


class Sheet:
    """A table with a header row as it stands in a file; a row with too many or too few cells is set aside.

    Raises
    ------
    ReviewProblems (IMPT-001, DECI-003) where the file cannot be read, or is no table.
    """

    def __init__(self, file: Path):
        text, self.encoding = text_of(file, code="DECI-003", expected="a table with a header row")
        self.found = Entries(file)
        self._rows = Rows(text, mark=mark_of(text, is_named))
        self._header = self._find_header(file)
        self.header = named_once(self._header.cells[: filled(self._header.cells)])
        self._rows.width = len(self.header)
        self._told = False

    def _find_header(self, file: Path) -> Row:
        """The first of the first rows that names a column for the record, else the first row."""
        first = beginning(self._rows)
        if not first:
            raise ReviewProblems([Problem("DECI-003", file.name, "blank rows", "a table with a header row")])
        at = header_at(first, names_record) or 0
        for row in first[:at]:
            self.found.set_aside(row.line, row.raw, BESIDE["above"])
        return first[at]

    def __iter__(self) -> Iterator[tuple[int, dict[str, str], str]]:
        """Line, cells by name of column, and text of each row below the header that has a cell for each column."""
        for line, cells, raw in self._cells():
            yield line, dict(zip(self.header, cells, strict=True)), raw

    def tally(self, columns: list[str]) -> dict[str, Counter[str]]:
        """How often each cell stands in each of these columns."""
        counts: dict[str, Counter[str]] = {name: Counter() for name in columns}
        places = [(self.header.index(name), counts[name]) for name in columns]
        for _, cells, _ in self._cells():
            for at, count in places:
                count[cells[at]] += 1
        return counts

    def may_hold(self, sign: re.Pattern[str]) -> bool:
        """Whether any line of the file has this: quicker than to look through the cells."""
        return any(sign.search(line) for line in self._rows.lines)

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
