"""What several charters of one study answered, cell by cell: how many pairs differ as written, and how many in what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from reviewbook.charting.imports.asked import Question
from reviewbook.charting.imports.sheet import Line, written
from reviewbook.review.answers import alikeness


class Pairs(NamedTuple):
    """Pairs of cells of two charters of one study."""

    studies: int
    of: int
    written: int  # that differ as the file has them, blanks around and between words aside
    said: int  # that differ as answers: capitals, units and the order of several choices aside


def pairs(
    studies: Mapping[object, Sequence[tuple[int, Sequence[Line]]]], questions: Sequence[Question]
) -> Pairs:
    """The pairs of cells of each two charters of a study; a blank against an answer differs.

    Parameters
    ----------
    studies : of each study, what each charter but the consensus filled in: the number of the part, and its rows.
    """
    several = [list(combinations(parts, 2)) for parts in studies.values() if len(parts) > 1]
    found = Pairs(len(several), 0, 0, 0)
    for (one, rows), (other, others) in (pair for two in several for pair in two):
        for question in questions:
            columns = [column.at for column in question.columns]
            cells = [[written(rows_, at) for at in columns] for rows_ in (rows, others)]
            said = [_said(question, at) for at in (one, other)]
            found = found._replace(
                of=found.of + 1,
                written=found.written + (cells[0] != cells[1]),
                said=found.said + (said[0] != said[1]),
            )
    return found


def _said(question: Question, at: int) -> object:
    value = question.guess.values[at]
    return alikeness(value, question.guess.type) if value else question.comments.get(at, "")


def in_words(found: Pairs) -> list[str]:
    """One line on the pairs; none where nothing was charted twice."""
    if not found.studies:
        return []
    studies = f"{found.studies:,} stud{'y' if found.studies == 1 else 'ies'}"
    return [
        f"Charted by two or more: {studies}, {found.of:,} pairs of cells: {found.written:,} differ as written, {found.said:,} in what "
        "they say (capitals, blanks, units behind numbers, words for nothing and the order of choices aside)"
    ]
