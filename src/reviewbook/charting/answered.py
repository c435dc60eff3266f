"""What was answered to each question: how often each answer was given, or what the numbers are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from reviewbook.charting.coverage import CHARTED, NOT_ASKED, STATES
from reviewbook.review import form
from reviewbook.review.nothing import given
from reviewbook.review.questions import parted

SEVERAL = ("choices", "country")  # types whose cells may hold several answers


class Answered(NamedTuple):
    """The answers to one question.

    ``charted`` is how many of what it is about have a value: the whole of every fraction. ``apart`` is how many have none, by state.
    ``answers`` are (value, how often), in the order of the choices, further ones by how often; ``numbers`` are in their order.
    """

    question_id: str
    charted: int
    asked: int
    apart: dict[str, int]
    answers: tuple[tuple[str, int], ...] = ()
    numbers: tuple[float, ...] = ()

    @property
    def several(self) -> bool:
        """Whether some gave more than one answer, so that shares add to more than all."""
        return sum(n for _, n in self.answers) > self.charted


def answered(
    question: Mapping[str, Any], frame: pd.DataFrame, states: pd.Series, choices: pd.DataFrame
) -> Answered:
    """The answers to a question.

    Parameters
    ----------
    question : a row of the table questions.
    frame : the table of what it is about, with its column (`reviewbook.review.answers.widened`).
    states : what became of it, each once (`coverage.coverage`).
    choices : the table choices. Those that are listed are there even where nobody gave them.

    Returns
    -------
    Answered; of a text, neither answers nor numbers: no two need be alike
    """
    name, kind = question["question_id"], question["type"]
    n = states.value_counts()
    of = {state: int(n.get(state, 0)) for state in STATES}
    apart = {state: k for state, k in of.items() if state != CHARTED and k}
    found = Answered(name, of[CHARTED], len(states) - of[NOT_ASKED], apart)
    if kind == "number":
        numbers = pd.to_numeric(frame[name], errors="coerce").dropna()
        return found._replace(numbers=tuple(sorted(map(float, numbers))))
    if kind == "text":
        return found
    cells = frame.loc[given(frame[name]), name].astype(str)
    if kind == "date":
        years = Counter(cell[:4] for cell in cells)
        return found._replace(answers=tuple(sorted(years.items())))
    count = Counter(one for cell in cells for one in (parted(cell) if kind in SEVERAL else [cell]))
    listed = form.words(question, choices)
    order = {value: at for at, value in enumerate(listed)}
    every = dict.fromkeys([*listed, *count])
    told = sorted(every, key=lambda value: (order.get(value, len(order)), -count[value], value))
    return found._replace(answers=tuple((value, count[value]) for value in told))
