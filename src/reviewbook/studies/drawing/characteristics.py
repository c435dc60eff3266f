"""The table of characteristics of a review with a charting form: a row a report, its columns the questions that the form puts there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from IPython.display import Markdown

from reviewbook.appraisal.of_review import rated
from reviewbook.appraisal.rating_words import of_report
from reviewbook.page.grid import ROWS, file_link, grid, in_place, nothing, page
from reviewbook.page.links import link
from reviewbook.page.marks import Marks
from reviewbook.page.words import SYMBOLS, cite, counted, date, escape, listed, number, said, symbol
from reviewbook.review import form
from reviewbook.review.labels import UNSAID, within
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_APPLICABLE, NOTHING, given
from reviewbook.review.questions import ABOUT
from reviewbook.studies import asked, of_review
from reviewbook.studies.links import lists

COLUMNS = 8  # of the table; more of them nobody reads side by side
CAPTION, NAME = "Characteristics of reports", "tbl-characteristics"
FIRST = "first"  # grouped by the first question that lends itself to it
UNTIL = {"study_from": "study_to"}  # two columns that say one thing together
TO_GROUP = ("choice", "choices", "yes_no", "country")
Question = Mapping[str, Any]


def characteristics(review: Review, by: str | None) -> Markdown:
    """What the form puts into the table of characteristics, for each report.

    Parameters
    ----------
    by : the question by whose answers the table is divided; "first": the first that may be grouped by and is no column itself, else
        the first, where that gives few tables; None: one table.
    """
    divides = grouping(review, by)
    laid_out = columns(review, divides)
    if not laid_out:
        return in_place(
            nothing("The charting form puts no question into this table."), caption=CAPTION, name=NAME
        )
    row = _Rows(review, laid_out)
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
                css="rb-sticky rb-wide",
                of=len(reports),
                all_in=file_link(review, "reports"),
            )
        )
    return page(*parts)


def grouping(review: Review, by: str | None) -> Question | None:
    """The question that divides the table; None where none does (``by`` as in `characteristics`)."""
    if by is None or by != FIRST:
        return of_review.question(review, by) if by else None
    columns = {one["question_id"] for one in form.ordered(review.questions, table_1="yes")}
    able = [one for one in of_review.groupings(review) if one["type"] in TO_GROUP]
    for one in sorted(able, key=lambda one: one["question_id"] in columns):
        if 1 < len(_groups(review, one)) <= asked.MOST_GROUPS:
            return one
    return None


def columns(review: Review, divides: Question | None) -> list[tuple[str, list[Question]]]:
    """The questions that the form puts into the table, but for the one that divides it, as `asked.columns` lays them out."""
    questions = form.ordered(review.questions, table_1="yes")
    if divides is not None:
        questions = [one for one in questions if one["question_id"] != divides["question_id"]]
    several = not len(review.interventions) and _tell_of_several(review)
    others = 1 + (len(review.interventions) > 0 or several) + has_ratings(review)
    return asked.columns(_periods(questions), max(1, COLUMNS - others))


def has_ratings(review: Review) -> bool:
    """Whether the table ends with a column of ratings."""
    return review.has("appraisals") or review.has("ratings")


def _tell_of_several(review: Review) -> bool:
    """Whether any report tells of several studies."""
    return any(len(own) > 1 for own in lists(of_review.linked(review), "report_id", "study_id").values())


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

    def __init__(self, review: Review, laid_out: Sequence[tuple[str, Sequence[Question]]]) -> None:
        self.columns, questions = laid_out, form.ordered(review.questions, table_1="yes")
        linked, self.marks = of_review.linked(review), Marks(review)
        about = lists(linked, "report_id", "intervention_id")
        names = dict(zip(review.interventions["intervention_id"], review.interventions["name"], strict=True))
        studies = dict(zip(review.studies["study_id"], review.studies["label"], strict=True))
        told = lists(linked, "report_id", "study_id")
        none = "" if of_review.interventions_open(review) else NOT_APPLICABLE
        self.labels = {"study": studies, "entity": names, "report": {}}
        self.known = {one["question_id"]: form.words(one, review.choices) for one in questions}
        self.found = {
            one["question_id"]: asked.of_reports(linked, one, of_review.cells(review, one))
            for one in questions
        }
        shared = lists(linked[given(linked["sample_of"])], "report_id", "sample_of")
        first: dict[str, Callable[[str], str]] = {"Report": self._report}
        if len(review.interventions):
            first[review.nouns.titled] = lambda report: (
                "<br>".join(
                    [link("interventions", one, names.get(one, one)) for one in about.get(report, ())]
                    or [said(none if told.get(report) else "")]
                )
                + _several(told.get(report, ()), studies)
            )
        elif _tell_of_several(review):
            first["Study"] = lambda report: (
                listed(escape(studies.get(one, one)) for one in told.get(report, ())) or said("")
            )
        last: dict[str, Callable[[str], str]] = {}
        if has_ratings(review):
            ratings = rated(review)
            last["Rating"] = lambda report: (
                said(of_report(report, ratings)) + self.marks.of("ratings", report)
            )
        self.first, self.last, self.shared = first, last, shared
        shown = [one for _, own in laid_out for one in own]
        of_people = [one for one in shown if one["about"] == "report" and one.get("unit") == form.PEOPLE]
        self.counts = of_people[0]["question_id"] if of_people else ""
        heads = [escape(name or form.heading(own[0])) for name, own in self.columns]
        self.head = [*first, *(head[:1].upper() + head[1:] for head in heads), *last]

    def cells(self, report: str) -> list[str]:
        """The cells of a report."""
        own = [self._cell(report, name, questions) for name, questions in self.columns]
        return [
            *(say(report) for say in self.first.values()),
            *own,
            *(say(report) for say in self.last.values()),
        ]

    def _cell(self, report: str, name: str, questions: Sequence[Question]) -> str:
        """What a report says to the questions of a column: what is given by its label, each kind of nothing once."""
        if len(questions) == 1:
            return self._alone(report, questions[0])
        lines: list[str] = []
        silent: dict[str, list[str]] = {}
        marks = ""
        for question in questions:
            word, text = self._said(report, question)
            same = question["label"].casefold() == name.casefold()
            label = escape(form.heading(question))
            if same and question.get("unit") == form.PEOPLE:  # under "Workers", how many workers
                label, same = "n", False
            if word is None:
                lines.append(text if same else f"[{label}:]{{.rb-term}} {text}")
            elif word != asked.NOT_ASKED:
                silent.setdefault(word, []).append(within(label))
                marks += text
        if not lines and len(silent) == 1:
            return symbol(next(iter(silent))) + marks
        lines += [_silent(word, labels) for word, labels in silent.items()]
        return ("<br>".join(lines) or "–") + marks

    def _alone(self, report: str, question: Question) -> str:
        word, text = self._said(report, question)
        if word is None:
            return text
        return "–" if word == asked.NOT_ASKED else symbol(word) + text

    def _said(self, report: str, question: Question) -> tuple[str | None, str]:
        """What a report says to a question: None and the text; or a word for nothing, and the marks beside it."""
        ids = [question["question_id"], *([question["until"]] if "until" in question else [])]
        table, _ = ABOUT[question["about"]]
        each = [self.found[one][report] for one in ids]
        marks = self.marks.show(
            *(
                self.marks.by(table, [cell.about], one)
                for one, own in zip(ids, each, strict=True)
                for cell in own
            )
        )
        if not each[0]:
            return "", self._sharing(report, question) + marks
        if not any(cell.given for own in each for cell in own):
            return str(each[0][0].value), self._sharing(report, question) + marks
        texts = [(cells[0].about, self._words(question, cells)) for cells in zip(*each, strict=True)]
        if len({text for _, text in texts}) == 1:
            text = texts[0][1]
        else:
            names = self.labels[question["about"]]
            text = "<br>".join(f"{escape(names.get(about, about))}: {text}" for about, text in texts)
        return None, text + self._sharing(report, question) + marks

    def _sharing(self, report: str, question: Question) -> str:
        """Whose sample a report shares, beside its number of people."""
        others = self.shared.get(report) if question["question_id"] == self.counts else None
        return f" (shares the sample of {cite(others)})" if others else ""

    def _report(self, report: str) -> str:
        """A report by its name; whose sample it shares, where the table holds no number of people beside which that could stand."""
        others = "" if self.counts else self.shared.get(report)
        return cite([report]) + (f" (shares the sample of {cite(others)})" if others else "")

    def _words(self, question: Question, cells: Sequence[asked.Cell]) -> str:
        texts = [self._one(question, cell) for cell in cells]
        return texts[0] if len(set(texts)) == 1 else " to ".join(texts)

    def _one(self, question: Question, cell: asked.Cell) -> str:
        if not cell.given:
            return "–" if cell.value == asked.NOT_ASKED else said(cell.value)
        if not isinstance(cell.value, str):
            return number(cell.value)  # type: ignore[arg-type]
        if question["type"] == "date" and "until" not in question:
            return escape(date(cell.value))
        return escape(form.in_words(question, cell.answers(question), self.known[question["question_id"]]))


def _silent(word: str, labels: Sequence[str]) -> str:
    """What is not known of a report for one reason, said once: "not reported: age and diagnosis"."""
    words, css = SYMBOLS[word]
    return f"[{words}: {listed(labels)}]{{.{css}}}"


def _several(told: Sequence[str], names: Mapping[str, str]) -> str:
    """Which studies a report tells of, where there are several."""
    if len(told) < 2:
        return ""
    return (
        f"<br>{counted(len(told), 'study', 'studies')}: {listed(escape(names.get(one, one)) for one in told)}"
    )


def _periods(questions: Sequence[Question]) -> list[Question]:
    """The questions with those two that ask for one period as one."""
    there = {one["question_id"]: one for one in questions}
    found: list[Question] = []
    for one in questions:
        until = there.get(UNTIL.get(one["question_id"], ""))
        if until is not None:
            found.append({**one, "label": "Study period", "until": until["question_id"]})
        elif not any(one["question_id"] == UNTIL.get(other) for other in there):
            found.append(one)
    return found
