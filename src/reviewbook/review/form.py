"""The charting form as readers see it: its questions in order, and their answers in the words and the order of the table choices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from reviewbook.review.labels import label, within
from reviewbook.review.nothing import given, is_given
from reviewbook.review.questions import CHOSEN, YES_NO, counted_as, parted

CODED = re.compile(r"[a-z][a-z0-9_ -]*")
PEOPLE = "people"  # the unit of a number of people
_SAYS_PERCENT = re.compile(r"%|per ?cent", re.IGNORECASE)


def ordered(questions: pd.DataFrame, **wanted: str) -> list[dict[str, Any]]:
    """Questions as plain rows in the order in which they are asked: those whose columns hold what is wanted.

    >>> from reviewbook.review.cells import empty
    >>> ordered(empty("questions"), table_1="yes")
    []
    """
    own = questions.sort_values("position", kind="stable")
    for column, value in wanted.items():
        own = own[(own[column] == value).fillna(False)]
    return [
        {name: None if pd.isna(cell) else cell for name, cell in row.items()}
        for row in own.to_dict("records")
    ]


def question(questions: pd.DataFrame, name: str) -> dict[str, Any] | None:
    """The question of that identifier as a plain row; None where the form does not ask it."""
    return next((one for one in ordered(questions) if one["question_id"] == name), None)


def heading(question: Mapping[str, Any]) -> str:
    """What a question is called: its label, and the unit of a number where the label does not say it; of people none."""
    unit, text = question.get("unit"), str(question["label"])
    if question["type"] != "number" or not is_given(unit) or unit == PEOPLE:
        return text
    if str(unit).casefold() in text.casefold() or (
        _SAYS_PERCENT.search(str(unit)) and _SAYS_PERCENT.search(text)
    ):
        return text
    return f"{text} ({'%' if unit == 'percent' else unit})"


def headings(questions: Sequence[Mapping[str, Any]]) -> list[str]:
    """What each of several questions is called (`heading`); those that are called alike, by their group too."""
    own = [heading(one) for one in questions]
    return [
        f"{one['group']}: {within(text)}" if own.count(text) > 1 and is_given(one["group"]) else text
        for one, text in zip(questions, own, strict=True)
    ]


def words(question: Mapping[str, Any], choices: pd.DataFrame) -> dict[str, str]:
    """The answers that a question lists, in their order, each in the words that readers see.

    What is counted as another answer is left out. A question of a type that lists none has none.
    """
    if question["type"] == "yes_no":
        return {one: label(one) for one in YES_NO}
    if question["type"] not in CHOSEN:
        return {}
    name = question["question_id"]
    own = choices[choices["question_id"] == name].sort_values("position", kind="stable", na_position="last")
    other = counted_as(choices, name)
    pairs = zip(own["value"], own["label"].where(given(own["label"])), strict=True)
    return {value: shown(value) if pd.isna(text) else text for value, text in pairs if value not in other}


def shown(value: str) -> str:
    """An answer that has no words of its own: coded words with a capital and blanks, all else as charted.

    >>> shown("mixed_methods"), shown("group class"), shown("RCT")
    ('Mixed methods', 'Group class', 'RCT')
    """
    return value[:1].upper() + value[1:].replace("_", " ") if CODED.fullmatch(value) else value


def answers(question: Mapping[str, Any], cell: object) -> list[str]:
    """The answers that a cell holds: of several choices each, else the one; none where it holds a word for nothing."""
    if not is_given(cell):
        return []
    return parted(cell) if question["type"] == "choices" else [str(cell)]


def in_words(question: Mapping[str, Any], cells: Iterable[str], known: Mapping[str, str]) -> str:
    """Answers as a text: "Supervised; Partly supervised". ``known`` : from `words`."""
    chosen = question["type"] in CHOSEN
    return "; ".join(known.get(one, shown(one) if chosen else one) for one in cells)


def in_order(seen: Iterable[str], known: Mapping[str, str]) -> list[str]:
    """Distinct answers: the listed ones in their order, then the others by name."""
    there = dict.fromkeys(seen)
    return [*(one for one in known if one in there), *sorted(one for one in there if one not in known)]
