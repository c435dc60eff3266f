"""The table of characteristics: a row a report, six columns at most, filled with the questions that the review's form puts there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from IPython.display import Markdown

from reviewbook.appraisal.rating_words import dots_of, of_report
from reviewbook.page.grid import OPEN_ROWS, ROWS, file_link, grid, in_place, nothing, page
from reviewbook.page.links import link
from reviewbook.page.reference import title_of
from reviewbook.page.words import SYMBOLS, cite, escape, listed, said, symbol
from reviewbook.review import bibliography, form
from reviewbook.review.labels import UNSAID, within
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_APPLICABLE, NOTHING
from reviewbook.studies import asked, of_review
from reviewbook.studies.drawing.table_one import Column, Line, TableOne
from reviewbook.studies.links import lists

CAPTION, NAME = "Characteristics of reports", "tbl-characteristics"
FIRST = "first"  # grouped by the first question that lends itself to it
TO_GROUP = ("choice", "choices", "yes_no", "country")
Question = Mapping[str, Any]


def characteristics(review: Review, by: str | None) -> Markdown:
    """What is known of each report, one row a report: what the review's form puts there; without one, what is usual.

    Parameters
    ----------
    by : the question by whose answers the table is divided; "first": the first that may be grouped by and is no column itself, else
        the first, where that gives few tables; None: one table.
    """
    divides = grouping(review, by)
    row = _Rows(review, divides)
    if not row.table.columns and len(review.questions):
        return in_place(
            nothing("The charting form puts no question into this table."), caption=CAPTION, name=NAME
        )
    parts, names = [], set()
    for key, reports in _groups(review, divides):
        caption, name = CAPTION, NAME
        if divides is not None:
            caption += f": {_caption(review, divides, key)}"
            name += f"-{_slug('-'.join(key)) or 'not-charted'}"
            while name in names:
                name += "-also"
            names.add(name)
        parts.append(
            grid(
                row.head,
                [row.cells(report) for report in reports[:ROWS]],
                caption=caption,
                name=name,
                css="rb-characteristics",
                widths=row.widths,
                of=len(reports),
                uncharted=row.table.left,
                all_in=file_link(review, "reports"),
                open_rows=OPEN_ROWS,
            )
        )
    return page(*parts)


def grouping(review: Review, by: str | None) -> Question | None:
    """The question that divides the table; None where none does (``by`` as in `characteristics`)."""
    if by is None or by != FIRST:
        return of_review.question(review, by) if by else None
    questions = of_review.questions(review)
    columns = {one["question_id"] for one in form.ordered(questions, table_1="yes")}
    able = [one for one in form.ordered(questions, grouping="yes") if one["type"] in TO_GROUP]
    for one in sorted(able, key=lambda one: one["question_id"] in columns):
        if 1 < len(_groups(review, one)) <= asked.MOST_GROUPS:
            return one
    return None


def _groups(review: Review, question: Question | None) -> list[tuple[tuple[str, ...], list[str]]]:
    """The reports of each table, in the order of the table reports."""
    if question is None:
        return [((), review.reports["report_id"].tolist())]
    of_report = asked.of_reports(of_review.linked(review), question, of_review.cells(review, question))
    return list(asked.grouped(question, of_report, form.words(question, review.choices)).items())


def _caption(review: Review, question: Question, key: tuple[str, ...]) -> str:
    label = escape(question["label"])
    if key[0] in (*NOTHING, asked.NOT_ASKED):
        return f"{label} {UNSAID.get(key[0], 'not asked')}"
    text = escape(form.in_words(question, key, form.words(question, review.choices)))
    return f"{label}: {text}" if question["type"] == "yes_no" or len(key) > 1 else within(text)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


class _Rows:
    """The rows of the table of a review: its head, and the cells of each report."""

    def __init__(self, review: Review, divides: Question | None) -> None:
        self.table = TableOne(review, divides)
        self.titles = {} if self.table.columns else bibliography.references(review)
        linked = of_review.linked(review)
        self.about = lists(linked, "report_id", "intervention_id")
        self.told = lists(linked, "report_id", "study_id")
        self.names = dict(
            zip(review.interventions["intervention_id"], review.interventions["name"], strict=True)
        )
        self.studies = dict(zip(review.studies["study_id"], review.studies["label"], strict=True))
        # Of studies that name no intervention: whether they are about none, or nobody has looked.
        self.none = "" if of_review.interventions_open(review) else NOT_APPLICABLE
        self.entities = len(review.interventions) > 0
        first = f"Report and {review.nouns.one}" if self.entities else "Report"
        heads = map(escape, (first, *self.table.heads))
        self.head = [*heads, *(["Rating"] if self.table.rated else [])]
        # The name and the rating are as wide as they are; what is told at length has the room.
        wide = [3 + min(2, sum(one["type"] == "text" for one in own)) for _, own in self.table.columns]
        marked = self.table.rated and self.table.marks.by("ratings", review.reports["report_id"])
        self.widths = [4, *wide, *([3 if marked else 2] if self.table.rated else [])]  # a mark is one line

    def cells(self, report: str) -> list[str]:
        """The cells of a report. What is not known of it is gathered under its name, but for a column of which nothing is."""
        silent: dict[str, list[str]] = {}
        cells: list[str] = []
        marks: list[str] = []
        for column in self.table.row(report):
            cells.append(self._cell(report, column))
            if column.first or column.lines:
                for word, labels in column.silent.items():
                    told = [one for one in labels if one != "number"]
                    silent.setdefault(word, []).extend(told)
                marks += column.marks
        quiet = [_silent(word, labels) for word, labels in silent.items() if labels]
        return [
            self._name(report, quiet, marks),
            *cells,
            *([self._rating(report)] if self.table.rated else []),
        ]

    def _name(self, report: str, quiet: Sequence[str], marks: Sequence[str]) -> str:
        """A report, what it is about, and what is not known of it."""
        lines = [cite([report])]
        if report in self.titles:
            lines.append(_detail(escape(title_of(self.titles[report]))))
        if own := self.about.get(report):
            lines += [_detail(link("interventions", one, self.names.get(one, one))) for one in own]
        elif self.entities:
            lines.append(said(self.none if self.told.get(report) else ""))
        studies = [escape(self.studies.get(one, one)) for one in self.told.get(report, ())]
        if len(studies) > 1:
            lines.append(_detail(f"{len(studies)} studies: {listed(studies)}"))
        if not self.table.counts:
            lines += self._sharing(report)
        return "<br>".join([*lines, *quiet]) + self.table.marks.show(marks)

    def _cell(self, report: str, column: Column) -> str:
        """What a report says to the questions of a column, what is read first before all else."""
        shares = self._sharing(report) if self._is_counted(column) else []
        if not column.first and not column.lines:
            words = list(column.silent)
            nothing = symbol(words[0]) if words else "–"
            return "<br>".join([nothing, *shares]) + self.table.marks.show(column.marks)
        people = [f"[{escape(one.text)}]{{.rb-n}}{self._marks(one)}" for one in column.first if one.people]
        people += [
            f"[number {UNSAID[word]}]{{.rb-nr}}" for word, own in column.silent.items() if "number" in own
        ]
        placed = [one for one in column.first if not one.people]
        if placed:  # one phrase, and its marks behind it
            marks = self.table.marks.show(*(one.marks for one in placed))
            people.append(", ".join(escape(one.text) for one in placed) + marks)
        lines = people
        for line in column.lines:
            text = (f"[{escape(line.label)}:]{{.rb-term}} " if line.label else "") + escape(line.text)
            lines.append((_detail(text) if lines else text) + self._marks(line))
        return "<br>".join([*lines[:1], *shares, *lines[1:]])

    def _is_counted(self, column: Column) -> bool:
        """Whether a column holds the number of people beside which it stands whose sample a report shares."""
        at = self.table.heads.index(column.name)
        return any(one["question_id"] == self.table.counts for one in self.table.columns[at][1])

    def _marks(self, line: Line) -> str:
        return self.table.marks.show(line.marks)

    def _sharing(self, report: str) -> list[str]:
        """Whose sample a report shares."""
        others = self.table.shared.get(report)
        return [_detail(f"shares the sample of {cite(others)}")] if others else []

    def _rating(self, report: str) -> str:
        """A report's rating: its points as dots, and in words."""
        told = said(of_report(report, self.table.ratings)) + self.table.marks.of("ratings", report)
        shown = dots_of(report, self.table.ratings)
        return f'<span class="rb-dots" aria-hidden="true">{shown}</span> {told}' if shown else told


def _detail(text: str) -> str:
    return f"[{text}]{{.rb-detail}}"


def _silent(word: str, labels: Sequence[str]) -> str:
    """What is not known of a report for one reason, said once: "not reported: age and diagnosis"."""
    words, css = SYMBOLS[word]
    return f"[{words.removeprefix('– ')}: {listed(map(escape, labels))}]{{.{css} .rb-detail}}"
