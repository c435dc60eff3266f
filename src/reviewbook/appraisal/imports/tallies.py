"""Tables of counts by criterion, as papers print them that give no single answers: a row a criterion, a column an answer.

A column is known by an answer of the tool, alone or with words for a number ("n yes", "Can't tell (n)", "No. of high risk"); one for
the total may be there. Nothing is rated from counts: they say nothing of any report.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from reviewbook.appraisal.imports.criteria import SCREENING, Names
from reviewbook.files.table import Row, Rows, beginning, text_of
from reviewbook.files.wording import bare, one_line
from reviewbook.review.problems import Problem, quote
from reviewbook.review.rows import mark_of

EXPECTED = "a row a criterion, and a column of counts for each answer"
NUMBER_WORDS = re.compile(
    r"(?i)(?<!\w)(?:n|no\.? of|number of|count of|count|counts|reports|studies)(?!\w)|[()=:,%]"
)
TOTAL = frozenset(["total", "", "all", "sum"])
COUNT = re.compile(r"(\d{1,9})(?: ?\(\d+(?:[.,]\d+)? ?%?\)| ?/ ?\d+)?")
UNCOUNTED = "not_charted"  # the state of reports that a total counts and no answer


class Tallies(NamedTuple):
    """Counts by criterion: category -> criterion -> state of a cell ("met" ...) -> reports; and what is said or wrong of them."""

    counts: dict[str, dict[str, dict[str, int]]]
    notes: list[str]
    problems: list[Problem]


def read(file: Path, tool: Mapping[str, Any]) -> Tallies | None:
    """The counts of a table; None where it is none of counts.

    ``problems`` are cells that hold no count, rows of no criterion or of one twice, and totals that counts go beyond (APPR-007,
    APPR-001, APPR-008).
    """
    names = Names(tool)
    text, _ = text_of(file, code="APPR-007", expected=EXPECTED)
    rows = list(Rows(text, mark=mark_of(text, lambda cells: len(_columns(cells, tool)))))
    head = next((row for row in beginning(rows) if len(_columns(row.cells, tool)) > 1), None)
    if head is None:
        return None
    body, at = rows[rows.index(head) + 1 :], _columns(head.cells, tool)
    free = [place for place in range(len(head.cells)) if place not in at]
    named = {place: [_named(row, place, names) for row in body] for place in free}
    first = max(free, key=lambda place: sum(map(bool, named[place])), default=None)
    if first is None:
        return None
    counted = [
        row.cells[place : place + 1]
        for row, item in zip(body, named[first], strict=True)
        if item
        for place in at
    ]
    if not any(COUNT.fullmatch(one_line(cell)) for cells in counted for cell in cells):
        return None  # answers in words, of reports whose number is like that of a criterion
    return _Reading(file.name, head, at, first, tool, names).result(
        list(zip(body, named[first], strict=True))
    )


def _named(row: Row, place: int, names: Names) -> str | None:
    """The criterion that a cell names."""
    one = names.criterion(row.cells[place]) if place < len(row.cells) else None
    return one.id if one and one.id in names.home else None


def _columns(cells: list[str], tool: Mapping[str, Any]) -> dict[int, str]:
    """The columns of counts, with the answer that each counts; "" for the total."""
    known = {
        bare(word): answer
        for answer, own in tool["answers"].items()
        for word in (answer, answer.replace("_", " "), own["label"], *own.get("synonyms", ()))
        if re.search(r"\w", str(word))
    }
    found: dict[int, str] = {}
    for at, cell in enumerate(cells):
        plain = bare(one_line(NUMBER_WORDS.sub(" ", cell)))
        if bare(cell) in known:  # "N" is no, not a number
            found[at] = known[bare(cell)]
        elif plain in known:
            found[at] = known[plain]
        elif cell.strip() and plain in TOTAL and "%" not in cell:
            found[at] = ""
    twice = [
        at
        for at, answer in found.items()
        if list(found.values()).count(answer) > 1 and bare(cells[at]) == "n"
    ]
    found |= dict.fromkeys(twice, "")  # beside a column for no, "n" is the total
    return found if set(found.values()) - {""} else {}


class _Reading:
    """The rows of one table, step by step as counts."""

    def __init__(
        self, file: str, head: Row, at: dict[int, str], first: int, tool: Mapping[str, Any], names: Names
    ):
        self.file, self.head, self.at, self.first = file, head, at, first
        self.tool, self.names = tool, names
        self.problems: list[Problem] = []

    def result(self, named: list[tuple[Row, str | None]]) -> Tallies:
        counts: dict[str, dict[str, dict[str, int]]] = {}
        for row, item in named:
            said = row.cells[self.first] if self.first < len(row.cells) else ""
            if item is None:
                if any(cell for at, cell in enumerate(row.cells) if at in self.at):  # else it heads a part
                    self._wrong("APPR-001", row, quote(said), ", ".join(self.names.home), self.first)
            elif item in counts.get(home := self.names.home[item], {}):
                self._wrong("APPR-008", row, f"{item} again", "one row for each criterion", self.first)
            else:
                counts.setdefault(home, {})[item] = self._counts(row)
        order = [SCREENING, *self.tool["categories"]]
        counts = {home: counts[home] for home in order if home in counts}
        read = {self.first, *self.at}
        left = [name for at, name in enumerate(self.head.cells) if at not in read and name]
        notes = [f"{self.file}: not read: {', '.join(left)}."] if left else []
        for own in counts.values():
            sizes = {item: sum(each.values()) for item, each in own.items()}
            if len(set(sizes.values())) > 1:
                told = ", ".join(f"{item} {n}" for item, n in sizes.items())
                notes.append(f"Not all criteria count the same number of reports: {told}.")
        lacking = [
            item for item, home in self.names.home.items() if home in counts and item not in counts[home]
        ]
        if lacking:
            notes.append(f"No counts of {', '.join(lacking)}: they are not drawn.")
        return Tallies(counts, notes, self.problems)

    def _counts(self, row: Row) -> dict[str, int]:
        """The states of one criterion; what a total counts beyond the answers is not charted yet."""
        found: dict[str, int] = {}
        total: int | None = None
        for at, answer in self.at.items():
            cell = one_line(row.cells[at]) if at < len(row.cells) else ""
            if not cell:
                continue
            if not (count := COUNT.fullmatch(cell)):
                self._wrong("APPR-007", row, quote(cell), "a count of reports", at)
            elif not answer:
                total = int(count[1])
            else:
                means = self.tool["answers"][answer]["means"]
                found[means] = found.get(means, 0) + int(count[1])
        if total is not None and total < sum(found.values()):
            seen = f"{sum(found.values())} answers of {total} reports"
            self._wrong("APPR-007", row, seen, "no more answers than reports", None)
        elif total is not None:
            found[UNCOUNTED] = total - sum(found.values())
        return found

    def _wrong(self, code: str, row: Row, found: str, expected: str, at: int | None) -> None:
        field = self.head.cells[at] or None if at is not None else None
        self.problems.append(Problem(code, self.file, found, expected, row.number, field))
