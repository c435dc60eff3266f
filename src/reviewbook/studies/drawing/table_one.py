"""What the table of characteristics tells of each report, as plain text: the chapter draws it as a row, the page of a report as its head.

Which question stands in which column is the form's to say: what it asks in one group stands together, people apart from all else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from reviewbook.appraisal.of_review import rated
from reviewbook.page.marks import Marks
from reviewbook.page.words import date, number
from reviewbook.review import form
from reviewbook.review.labels import UNSAID, within
from reviewbook.review.model import Review
from reviewbook.review.nothing import given
from reviewbook.review.questions import ABOUT
from reviewbook.studies import asked, of_review
from reviewbook.studies.links import lists

COLUMNS = 6  # of the table; more of them nobody reads side by side
PLACED = ("country", "date")  # types of questions that say where and when
Question = Mapping[str, Any]


class Line(NamedTuple):
    """What a report says to one question.

    label : of the question; "" where the column's name says it, or nobody needs it
    text : the answer; where several studies answer differently, each with the study's name before
    kind : "people" of a number of people, "country" and "date" of where and when; "" of all else
    noun : of people what they are called within a sentence
    marks : the disagreements (identifier) that touch it
    """

    label: str
    text: str
    kind: str = ""
    noun: str = ""
    marks: Sequence[str] = ()

    @property
    def people(self) -> bool:
        """Whether it is a number of people."""
        return self.kind == form.PEOPLE


class Column(NamedTuple):
    """What a report says to the questions of a column.

    first : what is read first: how many people, or where and when; lines : all else
    silent : by word for nothing the questions that it stands for, and the disagreements that touch any
    """

    name: str
    first: list[Line]
    lines: list[Line]
    silent: dict[str, list[str]]
    marks: Sequence[str] = ()


class TableOne:
    """What stands of each report of a review.

    Parameters
    ----------
    divides : the question that divides the table, which has no column
    """

    def __init__(self, review: Review, divides: Question | None = None) -> None:
        every, self.left = of_review.characteristics(review)
        questions = [one for one in every if divides is None or one["question_id"] != divides["question_id"]]
        self.rated = review.has("appraisals") or review.has("ratings")
        self.columns = asked.columns(questions, COLUMNS - 1 - self.rated)
        self.heads = [name or _capital(form.heading(own[0])) for name, own in self.columns]
        self.ratings = rated(review) if self.rated else None
        self.marks, linked = Marks(review), of_review.linked(review)
        names = dict(zip(review.interventions["intervention_id"], review.interventions["name"], strict=True))
        studies = dict(zip(review.studies["study_id"], review.studies["label"], strict=True))
        self._names = {"study": studies, "entity": names, "report": {}}
        self._known = {one["question_id"]: form.words(one, review.choices) for one in questions}
        ids = [one for question in questions for one in _ids(question)]
        asks = {one["question_id"]: one for one in form.ordered(of_review.questions(review))}
        self._found = {
            one: asked.of_reports(linked, asks[one], of_review.cells(review, asks[one])) for one in ids
        }
        self.shared: dict[str, list[str]] = lists(
            linked[given(linked["sample_of"])], "report_id", "sample_of"
        )
        of_people = [one for one in questions if one["about"] == "report" and one.get("unit") == form.PEOPLE]
        self.counts = of_people[0]["question_id"] if of_people else ""

    def row(self, report: str) -> list[Column]:
        """The columns of a report between its name and its rating."""
        return [
            self._column(report, head, questions)
            for head, (_, questions) in zip(self.heads, self.columns, strict=True)
        ]

    def people(self, report: str) -> dict[str, str]:
        """How many people of each kind a report counts, by what they are called: a number, or the word for nothing that stands for it."""
        asks = [one for _, own in self.columns for one in own if one.get("unit") == form.PEOPLE]
        lines = ((one["label"], self._line(report, one, "", alone=True)) for one in asks)
        return {label: line.text if word is None else word for label, (word, line) in lines}

    def _column(self, report: str, name: str, questions: Sequence[Question]) -> Column:
        first: list[Line] = []
        lines: list[Line] = []
        silent: dict[str, list[str]] = {}
        marks: list[str] = []
        for question in questions:
            word, line = self._line(report, question, name, alone=len(questions) == 1)
            if word is None:
                (first if line.people or (line.kind and len(questions) > 1) else lines).append(line)
            elif word != asked.NOT_ASKED:
                silent.setdefault(word, []).append(
                    "number" if line.people else within(form.heading(question))
                )
                marks += line.marks
        first.sort(key=lambda line: not line.people)
        return Column(name, first, lines, silent, list(dict.fromkeys(marks)))

    def _line(self, report: str, question: Question, name: str, *, alone: bool) -> tuple[str | None, Line]:
        """What a report says to a question; with the word for nothing where it says none."""
        people = question.get("unit") == form.PEOPLE
        kind = form.PEOPLE if people else question["type"] if question["type"] in PLACED else ""
        noun = within(str(question["label"])) if people else ""
        each = [self._found[one][report] for one in _ids(question)]
        table, _ = ABOUT[question["about"]]
        marks = [
            mark
            for one, own in zip(_ids(question), each, strict=True)
            for cell in own
            for mark in self.marks.by(table, [cell.about], one)
        ]
        label = "" if alone or kind or _says(name, question) else form.heading(question)
        if not each[0]:
            return "", Line(label, "", kind, noun, marks)
        if not any(cell.given for own in each for cell in own):
            return str(each[0][0].value), Line(label, "", kind, noun, marks)
        texts = [(cells[0].about, self._text(question, cells)) for cells in zip(*each, strict=True)]
        if len({text for _, text in texts}) == 1:
            return None, Line(label, texts[0][1], kind, noun, marks)
        names = self._names[question["about"]]
        told = "; ".join(f"{names.get(about, about)}: {text}" for about, text in texts)
        return None, Line(label, told, "", "", marks)

    def _text(self, question: Question, cells: Sequence[asked.Cell]) -> str:
        texts = [self._one(question, cell) for cell in cells]
        return texts[0] if len(set(texts)) == 1 else " to ".join(texts)

    def _one(self, question: Question, cell: asked.Cell) -> str:
        if not cell.given:
            return "–" if cell.value == asked.NOT_ASKED else UNSAID.get(str(cell.value), str(cell.value))
        if not isinstance(cell.value, str):
            return number(cell.value)  # type: ignore[arg-type]
        if question["type"] == "date" and "until" not in question:
            return date(cell.value)
        return form.in_words(question, cell.answers(question), self._known[question["question_id"]])


def _ids(question: Question) -> list[str]:
    return [question["question_id"], *([question["until"]] if "until" in question else [])]


def _says(name: str, question: Question) -> bool:
    """Whether a column's name says what its question is called: "Design" of "Design in detail", "Setting, country, period" of "Setting"."""
    label, column = str(question["label"]).casefold(), name.casefold()
    return label in column or label.startswith(column.partition(" and ")[0].partition(",")[0])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
