"""The rules of what a review's own questions say of its reports: the table of characteristics, counts, cross-tables, numbers.

A question is about a report, a study or an entity; of a report hold the answers about its studies and their entities too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from reviewbook.charting.coverage import asked
from reviewbook.review.dictionary import PLAIN
from reviewbook.review.form import PEOPLE, answers, in_order
from reviewbook.review.labels import within
from reviewbook.review.nothing import AS_CHARTED, NOTHING, is_given, written
from reviewbook.review.questions import ABOUT
from reviewbook.studies.links import lists

NOT_ASKED = "not_asked"  # of it the form does not ask
IN_WORDS = "in_words"  # of a number: it is charted, but as a text
MOST_GROUPS = 6  # tables into which the characteristics are divided unasked
Question = Mapping[str, Any]  # a row of the table questions (`form.ordered`)


class Cell(NamedTuple):
    """What stands of one question about one report, study or entity."""

    about: str  # its identifier
    value: object  # a text or a number, a word for nothing, "" where blank, NOT_ASKED

    @property
    def given(self) -> bool:
        """Whether it holds an answer."""
        return is_given(self.value) and self.value != NOT_ASKED

    def answers(self, question: Question) -> list[str]:
        """The answers that it holds."""
        return answers(question, self.value) if self.given else []


def cells(questions: pd.DataFrame, tables: Mapping[str, pd.DataFrame], question: Question) -> dict[str, Cell]:
    """What stands of a question, by identifier of what it is about, in the order of their table.

    Parameters
    ----------
    tables : reports, studies and interventions, with a column for each question.
    """
    table, key = ABOUT[question["about"]]
    frame, name = tables[table], question["question_id"]
    column = frame[name].astype(object)
    unsaid = (
        written(frame, name) if name + AS_CHARTED in frame else column.isna().map({True: "", False: None})
    )
    of_it = asked(questions, tables, name)
    found = {}
    for one, value, silent, wanted in zip(frame[key], column, unsaid, of_it, strict=True):
        held = silent if pd.isna(value) else value
        out = held == "" and pd.notna(wanted) and not wanted  # what was answered was asked
        found[one] = Cell(one, NOT_ASKED if out else held)
    return found


def of_reports(linked: pd.DataFrame, question: Question, found: Mapping[str, Cell]) -> dict[str, list[Cell]]:
    """What stands of a question for each report: of its own, of its studies, or of what its studies are about, each once.

    Parameters
    ----------
    linked : from `links.links`; a report of which none is charted has an empty list.
    found : from `cells`.
    """
    table, key = ABOUT[question["about"]]
    reports = linked["report_id"].drop_duplicates()
    if table == "reports":
        return {one: [found[one]] for one in reports}
    own = lists(linked, "report_id", key)
    return {one: [found[about] for about in own.get(one, ()) if about in found] for one in reports}


def columns(questions: Sequence[Question], most: int) -> list[tuple[str, list[Question]]]:
    """The questions of a table laid out in so many columns at most, in their order.

    Each has a column of its own where there is room for all. Else those of one group share one, which is named after the group;
    where these are still too many, neighbours share one, those with the fewest questions first.

    Returns
    -------
    list of pairs, one a column: its name, "" where it holds one question and is named by that; its questions
    """
    if len(questions) <= most:
        return [("", [one]) for one in questions]
    groups: dict[str, list[Question]] = {}
    for one in questions:
        name = str(one["group"]) if is_given(one["group"]) else f"\0{one['question_id']}"  # then it is alone
        groups.setdefault(name, []).append(one)
    found = [([] if name.startswith("\0") else [name], own) for name, own in groups.items()]
    while len(found) > max(most, 1):
        at = min(range(len(found) - 1), key=lambda n: (_strain([*found[n][1], *found[n + 1][1]]), -n))
        names = [name or [str(own[0]["label"])] for name, own in found[at : at + 2]]
        found[at : at + 2] = [([*names[0], *names[1]], [*found[at][1], *found[at + 1][1]])]
    return [("" if len(own) == 1 else _together(names), own) for names, own in found]


def _strain(questions: Sequence[Question]) -> tuple[bool, int]:
    """How unwelcome a column of these questions is."""
    return any(one.get("unit") == PEOPLE for one in questions), len(questions)


def _together(names: Sequence[str]) -> str:
    """Names of columns as that of one: "Design, data collected and setting"."""
    first, *rest = names
    if not rest:
        return first
    *rest, last = map(within, rest)
    return f"{', '.join([first, *rest])} and {last}"


UNTIL = {"study_from": "study_to"}  # two columns that say one thing together


def periods(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """The questions with those two that ask for one period as one (``until``)."""
    there = {one["question_id"]: one for one in questions}
    found: list[dict[str, Any]] = []
    for one in questions:
        until = there.get(UNTIL.get(one["question_id"], ""))
        if until is not None:
            found.append({**one, "label": "Study period", "until": until["question_id"]})
        elif one["question_id"] not in (UNTIL.get(other) for other in there):
            found.append(dict(one))
    return found


def grouped(
    question: Question, of_report: Mapping[str, Sequence[Cell]], known: Mapping[str, str]
) -> dict[tuple[str, ...], list[str]]:
    """Reports by their answers to a question: those with one listed answer in the order of the list, those with several, the rest.

    Parameters
    ----------
    of_report : from `of_reports`.
    known : the listed answers, from `form.words`.

    Returns
    -------
    dict of report_ids, each once, by what they answer: no answer is the word for nothing, or ("",) where it is not charted yet
    """
    found: dict[tuple[str, ...], list[str]] = {}
    for report, own in of_report.items():
        said = in_order((one for cell in own for one in cell.answers(question)), known)
        silent = next((str(cell.value) for cell in own if not cell.given), "")
        found.setdefault(tuple(said) or (silent,), []).append(report)
    place = {one: at for at, one in enumerate(known)}

    def order(key: tuple[str, ...]) -> tuple:
        nothing = key[0] in (*NOTHING, NOT_ASKED)
        return nothing, len(key), [place.get(one, len(place)) for one in key], key

    return {key: found[key] for key in sorted(found, key=order)}


def counts(question: Question, found: Mapping[str, Cell], known: Mapping[str, str]) -> pd.DataFrame:
    """How many reports, studies or entities have each answer to a question, of those that were asked.

    Parameters
    ----------
    found : from `cells`.
    known : the listed answers, from `form.words`: each has its row, in their order; others follow, most frequent first.

    Returns
    -------
    DataFrame, one row an answer, the words for nothing and blank ("") last: answer, n, total (that were asked), ids (the
    identifiers behind n, as a list)
    """
    own = [cell for cell in found.values() if cell.value != NOT_ASKED]
    ids: dict[str, list[str]] = {one: [] for one in known}
    silent: dict[str, list[str]] = {word: [] for word in (*NOTHING[1:], "")}
    for cell in own:
        for one in cell.answers(question) or [str(cell.value)]:
            (silent if one in silent else ids).setdefault(one, []).append(cell.about)
    others = sorted((one for one in ids if one not in known), key=lambda one: (-len(ids[one]), one))
    rows = [(one, ids[one]) for one in [*known, *others]] + [
        (one, some) for one, some in silent.items() if some
    ]
    table = pd.DataFrame({"answer": [one for one, _ in rows], "n": [len(some) for _, some in rows]})
    return table.assign(total=len(own), ids=[some for _, some in rows])


def cross(
    rows: Mapping[str, Sequence[str]],
    columns_: Mapping[str, Sequence[str]],
    order: tuple[Sequence[str], Sequence[str]],
) -> pd.DataFrame:
    """How many things have each pair of answers to two questions.

    Parameters
    ----------
    rows, columns_ : the answers of each thing to the two questions; one that is not in both is left out.
    order : the answers that have a row, and those that have a column.

    Returns
    -------
    DataFrame of whole numbers, the answers to one question as index, those to the other as columns
    """
    table = pd.DataFrame(0, index=list(order[0]), columns=list(order[1]), dtype="int64")
    for one in rows.keys() & columns_.keys():
        for row in rows[one]:
            for column in columns_[one]:
                table.loc[row, column] += 1
    return table


class Spread(NamedTuple):
    """The numbers that answer a question, and of whom there is none."""

    values: list[tuple[str, float]]  # who, and the number; by number
    silent: dict[str, int]  # by word for nothing ("" not charted yet) or IN_WORDS: of how many
    of: int  # how many were asked

    @property
    def numbers(self) -> pd.Series:
        """The numbers alone."""
        return pd.Series([value for _, value in self.values], dtype="float64")


def spread(found: Mapping[str, Cell]) -> Spread:
    """The numbers that stand of a question. ``found`` : from `cells`."""
    own = [cell for cell in found.values() if cell.value != NOT_ASKED]
    values: list[tuple[str, float]] = []
    silent: dict[str, int] = {}
    for about, value in own:
        if isinstance(value, str) and not PLAIN["number"].fullmatch(value):
            word = value if value in NOTHING else IN_WORDS
            silent[word] = silent.get(word, 0) + 1
        else:
            values.append((about, float(value)))  # type: ignore[arg-type]  # what is left is a number
    return Spread(sorted(values, key=lambda one: (one[1], one[0])), silent, len(own))
