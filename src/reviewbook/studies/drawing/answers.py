"""Answers to the questions of a review's own form, counted: one question by another, and each alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from IPython.display import Markdown

from reviewbook.page.grid import ROW_OF, absent, file_link, grid, in_place, nothing, page
from reviewbook.page.links import links, short_names
from reviewbook.page.marks import Marks
from reviewbook.page.words import cite, counted, escape, listed, said, symbol
from reviewbook.review import form
from reviewbook.review.labels import within
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOTHING
from reviewbook.review.nouns import capital
from reviewbook.review.questions import ABOUT
from reviewbook.studies import asked, of_review
from reviewbook.studies.drawing.characteristics import TO_GROUP

SEVERAL = "Each may have several answers, and counts in each of them: the shares may add to more than all."
# Questions that have a part of the chapter to themselves.
ELSEWHERE = ("design", "role", "worker_role", "year", "country", "region")
CROSS, CROSS_NAME = "Reports by two questions", "tbl-cross"
GROUPS, GROUPS_NAME = "Reports by the review's own questions", "tbl-groups"
FORM = "questions"  # the table without which a review asks nothing of its own
Question = Mapping[str, Any]


def name_of(by: str) -> str:
    """What a table of counts is called in links."""
    return f"tbl-by-{by.replace('_', '-')}"


def _units(review: Review, about: str) -> str:
    """Several of what a question is about, as a heading has them."""
    return capital(review.nouns.things(about)[1])


def caption_of(review: Review, question: Question) -> str:
    """The caption of a table of counts."""
    return f"{_units(review, question['about'])} by {escape(within(form.heading(question)))}"


def counts(review: Review, question: Question) -> Markdown:
    """How many reports, studies or entities gave each answer to a question, of those that were asked, with each named."""
    name, about, known = question["question_id"], question["about"], form.words(question, review.choices)
    found = of_review.cells(review, question)
    table, (where, _) = asked.counts(question, found, known), ABOUT[about]
    head = [escape(form.heading(question)), f"{_units(review, about)} (n/N)", "Which"]
    caption, marks, entities = (
        caption_of(review, question),
        Marks(review),
        short_names(review) if about == "entity" else {},
    )
    studies = dict(zip(review.studies["study_id"], review.studies["label"], strict=True))

    def which(ids: list[str]) -> str:
        if about == "report":
            return cite(ids)
        return (
            links("interventions", ids, entities, noun=review.nouns.pair)
            if about == "entity"
            else listed(escape(studies[one]) for one in ids)
        )

    if not any(cell.value not in ("", asked.NOT_ASKED) for cell in found.values()):
        what = escape(within(form.heading(question)))
        line = f"Not charted yet of any {ROW_OF[where]}: {what}."
        return in_place(nothing(line), caption=caption, name=name_of(name))
    rows = [
        [
            symbol(row.answer)
            if row.answer in NOTHING
            else escape(form.in_words(question, [row.answer], known)),
            f"{row.n:,}/{row.total:,}{marks.show(marks.by(where, row.ids, name))}",
            which(row.ids) or "–",
        ]
        for row in table.itertuples()
    ]
    out = sum(cell.value == asked.NOT_ASKED for cell in found.values())
    notes = [SEVERAL] if question["type"] == "choices" else []
    if out:
        whole = f"{out:,} of {counted(len(found), *review.nouns.things(about))}"
        notes.append(f"Not asked of {whole} (asked where {escape(question['asked_of'])}).")
    return page(
        grid(head, rows, caption=caption, name=name_of(name), all_in=file_link(review, where)),
        " ".join(notes),
    )


def groups(review: Review) -> Markdown:
    """The counts of each question that tables may be grouped by, so far as the chapter has no part for it already."""
    own = [one for one in of_review.groupings(review) if one["question_id"] not in ELSEWHERE]
    shown = [
        counts(review, one).data
        for one in own
        if any(cell.value not in ("", asked.NOT_ASKED) for cell in of_review.cells(review, one).values())
    ]
    if shown:
        return page(*shown)
    line = absent(review, FORM) or nothing("No question of this review is one to group reports by.")
    return in_place(line, caption=GROUPS, name=GROUPS_NAME)


def cross(review: Review, rows: str | None = None, columns: str | None = None) -> Markdown:
    """How many reports gave each pair of answers to two questions: left out, the first two that tables may be grouped by.

    Two questions about studies, or about entities, count these; else reports count, for which the answers of their studies and
    of what these are about hold too.
    """
    able = [one["question_id"] for one in of_review.groupings(review) if one["type"] in TO_GROUP]
    first = rows or next((one for one in able if one != columns), None)
    second = columns or _other(review, first, able)
    pair = [of_review.question(review, one) for one in (first, second) if one]
    if len(pair) < 2 or None in pair:
        line = absent(review, FORM) or nothing("This review has no two questions to group reports by.")
        return in_place(line, caption=CROSS, name=CROSS_NAME)
    down, across = (one for one in pair if one)
    same = down["about"] == across["about"]
    unit = down["about"] if same else "report"
    answers, order, known = [], [], []
    for question in (down, across):
        cells = of_review.cells(review, question)
        own = (
            {one: [cell] for one, cell in cells.items()}
            if same
            else asked.of_reports(of_review.linked(review), question, cells)
        )
        words = form.words(question, review.choices)
        given = {one: _each(question, some) for one, some in own.items()}
        there = {answer for some in given.values() for answer in some}
        silent = [word for word in (*NOTHING[1:], "", asked.NOT_ASKED) if word in there]
        listed_ = [
            *words,
            *form.in_order((one for one in there if one not in words and one not in silent), {}),
        ]
        answers.append(given)
        order.append([*listed_, *silent])
        known.append(words)
    if not all(any(one not in (*NOTHING, asked.NOT_ASKED) for one in some) for some in order):
        return in_place(nothing("The answers are not charted yet."), caption=CROSS, name=CROSS_NAME)
    table = asked.cross(answers[0], answers[1], (order[0], order[1]))
    shown = [
        [
            _word(down, row, known[0]),
            *(f"{n:,}" for n in table.loc[row]),
            f"{sum(row in some for some in answers[0].values()):,}",
        ]
        for row in table.index
    ]
    total = [
        "In all",
        *(f"{sum(column in some for some in answers[1].values()):,}" for column in table),
        f"{len(answers[0]):,}",
    ]
    head = [escape(form.heading(down)), *(_word(across, column, known[1]) for column in table), "In all"]
    down_as, across_as = (escape(within(form.heading(one))) for one in (down, across))
    caption = f"{_units(review, unit)} by {down_as} and {across_as}"
    several = any(len(some) > 1 for given in answers for some in given.values())
    return page(
        grid(head, shown, caption=caption, name=CROSS_NAME, css="rb-sticky", total=total),
        SEVERAL if several else None,
    )


def _other(review: Review, first: str | None, able: Sequence[str]) -> str | None:
    """The first question beside another that says more than that one does: not each answer goes with one answer alone."""
    question = of_review.question(review, first) if first else None
    if question is None:
        return None
    of_report = {}
    for name in dict.fromkeys([question["question_id"], *able]):
        own = of_review.question(review, name)
        cells = of_review.cells(review, own) if own else {}
        found = asked.of_reports(of_review.linked(review), own, cells) if own else {}
        of_report[name] = {report: tuple(_each(own, some)) for report, some in found.items()} if own else {}
    said = of_report[question["question_id"]]
    for name in able:
        pairs = {(said.get(report), answer) for report, answer in of_report[name].items()}
        if name != first and len(pairs) > max(len(set(said.values())), len(set(of_report[name].values()))):
            return name
    return next((name for name in able if name != first), None)


def _each(question: Question, cells: list[asked.Cell]) -> list[str]:
    """The distinct answers of one thing; a word for nothing where it gives none."""
    found = list(dict.fromkeys(one for cell in cells for one in cell.answers(question)))
    return found or [str(cells[0].value) if cells else ""]


def _word(question: Question, answer: str, known: Mapping[str, str]) -> str:
    if answer == asked.NOT_ASKED:
        return "not asked"
    return said(answer) if answer in NOTHING else escape(form.in_words(question, [answer], known))
