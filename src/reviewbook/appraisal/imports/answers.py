"""Tables of appraisal answers as teams and papers write them, read as the table appraisals and as published scores.

Four shapes are known by their columns, whatever their case and punctuation (`reviewbook.appraisal.imports.criteria`):

- long: a row an answer, with columns for the study, the criterion and the answer; our own appraisals.csv is one;
- by block: a row a study and category, with c1, c2 ... (Q1, item 1, 1) for the criteria of that category; the rows of a
  mixed-methods study are joined by component_of, or by the same label;
- wide: a row a study, with columns named by criterion (1.1, Q1.1, S1, D1); what stands only for criteria of other categories
  ("N/A", a dash) is no answer;
- critiplot's: Author_Year, Study_Category, Overall_Rating and, in their order, the criteria of the category.

Answers are the tool's words, labels and synonyms (`reviewbook.appraisal.imports.answer_words`). Any other word is left for a person to
settle: no answer is guessed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from reviewbook.appraisal.imports import answer_table, criteria, scores
from reviewbook.appraisal.imports.answer_table import Row
from reviewbook.appraisal.imports.answer_words import ABSENT, Words
from reviewbook.appraisal.imports.criteria import SCREENING, Names
from reviewbook.files.wording import bare, letters, one_line
from reviewbook.review.nothing import NOT_APPLICABLE, NOT_REPORTED
from reviewbook.review.problems import Problem, quote

if TYPE_CHECKING:
    import pandas as pd

APPRAISER = NOT_REPORTED  # of answers where neither the file nor the caller says whose they are
OVERALL = "overall"
APPRAISALS = (
    "report_id",
    "tool",
    "category",
    "criterion",
    "appraiser",
    "answer",
    "as_written",
    "comment",
    "locator",
)
SCORES = ("report_id", "category", "written", "value", "of", "unit", "unit_from", "row")
READ_AS = ("written", "answer", "cells")
UNSETTLED = ("report_id", "category", "criterion", "appraiser", "found", "row", "field")


@dataclass(frozen=True)
class Answers:
    """What a table of answers holds.

    Attributes
    ----------
    appraisals : one row an answer, in the order of the file: report_id (the study as the file names it), tool, category,
        criterion, appraiser, answer, as_written (the word of the file; "not_applicable" where it is the tool's own), comment,
        locator.
    scores : one row a published score: report_id, category (or "overall"), written, value, of, unit (percent, points, stars,
        words), unit_from (`reviewbook.appraisal.imports.scores.Score`), row.
    left : columns that hold something and are not read.
    read_as : one row a word of the file: written, answer, cells; "not_applicable" where it stands for a category that is not
        the study's.
    unsettled : one row a cell that gives no answer, because it is none or another cell contradicts it: report_id, category,
        criterion, appraiser, found, row, field.
    problems : all that a person has to look at, in the order of the rows.
    first_row : report_id -> the row in which a study first stands.
    """

    appraisals: pd.DataFrame
    scores: pd.DataFrame
    left: list[str]
    read_as: pd.DataFrame
    unsettled: pd.DataFrame
    problems: list[Problem]
    first_row: dict[str, int]


class _Cell(NamedTuple):
    """An answer as it stands in the file, with what it answers."""

    row: Row
    field: str
    written: str
    category: str
    criterion: str
    who: str
    comment: str

    @property
    def place(self) -> tuple[str, str, str, str]:
        return self.row.report, self.category, self.criterion, self.who


def read(file: Path, *, tool: Mapping[str, Any], name: str, appraiser: str | None = None) -> Answers:
    """The answers and published scores of a table (CSV; tab or semicolon will do).

    Parameters
    ----------
    tool, name : an appraisal tool (`reviewbook.appraisal.instruments.tool`) and what it is called; a row of another version is not read.
    appraiser : whose answers they are where the file does not say; `APPRAISER` where nobody does.

    Raises
    ------
    ReviewProblems (IMPT-001, APPR-007) where the file cannot be read, is no table or has no known columns. All else is in
    ``problems``: APPR-001 (a criterion or a row of another version), APPR-002 (a criterion under another category), APPR-003 (a
    study without any answer), APPR-007 (no study, no category, or rows of one label that nothing joins), APPR-008 (answered
    twice), APPR-012 (none of the answers), TABL-004 (too many or too few cells).
    """
    names = Names(tool)
    rows, wrong = answer_table.read(file, names)
    found = _Reading(file.name, names, wrong)
    rows = found.of_version(rows, name)
    cells = [cell for row in rows for cell in found.cells(row, appraiser)]
    words = Words(tool, (cell.written for cell in cells))
    cells, beside = found.of_study(cells, words)
    found.name_reports(rows, cells)
    cells, elsewhere = found.of_screening(cells, words)
    beside += elsewhere
    found.unnamed(rows, cells, words)
    found.unanswered(rows, cells, beside)
    return found.result(rows, cells, beside, words, name)


class _Reading:
    """The rows of one file, step by step as answers; what a person has to look at is kept as problems."""

    def __init__(self, file: str, names: Names, problems: list[Problem]):
        self.file, self.names, self.tool, self.problems = file, names, names.tool, problems

    def problem(self, code: str, found: str, expected: str, row: int, field: str | None = None) -> None:
        self.problems.append(Problem(code, self.file, found, expected, row, field))

    def of_version(self, rows: list[Row], name: str) -> list[Row]:
        """The rows that are of this version of the tool, or do not say."""
        version = self.tool["version"]
        known = [letters(word) for word in (version, name, self.tool["id"], self.tool["title"])]
        other: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            said = row.get("version")
            plain = letters(said)
            years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", said)
            fits = (
                version in years
                if years
                else any(one.startswith(plain) or plain.startswith(one) for one in known)
            )
            if said and not fits:
                other[said].append(row)
        for said, own in other.items():
            seen = f"{quote(said)} in {_rows(row.number for row in own)}"
            expected = f"{version}, the version of {name}"
            self.problem("APPR-001", seen, expected, own[0].number, own[0].columns.heading("version"))
        return [row for row in rows if row.get("version") not in other]

    def cells(self, row: Row, appraiser: str | None) -> Iterator[_Cell]:
        """The filled cells of a row that answer a criterion of the tool."""
        columns, stated = row.columns, row.category
        filled = [mark for mark in columns.marks if row.cells[mark.at]]
        if columns.by_order and stated and filled:
            many = len(self.tool["categories"][stated]["criteria"])
            if len(columns.marks) < many:
                seen = f"{len(columns.marks)} columns of criteria"
                self.problem("APPR-007", seen, f"{many}, as {stated} has", row.number)
                return
        if not stated and any(mark.criterion and mark.criterion.place for mark in filled):
            self._no_category(row)
        whose = criteria.person(row.get("appraiser")) or appraiser or APPRAISER
        for mark in filled:
            written, heading = one_line(row.cells[mark.at]), columns.header[mark.at]
            named = mark.criterion or self.names.criterion(row.get("criterion"))
            if named is None:
                seen = quote(row.get("criterion")) if row.get("criterion") else "no criterion"
                self.problem(
                    "APPR-001", seen, ", ".join(self.names.home), row.number, columns.heading("criterion")
                )
                continue
            if named.place and not stated:
                if not mark.criterion:
                    self._no_category(row)
                continue
            item = named.id
            if not item:
                assert stated is not None  # a criterion without an identifier has its place
                item = self.names.numbered(stated, named.place)
            category = self.names.home.get(item)
            if category:
                comment = row.get("comment") if mark.comment is None else one_line(row.cells[mark.comment])
                yield _Cell(row, heading, written, category, item, mark.who or whose, comment)
            elif bare(written) not in ABSENT:
                near = self.names.numbered_as(item)
                has = self.tool["categories"][near]["criteria"] if near else self.names.home
                self.problem("APPR-001", f"{item} ({quote(written)})", ", ".join(has), row.number, heading)

    def _no_category(self, row: Row) -> None:
        seen = quote(row.named) if row.named else "no category"
        at = row.columns.heading("block" if row.get("block") else "category")
        self.problem("APPR-007", seen, f"one of {', '.join(self.tool['categories'])}", row.number, at)

    def of_study(self, cells: list[_Cell], words: Words) -> tuple[list[_Cell], list[_Cell]]:
        """The answers on the categories of their study, and the cells that only say that a category is not its own."""
        blocks: dict[tuple[int, str], list[_Cell]] = defaultdict(list)
        for cell in cells:
            blocks[cell.row.number, cell.category].append(cell)
        absent = {at for at, own in blocks.items() if all(words.is_absent(cell.written) for cell in own)}
        elsewhere = {number for number, category in blocks.keys() - absent if category != SCREENING}
        failed = {
            cell.row.number for cell in cells if cell.category == SCREENING and self._fails(cell, words)
        }
        kept, beside = [], []
        for cell in cells:
            number, stated = cell.row.number, cell.row.category
            of_study = cell.category in (SCREENING, stated)
            not_its = (number, cell.category) in absent
            no_further = number in failed and cell.category != SCREENING  # it was appraised no further
            if not_its and (no_further or (not of_study and (stated or number in elsewhere))):
                beside.append(cell)
            elif stated and not self.names.admits(stated, cell.category):
                self.problem(
                    "APPR-002", f"{cell.criterion} under {stated}", cell.category, number, cell.field
                )
            else:
                kept.append(cell)
        return kept, beside

    def _fails(self, cell: _Cell, words: Words) -> bool:
        answer = words.answer(cell.written)
        return answer is not None and self.tool["answers"][answer]["means"] in ("not_met", "unclear")

    def of_screening(self, cells: list[_Cell], words: Words) -> tuple[list[_Cell], list[_Cell]]:
        """The cells without those that only say that a screening question is answered in another row of the study."""
        answered = {cell.place: cell.row.number for cell in cells if words.answer(cell.written)}
        elsewhere = [
            cell
            for cell in cells
            if cell.category == SCREENING
            and words.is_absent(cell.written)
            and answered.get(cell.place, cell.row.number) != cell.row.number
        ]
        places = {(cell.row.number, cell.field) for cell in elsewhere}
        return [cell for cell in cells if (cell.row.number, cell.field) not in places], elsewhere

    def name_reports(self, rows: list[Row], cells: list[_Cell]) -> None:
        """Give each row its report: the study's label, told apart by what joins rows, by year or by category where it must be."""
        group = {row.number: row.get("part_of") or row.report for row in rows}
        labels: dict[str, set[str]] = defaultdict(set)
        groups: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            labels[group[row.number]].add(row.report)
            groups[row.report].add(group[row.number])
        for row in rows:
            own = group[row.number]
            if len(labels[own]) > 1 or len(groups[row.report]) > 1:
                row.report = own
        years: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            years[row.report].add(row.get("year"))
        for row in rows:
            if len(years[row.report] - {""}) > 1 and row.get("year"):
                row.report = f"{row.report} ({row.get('year')})"
        self._tell_apart(rows, cells)

    def _tell_apart(self, rows: list[Row], cells: list[_Cell]) -> None:
        """Rows of one label on different categories are one study only if one is of mixed methods, or something joins them."""
        categories: dict[int, set[str]] = defaultdict(set)
        for cell in cells:
            categories[cell.row.number].add(cell.category)
        alike: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            if not row.columns.long and not row.get("part_of") and categories[row.number] - {SCREENING}:
                alike[row.report].append(row)
        for report, own in alike.items():
            of = {row.number: frozenset(categories[row.number] - {SCREENING}) for row in own}
            if len(set(of.values())) == 1 or any(
                set(of[row.number]) & set(self.tool["combined"]) for row in own
            ):
                continue
            each = " and ".join(dict.fromkeys(", ".join(sorted(of[row.number])) for row in own))
            seen = f"{report} as {each} in {_rows(row.number for row in own)}"
            expected = "component_of that joins the rows of one study, or a label for each study"
            self.problem("APPR-007", seen, expected, own[0].number, own[0].columns.heading("study"))
            for row in own:
                row.report = f"{report} ({', '.join(sorted(of[row.number]))})"

    def unnamed(self, rows: list[Row], cells: list[_Cell], words: Words) -> None:
        """Columns that hold nothing but answers and name no criterion, where criteria have no column."""
        answered = {cell.criterion for cell in cells}
        used = {cell.category for cell in cells}
        one = len(self.tool["categories"]) == 1
        lacking = [
            f"{item} ({self.names.labels[item]})"
            for item, category in self.names.home.items()
            if item not in answered and (one or category in used)
        ]
        held: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            for at, name in enumerate(row.columns.header):
                if at not in row.columns.read and row.cells[at] and not row.columns.long:
                    held[name].append(row.cells[at])
        strange = [name for name, own in held.items() if all(words.answer(one_line(cell)) for cell in own)]
        if lacking and strange:
            seen = f"answers in columns that name no criterion: {', '.join(map(quote, strange))}"
            expected = f"the names or the numbers of {', '.join(lacking)}"
            self.problem("APPR-007", seen, expected, rows[0].number)

    def unanswered(self, rows: list[Row], *answered: list[_Cell]) -> None:
        """Studies, or blocks of one, that stand in the table without any answer."""
        told = {cell.row.number for cells in answered for cell in cells} | {
            problem.row for problem in self.problems
        }
        for row in rows:
            if row.number not in told:
                expected = f"answers to the criteria of {row.named}" if row.named else "answers"
                self.problem("APPR-003", f"no answer for {quote(row.report)}", expected, row.number)

    def twice(self, cells: list[_Cell], words: Words) -> tuple[set[int], set[int]]:
        """The places of cells that say again what an earlier one says, and of those that contradict each other; all are problems.

        Screening questions are of the whole study: the same answer beside each of its categories is one answer.
        """
        given: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
        for at, cell in enumerate(cells):
            given[cell.place].append(at)
        again: set[int] = set()
        disputed: set[int] = set()
        wrong: dict[tuple[str, str, tuple[int, ...]], list[_Cell]] = defaultdict(list)
        for (report, category, _, who), own in given.items():
            if len(own) == 1:
                continue
            differ = len({words.answer(cells[at].written) or cells[at].written for at in own}) > 1
            (disputed if differ else again).update(own if differ else own[1:])
            blocks = {cells[at].row.named.casefold() for at in own}
            if differ or category != SCREENING or len(blocks) < len(own):
                numbers = tuple(sorted({cells[at].row.number for at in own}))
                wrong[report, who, numbers].append(cells[own[-1]])
        for (report, who, numbers), answered in wrong.items():
            items = ", ".join(cell.criterion for cell in answered)
            seen = f"{items} of {report}{'' if who == APPRAISER else f' by {who}'} in {_rows(numbers)}"
            expected = "one answer each; two studies need a label each, two appraisers a column appraiser"
            self.problem(
                "APPR-008", seen, expected, numbers[-1], answered[0].field if len(answered) == 1 else None
            )
        return again, disputed

    def result(
        self, rows: list[Row], cells: list[_Cell], beside: list[_Cell], words: Words, name: str
    ) -> Answers:
        """All that was read; a cell that gives no answer is a problem (APPR-012)."""
        permitted = "one of " + ", ".join(self.tool["answers"])
        again, disputed = self.twice(cells, words)
        in_words = self.tool["optional"] - {self.tool["scoring"].get("overall")}
        read_as: Counter[tuple[str, str]] = Counter((cell.written, NOT_APPLICABLE) for cell in beside)
        left = _left(rows)
        appraisals, unsettled = [], []
        for at, cell in enumerate(cells):
            number = cell.row.number
            answer = words.answer(cell.written)
            if answer is None and cell.criterion in in_words:
                left += [cell.field] if cell.field not in left else []
                continue
            if answer:
                read_as[cell.written, answer] += 1
            else:
                self.problem("APPR-012", quote(cell.written), permitted, number, cell.field)
            if not answer or at in disputed:
                unsettled.append((*cell.place, cell.written, number, cell.field))
            elif at not in again:
                report, *criterion = cell.place
                written = NOT_APPLICABLE if cell.written == answer else cell.written
                written = cell.row.get("as_written") or written
                locator = cell.row.get("locator") or f"{self.file}, row {number}, column {cell.field}"
                appraisals.append((report, name, *criterion, answer, written, cell.comment or None, locator))
        return Answers(
            appraisals=_frame(APPRAISALS, appraisals),
            scores=_frame(SCORES, _scores(rows, self.tool)),
            left=left,
            read_as=_frame(READ_AS, [(*pair, count) for pair, count in sorted(read_as.items())]),
            unsettled=_frame(UNSETTLED, unsettled),
            problems=sorted(self.problems, key=lambda problem: (problem.row, problem.code)),
            first_row={row.report: row.number for row in reversed(rows)},
        )


def _rows(numbers) -> str:
    numbers = list(dict.fromkeys(numbers))
    return ("rows " if len(numbers) > 1 else "row ") + ", ".join(map(str, numbers))


def _scores(rows: list[Row], tool: Mapping[str, Any]) -> list[tuple]:
    """The published scores: overall, where a study has one or the same in all its rows; else each of its block."""
    by_heading: dict[str, list[tuple[Row, str]]] = defaultdict(list)
    for row in rows:
        for at in row.columns.scores:
            if row.cells[at]:
                by_heading[row.columns.header[at]].append((row, one_line(row.cells[at])))
    of = Counter(row.report for row in rows)
    most = {"maximum": tool["scoring"].get("maximum"), "screening": len(tool["screening"])}
    given: dict[tuple[str, str, str, str], tuple] = {}
    for heading, own in by_heading.items():
        printed: dict[str, list[str]] = defaultdict(list)
        for row, text in own:
            printed[row.report].append(text)
        read_ = scores.read([(text, row.get("unit")) for row, text in own], heading=heading, **most)
        for (row, text), score in zip(own, read_, strict=True):
            texts = printed[row.report]
            one = len(texts) == 1 or (len(set(texts)) == 1 and len(texts) == of[row.report])
            category = OVERALL if one else row.category or OVERALL
            cells = (
                row.report,
                category,
                text,
                score.value,
                score.of,
                score.unit,
                score.unit_from,
                row.number,
            )
            given.setdefault((heading, *cells[:3]), cells)
    return sorted(given.values(), key=lambda cells: cells[-1])


def _left(rows: list[Row]) -> list[str]:
    """The columns that hold something and are not read, in their order."""
    left: dict[str, None] = {}
    for row in rows:
        columns = row.columns
        left |= {
            name: None for at, name in enumerate(columns.header) if at not in columns.read and row.cells[at]
        }
    return [name if name.strip(" ()0123456789") else "a column without a name" for name in left]


def _frame(columns: tuple[str, ...], rows: list[tuple]) -> pd.DataFrame:
    import pandas as pd

    kinds = {"row": "Int64", "of": "Int64", "cells": "Int64", "value": "Float64"}
    by_column = zip(*rows, strict=True) if rows else [()] * len(columns)
    return pd.DataFrame(
        {
            name: pd.array(list(cells), dtype=kinds.get(name, "string"))
            for name, cells in zip(columns, by_column, strict=True)
        }
    )
